"""Streams through the whole stack: tokens, filters, partial failure, cancellation, back-pressure, retries, sessions."""

import threading
import time
import unittest

import grpc
import harness
from bookings.v1 import bookings_pb2 as pb
from bookings.v1 import connections_pb2 as cpb


class Streams(harness.SandboxTest):
    # Two accounts of a name that is the test's own, so that tests do not meet.
    def start(self, bookings=230, extra=None):
        name = self.id().rpartition('.')[2].replace('_', '-')[-40:].strip('-')
        directory = self.folder(name)
        self.name = name
        self.sandbox.account('jicoo', name, seed=3, bookings=bookings)
        self.sandbox.account('hostelmate', name, seed=4, bookings=bookings)
        for vendor in ('jicoo', 'hostelmate'):
            self.sandbox.unlimited(vendor, name)
        key = harness.secret_file(directory, 'jicoo-key', f'sk_live_{name}')
        hostel_key = harness.secret_file(directory, 'hostel-key', f'hm_live_{name}')
        return self.gateway(directory, [
            {'id': 'tokyo', 'base_url': self.sandbox.addresses['jicoo'], 'jicoo': {'api_key': key}},
            {'id': 'hostel', 'base_url': self.sandbox.addresses['hostelmate'], 'time_zone': 'Europe/Lisbon',
             'hostelmate': {'api_key': hostel_key, 'currency': 'EUR', 'check_in_time': '15:00',
                            'check_out_time': '11:00'}},
        ], extra)

    def test_pages_have_the_asked_size_and_the_last_one_says_complete(self):
        gateway = self.start()
        pages = list(gateway.bookings.ListBookings(pb.ListBookingsRequest(page_size=30)))
        self.assertTrue(all(len(page.bookings) == 30 for page in pages[:-1]), [len(p.bookings) for p in pages])
        self.assertTrue(all(page.next_page_token and not page.HasField('complete') for page in pages[:-1]))
        self.assertTrue(pages[-1].complete)
        self.assertEqual(pages[-1].next_page_token, '')
        self.assertEqual({s.connection: s.state for s in pages[-1].sources},
                         {'connections/tokyo': pb.SOURCE_STATE_COMPLETE, 'connections/hostel': pb.SOURCE_STATE_COMPLETE})

    def test_a_stream_cut_anywhere_resumes_without_gap_or_repeat(self):
        gateway = self.start(bookings=120)
        whole, _ = gateway.list()
        for cut in range(1, 8):
            stream = gateway.bookings.ListBookings(pb.ListBookingsRequest(page_size=17))
            first, token = [], ''
            for _ in range(cut):
                page = next(stream)
                first.extend(page.bookings)
                token = page.next_page_token
            stream.cancel()
            rest, last = gateway.list(page_size=23, page_token=token)
            self.assertEqual(harness.names(first + rest), harness.names(whole), f'cut after {cut} pages')
            self.assertTrue(last.complete)

    def test_the_limit_counts_over_resumptions(self):
        gateway = self.start()
        stream = gateway.bookings.ListBookings(pb.ListBookingsRequest(page_size=20, limit=50))
        token = next(stream).next_page_token
        stream.cancel()
        rest, last = gateway.list(page_size=20, limit=50, page_token=token)
        self.assertEqual(len(rest), 30)
        self.assertEqual(last.next_page_token, '')
        self.assertIn(pb.SOURCE_STATE_LIMIT_REACHED, [s.state for s in last.sources])

    def test_a_token_of_another_request_is_refused(self):
        gateway = self.start()
        token = next(iter(gateway.bookings.ListBookings(pb.ListBookingsRequest(page_size=10)))).next_page_token
        for change in ({'limit': 9}, {'connections': ['connections/tokyo']}, {'view': pb.BOOKING_VIEW_FULL},
                       {'filter': pb.BookingFilter(statuses=[pb.BOOKING_STATUS_CONFIRMED])}):
            with self.assertRaises(grpc.RpcError) as caught:
                gateway.list(page_token=token, **change)
            self.assertEqual(caught.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
            self.assertEqual(harness.reason_of(caught.exception), 'PAGE_TOKEN_MISMATCH', change)
        with self.assertRaises(grpc.RpcError) as caught:
            gateway.list(page_token=token[:-4] + 'AAAA')
        self.assertEqual(harness.reason_of(caught.exception), 'PAGE_TOKEN_INVALID')

    def test_all_violations_are_named_at_once(self):
        gateway = self.start()
        bad = pb.BookingFilter(statuses=[pb.BOOKING_STATUS_UNSPECIFIED])
        bad.start_time.to.seconds = 10
        getattr(bad.start_time, 'from').seconds = 20
        with self.assertRaises(grpc.RpcError) as caught:
            gateway.list(connections=['connections/tokyo', 'nonsense'], page_size=-1, limit=-1, filter=bad)
        fields = {v.field for v in harness.details_of(caught.exception)['BadRequest'].field_violations}
        self.assertLessEqual({'connections[1]', 'page_size', 'limit', 'filter.statuses[0]'}, fields)
        self.assertTrue(any(field.startswith('filter.start_time') for field in fields), fields)

    def test_one_failing_source_is_reported_and_the_other_goes_on(self):
        gateway = self.start()
        self.sandbox.faults('jicoo', self.name, {'path': 'bookings', 'times': -1, 'kind': 'status', 'status': 403})
        bookings, last = gateway.list()
        self.assertEqual(len(bookings), 230)
        self.assertFalse(last.complete)
        self.assertTrue(last.HasField('complete'))
        tokyo = next(s for s in last.sources if s.connection == 'connections/tokyo')
        self.assertEqual(tokyo.state, pb.SOURCE_STATE_FAILED)
        self.assertEqual(tokyo.error.reason, pb.ERROR_REASON_VENDOR_PERMISSION_DENIED)
        self.assertEqual(tokyo.error.metadata['vendor_status_code'], '403')
        # The token of the last page resumes what is missing.
        self.sandbox.faults('jicoo', self.name)
        rest, last = gateway.list(page_token=last.next_page_token)
        self.assertEqual({b.vendor for b in rest}, {'jicoo'})
        self.assertTrue(last.complete)

    def test_with_require_all_sources_or_a_single_source_the_call_fails(self):
        gateway = self.start()
        self.sandbox.faults('jicoo', self.name, {'path': 'bookings', 'times': -1, 'kind': 'status', 'status': 401})
        for request in ({'require_all_sources': True}, {'connections': ['connections/tokyo']}):
            with self.assertRaises(grpc.RpcError) as caught:
                gateway.list(**request)
            self.assertEqual(caught.exception.code(), grpc.StatusCode.FAILED_PRECONDITION)
            info = harness.details_of(caught.exception)['ErrorInfo']
            self.assertEqual((info.reason, info.domain), ('VENDOR_AUTH_FAILED', 'bookings.gateway'))
            self.assertEqual(info.metadata['connection'], 'tokyo')
        connection = gateway.connections.GetConnection(cpb.GetConnectionRequest(name='connections/tokyo')).connection
        self.assertEqual(connection.state, cpb.CONNECTION_STATE_AUTH_FAILED)

    def test_safe_calls_are_tried_again_and_retry_after_is_waited_for(self):
        gateway = self.start()
        self.sandbox.faults('jicoo', self.name,
                            {'path': 'bookings', 'times': 1, 'kind': 'status', 'status': 429, 'headers': {'Retry-After': '1'}},
                            {'path': 'bookings', 'skip': 1, 'times': 1, 'kind': 'reset'},
                            {'path': 'bookings', 'skip': 2, 'times': 1, 'kind': 'truncate'})
        began = time.monotonic()
        bookings, last = gateway.list(connections=['connections/tokyo'])
        self.assertEqual(len(bookings), 230)
        self.assertTrue(last.complete)
        self.assertGreaterEqual(time.monotonic() - began, 1.0)

    def test_a_wait_past_the_deadline_is_not_begun(self):
        gateway = self.start()
        self.sandbox.faults('jicoo', self.name, {'path': 'bookings', 'times': -1, 'kind': 'status', 'status': 429,
                                                 'headers': {'Retry-After': '3600'}})
        began = time.monotonic()
        with self.assertRaises(grpc.RpcError) as caught:
            gateway.list(connections=['connections/tokyo'], timeout=20)
        self.assertLess(time.monotonic() - began, 10)
        self.assertEqual(caught.exception.code(), grpc.StatusCode.RESOURCE_EXHAUSTED)
        self.assertEqual(harness.details_of(caught.exception)['RetryInfo'].retry_delay.seconds, 3600)

    def test_the_deadline_reaches_the_vendor_call(self):
        gateway = self.start()
        self.sandbox.faults('jicoo', self.name, {'path': 'bookings', 'times': -1, 'kind': 'delay', 'delay_ms': 30000})
        with self.assertRaises(grpc.RpcError) as caught:
            gateway.list(connections=['connections/tokyo'], timeout=0.7)
        self.assertEqual(caught.exception.code(), grpc.StatusCode.DEADLINE_EXCEEDED)
        self.await_gone()

    def test_a_client_that_goes_away_stops_the_vendor_call(self):
        gateway = self.start()
        self.sandbox.faults('jicoo', self.name, {'path': 'bookings', 'times': -1, 'kind': 'delay', 'delay_ms': 30000})
        stream = gateway.bookings.ListBookings(pb.ListBookingsRequest(connections=['connections/tokyo']))
        reader = threading.Thread(target=lambda: self.assertRaises(grpc.RpcError, lambda: list(stream)))
        reader.start()
        time.sleep(0.5)
        stream.cancel()
        reader.join()
        self.await_gone()

    # The sandbox must see the connection close long before its answer would have been due.
    def await_gone(self):
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            log = self.sandbox.requests('jicoo', self.name)
            if any(entry.get('client_gone') for entry in log):
                return
            time.sleep(0.05)
        self.fail(f'the vendor call went on: {log}')

    def test_a_reader_that_stops_stops_the_vendor_calls(self):
        gateway = self.start(bookings=60000)
        stream = gateway.bookings.ListBookings(pb.ListBookingsRequest(connections=['connections/hostel'], page_size=100))
        next(stream)
        calls = self.settled_calls()
        # gRPC's own windows take a few megabytes; the list is far longer.
        self.assertLess(calls, 300, 'the whole list was read ahead of a reader that stands still')
        stream.cancel()

    def settled_calls(self):
        before = -1
        while (now := len(self.sandbox.requests('hostelmate', self.name))) != before:
            before = now
            time.sleep(0.5)
        return now

    def test_filters_give_the_same_whatever_the_vendor_can_do(self):
        gateway = self.start()
        everything, _ = gateway.list(view=pb.BOOKING_VIEW_FULL)
        starts = sorted(b.start_time.seconds for b in everything if b.HasField('start_time'))
        low, high = starts[len(starts) // 3], starts[2 * len(starts) // 3]
        window = pb.BookingFilter()
        getattr(window.start_time, 'from').seconds = low
        window.start_time.to.seconds = high
        wanted = [b for b in everything if b.HasField('start_time') and low <= b.start_time.seconds < high]
        found, _ = gateway.list(filter=window)
        self.assertEqual(harness.names(found), harness.names(wanted))
        status = pb.BookingFilter(statuses=[pb.BOOKING_STATUS_CANCELLED])
        found, _ = gateway.list(filter=status)
        self.assertEqual(harness.names(found), harness.names(b for b in everything if b.status == pb.BOOKING_STATUS_CANCELLED))
        email = next(c.email for b in everything if b.vendor == 'jicoo' for c in b.customers if '@' in c.email)
        local, _, domain = email.partition('@')
        found, _ = gateway.list(filter=pb.BookingFilter(customer_emails=[f'  {local}@{domain.upper()} ']))
        self.assertEqual(harness.names(found),
                         harness.names(b for b in everything if any(c.email == email for c in b.customers)))

    def test_get_gives_what_the_list_gives(self):
        gateway = self.start(bookings=60)
        listed, _ = gateway.list(view=pb.BOOKING_VIEW_FULL)
        for booking in listed[::7]:
            found = gateway.bookings.GetBooking(pb.GetBookingRequest(name=booking.name)).booking
            self.assertEqual(found, booking)
        with self.assertRaises(grpc.RpcError) as caught:
            gateway.bookings.GetBooking(pb.GetBookingRequest(name='connections/tokyo/bookings/none'))
        self.assertEqual(caught.exception.code(), grpc.StatusCode.NOT_FOUND)
        self.assertEqual(harness.reason_of(caught.exception), 'BOOKING_NOT_FOUND')

    def test_unknown_connections_are_not_found(self):
        gateway = self.start()
        with self.assertRaises(grpc.RpcError) as caught:
            gateway.bookings.GetBooking(pb.GetBookingRequest(name='connections/nowhere/bookings/1'))
        self.assertEqual(harness.reason_of(caught.exception), 'CONNECTION_NOT_FOUND')

    def test_what_a_vendor_lacks_answers_unimplemented_with_a_reason(self):
        gateway = self.start()
        with self.assertRaises(grpc.RpcError) as caught:
            gateway.bookings.UpdateBookingStatus(pb.UpdateBookingStatusRequest(
                name='connections/tokyo/bookings/b1', request_id='r1', status=pb.BOOKING_STATUS_CONFIRMED))
        self.assertEqual(caught.exception.code(), grpc.StatusCode.UNIMPLEMENTED)
        self.assertEqual(harness.reason_of(caught.exception), 'OPERATION_UNSUPPORTED')

    def test_explain_asks_no_vendor(self):
        gateway = self.start()
        page = next(iter(gateway.bookings.ListBookings(pb.ListBookingsRequest(explain=True))))
        self.assertEqual([s.connection for s in page.plan.sources], ['connections/hostel', 'connections/tokyo'])
        self.assertEqual(self.sandbox.requests('jicoo', self.name), [])


class Sessions(harness.SandboxTest):
    """Tokens that expire and rotate."""

    def tiquo(self, name, **settings):
        directory = self.folder(name)
        made = self.sandbox.account('tiquo', name, seed=5, bookings=130)
        self.sandbox.unlimited('tiquo', name)
        connection = {'id': 'guest', 'base_url': self.sandbox.addresses['tiquo'] + '/api/client/v1',
                      'time_zone': 'America/New_York', 'tiquo': {'mode': 'client', **settings}}
        if settings.get('refresh_token'):
            connection['tiquo']['refresh_token'] = harness.secret_file(directory, 'refresh', made['refresh_token'])
        return self.gateway(directory, [connection]), made, directory, connection

    def test_a_rotating_session_survives_a_restart(self):
        gateway, _, directory, connection = self.tiquo('rotating', refresh_token=True)
        first, last = gateway.list()
        self.assertTrue(last.complete)
        gateway.stop()
        again = self.gateway(directory, [connection])
        second, _ = again.list()
        self.assertEqual(harness.names(first), harness.names(second))

    def test_a_token_of_the_caller_is_used_and_its_refusal_is_the_callers(self):
        gateway, made, _, _ = self.tiquo('per-call')
        metadata = [('x-vendor-authorization', f"guest Bearer {made['access_token']}")]
        bookings, last = gateway.list(metadata=metadata)
        self.assertTrue(last.complete)
        self.assertEqual(len(bookings), 130)
        for wrong in ([('x-vendor-authorization', 'guest Bearer nonsense')], None):
            with self.assertRaises(grpc.RpcError) as caught:
                gateway.list(metadata=wrong)
            self.assertEqual(caught.exception.code(), grpc.StatusCode.UNAUTHENTICATED)
            self.assertEqual(harness.reason_of(caught.exception), 'VENDOR_TOKEN_EXPIRED')
        state = gateway.connections.GetConnection(cpb.GetConnectionRequest(name='connections/guest')).connection.state
        self.assertEqual(state, cpb.CONNECTION_STATE_ACTIVE)


if __name__ == '__main__':
    unittest.main()
