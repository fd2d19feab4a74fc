#!/usr/bin/python3
"""bookctl's slots and writes as a process: what it sends, asks, prints and exits with. The gateway is played here."""

import concurrent.futures
import json
import os
import pty
import queue
import re
import select
import subprocess
import sys
import tempfile
import unittest

import grpc
from bookings.internal.v1 import status_details_pb2
from bookings.v1 import bookings_pb2 as pb
from bookings.v1 import bookings_pb2_grpc
from google.protobuf import json_format

PATIENCE_SECONDS = 30
NAME = 'connections/porto/bookings/b-1'
USAGE, FAILED, INCOMPLETE, NOT_FOUND, UNCLEAR = 1, 2, 3, 4, 5


def booking(status=pb.BOOKING_STATUS_CONFIRMED):
    made = pb.Booking(name=NAME, vendor='hostelmate', status=status, title='Dorm', time_zone='Europe/Lisbon',
                      total=pb.Money(currency_code='EUR', units=54))
    made.start_time.FromJsonString('2026-12-05T15:00:00Z')
    made.customers.add(display_name='Ana Silva')
    return made


class Refusal(Exception):
    """A failure of the gateway, with its ErrorInfo."""

    def __init__(self, code, reason, **metadata):
        super().__init__(reason)
        self.code, self.reason, self.metadata = code, reason, metadata

    def abort(self, context):
        details = status_details_pb2.Status(code=self.code.value[0], message='it failed')
        if self.reason:
            info = status_details_pb2.ErrorInfo(reason=self.reason, domain='bookings.gateway', metadata=self.metadata)
            details.details.add(type_url='type.googleapis.com/google.rpc.ErrorInfo', value=info.SerializeToString())
            context.set_trailing_metadata((('grpc-status-details-bin', details.SerializeToString()),))
        context.abort(self.code, 'it failed')


class Gateway(bookings_pb2_grpc.BookingServiceServicer):
    """Remembers what it is asked and answers what a test has prepared."""

    def __init__(self):
        self.asked = []
        self.tokens = queue.SimpleQueue()
        self.time_left = None
        self.answers = {}

    def reply(self, request, context):
        self.asked.append(request)
        answer = self.answers.get(type(request))
        if isinstance(answer, Refusal):
            answer.abort(context)
        return answer

    def requests(self, kind):
        return [request for request in self.asked if isinstance(request, kind)]

    GetBooking = CreateBooking = CancelBooking = RescheduleBooking = UpdateBookingStatus = reply

    def ListBookings(self, request, context):
        self.asked.append(request)
        self.time_left = context.time_remaining()
        self.tokens.put(dict(context.invocation_metadata()).get('authorization'))
        yield from self.pages(request, self.answers.get(pb.ListBookingsRequest, [pb.ListBookingsResponse(complete=True)]), context)

    def ListSlots(self, request, context):
        self.asked.append(request)
        yield from self.pages(request, self.answers[pb.ListSlotsRequest], context)

    def pages(self, request, pages, context):
        """A resumed list goes on behind the page that its token is of."""
        tokens = [getattr(page, 'next_page_token', None) for page in pages]
        begin = tokens.index(request.page_token) + 1 if request.page_token and request.page_token in tokens else 0
        for page in pages[begin:]:
            if isinstance(page, Refusal):
                page.abort(context)
            yield page


class BookctlTest(unittest.TestCase):
    binary = ''

    def setUp(self):
        self.gateway = Gateway()
        self.gateway.answers = {
            pb.GetBookingRequest: pb.GetBookingResponse(booking=booking()),
            pb.CreateBookingRequest: pb.CreateBookingResponse(booking=booking()),
            pb.CancelBookingRequest: pb.CancelBookingResponse(booking=booking(pb.BOOKING_STATUS_CANCELLED)),
            pb.RescheduleBookingRequest: pb.RescheduleBookingResponse(booking=booking()),
            pb.UpdateBookingStatusRequest: pb.UpdateBookingStatusResponse(booking=booking()),
        }
        server = grpc.server(concurrent.futures.ThreadPoolExecutor(2))
        bookings_pb2_grpc.add_BookingServiceServicer_to_server(self.gateway, server)
        self.address = f'127.0.0.1:{server.add_insecure_port("127.0.0.1:0")}'
        server.start()
        self.addCleanup(lambda: server.stop(None).wait())

    def arguments(self, *words):
        return [self.binary, f'--address={self.address}', '--color=never', *words]

    def run_ctl(self, *words):
        return subprocess.run(self.arguments(*words), stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=PATIENCE_SECONDS, check=False, env={**os.environ, 'TZ': 'UTC'})

    def run_on_terminal(self, answer, *words):
        """Runs it with a person at its terminal; returns the exit code and all that stands there."""
        master, slave = pty.openpty()
        process = subprocess.Popen(self.arguments(*words), stdin=slave, stdout=slave, stderr=slave)
        os.close(slave)
        seen, answered = b'', False
        while select.select([master], [], [], PATIENCE_SECONDS)[0]:
            try:
                seen += os.read(master, 65536)
            except OSError:  # the process has ended
                break
            if not answered and b'[y/N]' in seen:
                os.write(master, answer.encode() + b'\n')
                answered = True
        os.close(master)
        return process.wait(timeout=PATIENCE_SECONDS), seen.decode()

    def refuse(self, kind, code, reason, **metadata):
        self.gateway.answers[kind] = Refusal(code, reason, **metadata)

    def only(self, kind):
        requests = self.gateway.requests(kind)
        self.assertEqual(len(requests), 1)
        return requests[0]

    # ---- create

    CREATE = ('create', '--connection=porto', '--room=r-1', '--night=2026-12-05=27.50,2026-12-06=26', '--currency=EUR')

    def test_create_sends_the_stay_and_its_customer(self):
        result = self.run_ctl(*self.CREATE, '--yes', '--request_id=r', '--name=Ana Silva', '--first_name=Ana',
                              '--last_name=Silva', '--email=ana@example.com', '--phone=+351', '--country=PT',
                              '--party_size=2', '--notes=Late, please', '--notify=no', '--answer=q1=a=b,q2=c',
                              '--vendor_options={"address": {"city": "Porto"}}', '--best_effort=party_size')
        self.assertEqual(result.returncode, 0, result.stderr)
        expected = {
            'connection': 'connections/porto', 'requestId': 'r',
            'stay': {'roomId': 'r-1', 'nights': [
                {'date': '2026-12-05', 'amount': {'currencyCode': 'EUR', 'units': '27', 'nanos': 500000000}},
                {'date': '2026-12-06', 'amount': {'currencyCode': 'EUR', 'units': '26'}}]},
            'customer': {'displayName': 'Ana Silva', 'firstName': 'Ana', 'lastName': 'Silva',
                         'email': 'ana@example.com', 'phone': '+351', 'countryCode': 'PT'},
            'partySize': 2, 'notes': 'Late, please', 'notification': 'NOTIFICATION_DO_NOT_NOTIFY',
            'answers': [{'questionId': 'q1', 'values': ['a=b']}, {'questionId': 'q2', 'values': ['c']}],
            'vendorOptions': {'address': {'city': 'Porto'}}, 'bestEffort': 'partySize',
        }
        self.assertEqual(json_format.MessageToDict(self.only(pb.CreateBookingRequest)), expected)
        self.assertIn(NAME, result.stdout)
        self.assertIn('54.00 EUR', result.stdout)

    def test_create_sends_an_appointment(self):
        result = self.run_ctl('create', '--connection=porto', '--service=cut', '--start=2026-12-05 10:00',
                              '--zone=Europe/Berlin', '--staff=s', '--location=l', '--customer_zone=Asia/Tokyo', '--yes')
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(json_format.MessageToDict(self.only(pb.CreateBookingRequest).appointment),
                         {'serviceId': 'cut', 'startTime': '2026-12-05T09:00:00Z', 'staffId': 's', 'locationId': 'l',
                          'timeZone': 'Asia/Tokyo'})

    def test_create_books_a_slot(self):
        self.assertEqual(self.run_ctl('create', '--connection=porto', '--slot=TOKEN', '--yes').returncode, 0)
        self.assertEqual(self.only(pb.CreateBookingRequest).slot_token, 'TOKEN')

    def test_create_tells_the_request_id_that_it_makes_and_sends(self):
        ids = set()
        for _ in range(2):
            result = self.run_ctl('create', '--connection=porto', '--slot=T', '--yes')
            ids.add(re.search(r'request id: (bookctl-[0-9a-f]{32})\n', result.stderr)[1])
        self.assertEqual(ids, {request.request_id for request in self.gateway.requests(pb.CreateBookingRequest)})
        self.assertEqual(len(ids), 2)

    def test_create_prints_json(self):
        result = self.run_ctl('create', '--connection=porto', '--slot=T', '--yes', '--json')
        self.assertEqual(json.loads(result.stdout)['name'], NAME)

    def test_create_says_when_it_was_booked_before(self):
        self.gateway.answers[pb.CreateBookingRequest].replayed = True
        self.assertIn('an earlier command', self.run_ctl('create', '--connection=porto', '--slot=T', '--yes').stderr)

    def test_a_dry_run_needs_no_consent_and_books_nothing(self):
        result = self.run_ctl('create', '--connection=porto', '--slot=T', '--dry_run')
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertTrue(self.only(pb.CreateBookingRequest).validate_only)
        self.assertIn('nothing was booked', result.stderr)

    def test_all_wrong_flags_are_named_at_once(self):
        result = self.run_ctl('create', '--slot=T', '--start=soon', '--night=2026-12-05=x', '--notify=perhaps',
                              '--email=a@b.c,d@e.f', '--answer=q', '--vendor_options=[]', '--yes')
        self.assertEqual(result.returncode, USAGE)
        for flag in ('--connection', 'exactly one of --slot', '--notify', '--email', '--answer', '--vendor_options'):
            self.assertIn(flag, result.stderr)
        result = self.run_ctl('create', '--connection=porto', '--start=soon', '--yes')
        self.assertIn("--start: 'soon'", result.stderr)
        result = self.run_ctl('create', '--connection=porto', '--night=2026-12-05=x', '--yes')
        self.assertIn("--night: 'x' is no amount", result.stderr)
        self.assertIn('--currency', result.stderr)
        self.assertEqual(self.gateway.asked, [])

    # ---- consent

    def test_without_terminal_and_yes_nothing_is_sent(self):
        for words in (self.CREATE, ('cancel', NAME), ('reschedule', NAME, '--slot=T'), ('status', NAME, 'confirmed')):
            result = self.run_ctl(*words)
            self.assertEqual(result.returncode, USAGE)
            self.assertIn('--yes', result.stderr)
        self.assertEqual(self.gateway.asked, [])

    def test_a_person_sees_what_would_be_booked_and_says_yes(self):
        code, seen = self.run_on_terminal('y', *self.CREATE)
        self.assertEqual(code, 0, seen)
        self.assertIn('Book this?', seen)
        self.assertLess(seen.index('54.00 EUR'), seen.index('Book this?'))
        requests = self.gateway.requests(pb.CreateBookingRequest)
        self.assertEqual([request.validate_only for request in requests], [True, False])
        self.assertEqual(requests[0].request_id, requests[1].request_id)

    def test_a_person_says_no(self):
        for answer in ('n', '', 'yesterday'):
            code, seen = self.run_on_terminal(answer, 'cancel', NAME)
            self.assertEqual(code, FAILED, seen)
            self.assertIn('nothing is changed', seen)
        self.assertEqual(self.gateway.requests(pb.CancelBookingRequest), [])

    def test_a_person_sees_the_booking_that_is_cancelled(self):
        code, seen = self.run_on_terminal('YES', 'cancel', NAME)
        self.assertEqual(code, 0, seen)
        self.assertLess(seen.index(NAME), seen.index('Cancel this booking?'))
        self.assertEqual(self.only(pb.GetBookingRequest).name, NAME)
        self.only(pb.CancelBookingRequest)

    def test_nobody_is_asked_about_what_would_be_refused(self):
        self.refuse(pb.CreateBookingRequest, grpc.StatusCode.FAILED_PRECONDITION, 'SLOT_UNAVAILABLE',
                    booking_state='NOT_CREATED')
        code, seen = self.run_on_terminal('y', *self.CREATE)
        self.assertEqual(code, FAILED)
        self.assertNotIn('Book this?', seen)

    # ---- the other writes

    def test_cancel(self):
        self.gateway.answers[pb.CancelBookingRequest].already_cancelled = True
        result = self.run_ctl('cancel', NAME, '--yes', '--reason=ill', '--notify=yes', '--etag=e', '--request_id=r')
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(json_format.MessageToDict(self.only(pb.CancelBookingRequest)),
                         {'name': NAME, 'requestId': 'r', 'reason': 'ill', 'notification': 'NOTIFICATION_NOTIFY',
                          'etag': 'e'})
        self.assertIn('it was cancelled before', result.stderr)
        self.assertIn('cancelled', result.stdout)

    def test_reschedule(self):
        self.gateway.answers[pb.RescheduleBookingRequest].replaced_booking = 'connections/porto/bookings/old'
        result = self.run_ctl('reschedule', NAME, '--yes', '--start=2026-12-05T10:00:00Z', '--allow_replacement',
                              '--request_id=r')
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(json_format.MessageToDict(self.only(pb.RescheduleBookingRequest)),
                         {'name': NAME, 'requestId': 'r', 'appointment': {'startTime': '2026-12-05T10:00:00Z'},
                          'allowReplacement': True})
        self.assertIn('it replaces connections/porto/bookings/old', result.stderr)

    def test_reschedule_needs_a_target(self):
        self.assertEqual(self.run_ctl('reschedule', NAME, '--yes').returncode, USAGE)

    def test_status(self):
        self.gateway.answers[pb.UpdateBookingStatusRequest].unchanged = True
        result = self.run_ctl('status', NAME, 'no_show', '--yes', '--request_id=r')
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(json_format.MessageToDict(self.only(pb.UpdateBookingStatusRequest)),
                         {'name': NAME, 'requestId': 'r', 'status': 'BOOKING_STATUS_NO_SHOW'})
        self.assertIn('it was no_show before', result.stderr)
        self.assertEqual(self.run_ctl('status', NAME, 'gone', '--yes').returncode, USAGE)

    def test_a_dry_run_is_no_promise_of_other_commands(self):
        for words in (('cancel', NAME), ('reschedule', NAME, '--slot=T'), ('status', NAME, 'confirmed')):
            result = self.run_ctl(*words, '--yes', '--dry_run')
            self.assertEqual(result.returncode, USAGE)
            self.assertIn('--dry_run', result.stderr)
        self.assertEqual(self.gateway.asked, [])

    # ---- failures

    def fail(self, code, reason, **metadata):
        self.refuse(pb.CreateBookingRequest, code, reason, **metadata)
        return self.run_ctl('create', '--connection=porto', '--slot=T', '--yes', '--request_id=mine')

    def test_a_refusal_says_that_nothing_was_booked(self):
        result = self.fail(grpc.StatusCode.FAILED_PRECONDITION, 'SLOT_UNAVAILABLE', booking_state='NOT_CREATED')
        self.assertEqual(result.returncode, FAILED)
        self.assertIn('nothing was booked', result.stderr)
        self.assertIn('SLOT_UNAVAILABLE', result.stderr)
        self.assertNotIn('--request_id=', result.stderr)

    def test_an_unclear_outcome_says_how_to_clear_it(self):
        unclear = (
            (grpc.StatusCode.UNKNOWN, 'OUTCOME_UNKNOWN', {'booking_state': 'UNKNOWN'}),
            (grpc.StatusCode.ABORTED, 'REQUEST_IN_PROGRESS', {}),
            (grpc.StatusCode.DEADLINE_EXCEEDED, 'DEADLINE_EXCEEDED', {'booking_state': 'UNKNOWN'}),
            (grpc.StatusCode.DEADLINE_EXCEEDED, 'DEADLINE_EXCEEDED', {}),
            (grpc.StatusCode.UNAVAILABLE, '', {}),  # the gateway went away
        )
        for code, reason, metadata in unclear:
            result = self.fail(code, reason, **metadata)
            self.assertEqual(result.returncode, UNCLEAR, reason)
            self.assertIn('--request_id=mine', result.stderr)

    def test_a_failure_before_anything_was_sent_is_clear(self):
        for code, reason in ((grpc.StatusCode.UNAVAILABLE, 'LEDGER_UNAVAILABLE'),
                             (grpc.StatusCode.DEADLINE_EXCEEDED, 'DEADLINE_EXCEEDED'),
                             (grpc.StatusCode.ABORTED, 'ETAG_MISMATCH')):
            result = self.fail(code, reason, booking_state='NOT_CREATED')
            self.assertEqual(result.returncode, FAILED, reason)
            self.assertNotIn('--request_id=', result.stderr)

    def test_a_booking_that_is_not_there(self):
        self.refuse(pb.CancelBookingRequest, grpc.StatusCode.NOT_FOUND, 'BOOKING_NOT_FOUND')
        self.assertEqual(self.run_ctl('cancel', NAME, '--yes').returncode, NOT_FOUND)

    # ---- lists

    def test_the_whole_filter_is_sent_as_it_is_told(self):
        result = self.run_ctl(
            'list', '--connection=a,b', '--connection', 'c', '--status=confirmed,no_show', '--from', '2026-12-05', '--to=2026-12-06 10:00',
            '--ends_from=2026-12-05T01:00:00Z', '--ends-to=2026-12-07', '--created_from=2026-12-01', '--created_to=2026-12-02',
            '--updated_from=2026-12-03', '--updated_to=2026-12-04', '--night_from=2026-12-05', '--night_to=2026-12-09', '--email=a@b.c',
            '--customer_id=c1', '--service=s1', '--staff=t1', '--location=l1', '--session=n1', '--schedule=d1', '--reference=r1',
            '--vendor_filter={"upcoming": true}', '--zone=Europe/Berlin', '--view=full', '--limit', '7', '--require_all_sources')
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(json_format.MessageToDict(self.only(pb.ListBookingsRequest)), {
            'connections': ['connections/a', 'connections/b', 'connections/c'], 'view': 'BOOKING_VIEW_FULL', 'limit': '7',
            'requireAllSources': True, 'filter': {
                'statuses': ['BOOKING_STATUS_CONFIRMED', 'BOOKING_STATUS_NO_SHOW'],
                'startTime': {'from': '2026-12-04T23:00:00Z', 'to': '2026-12-06T09:00:00Z'},
                'endTime': {'from': '2026-12-05T01:00:00Z', 'to': '2026-12-06T23:00:00Z'},
                'createTime': {'from': '2026-11-30T23:00:00Z', 'to': '2026-12-01T23:00:00Z'},
                'updateTime': {'from': '2026-12-02T23:00:00Z', 'to': '2026-12-03T23:00:00Z'},
                'stay': {'from': '2026-12-05', 'to': '2026-12-09'}, 'customerEmails': ['a@b.c'], 'customerIds': ['c1'],
                'serviceIds': ['s1'], 'staffIds': ['t1'], 'locationIds': ['l1'], 'sessionIds': ['n1'], 'scheduleIds': ['d1'],
                'references': ['r1'], 'vendorFilter': {'upcoming': True}}})

    def test_the_zone_of_the_machine_counts_where_none_is_told(self):
        result = subprocess.run(self.arguments('list', '--from=2026-12-05'), capture_output=True, timeout=PATIENCE_SECONDS, check=True,
                                env={**os.environ, 'TZ': 'Asia/Tokyo'})
        self.assertEqual(result.stderr, b'0 bookings from 0 connections\n')
        self.assertEqual(getattr(self.only(pb.ListBookingsRequest).filter.start_time, 'from').ToJsonString(), '2026-12-04T15:00:00Z')

    def test_a_stream_that_always_breaks_is_given_up(self):
        self.gateway.answers[pb.ListBookingsRequest] = [pb.ListBookingsResponse(bookings=[booking()], next_page_token='same')]
        result = self.run_ctl('list', '--json')
        self.assertEqual(result.returncode, INCOMPLETE)
        self.assertEqual([request.page_token for request in self.gateway.requests(pb.ListBookingsRequest)], [''] + ['same'] * 4)
        self.assertEqual(len(result.stdout.splitlines()), 1)
        self.assertIn('resume the rest with --page_token=same', result.stderr)

    def test_only_timeout_sets_a_deadline(self):
        self.assertEqual(self.run_ctl('list').returncode, 0)
        self.assertGreater(self.gateway.time_left, 10**9, 'gRPC tells no deadline by a time that never comes')
        self.assertEqual(self.run_ctl('list', '--timeout=30s').returncode, 0)
        self.assertTrue(0 < self.gateway.time_left <= 30, self.gateway.time_left)

    def test_who_watches_may_get_another_token(self):
        with tempfile.NamedTemporaryFile('w') as file:
            def write(token):
                file.seek(0)
                file.write(token)
                file.flush()
            write('bgw_1\n')
            process = subprocess.Popen(self.arguments('watch', '--every=1s', '--json', f'--token_file={file.name}'))
            self.addCleanup(process.wait)
            self.addCleanup(process.terminate)
            self.assertEqual(self.gateway.tokens.get(timeout=PATIENCE_SECONDS), 'Bearer bgw_1')
            write('bgw_2\n')
            while (token := self.gateway.tokens.get(timeout=PATIENCE_SECONDS)) == 'Bearer bgw_1':
                pass
            self.assertEqual(token, 'Bearer bgw_2')
        process.terminate()
        self.assertEqual(process.wait(PATIENCE_SECONDS), 0)

    # ---- slots

    SLOTS = ('slots', '--connection=porto', '--service=cut', '--from=2026-12-05', '--to=2026-12-06')

    def slot(self, token='T', **fields):
        slot = pb.Slot(available=bool(token), slot_token=token, time_zone='Europe/Lisbon', **fields)
        slot.start_time.FromJsonString('2026-12-05T15:00:00Z')
        return slot

    def test_lists_come_in_the_order_that_is_asked_for(self):
        for word, order in (('start', pb.ORDER_BY_START_TIME_ASC), ('start_desc', pb.ORDER_BY_START_TIME_DESC),
                            ('created', pb.ORDER_BY_CREATE_TIME_ASC), ('created_desc', pb.ORDER_BY_CREATE_TIME_DESC)):
            self.gateway.asked.clear()
            self.assertEqual(self.run_ctl('list', f'--order={word}').returncode, 0)
            self.assertEqual(self.only(pb.ListBookingsRequest).order_by, order)
        result = self.run_ctl('list', '--order=up')
        self.assertEqual(result.returncode, USAGE)
        self.assertIn("--order: 'up' is none of", result.stderr)

    def test_slots_are_asked_for_and_shown_with_their_tokens(self):
        token = 'x' * 1500
        self.gateway.answers[pb.ListSlotsRequest] = [
            pb.ListSlotsResponse(slots=[self.slot(token, capacity_left=3, price=pb.Money(currency_code='EUR', units=27),
                                                  location=pb.Location(id='r', name='Dorm'),
                                                  staff=[pb.StaffMember(id='s-1')])], next_page_token='p'),
            pb.ListSlotsResponse(slots=[self.slot('')], complete=True)]
        result = self.run_ctl(*self.SLOTS, '--staff=s', '--location=l', '--party_size=2', '--include_unavailable',
                              '--page_size=5', '--page_token=t')
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(json_format.MessageToDict(self.only(pb.ListSlotsRequest)),
                         {'connection': 'connections/porto', 'serviceId': 'cut',
                          'timeRange': {'from': '2026-12-05T00:00:00Z', 'to': '2026-12-06T00:00:00Z'},
                          'staffIds': ['s'], 'locationIds': ['l'], 'partySize': 2, 'includeUnavailable': True,
                          'pageSize': 5, 'pageToken': 't'})
        header, free, taken = result.stdout.splitlines()
        self.assertTrue(header.startswith('START'))
        for text in ('2026-12-05 15:00', '3', 's-1', 'Dorm', '27.00 EUR', token):
            self.assertIn(text, free)
        self.assertIn('none', taken)

    def test_slots_as_json(self):
        self.gateway.answers[pb.ListSlotsRequest] = [pb.ListSlotsResponse(slots=[self.slot()], complete=True)]
        result = self.run_ctl(*self.SLOTS, '--json')
        self.assertEqual(json.loads(result.stdout)['slotToken'], 'T')

    def test_slots_of_nights(self):
        self.gateway.answers[pb.ListSlotsRequest] = [pb.ListSlotsResponse(complete=True)]
        self.run_ctl('slots', '--connection=porto', '--nights', '--from=2026-12-05', '--to=2026-12-09')
        request = self.only(pb.ListSlotsRequest)
        self.assertEqual((request.date_range.__getattribute__('from'), request.date_range.to), ('2026-12-05', '2026-12-09'))

    def test_a_cut_list_of_slots_says_how_to_go_on(self):
        page = pb.ListSlotsResponse(slots=[self.slot()], next_page_token='more')
        self.gateway.answers[pb.ListSlotsRequest] = [page]
        result = self.run_ctl(*self.SLOTS)
        self.assertEqual(result.returncode, INCOMPLETE)
        self.assertIn('--page_token=more', result.stderr)
        self.gateway.answers[pb.ListSlotsRequest] = [page, Refusal(grpc.StatusCode.UNAVAILABLE, 'VENDOR_UNAVAILABLE')]
        result = self.run_ctl(*self.SLOTS)
        self.assertEqual(result.returncode, FAILED)
        self.assertIn('--page_token=more', result.stderr)

    def test_slots_need_one_connection_and_a_range(self):
        result = self.run_ctl('slots', '--connection=a,b', '--service=x,y', '--from=soon')
        self.assertEqual(result.returncode, USAGE)
        for flag in ('--connection', '--service', '--from', '--to'):
            self.assertIn(flag, result.stderr)


if __name__ == '__main__':
    BookctlTest.binary = sys.argv.pop(1)
    unittest.main()
