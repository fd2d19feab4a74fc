"""Where tests of single writes stand: an account at a vendor, the gateway's connection to it, and calls with request ids of their own."""

import datetime
import itertools
import json
import re

import bookable
import harness
import writing
from bookings.v1 import bookings_pb2 as pb
from bookings.v1 import connections_pb2
from google.protobuf import struct_pb2, timestamp_pb2

UTC = datetime.timezone.utc
DAY = datetime.timedelta(days=1)


def stamp(instant):
    made = timestamp_pb2.Timestamp()
    made.FromDatetime(instant)
    return made


def next_day(weekday, after=bookable.FIRST_DAY):
    """The first day from then on that is this day of the week (Monday = 0)."""
    return after + (weekday - after.weekday()) % 7 * DAY


def options(**values):
    made = struct_pb2.Struct()
    made.update(values)
    return made


def appointment(service, start, **more):
    return bookable.Place(appointment=pb.AppointmentRequest(service_id=service, start_time=stamp(start), **more))


def set_paths(message, prefix=''):
    """Dotted paths of all fields that are set."""
    paths = set()
    for field, value in message.ListFields():
        path = prefix + field.name
        paths.add(path)
        if field.message_type and field.label != field.LABEL_REPEATED:
            paths |= set_paths(value, path + '.')
    return paths


class Desk:
    """`settings` change the account's; `connection` changes the connection's vendor settings."""

    def __init__(self, test, vendor, account, settings=None, connection=None, base=None):
        self.test, self.vendor, self.account = test, vendor, account
        self.sandbox = test.sandbox
        self.made = self.sandbox.account(vendor.vendor, account, seed=5, bookings=0, traps=False,
                                         **{**vendor.settings, **(settings or {})})
        self.sandbox.unlimited(vendor.vendor, account)
        self.connection = vendor.connection(self.sandbox, test.directory / account, account, self.made)
        self.connection.update(base or {})
        self.connection[vendor.vendor].update(connection or {})
        self.directory = test.folder(f'gateway-{account}')
        self.gateway = test.gateway(self.directory, [self.connection], writing.sqlite(self.directory))
        self.stub = self.gateway.bookings
        self.people = (bookable.Person(f'guest{number}@example.com', 'Ada', f'Guest{number}') for number in itertools.count(1))
        self.ids = (f'{account}-{number}' for number in itertools.count(1))
        self.name = f'connections/{account}'

    def places(self, shared=False):
        return self.vendor.places(self.gateway, self.account, self.made, shared)

    def request(self, place, person=None, **more):
        """A CreateBookingRequest with an id of its own."""
        request = self.vendor.request(self.account, next(self.ids), place, person or next(self.people))
        request.MergeFrom(pb.CreateBookingRequest(**more))
        return request

    def create(self, request):
        return self.stub.CreateBooking(request, timeout=30)

    def book(self, place, **more):
        """Answers the booking."""
        return self.create(self.request(place, **more)).booking

    def get(self, name):
        return self.stub.GetBooking(pb.GetBookingRequest(name=name), timeout=30).booking

    def cancel(self, name, **more):
        return self.stub.CancelBooking(pb.CancelBookingRequest(name=name, request_id=next(self.ids), **more), timeout=30)

    def move(self, name, **more):
        return self.stub.RescheduleBooking(pb.RescheduleBookingRequest(name=name, request_id=next(self.ids), **more), timeout=30)

    def update(self, name, mask, etag='', notification=0, options=None, **fields):
        request = pb.UpdateBookingRequest(booking=pb.Booking(name=name, etag=etag, **fields), request_id=next(self.ids),
                                          notification=notification, vendor_options=options)
        request.update_mask.paths.extend(mask)
        return self.stub.UpdateBooking(request, timeout=30).booking

    def set_status(self, name, status, **more):
        return self.stub.UpdateBookingStatus(
            pb.UpdateBookingStatusRequest(name=name, request_id=next(self.ids), status=status, **more), timeout=30)

    def capability(self, operation):
        answer = self.gateway.connections.GetConnection(connections_pb2.GetConnectionRequest(name=self.name), timeout=30)
        return next(each for each in answer.connection.capabilities.operations if each.operation == operation)

    def journal(self):
        return writing.journal(self.sandbox, self.vendor, self.account)

    def operations(self):
        return [entry['operation'] for entry in self.journal()]

    def row(self, booking):
        return next(row for row in self.sandbox.rows(self.vendor.vendor, self.account) if row['id'] == booking.vendor_id)

    def requests(self):
        return self.sandbox.requests(self.vendor.vendor, self.account)

    def switch(self, **values):
        self.sandbox.switch(self.vendor.vendor, self.account, **values)


class DeskTest(writing.WritingTest):
    def known(self, bug, check):
        """Without a bug the check must hold; with one it must not, so that the bug's name goes when the bug does."""
        if not bug:
            return check()
        with self.assertRaises(AssertionError, msg=f'{bug} is mended: take its name out'):
            check()

    def expect_refused(self, desk, call, code, reason, fields=None, state='NOT_CREATED'):
        """The call fails so, and the vendor has committed nothing; answers the error's details. `fields` are all that BadRequest names;
        `state` is None for calls that create nothing."""
        before = desk.operations()
        with self.assertRaises(Exception) as caught:
            call()
        self.assertTrue(hasattr(caught.exception, 'code'), caught.exception)
        details = harness.details_of(caught.exception)
        info = details['ErrorInfo']
        self.assertEqual((caught.exception.code().name, info.reason), (code, reason), caught.exception.details())
        self.assertEqual((info.domain, info.metadata['connection'] if 'connection' in info.metadata else desk.account),
                         ('bookings.gateway', desk.account))
        if state:
            self.assertEqual(info.metadata['booking_state'], state)
        if fields is not None:
            self.assertEqual(sorted(violation.field for violation in details['BadRequest'].field_violations), sorted(fields))
        self.assertEqual(desk.operations(), before)
        return details


class Refusals(DeskTest):
    """What the tests of refusals share; `at` is the desk."""

    def taken(self, at, place, other=None):
        """Booked once; the second one is told so."""
        at.book(place)
        self.expect_refused(at, lambda: at.book(other or place), 'FAILED_PRECONDITION', 'SLOT_UNAVAILABLE')

    def refuse(self, at, place, reason, code='FAILED_PRECONDITION', **more):
        return self.expect_refused(at, lambda: at.book(place, **more), code, reason)

    def refuse_change(self, at, call, reason, code='FAILED_PRECONDITION', **more):
        return self.expect_refused(at, call, code, reason, state=None, **more)

    def unknown_booking(self, at, vendor_id, **calls):
        name = f'{at.name}/bookings/{vendor_id}'
        self.refuse_change(at, lambda: at.cancel(name), 'BOOKING_NOT_FOUND', 'NOT_FOUND')

    def stale_etag(self, at, place, **change):
        """Read, changed by somebody else, then decided by what was read."""
        booking = at.get(at.book(place).name)
        self.assertTrue(booking.etag)
        stale = 'not-' + booking.etag
        self.refuse_change(at, lambda: at.cancel(booking.name, etag=stale), 'ETAG_MISMATCH', 'ABORTED')
        return booking

    def invalid(self, at, place, fields, reason, change, **more):
        """Refused before the vendor hears of it."""
        request = at.request(place, **more)
        change(request)
        heard = len(at.requests())
        self.expect_refused(at, lambda: at.create(request), 'INVALID_ARGUMENT', reason, fields)
        self.assertEqual(len(at.requests()), heard)


class Writes(DeskTest):
    """What the tests of writes share."""

    def desk(self, vendor, what, **more):
        return Desk(self, vendor, f'{what}-{vendor.name.replace("_", "-")}', **more)

    def sent(self, at, method, pattern):
        """The body of the latest request of that kind."""
        found = [request for request in at.requests() if request['method'] == method and re.search(pattern, request['path'])]
        self.assertTrue(found, f'no {method} {pattern}')
        return json.loads(found[-1]['body'])

    def expect_complete(self, at, request, besides):
        """The request sets every field that the connection declares for creations, besides those that are named here."""
        declared = set(at.capability(connections_pb2.OPERATION_CREATE_BOOKING).fields)
        paths = set_paths(request)
        missing = {field for field in declared if not any(path == field or path.startswith(field + '.') for path in paths)}
        self.assertEqual(missing, set(besides))

    def writes(self, at):
        """Requests that could change something."""
        reads = r'query|time-slots|availab|avilab|/services'
        return [request for request in at.requests() if request['method'] != 'GET' and not re.search(reads, request['path'])]

    def expect_cancelled_twice(self, at, name, **more):
        """The second time says so, and sends nothing that changes anything."""
        answer = at.cancel(name, **more)
        self.assertEqual((answer.booking.name, answer.booking.status, answer.already_cancelled), (name, pb.BOOKING_STATUS_CANCELLED, False))
        operations = at.operations()
        self.assertEqual(operations[-1], 'cancel')
        again = at.cancel(name)
        self.assertEqual(again.booking.status, pb.BOOKING_STATUS_CANCELLED)
        self.assertEqual(at.operations(), operations)
        self.assertEqual(at.get(name).status, pb.BOOKING_STATUS_CANCELLED)
        return again
