"""What Wix refuses in both generations of its API, and what is refused before Wix hears of it; as refusals_test.py."""

import datetime
import unittest

import bookable
import desk
import grpc
from bookings.v1 import bookings_pb2 as pb

PAST = bookable.FIRST_DAY - 10 * desk.DAY
MINUTE = datetime.timedelta(minutes=1)
SATURDAY = 5
NOBODY = 'ba0bab00-0000-4000-8000-000000000000'
INVALID = 'INVALID_ARGUMENT'


class WixV2(desk.Refusals):
    VENDOR = bookable.BOOKABLE['wix_v2']
    SINGLE, SHARED, WEEKDAYS = 'Consultation by phone', 'Night swim', 'Back massage'

    def setUp(self):
        self.at = desk.Desk(self, self.VENDOR, self.id().rpartition('.')[2].replace('_', '-') + '-' + self.VENDOR.api,
                            {'capacity': 2})
        self.place = next(self.at.places())

    def service(self, title):
        return next(service['id'] for service in self.at.made['services'] if service['name'] == title)

    def single(self, start):
        return desk.appointment(self.service(self.SINGLE), start)

    def test_slots_that_are_gone(self):
        self.taken(self.at, self.place)
        self.taken_twice()
        cases = {'past': self.single(PAST), 'off grid': self.single(self.place.start + 7 * MINUTE),
                 'closed day': desk.appointment(self.service(self.WEEKDAYS), desk.next_day(SATURDAY) + datetime.timedelta(hours=10))}
        for what, place in cases.items():
            with self.subTest(what=what):
                self.refuse(self.at, place, 'SLOT_UNAVAILABLE')

    def move_to(self, place):
        return {'slot_token': place.slot_token}

    def taken_twice(self):
        """Two members of staff serve it."""
        start = self.place.start
        self.at.book(self.single(start))
        self.taken(self.at, self.single(start))

    def test_class_that_is_full(self):
        place = next(self.at.places(shared=True))
        self.at.book(place)
        self.refuse(self.at, place, 'SLOT_UNAVAILABLE', party_size=2)
        self.at.book(place)
        self.refuse(self.at, place, 'SLOT_UNAVAILABLE')

    UNKNOWN_SERVICE = 'VENDOR_RESOURCE_MISSING'

    def expect_nothing(self, request):
        """Refused, however, and nothing is booked."""
        before = self.at.operations()
        with self.assertRaises(grpc.RpcError):
            self.at.create(request)
        self.assertEqual(self.at.operations(), before)

    def test_session_that_contradicts(self):
        """A session has its start, service, place and staff: a request that says otherwise is not carried out halfway."""
        self.at = desk.Desk(self, self.VENDOR, f'roomy-{self.VENDOR.api}', {'capacity': 20})
        made = self.at.book(next(self.at.places(shared=True)))
        contradictions = {'start_time': desk.stamp(made.start_time.ToDatetime(desk.UTC) + desk.DAY), 'location_id': 'elsewhere',
                          'staff_id': 'nobody', 'service_id': self.service(self.WEEKDAYS)}
        for field, value in contradictions.items():
            with self.subTest(field=field):
                named = {'service_id': self.service(self.SHARED), 'session_id': made.session_id, 'start_time': made.start_time,
                         field: value}
                request = self.at.request(bookable.Place(appointment=pb.AppointmentRequest(**named)))
                self.expect_nothing(request)

    def test_class_by_start(self):
        """A service and a start name one session of a class."""
        made = self.at.book(next(self.at.places(shared=True)))
        place = desk.appointment(self.service(self.SHARED), made.start_time.ToDatetime(desk.UTC))
        self.assertEqual(self.at.book(place).session_id, made.session_id)

    def test_unknown_service(self):
        self.refuse(self.at, desk.appointment(NOBODY, self.place.start), self.UNKNOWN_SERVICE)

    def test_missing_scope(self):
        booking = self.at.book(self.place)
        self.at.switch(granted_scopes='no_manage')
        self.refuse(self.at, next(self.at.places()), 'VENDOR_PERMISSION_DENIED')
        self.refuse_change(self.at, lambda: self.at.cancel(booking.name), 'VENDOR_PERMISSION_DENIED')

    def test_final_status(self):
        booking = self.at.book(self.place)
        self.at.cancel(booking.name)
        for status in (pb.BOOKING_STATUS_CONFIRMED, pb.BOOKING_STATUS_DECLINED):
            with self.subTest(status=status):
                self.refuse_change(self.at, lambda: self.at.set_status(booking.name, status), 'BOOKING_REFUSED')
        move = self.move_to(next(self.at.places()))
        with self.subTest(what='move'):
            self.refuse_change(self.at, lambda: self.at.move(booking.name, **move), 'BOOKING_REFUSED')

    def test_stale_etag(self):
        booking = self.stale_etag(self.at, self.place)
        move = self.move_to(next(self.at.places()))
        stale = 'not-' + booking.etag
        self.refuse_change(self.at, lambda: self.at.move(booking.name, etag=stale, **move), 'ETAG_MISMATCH', 'ABORTED')
        self.refuse_change(self.at, lambda: self.at.set_status(booking.name, pb.BOOKING_STATUS_DECLINED, etag=stale), 'ETAG_MISMATCH',
                           'ABORTED')

    def test_move_to_what_is_taken(self):
        places = self.at.places(shared=True)
        first, second = next(places), next(places)
        booking = self.at.book(first)
        self.at.book(second, party_size=2)
        self.refuse_change(self.at, lambda: self.at.move(booking.name, slot_token=second.slot_token), 'SLOT_UNAVAILABLE')

    def test_unknown_booking(self):
        self.unknown_booking(self.at, NOBODY)

    def test_before_the_vendor(self):
        def unsupported(request):
            request.notes = 'By the window'
            request.customer.company = 'Analytical Engines'
            request.vendor_options.update({'colour': 'red'})
        self.invalid(self.at, self.place, ['customer.company', 'notes', 'vendor_options.colour'], 'UNSUPPORTED_FIELD', unsupported)

        def bad_email(request):
            request.customer.email = 'ada example.com'
        self.invalid(self.at, self.place, ['customer.email'], 'INVALID_REQUEST', bad_email)
        with self.subTest(what='a stay'):
            stay = pb.StayRequest(room_id='r')
            stay.nights.add(date='2035-01-01')
            details = self.expect_refused(self.at, lambda: self.at.book(bookable.Place(stay=stay)), INVALID, 'INVALID_REQUEST')
            self.assertIn('appointment', [violation.field for violation in details['BadRequest'].field_violations])


class WixV1(WixV2):
    VENDOR = bookable.BOOKABLE['wix_v1']
    # Its calendar does not tell a service that is not there from one without slots.
    UNKNOWN_SERVICE = 'SLOT_UNAVAILABLE'

    def move_to(self, place):
        """v1 wants the schedule of who serves, which its slots do not tell."""
        staff = next(service['staff'] for service in self.at.made['services'] if service['name'] == self.VENDOR.single)
        schedules = [{'scheduleId': staff[0]['schedule_id'], 'transparency': 'BUSY'}]
        return {'slot_token': place.slot_token, 'vendor_options': desk.options(affectedSchedules=schedules)}

    def test_move_without_a_schedule(self):
        booking = self.at.book(self.place)
        token = next(self.at.places()).slot_token
        self.refuse_change(self.at, lambda: self.at.move(booking.name, slot_token=token), 'INVALID_REQUEST', INVALID,
                           fields=['vendor_options.affectedSchedules'])

    def test_no_update(self):
        booking = self.at.book(self.place)
        self.refuse_change(self.at, lambda: self.at.update(booking.name, ['party_size'], party_size=2), 'OPERATION_UNSUPPORTED',
                           'UNIMPLEMENTED')

    def test_removed(self):
        """Wix has announced the end of this API."""
        self.at.switch(v1_served='removed')
        self.refuse(self.at, self.place, 'VENDOR_RESOURCE_MISSING')


class StaleRevision(desk.Refusals):
    """Wix v2's revisions: one that was overtaken between reading and writing is read again once, and decided again."""
    VENDOR = bookable.BOOKABLE['wix_v2']

    def conflict(self, at, times):
        self.sandbox.faults('wix', at.account, {'path': r'/cancel$', 'kind': 'status', 'status': 409, 'times': times,
                                                'body': '{"message":"entity has already changed","details":{}}'})

    def test_overtaken(self):
        at = desk.Desk(self, self.VENDOR, 'overtaken')
        places = at.places()
        booking = at.book(next(places))
        self.conflict(at, 1)
        self.assertEqual(at.cancel(booking.name).booking.status, pb.BOOKING_STATUS_CANCELLED)
        booking = at.book(next(places))
        self.conflict(at, -1)
        self.refuse_change(at, lambda: at.cancel(booking.name), 'ETAG_MISMATCH', 'ABORTED')


if __name__ == '__main__':
    unittest.main()
