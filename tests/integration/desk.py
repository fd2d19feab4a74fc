"""Where tests of single writes stand: an account at a vendor, the gateway's connection to it, and calls with request ids of their own."""

import datetime
import itertools

import bookable
import harness
import writing
from bookings.v1 import bookings_pb2 as pb
from google.protobuf import json_format, timestamp_pb2

UTC = datetime.timezone.utc
DAY = datetime.timedelta(days=1)
WEEK = 7 * DAY


def stamp(instant):
    made = timestamp_pb2.Timestamp()
    made.FromDatetime(instant)
    return made


def next_day(weekday, after=bookable.FIRST_DAY):
    """The first day from then on that is this day of the week (Monday = 0)."""
    return after + (weekday - after.weekday()) % 7 * DAY


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


def as_dict(message):
    return json_format.MessageToDict(message, preserving_proto_field_name=True)
