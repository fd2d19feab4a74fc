"""Alerts, dashboard and runbook: promtool accepts the rules and their unit tests pass; all four files fit together and to the metrics that
there are. Broken ones are found out."""

import copy
import json
import pathlib
import subprocess
import tempfile
import unittest

import metrics
import rules
import yaml

ALERTS = metrics.ROOT / 'deploy/alerts'
METRICS = metrics.Metrics()


def read():
    return [yaml.safe_load((ALERTS / 'bookings-gateway.rules.yaml').read_text()),
            yaml.safe_load((ALERTS / 'bookings-gateway.tests.yaml').read_text()),
            json.loads((metrics.ROOT / 'deploy/dashboards/bookings-gateway.json').read_text()),
            (metrics.ROOT / 'docs/operations.md').read_text()]


def promtool(*words):
    return subprocess.run(['promtool', *map(str, words)], capture_output=True, text=True, timeout=600, check=False)


def promql_problems(dashboard):
    """What promtool says against the queries of the dashboard, as if they were rules."""
    queries = [target['expr'].replace('$__rate_interval', '5m') for panel in dashboard['panels'] for target in panel.get('targets', ())]
    with tempfile.NamedTemporaryFile('w', suffix='.yaml') as file:
        yaml.safe_dump({'groups': [{'name': 'dashboard', 'rules': [{'record': f'query:{number}', 'expr': query}
                                                                   for number, query in enumerate(queries)]}]}, file)
        file.flush()
        return promtool('check', 'rules', file.name).stderr


class Files(unittest.TestCase):
    maxDiff = None

    def test_the_rules_are_rules(self):
        result = promtool('check', 'rules', ALERTS / 'bookings-gateway.rules.yaml')
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_alerts_fire_when_they_should_and_only_then(self):
        result = promtool('test', 'rules', ALERTS / 'bookings-gateway.tests.yaml')
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def test_the_dashboard_asks_in_promql(self):
        self.assertEqual(promql_problems(read()[2]), '')

    def test_all_fits_together(self):
        self.assertEqual(rules.problems_of(*read(), METRICS), [])

    def test_the_metrics_are_read(self):
        self.assertIn('bookings_rpc_duration_seconds_bucket', METRICS.labels)
        self.assertEqual(METRICS.labels['bookings_vendor_calls_total'] - metrics.SCRAPED, {'connection', 'vendor', 'purpose', 'outcome'})
        for label in ('rpc', 'code', 'reason', 'purpose', 'outcome', 'by', 'note', 'state', 'operation', 'result', 'certificate'):
            self.assertGreater(len(METRICS.values[label]), 1, label)


def alert(files, name):
    return next(a for a in rules.alerts_of(files[0]) if a['alert'] == name)


def panel(files, title):
    return next(p for p in files[2]['panels'] if p['title'] == title)


def change(files, name, old, new):
    assert old in alert(files, name)['expr']
    alert(files, name)['expr'] = alert(files, name)['expr'].replace(old, new)


def forget_tests(files, name, fires):
    for group in files[1]['tests']:
        group['promql_expr_test'] = [t for t in group['promql_expr_test']
                                     if f'"{name}"' not in t['expr'] or bool(t['exp_samples']) is not fires]


def replace_text(files, old, new):
    assert old in files[3]
    files[3] = files[3].replace(old, new)


LEDGER, AUTH = 'BookingsLedgerFailing', 'BookingsConnectionUnauthenticated'
# What is broken -> what must be said. Each gets rules, tests, dashboard and runbook.
BROKEN = {
    'a metric that there is not': (lambda f: change(f, LEDGER, 'ledger_operations', 'ledger_failures'), 'no such metric'),
    'a histogram as a counter': (lambda f: change(f, LEDGER, 'operations_total', 'duration_seconds'), 'no such metric'),
    'a label that there is not': (lambda f: change(f, LEDGER, 'outcome=', 'result='), 'has no label result'),
    'a value that there is not': (lambda f: change(f, AUTH, 'auth_failed', 'unauthenticated'), 'state is never unauthenticated'),
    'one of several values': (lambda f: change(f, 'BookingsConnectionMisconfigured', '|vendor_', '|seller_'), 'outcome is never seller_'),
    'the outcomes of another metric': (lambda f: change(f, LEDGER, '"failed"', '"vendor_unavailable"'), 'outcome is never vendor_un'),
    'grouping by what there is not': (lambda f: change(f, LEDGER, 'by (job)', 'by (job, connection)'), 'grouped by connection'),
    'a series that nobody records': (lambda f: change(f, 'BookingsGetBookingSlow', 'p99_15m', 'p99_5m'), 'no such metric'),
    'no severity': (lambda f: alert(f, LEDGER)['labels'].clear(), 'neither page nor ticket'),
    'no description': (lambda f: alert(f, LEDGER)['annotations'].pop('description'), 'has no description'),
    'another runbook': (lambda f: alert(f, LEDGER)['annotations'].update(runbook_url='docs/operations.md#ledger'), 'runbook_url is not'),
    'a label that is lost': (lambda f: alert(f, LEDGER)['annotations'].update(summary='{{ $labels.instance }}'), 'it does not keep'),
    'no section': (lambda f: replace_text(f, f'### {LEDGER}\n', ''), 'has no section'),
    'a section of nothing': (lambda f: replace_text(f, f'### {LEDGER}\n', f'### {LEDGER}\n\n### BookingsGone\n'), 'BookingsGone: stands in'),
    'a metric in the runbook': (lambda f: replace_text(f, f'### {LEDGER}\n', f'### {LEDGER}\n`bookings_gone_total{{rpc="x"}}`'),
                                'docs/operations.md: bookings_gone_total: no such metric'),
    'never fires': (lambda f: forget_tests(f, LEDGER, True), f'{LEDGER}: no unit test in which it fires'),
    'always fires': (lambda f: forget_tests(f, LEDGER, False), f'{LEDGER}: no unit test in which it does not fire'),
    'a test of nothing': (lambda f: alert(f, LEDGER).update(alert='BookingsLedgerFails'), f'{LEDGER}: tested, but'),
    'a panel that says nothing': (lambda f: panel(f, 'Calls').pop('description'), 'Calls: says not what to conclude'),
    'two panels with one id': (lambda f: panel(f, 'Calls').update(id=panel(f, 'Memory')['id']), 'the same id'),
    'a panel over another': (lambda f: panel(f, 'Calls').update(gridPos=panel(f, 'Memory')['gridPos']), 'lies over another'),
    'a metric on the dashboard': (lambda f: panel(f, 'Memory')['targets'][0].update(expr='process_virtual_memory_bytes'),
                                  'Memory: process_virtual_memory_bytes: no such metric'),
    'a label on the dashboard': (lambda f: panel(f, 'Memory')['targets'][0].update(expr='process_open_fds{rpc=~"$rpc"}'), 'no label rpc'),
    'a datasource of somebody': (lambda f: panel(f, 'Memory')['targets'][0].update(datasource={'uid': 'P1'}), 'datasource of its own'),
    'a variable that is missing': (lambda f: f[2]['templating']['list'].pop(), 'its variables are others'),
}


class Broken(unittest.TestCase):
    def test_what_does_not_fit_is_found(self):
        good = read()
        for what, (breaks, said) in BROKEN.items():
            with self.subTest(what):
                files = copy.deepcopy(good)
                breaks(files)
                self.assertIn(said, '\n'.join(rules.problems_of(*files, METRICS)))

    def test_a_query_that_is_none_is_found(self):
        dashboard = read()[2]
        dashboard['panels'][-1]['targets'][0]['expr'] = 'sum by (rate(bookings_traces_dropped_total[5m]))'
        self.assertIn('could not parse expression', promql_problems(dashboard))

    def unit_tests_after(self, old, new):
        """promtool's verdict on the unit tests of file descriptors after a change of the rules."""
        text, tests = (ALERTS / 'bookings-gateway.rules.yaml').read_text(), read()[1]
        self.assertIn(old, text)
        tests['tests'] = [t for t in tests['tests'] if t['name'] == 'file descriptors']
        with tempfile.TemporaryDirectory() as name:
            directory = pathlib.Path(name)
            (directory / 'bookings-gateway.rules.yaml').write_text(text.replace(old, new))
            (directory / 'tests.yaml').write_text(yaml.safe_dump(tests))
            return promtool('test', 'rules', directory / 'tests.yaml').returncode == 0

    def test_unit_tests_find_alerts_that_changed(self):
        self.assertTrue(self.unit_tests_after('open_fds{job="bookings-gateway"} > 0.8', 'open_fds{job="bookings-gateway"} > 0.801'))
        self.assertFalse(self.unit_tests_after('open_fds{job="bookings-gateway"} > 0.8', 'open_fds{job="bookings-gateway"} > 0.9'))
        self.assertFalse(self.unit_tests_after('open_fds{job="bookings-gateway"} > 0.8', 'open_fds{job="bookings-gateway"} > 0.1'))
        self.assertFalse(self.unit_tests_after('open_fds{job="bookings-gateway"} > 0.8', 'open_fds{job="bookings-gateway"} >'))


if __name__ == '__main__':
    unittest.main()
