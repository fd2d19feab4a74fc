"""The HTTP/JSON proxy as a process, and calls to it. Standard library only."""

import http.client
import json
import os
import pathlib
import shutil
import ssl
import subprocess
import urllib.parse

import harness

HTTP = harness.ROOT / 'deploy/http'
FOLDER = harness.ROOT / 'build/http'
PROGRAM = FOLDER / 'bookings-http'
NEEDED = ('/usr/share/gocode/src/google.golang.org/grpc', '/usr/share/gocode/src/google.golang.org/genproto')


def missing():
    """What is not installed of what building needs."""
    return [name for name in ('go', 'apt-get', 'dpkg-deb', 'curl') if not shutil.which(name)] + \
        [name for name in NEEDED if not pathlib.Path(name).exists()]


def build():
    """Builds the proxy and looks it over with go vet; raises with what was printed."""
    result = subprocess.run([str(HTTP / 'build-proxy'), str(FOLDER)], env={**os.environ, 'BOOKINGS_VET': '1'}, capture_output=True,
                            text=True, timeout=800, check=False)
    if result.returncode:
        raise RuntimeError(f'build-proxy failed:\n{result.stdout}{result.stderr}')


class Answer:
    """What came over HTTP. `pages` are the lines of a stream."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.text = response.read().decode()

    @property
    def json(self):
        return json.loads(self.text)

    @property
    def pages(self):
        return [json.loads(line) for line in self.text.splitlines()]

    def detail(self, name):
        """A detail of a google.rpc.Status by the last word of its type; None where there is none."""
        return next((detail for detail in self.json.get('details', ()) if detail['@type'].endswith('.' + name)), None)

    @property
    def reason(self):
        return self.detail('ErrorInfo')['reason']

    def __repr__(self):
        return f'{self.status} {self.text[:500]}'


class Proxy(harness.Process):
    """In front of the gateway at this address."""

    def __init__(self, directory, gateway, *flags, authority=None):
        directory.mkdir(exist_ok=True)
        port_file = directory / 'port'
        super().__init__([PROGRAM, '--listen=127.0.0.1:0', f'--port_file={port_file}', f'--gateway={gateway}', *flags], port_file,
                         directory / 'proxy.log')
        self.address = self.announcement.strip()
        self.context = ssl.create_default_context(cafile=authority) if authority else None

    def call(self, method, path, body=None, token='', **headers):
        """One request; `path` holds the query. Headers are named with _ for -."""
        connection = http.client.HTTPSConnection(self.address, timeout=60, context=self.context) if self.context else \
            http.client.HTTPConnection(self.address, timeout=60)
        sent = {name.replace('_', '-'): value for name, value in headers.items()}
        if token:
            sent['Authorization'] = f'Bearer {token}'
        text = body if isinstance(body, (str, bytes, type(None))) else json.dumps(body)
        connection.request(method, path, body=text, headers=sent)
        answer = Answer(connection.getresponse())
        connection.close()
        told = harness.leaks(answer.text) if answer.status >= 400 else ()
        if told:
            raise AssertionError(f'an error tells {told}')
        return answer


def path_of(name, verb='', **query):
    """The path of a resource, as any client encodes it: a name's own percent signs once more."""
    text = '/v1/' + urllib.parse.quote(name) + verb
    return f'{text}?{urllib.parse.urlencode(query, doseq=True)}' if query else text
