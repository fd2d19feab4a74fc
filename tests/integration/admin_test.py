"""The pages for the people who run the gateway: metrics as documented, no secret anywhere, readiness, status."""

import datetime
import pathlib
import re
import signal
import threading
import time
import unittest

import admin
import certificates
import grpc
import harness
from bookings.v1 import bookings_pb2 as pb

PATIENCE = 60
PAGE = harness.ROOT / 'docs/metrics.md'
SECRET = 'sk_live_sandbox'
# Only where there is something to tell of.
SOMETIMES = {'bookings_mapping_notes_total', 'bookings_certificate_expiry_timestamp_seconds'}


def documented():
    """The table of docs/metrics.md: {metric: (type, labels)}."""
    table = {}
    for row in re.findall(r'^\| `((?:bookings|process)_\w+)` \| (\w+) \| (.*?) \|', PAGE.read_text(), re.M):
        table[row[0]] = (row[1], set(re.findall(r'`(\w+)`', row[2])))
    return table


def documented_words():
    """The closed sets of the first table that are listed whole: {label: words}."""
    words = {}
    for labels, text in re.findall(r'^\| (`[a-z_`, ]+`) \| (.*) \|$', PAGE.read_text(), re.M):
        for label in re.findall(r'`(\w+)`', labels):
            words[label] = set(re.findall(r'`(\w+)`', text))
    return words


class Admin(harness.SandboxTest):
    def setUp(self):
        self.home = self.folder(self._testMethodName)
        self.key = harness.secret_file(self.home, 'jicoo-key', SECRET)

    def connection(self, name, **more):
        return {'id': name, 'base_url': self.sandbox.addresses['jicoo'], 'jicoo': {'api_key': self.key}, **more}

    def start(self, connections, extra=None):
        return self.gateway(self.home, connections, {**admin.ANYWHERE, **(extra or {})})

    def busy_gateway(self):
        """One that has listed, got, written, failed and waited."""
        ledger_key = harness.secret_file(self.home, 'ledger-key', 'a key of the ledger of at least 32 bytes')
        extra = {'ledger': {'sqlite_file': str(self.home / 'ledger.db'), 'keys': [{'id': 'l1', 'secret': ledger_key}]}}
        wrong = harness.secret_file(self.home, 'wrong-key', 'sk_live_wrong')
        gateway = self.start([self.connection('one', monthly_quota=100000), self.connection('wrong', jicoo={'api_key': wrong})], extra)
        bookings, _ = gateway.list(connections=['connections/one'])
        gateway.bookings.GetBooking(pb.GetBookingRequest(name=bookings[0].name), timeout=30)
        self.sandbox.faults('jicoo', 'default', {'path': '.*', 'times': 1, 'kind': 'status', 'status': 503})
        gateway.list(connections=['connections/one'])
        with self.assertRaises(grpc.RpcError):
            gateway.list(connections=['connections/wrong'])
        with self.assertRaises(grpc.RpcError):
            gateway.bookings.CancelBooking(pb.CancelBookingRequest(name='connections/one/bookings/none', request_id='r1'), timeout=30)
        return gateway

    def test_the_metrics_are_those_of_the_table(self):
        gateway = self.busy_gateway()
        table = documented()
        self.assertGreater(len(table), 25)
        seen = {}
        for series in admin.samples(gateway):
            name, labels = admin.labels_of(series)
            name = re.sub('_(bucket|sum|count)$', '', name) if name not in table else name
            seen.setdefault(name, set()).update(set(labels) - {'le'})
        kinds = dict(re.findall(r'^# TYPE (\w+) (\w+)$', admin.fetch(gateway, '/metrics')[1], re.M))
        for name, labels in seen.items():
            self.assertIn(name, table, f'{name} is not documented')
            self.assertEqual(labels, table[name][1], name)
            self.assertEqual(kinds[name], table[name][0], name)
        self.assertEqual(set(table) - set(seen) - SOMETIMES, set(), 'documented, but not there')

    def test_labels_hold_only_their_words(self):
        gateway = self.busy_gateway()
        words = documented_words()
        for series in admin.samples(gateway):
            for label, value in admin.labels_of(series)[1].items():
                if label in ('purpose', 'by', 'operation', 'result', 'certificate'):
                    self.assertIn(value, words[label], series)

    def test_what_happened_is_counted(self):
        samples = admin.samples(self.busy_gateway())
        self.assertEqual(samples['bookings_rpc_finished_total{code="OK",rpc="ListBookings"}'], 2)
        self.assertEqual(samples['bookings_stream_bookings_total'], 40)
        self.assertEqual(samples['bookings_vendor_retries_total{connection="one",vendor="jicoo"}'], 1)
        self.assertEqual(samples['bookings_connection_state{connection="wrong",vendor="jicoo",state="auth_failed"}'], 1)
        self.assertEqual(samples['bookings_connection_state{connection="one",vendor="jicoo",state="active"}'], 1)
        self.assertGreaterEqual(samples['bookings_ledger_operations_total{operation="begin",outcome="ok"}'], 1)
        self.assertEqual(samples['bookings_rpc_in_flight{rpc="ListBookings"}'], 0)
        self.assertEqual(samples['bookings_draining'], 0)
        self.assertEqual(samples['bookings_config_last_reload_successful'], 1)

    def test_every_call_that_fails_has_a_reason(self):
        finished, errors = {}, {}
        for series, value in admin.samples(self.busy_gateway()).items():
            name, labels = admin.labels_of(series)
            if name == 'bookings_rpc_finished_total' and labels['code'] != 'OK':
                finished[labels['rpc'], labels['code']] = value
            elif name == 'bookings_rpc_errors_total':
                errors[labels['rpc'], labels['code'], labels['reason']] = value
        self.assertEqual(errors, {('ListBookings', 'FAILED_PRECONDITION', 'vendor_auth_failed'): 1,
                                  ('CancelBooking', 'NOT_FOUND', 'booking_not_found'): 1})
        self.assertEqual({key[:2]: value for key, value in errors.items()}, finished)

    def test_file_descriptors_and_how_many_there_may_be(self):
        gateway = self.start([self.connection('one')])
        samples = admin.samples(gateway)
        limits = pathlib.Path(f'/proc/{gateway.process.pid}/limits').read_text()
        self.assertEqual(samples['process_max_fds'], int(re.search(r'^Max open files +(\d+)', limits, re.M)[1]))
        self.assertLess(10, samples['process_open_fds'])
        self.assertLess(samples['process_open_fds'], samples['process_max_fds'])

    def test_certificates_tell_when_they_expire_though_nobody_connects(self):
        authority = certificates.Authority(self.home / 'authority')
        now = datetime.datetime.now(certificates.UTC).replace(microsecond=0)
        old, new = (authority.issue(f'ends-{days}', 'IP:127.0.0.1', 'server', now + datetime.timedelta(days)) for days in (10, 40))
        installed = certificates.Pair(self.home / 'tls.pem', self.home / 'tls-key.pem')

        def install(pair):
            for path, text in zip((installed.certificate, installed.key), pair.read()):
                path.write_bytes(text)

        def days_left(certificate):
            series = f'bookings_certificate_expiry_timestamp_seconds{{certificate="{certificate}"}}'
            return (admin.samples(gateway)[series] - now.timestamp()) / 86400

        install(old)
        gateway = self.start([self.connection('one')], {'listen': {'tls': {
            'certificate_file': str(installed.certificate), 'key_file': str(installed.key),
            'client_ca_file': str(authority.pair.certificate)}}})
        self.assertEqual(days_left('own'), 10)
        self.assertAlmostEqual(days_left('client_authority'), 2, delta=0.01)
        install(new)
        deadline = time.monotonic() + PATIENCE
        while days_left('own') != 40:
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.1)

    def test_no_page_shows_a_secret(self):
        gateway = self.busy_gateway()
        for path in ('/', '/metrics', '/config', '/healthz', '/readyz'):
            status, text, headers = admin.fetch(gateway, path)
            self.assertEqual(status, 200, path)
            self.assertNotIn('sk_live', text, path)
            self.assertIn('no-store', headers['Cache-Control'])
        self.assertIn('jicoo-key', admin.fetch(gateway, '/config')[1])

    def test_the_status_page_tells_what_goes_on(self):
        gateway = self.busy_gateway()
        stream = gateway.bookings.ListBookings(pb.ListBookingsRequest(connections=['connections/one'], page_size=1), timeout=60)
        next(stream)
        text = admin.fetch(gateway, '/')[1]
        stream.cancel()
        self.assertIn('vendor_auth_failed', text)
        self.assertIn('ms median', text)
        self.assertIn('calls', text)
        self.assertIn('get booking', text)

    def test_a_gateway_that_drains_is_not_ready(self):
        self.sandbox.account('jicoo', 'slow', bookings=20)
        self.sandbox.faults('jicoo', 'slow', {'path': '.*', 'times': 1, 'kind': 'delay', 'delay_ms': 3000})
        slow = harness.secret_file(self.home, 'slow-key', 'sk_live_slow')
        gateway = self.start([self.connection('slow', jicoo={'api_key': slow})])
        self.assertEqual(admin.fetch(gateway, '/readyz')[0], 200)
        get = threading.Thread(target=lambda: self.get_nothing(gateway))
        get.start()
        deadline = time.monotonic() + PATIENCE
        while admin.samples(gateway)['bookings_rpc_in_flight{rpc="GetBooking"}'] == 0:
            self.assertLess(time.monotonic(), deadline)
        gateway.process.send_signal(signal.SIGTERM)
        while admin.fetch(gateway, '/readyz')[0] != 503:
            self.assertLess(time.monotonic(), deadline)
        self.assertEqual(admin.samples(gateway)['bookings_draining'], 1)
        get.join()

    @staticmethod
    def get_nothing(gateway):
        try:
            gateway.bookings.GetBooking(pb.GetBookingRequest(name='connections/slow/bookings/none'), timeout=30)
        except grpc.RpcError:
            pass

    def test_a_taken_port_is_told(self):
        gateway = self.start([self.connection('one')])
        with self.assertRaises(RuntimeError) as taken:
            self.gateway(self.folder(self._testMethodName + '-second'), [self.connection('one')],
                         {'admin': {'address': admin.address(gateway)}})
        self.assertIn('for the admin pages', str(taken.exception))


if __name__ == '__main__':
    unittest.main()
