"""The gateway as a process: bad configuration, ports, stopping, secrets."""

import json
import os
import random
import re
import signal
import subprocess
import time
import unittest

import grpc
import harness
from bookings.v1 import bookings_pb2 as pb


def jicoo(directory, sandbox, **more):
    return {'id': 'tokyo', 'base_url': sandbox.addresses['jicoo'],
            'jicoo': {'api_key': harness.secret_file(directory, 'jicoo-key', 'sk_live_sandbox')}, **more}


def run_gateway(*arguments):
    return subprocess.run([str(harness.GATEWAY), *arguments], capture_output=True, text=True, timeout=60, check=False)


class BadConfiguration(unittest.TestCase):
    def test_every_problem_is_said_at_once_with_its_path(self):
        with harness.scratch() as directory:
            config = harness.write_config(directory, [
                {'id': 'Tokyo!', 'jicoo': {'api_key': {'file': str(directory / 'missing')}}},
                {'id': 'hostel', 'hostelmate': {'api_key': {'env': 'NOT_SET_ANYWHERE'}, 'currency': 'EUR'}},
                {'id': 'barber', 'optimocms': {'site_id': 's', 'api_key': {'env': 'NOT_SET_ANYWHERE'}}},
                {'id': 'plain', 'base_url': 'http://vendor.example', 'jicoo': {'api_key': {'env': 'NOT_SET_ANYWHERE'}}},
                {'id': 'nobody'},
                {'id': 'odd', 'jikoo': {}},
            ])
            result = run_gateway(f'--config={config}', '--listen=127.0.0.1:0')
        self.assertEqual(result.returncode, 1)
        for path in ('connections[0].id', 'connections[5].jikoo'):
            self.assertIn(path, result.stderr)

    def test_problems_of_meaning_are_said_at_once(self):
        with harness.scratch() as directory:
            config = harness.write_config(directory, [
                {'id': 'tokyo', 'jicoo': {'api_key': {'file': str(directory / 'missing')}}},
                {'id': 'hostel', 'hostelmate': {'api_key': {'env': 'NOT_SET_ANYWHERE'}, 'currency': 'EUR'}},
                {'id': 'barber', 'optimocms': {'site_id': 's', 'api_key': {'env': 'NOT_SET_ANYWHERE'}}},
                {'id': 'plain', 'base_url': 'http://vendor.example', 'jicoo': {'api_key': {'env': 'NOT_SET_ANYWHERE'}}},
                {'id': 'nobody'},
                {'id': 'nobody', 'jicoo': {'api_key': {'env': 'NOT_SET_ANYWHERE'}}},
            ])
            result = run_gateway(f'--config={config}', '--listen=127.0.0.1:0')
        self.assertEqual(result.returncode, 1)
        for word in ('connections[0].jicoo.api_key', 'connections[1].time_zone', 'connections[1].hostelmate.check_in_time',
                     'connections[2].time_zone', 'connections[3].base_url', 'connections[4]', 'connections[5].id'):
            self.assertIn(word, result.stderr)

    def test_unreadable_yaml_is_an_error_and_not_a_crash(self):
        with harness.scratch() as directory:
            path = directory / 'gateway.yaml'
            path.write_text('connections: [}\n')
            result = run_gateway(f'--config={path}')
            self.assertEqual(result.returncode, 1)
            self.assertNotEqual(result.stderr.strip(), '')
            missing = run_gateway(f'--config={directory / "none.yaml"}')
            self.assertEqual(missing.returncode, 1)
            self.assertIn('none.yaml', missing.stderr)

    def test_check_config_checks_and_does_not_listen(self):
        with harness.scratch() as directory:
            key = harness.secret_file(directory, 'jicoo-key', 'sk_live_sandbox')
            config = harness.write_config(directory, [{'id': 'tokyo', 'jicoo': {'api_key': key}}])
            result = run_gateway(f'--config={config}', '--check_config')
            self.assertEqual(result.returncode, 0, result.stderr)


class FixedPorts(unittest.TestCase):
    def test_the_sandbox_takes_the_ports_that_follow_the_first(self):
        for first in random.sample(range(20000, 30000, 10), 5):  # below the ports that systems choose
            result = self.addresses(first)
            if result:
                break
        self.assertEqual({name: int(url.rpartition(':')[2]) - first for name, url in result.items()},
                         {'control': 0, 'jicoo': 1, 'tiquo': 2, 'wix': 3, 'optimocms': 4, 'hostelmate': 5})

    def addresses(self, first):
        """None if one of the ports is taken."""
        with subprocess.Popen([str(harness.SANDBOX), '--bookings=1', f'--first_port={first}'], stdout=subprocess.PIPE, text=True,
                              stderr=subprocess.DEVNULL) as sandbox:
            line = sandbox.stdout.readline()
            sandbox.terminate()
        return json.loads(line) if line else None


class Running(harness.SandboxTest):
    def start(self, name, extra=None):
        directory = self.folder(name)
        return self.gateway(directory, [jicoo(directory, self.sandbox)], extra)

    def test_a_port_in_use_is_said_and_ends_the_process(self):
        gateway = self.start('first')
        directory = self.folder('second')
        config = harness.write_config(directory, [jicoo(directory, self.sandbox)])
        result = run_gateway(f'--config={config}', f'--listen={gateway.address}')
        self.assertEqual(result.returncode, 2)
        self.assertIn(gateway.address, result.stderr)

    def test_the_port_file_comes_behind_what_the_log_tells_of_the_start(self):
        """A pipe in the file's place: its first byte is written when somebody reads, by when the log is looked at."""
        with harness.scratch() as directory:
            config = harness.write_config(directory, [jicoo(directory, self.sandbox)])
            os.mkfifo(directory / 'port.new')
            with open(directory / 'log', 'wb') as log, subprocess.Popen(
                    [str(harness.GATEWAY), f'--config={config}', '--listen=127.0.0.1:0', f'--port_file={directory / "port"}'],
                    stdout=log, stderr=subprocess.STDOUT) as gateway:
                try:
                    deadline = time.monotonic() + harness.START_SECONDS
                    while '"event":"started"' not in (directory / 'log').read_text():
                        self.assertLess(time.monotonic(), deadline, 'the start is not logged before the port file is written')
                        time.sleep(0.02)
                    self.assertIn('127.0.0.1:', (directory / 'port.new').read_text())
                finally:
                    gateway.kill()

    def test_sigterm_ends_an_idle_gateway_with_success(self):
        self.assertEqual(self.start('idle').stop(), 0)

    def test_sigterm_ends_a_running_stream_within_the_grace_and_the_process_with_success(self):
        self.sandbox.account('jicoo', 'slow', seed=1, bookings=400)
        self.sandbox.faults('jicoo', 'slow', {'path': '.*', 'times': -1, 'kind': 'delay', 'delay_ms': 400})
        directory = self.folder('drain')
        connection = jicoo(directory, self.sandbox)
        connection['jicoo']['api_key'] = harness.secret_file(directory, 'slow-key', 'sk_live_slow')
        gateway = self.gateway(directory, [connection], {'limits': {'drain_grace': '1s'}})
        stream = gateway.bookings.ListBookings(pb.ListBookingsRequest(page_size=50))
        next(stream)
        began = time.monotonic()
        gateway.process.send_signal(signal.SIGTERM)
        with self.assertRaises(grpc.RpcError):
            for _ in stream:
                pass
        self.assertEqual(gateway.process.wait(timeout=30), 0)
        self.assertLess(time.monotonic() - began, 20)

    def test_healthcheck_tells_whether_it_serves(self):
        directory = self.folder('health')
        gateway = self.gateway(directory, [jicoo(directory, self.sandbox)], {'listen': {'address': '127.0.0.1:1'}})
        healthy = run_gateway('healthcheck', f'--listen={gateway.address}', '--timeout=50s')
        self.assertEqual((healthy.returncode, healthy.stderr), (0, ''))
        wildcard = run_gateway('healthcheck', f"--listen=0.0.0.0:{gateway.address.rpartition(':')[2]}", '--timeout=50s')
        self.assertEqual(wildcard.returncode, 0, wildcard.stderr)
        configured = run_gateway('healthcheck', f"--config={directory / 'gateway.yaml'}")
        self.assertEqual(configured.returncode, 1)
        self.assertIn('127.0.0.1:1', configured.stderr)
        gateway.process.send_signal(signal.SIGSTOP)
        silent = run_gateway('healthcheck', f'--listen={gateway.address}', '--timeout=300ms')
        gateway.process.send_signal(signal.SIGCONT)
        self.assertEqual(silent.returncode, 1)
        self.assertEqual(run_gateway('helthcheck').returncode, 1)

    def test_no_secret_and_no_personal_data_is_logged(self):
        gateway = self.start('quiet')
        bookings, _ = gateway.list(view=pb.BOOKING_VIEW_FULL)
        with self.assertRaises(grpc.RpcError):
            gateway.list(page_token='AAAA')
        gateway.stop()
        log = gateway.log.read_text()
        self.assertIn('ListBookings', log)
        self.assertNotIn('sk_live_sandbox', log)
        for booking in bookings:
            for customer in booking.customers:
                for text in (customer.email, customer.display_name, customer.phone):
                    if len(text) > 3:
                        self.assertNotIn(text, log)

    def test_each_log_line_is_json_and_names_the_outcome(self):
        gateway = self.start('lines')
        gateway.list()
        gateway.stop()
        lines = [line for line in gateway.log.read_text().splitlines() if line.startswith('{')]
        self.assertTrue(any(re.search(r'"rpc":"[^"]*ListBookings"', line) for line in lines), lines)


if __name__ == '__main__':
    unittest.main()
