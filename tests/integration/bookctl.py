"""bookctl for end-to-end tests: as a process among pipes, and on a terminal of its own."""

import fcntl
import os
import re
import select
import struct
import subprocess
import sys
import termios
import time

import harness

sys.path.append(str(harness.ROOT / 'tests/clients'))
from cutting_proxy import CuttingProxy  # noqa: E402, F401 (of the clients' tests; for those who import this)

PATIENCE = 60


def environment(address, **more):
    """Without what the terminal of whoever runs the tests would say."""
    kept = {key: value for key, value in os.environ.items() if key not in ('NO_COLOR', 'COLUMNS', 'TZ')}
    return {**kept, 'BOOKINGS_ADDRESS': address, 'TERM': 'xterm', 'TZ': 'UTC', **more}


def run(address, *words, **env):
    return subprocess.run([str(harness.BOOKCTL), *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE,
                          check=False, env=environment(address, **env))


def plain(text):
    """The text without its colours."""
    return re.sub('\x1b\\[[0-9;]*m', '', text)


class Terminal:
    """A pseudo-terminal with bookctl on it. `seen` is all that was written there."""

    def __init__(self, address, *words, columns=80, rows=24, stdout=None, **env):
        self._master, slave = os.openpty()
        self.resize(columns, rows)
        self.process = subprocess.Popen([str(harness.BOOKCTL), *words], stdin=slave, stdout=slave if stdout is None else stdout,
                                        stderr=slave, env=environment(address, **env), start_new_session=True,
                                        preexec_fn=lambda: fcntl.ioctl(slave, termios.TIOCSCTTY, 0))
        os.close(slave)
        self.seen = ''

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._master)

    def resize(self, columns, rows):
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))

    def press(self, keys):
        os.write(self._master, keys)

    def _read(self, until):
        """Takes what there is; whether more may come."""
        if not select.select([self._master], [], [], max(0, until - time.monotonic()))[0]:
            raise AssertionError(f'nothing more came behind:\n{self.seen}')
        try:
            data = os.read(self._master, 65536)
        except OSError:  # the last one who could write has gone
            return False
        self.seen += data.decode(errors='replace')
        return bool(data)

    def await_text(self, pattern, start=0):
        """Waits until the pattern stands behind `start`; returns where it ends."""
        until = time.monotonic() + PATIENCE
        while not (found := re.compile(pattern, re.S).search(self.seen, start)):
            if not self._read(until):
                raise AssertionError(f'{pattern} never came:\n{self.seen}')
        return found.end()

    def finish(self):
        """Reads to the end; returns the exit code."""
        until = time.monotonic() + PATIENCE
        while self._read(until):
            pass
        return self.process.wait(timeout=PATIENCE)


class World(harness.SandboxTest):
    """A gateway with accounts at three vendors, as the README names them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        home = cls.directory / 'gateway'
        home.mkdir()
        addresses = cls.sandbox.addresses
        for vendor in ('hostelmate', 'jicoo', 'wix'):
            cls.sandbox.unlimited(vendor, 'default')
        ledger_key = harness.secret_file(home, 'ledger-key', 'a key of the ledger of at least 32 bytes')
        cls.running = harness.Gateway(home, [
            {'id': 'porto', 'base_url': addresses['hostelmate'], 'time_zone': 'Europe/Lisbon', 'hostelmate': {
                'api_key': harness.secret_file(home, 'hostelmate-key', 'hm_live_sandbox'), 'currency': 'EUR', 'check_in_time': '15:00',
                'check_out_time': '11:00', 'property': '5d0a7f34-9c0e-4b7b-8a51-2f6f0f3f9b21', 'price_unit': 'major'}},
            {'id': 'pottery', 'base_url': addresses['wix'], 'time_zone': 'Europe/Prague', 'wix': {
                'api': 'v2', 'api_key': harness.secret_file(home, 'wix-key', 'wix_key_sandbox'),
                'site_id': '96000000-0000-4000-8000-000000000001'}},
            {'id': 'tokyo', 'base_url': addresses['jicoo'], 'time_zone': 'Asia/Tokyo', 'jicoo': {
                'api_key': harness.secret_file(home, 'jicoo-key', 'sk_live_sandbox')}},
        ], {'ledger': {'sqlite_file': str(home / 'ledger.db'), 'keys': [{'id': 'l1', 'secret': ledger_key}]}})

    @classmethod
    def tearDownClass(cls):
        cls.running.stop()
        super().tearDownClass()

    def ctl(self, *words, **env):
        return run(self.running.address, *words, **env)

    def output(self, *words, **env):
        """What a command that does well prints."""
        result = self.ctl(*words, **env)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout
