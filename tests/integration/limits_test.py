"""Limits through the whole stack: vendors that throttle slow lists down instead of failing them, dead vendors are left alone, quotas and
numbers of streams hold. The sandbox's own limits are on where a test says so."""

import contextlib
import threading
import time
import unittest

import grpc
import harness
from bookings.v1 import bookings_pb2 as pb
from bookings.v1 import bookings_pb2_grpc
from bookings.v1 import connections_pb2 as cpb

WAIT_SECONDS = 30


class Limits(harness.SandboxTest):
    # An account of a name that is the test's own, so that tests do not meet.
    def account(self, bookings, vendor='jicoo'):
        self.name = self.id().rpartition('.')[2].replace('_', '-')[-40:].strip('-')
        self.folder_of_test = self.folder(self.name)
        made = self.sandbox.account(vendor, self.name, seed=3, bookings=bookings)
        self.sandbox.unlimited(vendor, self.name)
        return made

    def jicoo(self, **settings):
        key = harness.secret_file(self.folder_of_test, 'key', f'sk_live_{self.name}')
        return {'id': 'tokyo', 'base_url': self.sandbox.addresses['jicoo'], 'jicoo': {'api_key': key}, **settings}

    def start(self, *connections, **extra):
        return self.gateway(self.folder_of_test, connections, extra)

    def requests(self):
        return self.sandbox.requests('jicoo', self.name)

    def fails(self, call):
        """The failure of a call, as (code, details)."""
        with self.assertRaises(grpc.RpcError) as caught:
            call()
        return caught.exception.code(), harness.details_of(caught.exception)

    def await_true(self, condition):
        deadline = time.monotonic() + WAIT_SECONDS
        while not condition():
            self.assertLess(time.monotonic(), deadline, 'what was waited for does not happen')
            time.sleep(0.05)

    def state(self, gateway):
        return gateway.connections.GetConnection(cpb.GetConnectionRequest(name='connections/tokyo')).connection

    def test_a_list_keeps_to_the_configured_rate_and_is_never_refused(self):
        self.account(bookings=150)
        self.sandbox.control('PUT', f'/jicoo/accounts/{self.name}/rate_limit', {'scale': 20})
        gateway = self.start(self.jicoo(rate_limit={'calls': 60, 'window': '3s', 'burst': 20}))
        began = time.monotonic()
        bookings, last = gateway.list(view=pb.BOOKING_VIEW_FULL)
        took = time.monotonic() - began
        self.assertTrue(last.complete)
        self.assertEqual(len(bookings), 150)
        requests = self.requests()
        self.assertEqual([r for r in requests if r['status'] == 429], [])
        # Behind the burst 20 calls a second at most, whatever the machine.
        self.assertGreaterEqual(took, (len(requests) - 60) / 20)

    def test_a_list_finishes_although_the_vendor_throttles(self):
        self.account(bookings=100)
        self.sandbox.control('PUT', f'/jicoo/accounts/{self.name}/rate_limit', {'scale': 1})
        gateway = self.start(self.jicoo())
        throttled = threading.Event()

        def let_a_minute_pass():
            self.await_true(lambda: any(r['status'] == 429 for r in self.requests()))
            throttled.set()
            self.sandbox.control('PUT', '/now', {'now': time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(time.time() + 120))})

        self.addCleanup(self.sandbox.control, 'PUT', '/now', {'now': None})
        clock = threading.Thread(target=let_a_minute_pass)
        clock.start()
        bookings, last = gateway.list(view=pb.BOOKING_VIEW_FULL)
        clock.join()
        self.assertTrue(throttled.is_set())
        self.assertTrue(last.complete)
        self.assertEqual(len(bookings), 100)
        self.assertFalse([b.name for b in bookings if pb.MAPPING_NOTE_DETAILS_UNAVAILABLE in b.mapping_notes])

    def test_one_pause_is_for_all(self):
        self.account(bookings=40)
        self.sandbox.faults('jicoo', self.name, {'path': 'contacts', 'skip': 5, 'times': 1, 'kind': 'status', 'status': 429,
                                                 'headers': {'Retry-After': '2'}})
        gateway = self.start(self.jicoo(calls_in_flight=1))
        began = time.monotonic()
        _, last = gateway.list(view=pb.BOOKING_VIEW_FULL)
        self.assertTrue(last.complete)
        self.assertGreaterEqual(time.monotonic() - began, 2)
        self.assertEqual(len([r for r in self.requests() if r['status'] == 429]), 1)

    def test_where_the_deadline_is_too_short_the_stream_ends_with_rows_a_token_and_a_delay_and_resumes(self):
        self.account(bookings=1200)
        slow = self.start(self.jicoo(rate_limit={'calls': 4, 'window': '60s'}))
        pages = []

        def read():
            for page in slow.bookings.ListBookings(pb.ListBookingsRequest(page_size=50), timeout=20):
                pages.append(page)

        began = time.monotonic()
        code, details = self.fails(read)
        self.assertLess(time.monotonic() - began, 15, 'it waits though that is of no use')
        self.assertEqual(code, grpc.StatusCode.RESOURCE_EXHAUSTED)
        self.assertEqual(details['ErrorInfo'].reason, 'VENDOR_RATE_LIMITED')
        self.assertEqual(details['ErrorInfo'].metadata['held_back_by'], 'rate_limit')
        self.assertGreater(details['RetryInfo'].retry_delay.seconds, 30)
        self.assertTrue(pages and pages[-1].next_page_token)
        self.assertEqual(len(self.requests()), 4)
        slow.stop()
        fast = self.start(self.jicoo())
        rest, last = fast.list(page_size=50, page_token=pages[-1].next_page_token)
        self.assertTrue(last.complete)
        read_before = [b for page in pages for b in page.bookings]
        self.assertEqual(len(read_before) + len(rest), 1200)
        self.assertEqual(harness.names(read_before + rest), harness.names(fast.list(page_size=500)[0]))

    def test_a_single_call_does_not_wait_behind_a_long_list(self):
        self.account(bookings=300)
        gateway = self.start(self.jicoo(rate_limit={'calls': 100, 'window': '10s', 'burst': 20}))
        stream = gateway.bookings.ListBookings(pb.ListBookingsRequest(page_size=10, view=pb.BOOKING_VIEW_FULL))
        first = next(stream)
        ended = threading.Event()
        reader = threading.Thread(target=lambda: (list(stream), ended.set()))
        reader.start()
        for booking in first.bookings[:5]:
            gateway.bookings.GetBooking(pb.GetBookingRequest(name=booking.name), timeout=10)
        self.assertFalse(ended.is_set())
        reader.join()

    def test_connections_of_one_group_share_its_limit(self):
        self.account(bookings=300)
        limit = {'calls': 3, 'window': '60s', 'group': 'one-address'}
        gateway = self.start(self.jicoo(rate_limit=limit), self.jicoo(id='kyoto', rate_limit=limit))
        self.fails(lambda: gateway.list(connections=['connections/tokyo'], timeout=10))
        _, details = self.fails(lambda: gateway.list(connections=['connections/kyoto'], timeout=10))
        self.assertEqual(details['ErrorInfo'].reason, 'VENDOR_RATE_LIMITED')
        self.assertEqual(len(self.requests()), 3)

    def test_a_dead_vendor_is_left_alone_and_asked_again(self):
        self.account(bookings=20)
        gateway = self.start(self.jicoo(), limits={'circuit_breaker': {'failures': 5, 'open': '1s', 'longest_open': '2s'}})
        name = gateway.list()[0][0].name
        before = len(self.requests())
        self.sandbox.faults('jicoo', self.name, {'path': '.*', 'times': -1, 'kind': 'reset'})
        get = lambda: gateway.bookings.GetBooking(pb.GetBookingRequest(name=name), timeout=10)
        for _ in range(30):
            code, details = self.fails(get)
            self.assertEqual(code, grpc.StatusCode.UNAVAILABLE)
        self.assertEqual(details['ErrorInfo'].reason, 'VENDOR_UNAVAILABLE')
        self.assertEqual(details['ErrorInfo'].metadata['held_back_by'], 'circuit_breaker')
        self.assertEqual(details['ErrorInfo'].metadata['sent'], 'no')
        self.assertIn('RetryInfo', details)
        self.assertEqual(self.state(gateway).state, cpb.CONNECTION_STATE_DEGRADED)
        self.assertLess(len(self.requests()) - before, 15)
        self.sandbox.faults('jicoo', self.name)

        def answers():
            with contextlib.suppress(grpc.RpcError):
                return get().booking.name == name
            return False

        self.await_true(answers)
        self.assertEqual(self.state(gateway).state, cpb.CONNECTION_STATE_ACTIVE)

    def test_identical_reads_at_the_same_time_are_one_call(self):
        self.account(bookings=20)
        gateway = self.start(self.jicoo())
        name = gateway.list()[0][0].name
        before = len(self.requests())
        # So long that all have come by then, however busy the machine is.
        self.sandbox.faults('jicoo', self.name, {'path': '.*', 'times': -1, 'kind': 'delay', 'delay_ms': 8000})
        answers = [gateway.bookings.GetBooking.future(pb.GetBookingRequest(name=name, view=pb.BOOKING_VIEW_BASIC), timeout=30)
                   for _ in range(10)]
        self.assertEqual({answer.result().booking.name for answer in answers}, {name})
        self.assertEqual(len(self.requests()) - before, 1)

    def test_a_caller_reads_no_more_streams_than_it_may(self):
        self.account(bookings=20)
        self.sandbox.faults('jicoo', self.name, {'path': '.*', 'times': -1, 'kind': 'delay', 'delay_ms': 20000})
        gateway = self.start(self.jicoo(), limits={'streams_per_caller': 2})
        orders = (pb.ORDER_BY_START_TIME_ASC, pb.ORDER_BY_START_TIME_DESC)  # else their reads would be one call
        streams = [gateway.bookings.ListBookings(pb.ListBookingsRequest(order_by=order)) for order in orders]
        self.await_true(lambda: len(self.sandbox.control('GET', f'/jicoo/accounts/{self.name}/requests') or []) >= 2)
        code, details = self.fails(gateway.list)
        self.assertEqual(code, grpc.StatusCode.RESOURCE_EXHAUSTED)
        self.assertEqual(details['ErrorInfo'].reason, 'GATEWAY_OVERLOADED')
        self.assertIn('RetryInfo', details)
        for stream in streams:
            stream.cancel()

    def test_a_stream_at_rest_reads_on_as_if_it_had_not(self):
        self.account(bookings=4_000)
        gateway = self.start(self.jicoo(), limits={'rest_stalled_streams': '100ms'})
        # Else gRPC takes in whatever comes, and no stream is ever held up.
        with grpc.insecure_channel(gateway.address, options=[('grpc.http2.bdp_probe', 0)]) as channel:
            bookings = bookings_pb2_grpc.BookingServiceStub(channel)
            for order in (pb.ORDER_BY_UNSPECIFIED, pb.ORDER_BY_START_TIME_DESC, pb.ORDER_BY_CREATE_TIME_ASC):
                request = pb.ListBookingsRequest(page_size=1_000, order_by=order)
                before = len(self.requests())
                at_once = list(bookings.ListBookings(request))
                cost = len(self.requests()) - before
                slowly = []
                for page in bookings.ListBookings(request):
                    slowly.append(page)
                    time.sleep(0.5)
                with self.subTest(order=order):
                    self.assertEqual([booking.name for page in slowly for booking in page.bookings],
                                     [booking.name for page in at_once for booking in page.bookings])
                    self.assertTrue(slowly[-1].complete)
                    self.assertEqual(slowly[-1].sources[0].delivered_count, 4_000)
                    self.assertEqual(list(slowly[-1].sources[0].notes), [])
                    self.assertGreater(len(self.requests()) - before, cost, 'it has not rested: nothing was read a second time')

    def test_a_monthly_quota_is_kept_over_restarts(self):
        made = self.account(bookings=20, vendor='optimocms')
        keys = [{'id': 'k1', 'secret': harness.secret_file(self.folder_of_test, 'ledger-key', 'a key of the ledger, 32 bytes or more')}]
        connection = {'id': 'tokyo', 'base_url': self.sandbox.addresses['optimocms'], 'time_zone': 'Europe/Amsterdam',
                      'monthly_quota': 3,
                      'optimocms': {'site_id': made['site_id'],
                                    'api_key': harness.secret_file(self.folder_of_test, 'optimo-key', made['api_key'])}}
        ledger = {'sqlite_file': str(self.folder_of_test / 'ledger.db'), 'keys': keys}
        calls = 0
        for _ in range(2):
            gateway = self.start(connection, ledger=ledger)
            while calls < 10:
                calls += 1
                try:
                    gateway.list()
                except grpc.RpcError as error:
                    failure = harness.details_of(error)
                    break
            self.assertEqual(failure['ErrorInfo'].reason, 'QUOTA_EXHAUSTED')
            self.assertGreater(failure['RetryInfo'].retry_delay.ToTimedelta().total_seconds(), 0)
            self.assertEqual(self.state(gateway).quota_left, 0)
            self.assertEqual(len(self.sandbox.requests('optimocms', self.name)), 3)
            gateway.stop()


if __name__ == '__main__':
    unittest.main()
