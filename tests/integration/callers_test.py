"""Who may call what: every RPC with every credential and reference that must not do gives exactly the documented code and reason. The
gateway has two connections; `owner`, `reader` and `partner` see one of them, `stranger` the other."""

import datetime
import json
import subprocess
import time
import unittest

import bookable
import certificates
import desk
import grpc
import harness
import policy
import writing
from bookings.v1 import bookings_pb2 as pb
from bookings.v1 import connections_pb2
from google.protobuf import field_mask_pb2

VENDOR = bookable.BOOKABLE['jicoo']
OWN, FOREIGN, NOWHERE = 'own', 'foreign', 'nowhere'
CERTIFICATE_SECONDS = 10
PATIENCE = 60

UNAUTHENTICATED = ('UNAUTHENTICATED', 'CALLER_UNAUTHENTICATED')
NOT_ALLOWED = ('PERMISSION_DENIED', 'CALLER_NOT_ALLOWED')
NOT_FOUND = ('NOT_FOUND', 'CONNECTION_NOT_FOUND')
OTHERS_PAGE_TOKEN = ('INVALID_ARGUMENT', 'PAGE_TOKEN_MISMATCH')
OTHERS_SLOT_TOKEN = ('INVALID_ARGUMENT', 'INVALID_REQUEST')


def slots_of(connection, **more):
    request = pb.ListSlotsRequest(connection=f'connections/{connection}', service_id='single', **more)
    getattr(request.time_range, 'from').CopyFrom(desk.stamp(bookable.FIRST_DAY))
    request.time_range.to.CopyFrom(desk.stamp(bookable.FIRST_DAY + desk.DAY))
    return request


def creation(connection, **more):
    customer = pb.Customer(first_name='Ada', last_name='Guest', email='ada@example.com')
    return pb.CreateBookingRequest(connection=f'connections/{connection}', request_id='a-request', customer=customer, **more)


def appointment():
    return pb.AppointmentRequest(service_id='single', start_time=desk.stamp(bookable.FIRST_DAY))


def booking_of(connection):
    return f'connections/{connection}/bookings/b1'


# Each RPC with a good request about a connection.
READS = {
    'ListConnections': lambda connection: connections_pb2.ListConnectionsRequest(),
    'GetConnection': lambda connection: connections_pb2.GetConnectionRequest(name=f'connections/{connection}'),
    'ListBookings': lambda connection: pb.ListBookingsRequest(connections=[f'connections/{connection}'], page_size=1),
    'GetBooking': lambda connection: pb.GetBookingRequest(name=booking_of(connection)),
    'ListSlots': slots_of,
}
WRITES = {
    'CreateBooking': lambda connection: creation(connection, appointment=appointment()),
    'CancelBooking': lambda connection: pb.CancelBookingRequest(name=booking_of(connection), request_id='a-request'),
    'RescheduleBooking': lambda connection: pb.RescheduleBookingRequest(name=booking_of(connection), request_id='a-request',
                                                                        appointment=appointment()),
    'UpdateBooking': lambda connection: pb.UpdateBookingRequest(
        booking=pb.Booking(name=booking_of(connection), title='x'), update_mask=field_mask_pb2.FieldMask(paths=['title']),
        request_id='a-request'),
    'UpdateBookingStatus': lambda connection: pb.UpdateBookingStatusRequest(
        name=booking_of(connection), request_id='a-request', status=pb.BOOKING_STATUS_CONFIRMED),
}
RPCS = {**READS, **WRITES}
NAMES_A_CONNECTION = {rpc: request for rpc, request in RPCS.items() if rpc != 'ListConnections'}


class World(harness.SandboxTest):
    """One gateway with TLS for all tests of a class."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.authority = certificates.Authority(cls.directory / 'authority')
        cls.server = cls.authority.server()
        cls.tokens, callers = {}, []
        for name, connections, access in (('owner', [OWN], 'read_and_write'), ('reader', [OWN], 'read'),
                                          ('partner', [OWN], 'read_and_write'), ('stranger', [FOREIGN], 'read_and_write')):
            cls.tokens[name], entry = policy.make_token()
            callers.append({'name': name, 'connections': connections, 'access': access, 'tokens': [entry]})
        callers.append({'name': 'certified', 'all_connections': True, 'certificates': [{'common_name': 'certified'}]})
        callers.append({'name': 'workload', 'all_connections': True, 'certificates': [{'uri': 'spiffe://example/workload'}]})
        connections = []
        for name in (OWN, FOREIGN):
            made = VENDOR.make_account(cls.sandbox, name, 5)
            connections.append(VENDOR.connection(cls.sandbox, cls.directory / name, name, made))
        folder = cls.directory / 'gateway'
        folder.mkdir()
        tls = {'certificate_file': str(cls.server.certificate), 'key_file': str(cls.server.key),
               'client_ca_file': str(cls.authority.pair.certificate)}
        cls.running = harness.Gateway(folder, connections, {
            'listen': {'tls': tls}, **policy.write_policy(folder, callers), **writing.sqlite(folder)})

    @classmethod
    def tearDownClass(cls):
        cls.running.stop()
        super().tearDownClass()

    def client(self, caller=None, pair=None, metadata=()):
        made = policy.Client(self.running.address, self.authority, pair,
                             policy.bearer(self.tokens[caller]) if caller else metadata)
        self.addCleanup(made.close)
        return made

    def expect(self, refusal, expected, what):
        self.assertIsNotNone(refusal, what)
        self.assertEqual((refusal.code, refusal.reason), expected, (what, refusal))
        return refusal


class EveryRpc(World):
    def test_the_table_names_every_rpc(self):
        methods = [method.name for file in (pb, connections_pb2) for service in file.DESCRIPTOR.services_by_name.values()
                   for method in service.methods]
        self.assertEqual(sorted(RPCS), sorted(methods))

    def refuse_all(self, clients, expected):
        """Every RPC fails so, in the same words for all clients; also for connections that do not exist."""
        for rpc, request in RPCS.items():
            answers = set()
            for what, client in clients.items():
                for connection in (OWN, NOWHERE):
                    refusal = self.expect(policy.refusal_of(client, rpc, request(connection)), expected, (rpc, what))
                    answers.add((refusal.message, *refusal.bytes))
            self.assertEqual(len(answers), 1, (rpc, answers))

    def test_no_malformed_or_wrong_credential(self):
        token = self.tokens['owner']
        wrong = token[:-1] + ('A' if token[-1] != 'A' else 'B')
        unknown = 'bgw_000000000000' + token[len('bgw_000000000000'):]
        values = {'none': (), 'no scheme': (('authorization', token),), 'other scheme': (('authorization', f'Basic {token}'),),
                  'no token': (('authorization', 'Bearer '),), 'no token of ours': policy.bearer('hush'), 'wrong': policy.bearer(wrong),
                  'unknown': policy.bearer(unknown), 'two': policy.bearer(token) * 2, 'longer': policy.bearer(token + 'x'),
                  'a space more': (('authorization', f'Bearer  {token}'),)}
        self.refuse_all({what: self.client(metadata=metadata) for what, metadata in values.items()}, UNAUTHENTICATED)

    def test_a_certificate_of_nobody(self):
        """Good for the connection, but no caller's; and a wrong token is not made good by a certificate."""
        certified = self.authority.client('certified')
        self.refuse_all({'nobody': self.client(pair=self.authority.client('nobody')),
                         'wrong token': self.client(pair=certified, metadata=policy.bearer('hush'))}, UNAUTHENTICATED)

    def test_a_certificate_that_expires(self):
        """Whoever is connected is refused from then on, as is whoever connects."""
        ends = datetime.datetime.now(certificates.UTC) + datetime.timedelta(seconds=CERTIFICATE_SECONDS)
        pair = self.authority.client('certified', ends)
        connected = self.client(pair=pair)
        self.assertEqual(len(connected.call('ListConnections', RPCS['ListConnections'](OWN)).connections), 2)
        deadline = time.monotonic() + PATIENCE
        while policy.refusal_of(connected, 'ListConnections', RPCS['ListConnections'](OWN)) is None:
            self.assertLess(time.monotonic(), deadline, 'the certificate does not expire')
        self.refuse_all({'expired': connected}, UNAUTHENTICATED)
        for rpc, request in RPCS.items():
            self.expect(policy.refusal_of(self.client(pair=pair), rpc, request(OWN)), ('UNAVAILABLE', ''), rpc)

    def test_a_certificate_of_another_authority(self):
        """Refused while connecting: there is no call that could tell why."""
        other = certificates.Authority(self.directory / 'other-authority')
        client = self.client(pair=other.client('certified'))
        for rpc, request in RPCS.items():
            self.expect(policy.refusal_of(client, rpc, request(OWN)), ('UNAVAILABLE', ''), rpc)

    def test_only_reading(self):
        reader = self.client('reader')
        for rpc, request in WRITES.items():
            answers = set()
            for connection in (OWN, FOREIGN, NOWHERE):
                refusal = self.expect(policy.refusal_of(reader, rpc, request(connection)), NOT_ALLOWED, rpc)
                answers.add((refusal.message, *refusal.bytes))
            self.assertEqual(len(answers), 1, answers)
        for rpc, request in READS.items():
            refusal = policy.refusal_of(reader, rpc, request(OWN))
            self.assertTrue(refusal is None or refusal.reason == 'BOOKING_NOT_FOUND', (rpc, refusal))
        self.assertEqual(writing.journal(self.sandbox, VENDOR, OWN), [])

    def test_a_foreign_connection_is_as_one_that_does_not_exist(self):
        heard = len(self.sandbox.requests(VENDOR.vendor, FOREIGN))
        for caller in ('owner', 'partner'):
            client = self.client(caller)
            for rpc, request in NAMES_A_CONNECTION.items():
                foreign = self.expect(policy.refusal_of(client, rpc, request(FOREIGN)), NOT_FOUND, (caller, rpc))
                nowhere = self.expect(policy.refusal_of(client, rpc, request(NOWHERE)), NOT_FOUND, (caller, rpc))
                self.assertEqual((foreign.message, foreign.bytes), (nowhere.message, nowhere.bytes), rpc)
        self.assertEqual(len(self.sandbox.requests(VENDOR.vendor, FOREIGN)), heard)

    def test_a_vendor_token_for_a_foreign_connection_tells_nothing(self):
        client = self.client(metadata=policy.bearer(self.tokens['owner']) + (('x-vendor-authorization', 'foreign Bearer x'),))
        nowhere = self.client(metadata=policy.bearer(self.tokens['owner']) + (('x-vendor-authorization', 'nowhere Bearer x'),))
        for requests, connection in ((RPCS, FOREIGN), (READS, OWN)):
            for rpc, request in requests.items():
                answers = [repr(policy.refusal_of(each, rpc, request(connection))) for each in (client, nowhere)]
                self.assertEqual(answers[0], answers[1], rpc)

    def test_connections_that_are_not_named_are_the_callers_own(self):
        for caller, own in (('owner', OWN), ('stranger', FOREIGN)):
            client = self.client(caller)
            listed = client.call('ListConnections', connections_pb2.ListConnectionsRequest()).connections
            self.assertEqual([connection.name for connection in listed], [f'connections/{own}'])
            last = client.call('ListBookings', pb.ListBookingsRequest())[-1]
            self.assertEqual([source.connection for source in last.sources], [f'connections/{own}'])

    def test_certificates_are_known_by_their_names(self):
        for name in ('certified', 'workload'):
            listed = self.client(pair=self.authority.client(name)).call('ListConnections', connections_pb2.ListConnectionsRequest())
            self.assertEqual(len(listed.connections), 2)


class Tokens(World):
    """Page tokens, slot tokens and request ids belong to their caller."""

    def slot_token(self, client, **more):
        return client.call('ListSlots', slots_of(OWN, **more))[0].slots[0].slot_token

    def book(self, client, request_id, slot):
        request = creation(OWN, slot_token=slot)
        request.request_id = request_id
        return client.call('CreateBooking', request)

    def test_page_tokens(self):
        owner, partner = self.client('owner'), self.client('partner')
        for number in range(2):
            self.book(owner, f'for-pages-{number}', self.slot_token(owner))
        requests = {'ListBookings': pb.ListBookingsRequest(connections=[f'connections/{OWN}'], page_size=1),
                    'ListSlots': slots_of(OWN, page_size=1)}
        for rpc, request in requests.items():
            request.page_token = owner.call(rpc, request)[0].next_page_token
            self.assertTrue(request.page_token)
            self.assertIsNone(policy.refusal_of(owner, rpc, request))
            self.assertIsNone(policy.refusal_of(self.client('owner'), rpc, request))
            refusal = self.expect(policy.refusal_of(partner, rpc, request), OTHERS_PAGE_TOKEN, rpc)
            self.assertEqual(refusal.fields, ['page_token'])

    def test_slot_tokens(self):
        owner, partner = self.client('owner'), self.client('partner')
        booking = self.book(owner, 'for-slots', self.slot_token(owner)).booking
        slot = self.slot_token(owner)
        requests = {'CreateBooking': creation(OWN, slot_token=slot),
                    'RescheduleBooking': pb.RescheduleBookingRequest(name=booking.name, request_id='a-request', slot_token=slot)}
        for rpc, request in requests.items():
            refusal = self.expect(policy.refusal_of(partner, rpc, request), OTHERS_SLOT_TOKEN, rpc)
            self.assertEqual(refusal.fields, ['slot_token'])
        self.assertIsNone(policy.refusal_of(owner, 'RescheduleBooking', requests['RescheduleBooking']))

    def test_request_ids(self):
        """The same id of another caller is another request."""
        owner, partner = self.client('owner'), self.client('partner')
        first = self.book(owner, 'shared-id', self.slot_token(owner))
        second = self.book(partner, 'shared-id', self.slot_token(partner))
        self.assertNotEqual(first.booking.name, second.booking.name)
        self.assertFalse(second.replayed)


class Openness(World):
    def test_health_stays_open(self):
        client = self.client()
        check = client.channel.unary_unary('/grpc.health.v1.Health/Check')
        self.assertEqual(check(b'', timeout=30), b'\x08\x01')

    def test_the_log_names_callers_and_no_secrets(self):
        self.client('owner').call('ListConnections', connections_pb2.ListConnectionsRequest())
        policy.refusal_of(self.client(metadata=policy.bearer('hush-hush')), 'ListBookings', pb.ListBookingsRequest())
        log = self.running.log.read_text()
        self.assertIn('"caller":"owner"', log)
        self.assertIn('"reason":"CALLER_UNAUTHENTICATED"', log)
        self.assertNotIn('hush', log)
        for token in self.tokens.values():
            self.assertNotIn(token, log)
            self.assertNotIn(token[len('bgw_000000000000_'):], log)
        self.assertIn(f'"credential":"{self.tokens["owner"][4:16]}"', log)

    def test_bookctl_comes_with_a_token_or_a_certificate(self):
        token = self.directory / 'owner-token'
        token.write_text(self.tokens['owner'] + '\n')
        pair = self.authority.client('certified')
        trust = f'--ca_file={self.authority.pair.certificate}'
        for flags, connections in (((f'--token_file={token}',), {OWN}),
                                   ((f'--certificate_file={pair.certificate}', f'--key_file={pair.key}'), {OWN, FOREIGN})):
            result = subprocess.run([str(harness.BOOKCTL), f'--address={self.running.address}', trust, *flags, '--json', 'connections'],
                                    capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertEqual({json.loads(line)['name'] for line in result.stdout.splitlines()},
                             {f'connections/{name}' for name in connections})


if __name__ == '__main__':
    unittest.main()
