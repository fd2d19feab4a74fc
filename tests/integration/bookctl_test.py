"""bookctl against a real gateway: what it prints in every form, its filters in words, plans, lists that break, and its README."""

import csv
import datetime
import io
import json
import re
import shutil
import subprocess
import zoneinfo

import bookctl
import harness
import yaml
from bookctl import CuttingProxy
from bookings.v1 import bookings_pb2 as pb

README = harness.ROOT / 'clients/cli/README.md'


def objects(text):
    return [json.loads(line) for line in text.splitlines()]


def rows(text):
    """Bytes of CSV as a reader takes them: line ends are its own affair."""
    return list(csv.DictReader(io.StringIO(text, newline='')))


class Output(bookctl.World):
    def ctl_bytes(self, *words):
        result = subprocess.run([str(harness.BOOKCTL), *words], capture_output=True, check=True, timeout=bookctl.PATIENCE,
                                env=bookctl.environment(self.running.address))
        return result.stdout.decode()

    def test_all_forms_of_a_list_tell_the_same(self):
        listed = objects(self.output('list', '--order=start', '--view=full', '--json'))
        self.assertEqual(len(listed), 60)
        documents = list(yaml.safe_load_all(self.output('list', '--order=start', '--view=full', '--output=yaml')))
        self.assertEqual(documents, listed)
        table = rows(self.ctl_bytes('list', '--order=start', '--view=full', '--output', 'csv'))
        self.assertEqual([row['name'] for row in table], [booking['name'] for booking in listed])
        for row, booking in zip(table, listed):
            self.assertEqual(row['start_time'], booking.get('startTime', ''))
            self.assertEqual(row['vendor_status'], booking.get('vendorStatus', ''))
        lines = self.output('list', '--order=start', '--output=table').splitlines()
        self.assertEqual([line.split()[-1] for line in lines[1:]], [booking['name'] for booking in listed])

    def test_csv_is_by_rfc_4180_and_its_header_is_documented(self):
        text = self.ctl_bytes('list', '--output=csv')
        unquoted = re.sub('"(?:[^"]|"")*"', '', text)
        self.assertEqual(unquoted.count('\r\n'), 61)
        self.assertEqual(unquoted.count('\n'), 61)
        header = text.split('\r\n')[0]
        self.assertIn(f'`{header}`', README.read_text().replace('\n', ''))

    def test_get(self):
        name = objects(self.output('list', '--connection=tokyo', '--limit=1', '--json'))[0]['name']
        pretty = self.output('get', name)
        self.assertIn('\n "name": ', pretty)
        booking = json.loads(pretty)
        self.assertEqual(objects(self.output('get', name, '--output=json')), [booking])
        self.assertEqual(yaml.safe_load(self.output('get', name, '--output=yaml')), booking)
        self.assertEqual(rows(self.output('get', name, '--output=csv'))[0]['vendor_id'], booking['vendorId'])
        short = name.replace('connections/', '').replace('bookings/', '')
        self.assertEqual(json.loads(self.output('get', short)), booking)

    def test_connections_and_slots(self):
        told = objects(self.output('connections', '--json'))
        self.assertEqual(list(yaml.safe_load_all(self.output('connections', '--output=yaml'))), told)
        self.assertEqual([row['vendor'] for row in rows(self.output('connections', '--output=csv'))], ['hostelmate', 'wix', 'jicoo'])
        words = ('slots', '--connection=porto', '--nights', '--from', 'tomorrow', '--to', '+4d')
        slots = objects(self.output(*words, '--json'))
        self.assertGreater(len(slots), 1)
        self.assertEqual([row['night'] for row in rows(self.output(*words, '--output=csv'))], [slot['night'] for slot in slots])

    def test_what_is_wrong_is_told_at_once_and_nobody_is_asked(self):
        before = len(self.sandbox.requests('jicoo', 'default'))
        result = self.ctl('list', '--from=soon', '--to=monda', '--status=confirmd', '--order=up', '--zone=Mars/Olympus', '--output=xml',
                          '--vendr=wix', '--limit=few')
        self.assertEqual((result.returncode, result.stdout), (1, ''))
        for told in ("--from: 'soon' is no time; these are: now, today", "--to: 'monda'", "--status: 'confirmd' is none of draft, pending",
                     '--order', '--zone', "--output: 'xml' is none of table, json, yaml, csv", '--vendr: no flag is called so; did you '
                     'mean --vendor?', "--limit: 'few' is no whole number"):
            self.assertIn(told, result.stderr)
        self.assertEqual(len(self.sandbox.requests('jicoo', 'default')), before)


class Filters(bookctl.World):
    def listed(self, *words, **env):
        return {booking['name'] for booking in objects(self.output('list', '--json', *words, **env))}

    def starts(self):
        """Name and start of all bookings."""
        return {booking['name']: datetime.datetime.fromisoformat(booking['startTime'].replace('Z', '+00:00'))
                for booking in objects(self.output('list', '--json')) if 'startTime' in booking}

    def midnight(self, zone, days):
        today = datetime.datetime.now(zoneinfo.ZoneInfo(zone)).date() + datetime.timedelta(days=days)
        return datetime.datetime.combine(today, datetime.time(), zoneinfo.ZoneInfo(zone))

    def test_days_in_words_are_those_of_the_zone(self):
        starts = self.starts()
        for zone in ('Asia/Tokyo', 'America/New_York'):
            expected = {name for name, start in starts.items() if start >= self.midnight(zone, 1)}
            self.assertTrue(0 < len(expected) < len(starts))
            self.assertEqual(self.listed('--from', 'tomorrow', f'--zone={zone}'), expected)
            self.assertEqual(self.listed('--from', 'tomorrow', TZ=zone), expected)
            before = {name for name, start in starts.items() if start < self.midnight(zone, 0)}
            self.assertEqual(self.listed('--to', 'today', f'--zone={zone}'), before)

    def test_offsets(self):
        starts = self.starts()
        now = datetime.datetime.now(datetime.timezone.utc)
        near = datetime.timedelta(minutes=5)  # while the test runs
        week = datetime.timedelta(days=7)
        self.assertFalse([start for start in starts.values() if abs(start - now) < near or abs(start - now - week) < near])
        expected = {name for name, start in starts.items() if now <= start < now + week}
        self.assertEqual(self.listed('--from', 'now', '--to', '+7d'), expected)
        self.assertEqual(self.listed('--from=now', '--to=+1w'), expected)
        self.assertEqual(self.listed('--from=now', '--to=+168h'), expected)

    def test_vendors(self):
        everything = self.listed()
        at = lambda *ids: {name for name in everything if name.split('/')[1] in ids}
        self.assertEqual(self.listed('--vendor=wix'), at('pottery'))
        self.assertEqual(self.listed('--vendor=wix', '--vendor', 'jicoo'), at('pottery', 'tokyo'))
        self.assertEqual(self.listed('--vendor=wix,jicoo', '--connection=tokyo,porto'), at('tokyo'))
        result = self.ctl('list', '--vendor=wix,square')
        self.assertEqual(result.returncode, 1)
        self.assertIn("--vendor: no connection is of 'square'; there are: hostelmate, jicoo, wix", result.stderr)
        self.assertEqual(self.ctl('list', '--vendor=wix', '--connection=tokyo').returncode, 1)

    def test_every_field_of_the_filter_has_a_flag(self):
        plan = json.loads(self.output(
            'explain', '--connection=porto', '--json', '--status=confirmed', '--from=today', '--ends_to=+1w', '--created_from=-1w',
            '--updated_to=now', '--night_from=today', '--email=a@b.c', '--customer_id=c', '--service=s', '--staff=s', '--location=l',
            '--session=s', '--schedule=s', '--reference=r', '--vendor_filter={"guest_id": "5"}'))
        source = plan['sources'][0]
        told = set(source.get('pushedDownFilters', [])) | set(source.get('residualFilters', []))
        self.assertEqual(told, {field.name for field in pb.BookingFilter.DESCRIPTOR.fields})

    def test_a_plan_asks_no_vendor(self):
        before = len(self.sandbox.requests('jicoo', 'default'))
        text = self.output('explain', '--from=today', '--email=ana@example.com', '--order=start')
        for told in ('connections/tokyo\n', 'the vendor narrows', 'start_time', 'the gateway checks', 'customer_emails', 'vendor calls',
                     '3 connections, at least'):
            self.assertIn(told, text)
        plan = json.loads(self.output('list', '--explain', '--json'))
        self.assertEqual([source['connection'] for source in plan['sources']],
                         ['connections/porto', 'connections/pottery', 'connections/tokyo'])
        self.assertEqual(len(rows(self.output('explain', '--output=csv', '--vendor=wix'))), 1)
        self.assertEqual(yaml.safe_load(self.output('explain', '--output=yaml')), json.loads(self.output('explain', '--json')))
        self.assertEqual(len(self.sandbox.requests('jicoo', 'default')), before)


class Broken(bookctl.World):
    def through(self, plan, *words):
        proxy = CuttingProxy({'gateway': self.running.address}, plan)
        self.addCleanup(proxy.close)
        return bookctl.run(proxy.address, *words)

    def test_a_list_that_breaks_goes_on_without_gap_or_repeat(self):
        words = ('list', '--order=start', '--page_size=5', '--json')
        whole = self.output(*words)
        self.assertEqual(len(whole.splitlines()), 60)
        result = self.through([{'data_frames': 3}, {'refuse': True}, {'data_frames': 2}, {'data_frames': 0}], *words)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(result.stdout, whole)
        self.assertIn('going on where it broke', result.stderr)

    def test_a_limit_counts_over_all_parts(self):
        result = self.through([{'data_frames': 2}], 'list', '--order=start', '--page_size=5', '--limit=20', '--json')
        self.assertEqual((result.returncode, len(result.stdout.splitlines())), (0, 20), result.stderr)

    def test_slots_go_on_too(self):
        words = ('slots', '--connection=porto', '--nights', '--from=tomorrow', '--to=+20d', '--page_size=5', '--json')
        names = lambda text: [(slot['night'], slot['location']['id']) for slot in objects(text)]
        whole = names(self.output(*words))
        result = self.through([{'data_frames': 2}], *words)
        self.assertEqual((result.returncode, names(result.stdout)), (0, whole), result.stderr)

    def test_no_gateway_at_all(self):
        result = bookctl.run('127.0.0.1:1', 'list')
        self.assertEqual((result.returncode, result.stdout), (2, ''))
        self.assertIn('is the gateway running at 127.0.0.1:1?', result.stderr)


class Readme(bookctl.World):
    """Each command line of the README does what it says: names, ids and tokens that it makes up become real ones."""

    def commands(self):
        """Command lines in code, continued ones as one, without their remarks."""
        code = '\n'.join(line[4:] for line in README.read_text().splitlines() if line.startswith('    '))
        return [re.split(r'\s+#', line)[0] for line in code.replace('\\\n', '').splitlines()
                if re.match(r'bookctl |source ', line)]

    def real(self, line):
        if '--slot=TOKEN' in line:
            line = line.replace('TOKEN', self.slot())
        for pretended, real in self.substitutes.items():
            line = line.replace(pretended, real)
        if re.match(r'bookctl (create|cancel|reschedule|status)', line) and '--dry_run' not in line:
            line += ' --yes'
        return line

    def slot(self):
        """A free one; each is booked once."""
        self.taken += 1
        words = ('slots', '--connection=tokyo', '--service=n1ght-Line_00', '--from=+2d', '--to=+9d', '--json')
        return objects(self.output(*words))[self.taken]['slotToken']

    def booked(self):
        result = self.output('create', '--connection=tokyo', f'--slot={self.slot()}', '--yes', '--json', '--name=Ana Silva',
                             '--email=ana@example.com', '--customer_zone=Asia/Tokyo', '--best_effort=customer')
        return json.loads(result)['name']

    def run_line(self, home, line):
        shell = '' if shutil.which('jq') else 'jq() { cat; }\n'
        path = f'{harness.BOOKCTL.parent}:{bookctl.os.environ["PATH"]}'
        return subprocess.run(['bash', '-o', 'pipefail', '-c', shell + line], cwd=home, capture_output=True, text=True, check=False,
                              stdin=subprocess.DEVNULL, timeout=bookctl.PATIENCE,
                              env=bookctl.environment(self.running.address, PATH=path, HOME=str(home)))

    def test_every_command_line(self):
        self.taken = 0
        room = objects(self.output('slots', '--connection=porto', '--nights', '--from=+30d', '--to=+31d', '--json'))[0]
        confirmed = objects(self.output('list', '--connection=porto', '--status=confirmed', '--limit=1', '--json'))[0]
        home = self.folder('readme')
        (home / '.config/fish/completions').mkdir(parents=True)
        self.assertGreater(len(self.commands()), 15)
        for line in self.commands():
            if line.startswith('bookctl watch'):
                continue  # it runs until it is stopped: terminal_test.py
            self.substitutes = {
                'NAME': confirmed['name'], 'tokyo/Zk3_pQ9xLm2A': self.booked().replace('connections/', '').replace('bookings/', ''),
                '=haircut': '=n1ght-Line_00', 'ROOM': room['location']['id'], '2026-12-05': f'{self.night(30)}',
                '2026-12-06': f'{self.night(31)}', 'gateway.yaml': str(self.directory / 'gateway/gateway.yaml'),
                'bookctl doctor --config': f'bookctl doctor --gateway_program={harness.GATEWAY} --config'}
            with self.subTest(line):
                result = self.run_line(home, self.real(line))
                self.assertEqual(result.returncode, 0, f'{self.real(line)}\n{result.stdout}{result.stderr}')

    def night(self, days):
        return (datetime.datetime.now(zoneinfo.ZoneInfo('Europe/Lisbon')) + datetime.timedelta(days=days)).date()


if __name__ == '__main__':
    harness.unittest.main()
