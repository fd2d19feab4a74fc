"""The metrics that there are, their labels and these labels' values: from docs/metrics.md, the proto and docs/errors.md."""

import pathlib
import re

import promql

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Set by Prometheus with each scrape.
SCRAPED = {'job', 'instance'}
# How the names of recorded series begin: the labels that they keep.
LEVELS = {'job': {'job'}, 'connection': {'job', 'connection', 'vendor'}}
CODES = {'OK', 'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS', 'PERMISSION_DENIED',
         'RESOURCE_EXHAUSTED', 'FAILED_PRECONDITION', 'ABORTED', 'OUT_OF_RANGE', 'UNIMPLEMENTED', 'INTERNAL', 'UNAVAILABLE',
         'DATA_LOSS', 'UNAUTHENTICATED'}


def rows(text, first_cell):
    """Cells of the table rows whose first cell matches."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip('|').split(' | ')]
        if line.startswith('|') and re.fullmatch(first_cell, cells[0]):
            yield cells


class Metrics:
    def __init__(self):
        text = (ROOT / 'docs/metrics.md').read_text()
        self.labels = {'up': SCRAPED}
        for name, kind, labels, *_ in rows(text, r'`(bookings|process)_\w+`'):
            name, labels = name.strip('`'), set(re.findall(r'`(\w+)`', labels)) | SCRAPED
            parts = {'histogram': ('_bucket', '_sum', '_count')}.get(kind, ('',))
            for part in parts:
                self.labels[name + part] = labels | ({'le'} if part == '_bucket' else set())
        words = {name.strip('`'): set(re.findall(r'`(\w+)`', values)) for name, values, *_ in rows(text, r'`\w+`') if '_' not in name}
        self.values = {name: words[name] for name in ('purpose', 'by', 'operation', 'result', 'certificate')}
        bookings, connections = ((ROOT / f'proto/bookings/v1/{name}.proto').read_text() for name in ('bookings', 'connections'))
        self.values['rpc'] = set(re.findall(r'^  rpc (\w+)', bookings + connections, re.M))
        self.values['code'] = CODES
        self.values['note'] = {w.lower() for w in re.findall(r'^  MAPPING_NOTE_(\w+) = [1-9]', bookings, re.M)}
        self.values['state'] = {w.lower() for w in re.findall(r'^  CONNECTION_STATE_(\w+) = [1-9]', connections, re.M)}
        reasons = {cells[0].lower() for cells in rows((ROOT / 'docs/errors.md').read_text(), r'[A-Z_]+')}
        self.values['outcome'] = reasons | {'ok', 'cancelled'}
        self.values['reason'] = reasons

    def labels_of(self, name):
        level = name.partition(':')[0] if ':' in name else None
        return LEVELS.get(level) if level else self.labels.get(name)

    def values_of(self, name, label):
        if name.startswith('bookings_ledger_') and label == 'outcome':
            return {'ok', 'failed'}
        return self.values.get(label)

    def problems_of(self, expression, recorded=()):
        """What a query asks for that there is not; `recorded` are the names of recorded series."""
        for name, matchers in promql.selectors(expression):
            if self.labels_of(name) is None or (':' in name and name not in recorded):
                yield f'{name}: no such metric'
                continue
            for label, operator, value in matchers:
                yield from self._matcher(name, label, operator, value)
        for labels, names in promql.groupings(expression):
            for name in names:
                missing = set(labels) - (self.labels_of(name) or set(labels))
                if missing and not any(set(labels) <= (self.labels_of(other) or set()) for other in names):
                    yield f'{name}: grouped by {", ".join(sorted(missing))}, which it has not'

    def _matcher(self, name, label, operator, value):
        if label not in self.labels_of(name):
            yield f'{name}: has no label {label}'
            return
        known = self.values_of(name, label)
        for word in value.split('|') if '~' in operator else [value]:
            if known and not word.startswith('$') and word not in known:
                yield f'{name}: {label} is never {word}'
