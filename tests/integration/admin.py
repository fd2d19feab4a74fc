"""The admin pages and the log of a gateway, for tests."""

import json
import re
import urllib.error
import urllib.request

# For a gateway's configuration: admin pages on a port that the system chooses.
ANYWHERE = {'admin': {'address': '127.0.0.1:0'}}


def events(gateway, name):
    """The lines of the log that tell of this event, parsed."""
    found = []
    for line in gateway.log.read_text().splitlines():
        if not line.startswith('{') or not line.endswith('}'):
            continue
        event = json.loads(line)
        if event.get('event') == name:
            found.append(event)
    return found


def address(gateway):
    return events(gateway, 'started')[0]['admin']


def fetch(gateway, path):
    """Status, text and headers of a page."""
    try:
        with urllib.request.urlopen(f'http://{address(gateway)}{path}', timeout=30) as answer:
            return answer.status, answer.read().decode(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), error.headers


def samples(gateway):
    """/metrics: the value of each series, under its name and labels as they stand there."""
    found = {}
    for line in fetch(gateway, '/metrics')[1].splitlines():
        if line and not line.startswith('#'):
            series, _, value = line.rpartition(' ')
            found[series] = float(value)
    return found


def labels_of(series):
    """`name{a="1",b="2"}` -> ('name', {'a': '1', 'b': '2'})."""
    name, _, rest = series.partition('{')
    return name, dict(re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', rest))
