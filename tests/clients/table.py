"""The table of languages and scenarios, and its place in clients/README.md."""

import harness

README = harness.ROOT / 'clients/README.md'
BEGIN, END = '<!-- conformance: written by tests/clients/conformance.py --write -->\n', '<!-- /conformance -->\n'
PASSED, FAILED, NOT_PLAYED = 'yes', '**no**', ''


def title(scenario):
    return f"{scenario['area']}: {scenario['name']}"


def cells(scenarios, names, results):
    """What came of each scenario: {(title, language): cell}."""
    return {(title(scenario), name): FAILED if results[title(scenario), name] else PASSED for scenario in scenarios for name in names}


def lines(scenarios, names, found):
    rows = ['| scenario | ' + ' | '.join(names) + ' |', '|---|' + '---|' * len(names)]
    rows += ['| ' + ' | '.join((title(scenario), *(found.get((title(scenario), name), NOT_PLAYED) for name in names))) + ' |'
             for scenario in scenarios]
    return '\n'.join(rows) + '\n'


def made(scenarios, names, results):
    return lines(scenarios, names, cells(scenarios, names, results))


def _parts():
    before, _, rest = README.read_text().partition(BEGIN)
    old, _, after = rest.partition(END)
    return before, old, after


def _told():
    """The languages of the README's table, and its cells."""
    rows = [[cell.strip() for cell in line.strip('|\n').split('|')] for line in _parts()[1].splitlines()]
    if not rows:
        return [], {}
    return rows[0][1:], {(row[0], name): cell for row in rows[2:] for name, cell in zip(rows[0][1:], row[1:])}


def write(scenarios, names, results):
    """What is told of languages that were not played stays."""
    languages, told = _told()
    languages += [name for name in names if name not in languages]
    before, _, after = _parts()
    README.write_text(before + BEGIN + lines(scenarios, languages, told | cells(scenarios, names, results)) + END + after)


def stale(scenarios, names, results):
    """What the README says otherwise of these languages; empty = nothing."""
    languages, told = _told()
    if not languages:
        return f'{README.name} has no table'
    found = cells(scenarios, names, results)
    differs = [key for key in found.keys() | {key for key in told if key[1] in names} if told.get(key) != found.get(key)]
    return f'clients/README.md is not up to date (conformance.py --write): {sorted(differs)[:5]}' if differs else ''
