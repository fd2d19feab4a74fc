"""A changed configuration comes into force while the gateway serves; a broken one is refused loudly, and the old one stays."""

import json
import signal
import time
import unittest

import admin
import grpc
import harness
import policy
from bookings.v1 import bookings_pb2 as pb
from bookings.v1 import connections_pb2

PATIENCE = 60
LOOK_SECONDS = 10  # how often the gateway looks at its files by itself


class Reload(harness.SandboxTest):
    def setUp(self):
        self.home = self.folder(self._testMethodName)
        self.key = harness.secret_file(self.home, 'jicoo-key', 'sk_live_sandbox')

    def connection(self, name, **more):
        return {'id': name, 'base_url': self.sandbox.addresses['jicoo'], 'jicoo': {'api_key': self.key}, **more}

    def start(self, connections, extra=None):
        return self.gateway(self.home, connections, {**admin.ANYWHERE, **(extra or {})})

    def reload(self, gateway, connections, extra=None, event='reloaded'):
        """Writes the configuration, asks for it, and waits until the log tells of it."""
        before = len(admin.events(gateway, event))
        harness.write_config(self.home, connections, {**admin.ANYWHERE, **(extra or {})})
        gateway.process.send_signal(signal.SIGHUP)
        self.until(lambda: len(admin.events(gateway, event)) > before, f'no event {event}')
        return admin.events(gateway, event)[before:]

    def until(self, holds, complaint):
        deadline = time.monotonic() + PATIENCE
        while not holds():
            self.assertLess(time.monotonic(), deadline, complaint)
            time.sleep(0.05)

    def names(self, gateway):
        answer = gateway.connections.ListConnections(connections_pb2.ListConnectionsRequest(), timeout=30)
        return [connection.name for connection in answer.connections]

    def test_connections_come_and_go(self):
        gateway = self.start([self.connection('one'), self.connection('two')])
        self.reload(gateway, [self.connection('two'), self.connection('three')])
        self.assertEqual(self.names(gateway), ['connections/three', 'connections/two'])
        bookings, last = gateway.list(connections=['connections/three'])
        self.assertEqual(len(bookings), 20)
        self.assertTrue(last.complete)
        with self.assertRaises(grpc.RpcError) as gone:
            gateway.list(connections=['connections/one'])
        self.assertEqual(harness.reason_of(gone.exception), 'CONNECTION_NOT_FOUND')

    def test_a_broken_configuration_changes_nothing(self):
        gateway = self.start([self.connection('one')])
        refused = self.reload(gateway, [self.connection('two'), {'id': 'odd', 'jikoo': {}}], event='reload_refused')
        self.assertIn('connections[1].jikoo', refused[0]['problem'])
        self.assertEqual(self.names(gateway), ['connections/one'])
        self.assertEqual(len(gateway.list(connections=['connections/one'])[0]), 20)
        self.assertEqual(admin.samples(gateway)['bookings_config_reloads_total{result="refused"}'], 1)
        self.assertEqual(admin.samples(gateway)['bookings_config_last_reload_successful'], 0)
        self.reload(gateway, [self.connection('one')])
        self.assertEqual(admin.samples(gateway)['bookings_config_last_reload_successful'], 1)

    def test_every_problem_of_a_broken_one_is_told(self):
        gateway = self.start([self.connection('one')])
        self.reload(gateway, [{'id': 'A', 'jicoo': {'api_key': self.key}}, {'id': 'nobody'}], event='reload_refused')
        told = ' '.join(event['problem'] for event in admin.events(gateway, 'reload_refused'))
        self.assertIn('connections[0].id', told)
        self.assertIn('connections[1]', told)

    def test_a_stream_goes_on_with_what_it_began_with(self):
        self.sandbox.account('jicoo', 'long', bookings=3000)
        self.sandbox.unlimited('jicoo', 'long')
        long_key = harness.secret_file(self.home, 'long-key', 'sk_live_long')
        gateway = self.start([self.connection('long', jicoo={'api_key': long_key})])
        stream = gateway.bookings.ListBookings(pb.ListBookingsRequest(connections=['connections/long'], page_size=10), timeout=120)
        read = len(next(stream).bookings)
        self.reload(gateway, [self.connection('one')])
        self.assertEqual(self.names(gateway), ['connections/one'])
        last = None
        for page in stream:
            read += len(page.bookings)
            last = page
        self.assertEqual(read, 3000)
        self.assertTrue(last.complete)

    def test_an_unchanged_connection_keeps_its_limit(self):
        slow = {'rate_limit': {'calls': 2, 'window': '3600s', 'burst': 2}}
        gateway = self.start([self.connection('one', **slow)])
        get = pb.ListBookingsRequest(connections=['connections/one'], limit=1, page_size=1)
        for _ in range(2):
            list(gateway.bookings.ListBookings(get, timeout=30))
        self.reload(gateway, [self.connection('one', **slow), self.connection('two')])
        with self.assertRaises(grpc.RpcError) as throttled:
            list(gateway.bookings.ListBookings(get, timeout=5))
        self.assertEqual(harness.reason_of(throttled.exception), 'VENDOR_RATE_LIMITED')

    def test_a_rotated_secret_is_found_without_a_signal(self):
        gateway = self.start([self.connection('one')])
        harness.secret_file(self.home, 'jicoo-key', 'sk_live_wrong')
        self.until(lambda: admin.events(gateway, 'reloaded'), 'the changed file was not seen')
        with self.assertRaises(grpc.RpcError) as wrong:
            gateway.list(connections=['connections/one'])
        self.assertEqual(harness.reason_of(wrong.exception), 'VENDOR_AUTH_FAILED')
        harness.secret_file(self.home, 'jicoo-key', 'sk_live_sandbox')
        self.until(lambda: len(admin.events(gateway, 'reloaded')) == 2, 'the file that was changed back was not seen')
        self.assertEqual(len(gateway.list(connections=['connections/one'])[0]), 20)

    def test_the_policy_lets_others_in(self):
        token, entry = policy.make_token()
        other, other_entry = policy.make_token()
        caller = {'name': 'desk', 'access': 'read', 'connections': ['one']}
        rules = policy.write_policy(self.home, [{**caller, 'tokens': [entry]}])
        gateway = self.start([self.connection('one')], rules)
        request = connections_pb2.ListConnectionsRequest()
        gateway.connections.ListConnections(request, metadata=policy.bearer(token), timeout=30)
        rules = policy.write_policy(self.home, [{**caller, 'tokens': [other_entry]}])
        self.reload(gateway, [self.connection('one')], rules)
        gateway.connections.ListConnections(request, metadata=policy.bearer(other), timeout=30)
        with self.assertRaises(grpc.RpcError) as out:
            gateway.connections.ListConnections(request, metadata=policy.bearer(token), timeout=30)
        self.assertEqual(out.exception.code(), grpc.StatusCode.UNAUTHENTICATED)

    def test_keys_rotate_under_tokens_that_are_out(self):
        gateway = self.start([self.connection('one')])
        page = next(gateway.bookings.ListBookings(pb.ListBookingsRequest(connections=['connections/one'], page_size=5), timeout=30))
        old = {'id': 'k1', 'secret': {'file': str(self.home / 'page-token-key')}}
        new = {'id': 'k2', 'secret': harness.secret_file(self.home, 'second-key', 'another key of at least 32 bytes, for later')}
        self.reload(gateway, [self.connection('one')], {'page_tokens': {'keys': [new, old]}})
        rest, last = gateway.list(connections=['connections/one'], page_size=5, page_token=page.next_page_token)
        self.assertEqual(len(rest), 15)
        self.assertTrue(last.complete)
        self.reload(gateway, [self.connection('one')], {'page_tokens': {'keys': [new]}})
        with self.assertRaises(grpc.RpcError) as unknown:
            gateway.list(connections=['connections/one'], page_size=5, page_token=page.next_page_token)
        self.assertEqual(harness.reason_of(unknown.exception), 'PAGE_TOKEN_INVALID')

    def test_what_needs_a_restart_is_named_and_left(self):
        gateway = self.start([self.connection('one')])
        extra = {'limits': {'event_loops': 3, 'streams_per_caller': 1}}
        named = self.reload(gateway, [self.connection('one')], extra, event='restart_needed')
        self.assertEqual(named[0]['for'], 'limits.event_loops')
        shown = json.loads(admin.fetch(gateway, '/config')[1])
        self.assertEqual(shown['limits'], {'streams_per_caller': 1})


if __name__ == '__main__':
    unittest.main()
