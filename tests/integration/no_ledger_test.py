"""A ledger that cannot be written: LEDGER_UNAVAILABLE and not one byte to the vendor; and once it can be written again, the same request
id books."""

import resource
import unittest

import bookable
import caller
import grpc
import harness
import postgres
from bookings.v1 import bookings_pb2_grpc
from writing import WritingTest, ledger, sqlite

VENDOR = bookable.BOOKABLE['hostelmate']


class LimitedGateway(harness.Process):
    """A gateway whose files can be kept from growing: to SQLite, a disk that is full."""

    def __init__(self, directory, connections, extra):
        config = harness.write_config(directory, connections, extra)
        port_file = directory / 'port'
        # The signal that comes with the limit would end the process; a full disk sends none.
        super().__init__(['env', '--ignore-signal=XFSZ', harness.GATEWAY, f'--config={config}', '--listen=127.0.0.1:0',
                          f'--port_file={port_file}'], port_file, directory / 'gateway.log')
        self.channel = grpc.insecure_channel('127.0.0.1:' + self.announcement.strip().rpartition(':')[2])
        self.bookings = bookings_pb2_grpc.BookingServiceStub(self.channel)

    def limit_files(self, size):
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


class NoLedger(WritingTest):
    def setUp(self):
        self.name = self.id().rpartition('.')[2].replace('_', '-')
        self.path = self.folder(self.name)
        self.made, self.connection = self.account(VENDOR, self.name)

    def expect_refusal_and_silence(self, gateway):
        """Answers the request that was refused."""
        place = next(VENDOR.places(gateway, self.name, self.made, shared=False))
        request = VENDOR.request(self.name, 'the-id', place, bookable.Person('ada@example.com'))
        with self.assertRaises(grpc.RpcError) as caught:
            gateway.bookings.CreateBooking(request, timeout=30)
        self.assertEqual(caught.exception.code(), grpc.StatusCode.UNAVAILABLE)
        info = harness.details_of(caught.exception)['ErrorInfo']
        self.assertEqual(info.reason, 'LEDGER_UNAVAILABLE')
        self.assertIn(info.metadata['booking_state'], ('NOT_CREATED', 'UNKNOWN'))
        self.assertEqual(self.sandbox.requests(VENDOR.vendor, self.name), [])
        return request

    def expect_booked(self, gateway, request):
        outcome = caller.create(lambda: gateway.bookings, request)
        self.assertEqual(outcome.state, 'CREATED', outcome.reasons)
        self.assertEqual([row['id'] for row in self.sandbox.rows(VENDOR.vendor, self.name)], [outcome.booking.vendor_id])

    def test_postgres_that_is_gone(self):
        server = self.enterContext(postgres.Postgres())
        secret = harness.secret_file(self.path, 'postgres', server.conninfo())
        gateway = self.gateway(self.path, [self.connection], ledger(self.path, {'postgres': secret}))
        server.stop()
        request = self.expect_refusal_and_silence(gateway)
        server.start()
        self.expect_booked(gateway, request)

    def test_sqlite_on_a_full_disk(self):
        gateway = LimitedGateway(self.path, [self.connection], sqlite(self.path))
        self.addCleanup(gateway.stop)
        self.addCleanup(gateway.channel.close)
        gateway.limit_files(0)
        request = self.expect_refusal_and_silence(gateway)
        gateway.limit_files(resource.RLIM_INFINITY)
        self.expect_booked(gateway, request)


if __name__ == '__main__':
    unittest.main()
