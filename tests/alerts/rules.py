"""What must fit together: alerts, their unit tests, the runbook, the dashboard. Each function yields problems as lines for people."""

import re

FIRING = re.compile(r'ALERTS\{alertname="(\w+)", alertstate="firing"\}')
VARIABLES = {'datasource', 'connection', 'rpc'}


def alerts_of(rules):
    return [rule for group in rules['groups'] for rule in group['rules'] if 'alert' in rule]


def recorded_by(rules):
    return {rule['record'] for group in rules['groups'] for rule in group['rules'] if 'record' in rule}


def problems_of(rules, tests, dashboard, runbook, metrics):
    """All problems of the four files, read."""
    recorded = recorded_by(rules)
    found = []
    for group in rules['groups']:
        for rule in group['rules']:
            name = rule.get('alert') or rule['record']
            found += [f'{name}: {problem}' for problem in metrics.problems_of(rule['expr'], recorded)]
    for alert in alerts_of(rules):
        found += [f"{alert['alert']}: {problem}" for problem in _alert(alert, runbook)]
    found += _tests({alert['alert'] for alert in alerts_of(rules)}, tests)
    found += _runbook({alert['alert'] for alert in alerts_of(rules)}, runbook)
    found += [f'docs/operations.md: {problem}' for code in re.findall(r'`([^`\n]*\b(?:bookings|process)_[a-z_]+[^`\n]*)`', runbook)
              for problem in metrics.problems_of(code, recorded)]
    found += [f'dashboard: {problem}' for problem in _dashboard(dashboard, metrics, recorded)]
    return found


def _alert(alert, runbook):
    notes = alert.get('annotations', {})
    if alert.get('labels', {}).get('severity') not in ('page', 'ticket'):
        yield 'its severity is neither page nor ticket'
    for note in ('summary', 'description'):
        if not notes.get(note):
            yield f'has no {note}'
    anchor = alert['alert'].lower()
    if notes.get('runbook_url') != f'docs/operations.md#{anchor}':
        yield f'its runbook_url is not docs/operations.md#{anchor}'
    if not re.search(rf"^### {alert['alert']}$", runbook, re.M):
        yield 'has no section in docs/operations.md'
    kept = {label.strip() for labels in re.findall(r'\bby \(([^()]*)\)', alert['expr']) for label in labels.split(',')}
    if not kept:
        kept = {'instance', 'job', 'connection', 'vendor'}
    for label in re.findall(r'\$labels\.(\w+)', ' '.join(notes.values())):
        if label not in kept:
            yield f'tells of the label {label}, which it does not keep'


def _tests(names, tests):
    fires, silent = set(), set()
    for test in (t for group in tests['tests'] for t in group['promql_expr_test']):
        name = FIRING.fullmatch(test['expr'])
        if name:
            (fires if test['exp_samples'] else silent).add(name[1])
    for name in sorted(names):
        if name not in fires:
            yield f'{name}: no unit test in which it fires'
        if name not in silent:
            yield f'{name}: no unit test in which it does not fire'
    for name in sorted((fires | silent) - names):
        yield f'{name}: tested, but there is no such alert'


def _runbook(names, runbook):
    for name in sorted(set(re.findall(r'^### (Bookings\w+)$', runbook, re.M)) - names):
        yield f'{name}: stands in docs/operations.md, but there is no such alert'


def _dashboard(dashboard, metrics, recorded):
    panels = dashboard['panels']
    ids = [panel['id'] for panel in panels]
    if len(ids) != len(set(ids)):
        yield 'two panels have the same id'
    if {v['name'] for v in dashboard['templating']['list']} != VARIABLES:
        yield 'its variables are others'
    taken = set()
    for panel in panels:
        title, place = panel['title'], panel['gridPos']
        if not panel.get('description'):
            yield f'{title}: says not what to conclude'
        cells = {(x, y) for x in range(place['x'], place['x'] + place['w']) for y in range(place['y'], place['y'] + place['h'])}
        if cells & taken or place['x'] + place['w'] > 24:
            yield f'{title}: lies over another panel, or outside'
        taken |= cells
        for target in panel.get('targets', ()):
            if target['datasource']['uid'] != '${datasource}':
                yield f'{title}: asks a datasource of its own'
            yield from (f'{title}: {problem}' for problem in metrics.problems_of(target['expr'], recorded))
        if panel['type'] != 'row' and not panel.get('targets'):
            yield f'{title}: shows nothing'
    for variable in dashboard['templating']['list']:
        query = re.fullmatch(r'label_values\((\w+), (\w+)\)', variable.get('definition', ''))
        if query and query[2] not in (metrics.labels_of(query[1]) or ()):
            yield f"{variable['name']}: {query[1]} has no such label"
