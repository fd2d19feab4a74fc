"""The pages that are generated, in whole or in part, and what is generated of each. What stands outside the marks is written by hand."""

import difflib
import pathlib
import re

import markdown
from api_reference import ApiReference
from protos import ProtoError, read_protos
from yaml_reference import YamlReference

ROOT = pathlib.Path(__file__).resolve().parents[2]
BEGIN = '<!-- generated from the protos by docs/generate; change their comments instead -->\n'
END = '<!-- end -->\n'
COMMAND = 'docs/generate'

CONFIG = 'bookings.config.v1'
CONFIG_PROTOS = ['bookings/config/v1/config.proto', 'bookings/config/v1/callers.proto']
API_PROTOS = ['bookings/v1/bookings.proto', 'bookings/v1/connections.proto']


def configuration():
    reference = YamlReference(read_protos(ROOT / 'proto', CONFIG_PROTOS), f'{CONFIG}.Secret')
    return reference.page([(f'{CONFIG}.GatewayConfig', 'Reference: the whole file'), (f'{CONFIG}.CallerPolicy', 'Reference: the policy file')])


def api():
    return ApiReference(read_protos(ROOT / 'proto', API_PROTOS)).page()


PAGES = {'docs/configuration.md': configuration, 'docs/api.md': api}


def with_generated(page, generated):
    """The page with its generated part replaced."""
    parts = re.fullmatch(f'(.*{re.escape(BEGIN)}).*?({re.escape(END)}.*)', page, re.S)
    if not parts:
        raise ProtoError(f'has no part between {BEGIN.strip()} and {END.strip()}')
    result = f'{parts[1]}\n{generated.strip()}\n\n{parts[2]}'
    twice = repeated_anchors(result)
    if twice:
        raise ProtoError(f'has headings with the same anchor: {", ".join(twice)}')
    return result


def anchors(page):
    """Of all headings, outside code."""
    return [markdown.slug(heading) for heading in re.findall(r'^#+ (.+)$', re.sub(r'^```.*?^```', '', page, flags=re.S | re.M), re.M)]


def repeated_anchors(page):
    found = anchors(page)
    return sorted({anchor for anchor in found if found.count(anchor) > 1})


def fresh(name):
    """The page as it is, and as it should be."""
    page = (ROOT / name).read_text()
    try:
        return page, with_generated(page, PAGES[name]())
    except ProtoError as error:
        raise ProtoError(f'{name}: {error}') from None


def difference(name):
    """What is out of date, as a diff; empty where nothing is."""
    page, wanted = fresh(name)
    lines = difflib.unified_diff(page.splitlines(), wanted.splitlines(), f'{name}, as it is', f'{name}, from the protos', lineterm='', n=1)
    return '\n'.join(lines)
