"""bookctl on a terminal: colours, the live line, tables that fit, and the list that is watched."""

import json
import signal
import subprocess
import threading

import bookctl
import harness
from bookctl import CuttingProxy
from bookings.v1 import bookings_pb2 as pb

COLOR = '\x1b['
SECOND_SCREEN, FIRST_SCREEN = '\x1b[?1049h', '\x1b[?1049l'
CTRL_C = b'\x03'


class OnTerminal(bookctl.World):
    def terminal(self, *words, **more):
        return self.enterContext(bookctl.Terminal(self.running.address, *words, **more))

    def shown(self, *words, **more):
        """All that a command leaves on a terminal."""
        terminal = self.terminal(*words, **more)
        self.assertEqual(terminal.finish(), 0, terminal.seen)
        return terminal.seen

    def test_colours_are_for_terminals_and_for_those_who_want_them(self):
        self.assertIn('\x1b[32mconfirmed', self.shown('list', '--limit=20'))
        self.assertNotIn('\x1b[32m', self.shown('list', NO_COLOR='1'))
        self.assertNotIn('\x1b[32m', self.shown('list', '--color=never'))
        self.assertIn('\x1b[32m', self.shown('list', '--color=always', NO_COLOR='1'))
        self.assertNotIn(COLOR, self.output('list'))
        self.assertIn(COLOR, self.output('list', '--color=always'))

    def test_the_live_line_stands_on_stderr_alone(self):
        with subprocess.Popen(['cat'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as pipe:
            terminal = self.terminal('list', '--json', '--page_size=5', stdout=pipe.stdin.fileno())
            pipe.stdin.close()
            printed = pipe.stdout.read()
        self.assertEqual(terminal.finish(), 0)
        self.assertEqual(len([json.loads(line) for line in printed.splitlines()]), 60)
        self.assertRegex(terminal.seen, r'\r\d+ bookings, [^\r]*\d of 3 sources done, \d+\.\d s')
        self.assertTrue(terminal.seen.rstrip().endswith('\x1b[K'), 'it is wiped in the end')
        self.assertEqual(bookctl.run(self.running.address, 'list', '--json').stderr, '')

    def test_tables_fit(self):
        for columns, name in ((80, 36), (140, 47)):  # longer names wrap: they must be whole
            lines = [bookctl.plain(line) for line in self.shown('list', '--connection=tokyo', columns=columns).split('\r\n')]
            rows = [line.split('\r')[-1].replace('\x1b[K', '') for line in lines if 'tokyo/' in line]
            self.assertEqual(len(rows), 20)
            self.assertLessEqual(max(len(row) for row in rows if len(row.split()[-1]) <= name), columns)
        for command in (('connections',), ('help', 'list'), ('explain',), ('doctor',)):
            for line in self.shown(*command).split('\r\n'):
                if not line.startswith('  bookctl '):
                    self.assertLessEqual(len(bookctl.plain(line)), 80, line)

    def test_what_is_watched_is_drawn_anew(self):
        home = self.sandbox.account('jicoo', 'watched', seed=3, bookings=5, traps=False)
        directory = self.folder('watched')
        key = harness.secret_file(directory, 'key', home['api_key'])
        ledger = {'sqlite_file': str(directory / 'ledger.db'), 'keys': [{'id': 'l1', 'secret': harness.secret_file(
            directory, 'ledger-key', 'a key of the ledger of at least 32 bytes')}]}
        gateway = self.gateway(directory, [{'id': 'tokyo', 'base_url': self.sandbox.addresses['jicoo'], 'jicoo': {'api_key': key}}],
                               {'ledger': ledger})
        listed, _ = gateway.list()
        chosen = next(booking for booking in listed if booking.status == pb.BOOKING_STATUS_CONFIRMED)
        pipe = subprocess.Popen([str(harness.BOOKCTL), 'watch', '--every=1s'], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                env=bookctl.environment(gateway.address))
        self.addCleanup(pipe.kill)
        told = [json.loads(pipe.stdout.readline()) for _ in listed]
        self.assertEqual({(one['change'], one['booking']['name']) for one in told}, {('added', booking.name) for booking in listed})

        terminal = self.enterContext(bookctl.Terminal(gateway.address, 'watch', '--every=1s'))
        at = terminal.await_text(rf'every 1s - [^\r]* - {len(listed)} bookings')
        self.assertTrue(terminal.seen.startswith(SECOND_SCREEN))
        gateway.bookings.CancelBooking(pb.CancelBookingRequest(name=chosen.name, request_id='r1'), timeout=30)
        at = terminal.await_text(r'1 changed.*\x1b\[33m~\x1b\[0m[^\r]*cancelled', at)
        change = json.loads(pipe.stdout.readline())
        self.assertEqual((change['change'], change['booking']['name'], change['booking']['status']),
                         ('changed', chosen.name, 'BOOKING_STATUS_CANCELLED'))

        terminal.resize(60, 6)
        terminal.await_text(r'\x1b\[H[^\x1b]*.{0,400}\.\.\. and \d+ more', at)
        terminal.press(CTRL_C)
        self.assertEqual(terminal.finish(), 0)
        self.assertIn(FIRST_SCREEN, terminal.seen)
        pipe.send_signal(signal.SIGTERM)
        self.assertEqual((pipe.wait(timeout=bookctl.PATIENCE), pipe.stdout.read(), pipe.stderr.read()), (0, '', ''))
        pipe.stdout.close()
        pipe.stderr.close()

    def test_a_watched_gateway_may_go_and_come_back(self):
        directory = self.folder('gone')
        key = harness.secret_file(directory, 'key', 'sk_live_sandbox')
        accounts = [{'id': 'tokyo', 'base_url': self.sandbox.addresses['jicoo'], 'jicoo': {'api_key': key}}]
        gateway = harness.Gateway(directory, accounts)
        terminal = self.enterContext(bookctl.Terminal(gateway.address, 'watch', '--every=1s', columns=140))
        at = terminal.await_text('20 bookings')
        gateway.stop()
        at = terminal.await_text('trying again: ', at)
        self.assertIn('20 bookings', terminal.seen[at - 400:], 'the table stays')
        terminal.press(CTRL_C)
        self.assertEqual(terminal.finish(), 0)

        proxy = CuttingProxy({'gateway': self.running.address}, [{'data_frames': 2}, {'refuse': True}, {'refuse': True}])
        self.addCleanup(proxy.close)
        terminal = self.enterContext(bookctl.Terminal(proxy.address, 'watch', '--every=1s', '--connection=tokyo', columns=140))
        at = terminal.await_text('trying again: ')
        terminal.await_text(r'20 bookings\x1b\[0m\x1b\[K\r+\n\x1b\[31m\x1b\[0m\x1b\[K', at)
        terminal.press(CTRL_C)
        self.assertEqual(terminal.finish(), 0)

    def test_a_watch_that_has_no_use_ends(self):
        result = bookctl.run(self.running.address, 'watch', '--connection=nowhere')
        self.assertEqual(result.returncode, 4, result.stderr)
        self.assertIn('CONNECTION_NOT_FOUND', result.stderr)
        self.assertEqual(bookctl.run(self.running.address, 'watch', '--output=csv').returncode, 1)
        self.assertEqual(bookctl.run(self.running.address, 'watch', '--every=0s').returncode, 1)

    def test_a_call_that_hangs_is_stopped_too(self):
        self.sandbox.faults('jicoo', 'default', {'path': '.*', 'times': 100, 'kind': 'delay', 'delay_ms': 60000})
        self.addCleanup(self.sandbox.faults, 'jicoo', 'default')
        terminal = self.terminal('watch', '--connection=tokyo')
        terminal.await_text(r'\x1b\[2J')
        timer = threading.Timer(1, terminal.press, [CTRL_C])
        timer.start()
        self.addCleanup(timer.cancel)
        self.assertEqual(terminal.finish(), 0)


if __name__ == '__main__':
    harness.unittest.main()
