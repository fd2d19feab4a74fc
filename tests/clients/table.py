"""The table of languages and scenarios, and its place in clients/README.md."""

import harness

README = harness.ROOT / 'clients/README.md'
BEGIN, END = '<!-- conformance: written by tests/clients/conformance.py --write -->\n', '<!-- /conformance -->\n'
PASSED, FAILED = 'yes', '**no**'


def title(scenario):
    return f"{scenario['area']}: {scenario['name']}"


def made(scenarios, names, results):
    lines = ['| scenario | ' + ' | '.join(names) + ' |', '|---|' + '---|' * len(names)]
    for scenario in scenarios:
        cells = [FAILED if results[title(scenario), name] else PASSED for name in names]
        lines.append(f'| {title(scenario)} | ' + ' | '.join(cells) + ' |')
    return '\n'.join(lines) + '\n'


def _parts():
    before, _, rest = README.read_text().partition(BEGIN)
    old, _, after = rest.partition(END)
    return before, old, after


def write(scenarios, names, results):
    before, _, after = _parts()
    README.write_text(before + BEGIN + made(scenarios, names, results) + END + after)


def stale(scenarios, names, results):
    """What the README says otherwise of these languages; empty = nothing."""
    rows = [[cell.strip() for cell in line.strip('|\n').split('|')] for line in _parts()[1].splitlines()]
    if not rows:
        return f'{README.name} has no table'
    told = {(row[0], name): cell for row in rows[2:] for name, cell in zip(rows[0][1:], row[1:])}
    found = {(title(scenario), name): FAILED if results[title(scenario), name] else PASSED for scenario in scenarios for name in names}
    differs = [key for key in found.keys() | {key for key in told if key[1] in names} if told.get(key) != found.get(key)]
    return f'clients/README.md is not up to date (conformance.py --write): {sorted(differs)[:5]}' if differs else ''
