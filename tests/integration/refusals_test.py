"""What each vendor refuses, and what is refused before a vendor hears of it: the catalogued reason and code, as finely as the vendor
tells; booking_state; every field that is wrong at once; and never a commit in the vendor's journal. Wix: wix_refusals_test.py."""

import datetime
import unittest

import bookable
import desk
import grpc
import writing
from bookings.v1 import bookings_pb2 as pb

HALF_HOUR = bookable.HALF_HOUR
PAST = bookable.FIRST_DAY - 10 * desk.DAY
MINUTE = datetime.timedelta(minutes=1)
SUNDAY = 6
NOBODY = 'ba0bab00-0000-4000-8000-000000000000'

# Codes.
REFUSED = 'FAILED_PRECONDITION'
INVALID = 'INVALID_ARGUMENT'


class Jicoo(desk.Refusals):
    """It answers 422 to everything: what that means is read from the slots."""
    VENDOR = bookable.BOOKABLE['jicoo']
    SETTINGS = {'event_types': [
        *VENDOR.settings['event_types'],
        {'uid': 'capped', 'total_cap': {'bookings': 1, 'period': 'ever'}, 'hours': bookable.ALL_DAY},
        {'uid': 'guest', 'guest_cap': {'bookings': 1, 'period': 'ever'}, 'hours': bookable.ALL_DAY},
        {'uid': 'weekdays', 'hours': [{'day': 'mon', 'open': '09:00', 'close': '17:00'}]},
        {'uid': 'closed', 'status': 'disable', 'hours': bookable.ALL_DAY}]}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.places = bookable.half_hours('single')

    def setUp(self):
        self.at = desk.Desk(self, self.VENDOR, self.id().rpartition('.')[2].replace('_', '-'), self.SETTINGS)
        self.place = next(self.places)
        self.start = self.place.start

    def test_slots_that_are_gone(self):
        self.taken(self.at, self.place)
        cases = {'past': desk.appointment('single', PAST), 'off grid': desk.appointment('single', self.start + 7 * MINUTE),
                 'closed day': desk.appointment('weekdays', desk.next_day(SUNDAY) + datetime.timedelta(hours=10)),
                 'closed hour': desk.appointment('weekdays', desk.next_day(0) + datetime.timedelta(hours=17)),
                 'disabled': desk.appointment('closed', self.start)}
        for what, place in cases.items():
            with self.subTest(what=what):
                self.refuse(self.at, place, 'SLOT_UNAVAILABLE')

    def test_slots_that_are_still_offered(self):
        """The vendor refuses what it offers: by its rules, not for the slot."""
        self.at.book(desk.appointment('capped', self.start))
        person = next(self.at.people)
        self.at.create(self.at.request(desk.appointment('guest', self.start), person))
        self.refuse(self.at, desk.appointment('capped', self.start + HALF_HOUR), 'BOOKING_REFUSED')
        again = self.at.request(desk.appointment('guest', self.start + HALF_HOUR), person)
        self.expect_refused(self.at, lambda: self.at.create(again), REFUSED, 'BOOKING_REFUSED')
        self.at.switch(capped_slots='omit')
        self.refuse(self.at, desk.appointment('capped', self.start + HALF_HOUR), 'SLOT_UNAVAILABLE')

    def test_unknown_service(self):
        self.refuse(self.at, desk.appointment('nothing', self.start), 'BOOKING_REFUSED')
        self.at.switch(unknown_event_type='404')
        self.refuse(self.at, desk.appointment('nothing', self.start), 'VENDOR_RESOURCE_MISSING')

    def test_slots_that_may_not_be_read(self):
        """Without the slots, the refusal stays a refusal."""
        self.at.book(self.place)
        self.sandbox.faults('jicoo', self.at.account, {'path': 'available_schedules', 'kind': 'status', 'status': 403, 'times': -1})
        self.refuse(self.at, self.place, 'BOOKING_REFUSED')

    def test_changes(self):
        booking = self.stale_etag(self.at, self.place)
        other = self.at.book(next(self.places))
        move = {'appointment': pb.AppointmentRequest(service_id='single', start_time=other.start_time)}
        self.refuse_change(self.at, lambda: self.at.move(booking.name, **move), 'SLOT_UNAVAILABLE')
        stale = 'not-' + booking.etag
        self.refuse_change(self.at, lambda: self.at.move(booking.name, etag=stale, **move), 'ETAG_MISMATCH', 'ABORTED')
        self.refuse_change(self.at, lambda: self.at.update(booking.name, ['title'], etag=stale, title='x'), 'ETAG_MISMATCH', 'ABORTED')
        self.refuse_change(self.at, lambda: self.at.update(booking.name, ['party_size', 'total'], party_size=2), 'UNSUPPORTED_FIELD',
                           INVALID, fields=['booking.party_size', 'booking.total'])
        self.refuse_change(self.at, lambda: self.at.set_status(booking.name, pb.BOOKING_STATUS_CONFIRMED), 'OPERATION_UNSUPPORTED',
                           'UNIMPLEMENTED')
        self.unknown_booking(self.at, 'nothing')
        self.at.cancel(booking.name)
        self.refuse_change(self.at, lambda: self.at.move(booking.name, **move), 'BOOKING_REFUSED')

    def test_before_the_vendor(self):
        def all_wrong(request):
            request.customer.email = 'ada at example'
            request.party_size = -1
            request.request_id = 'x' * 65
        self.invalid(self.at, self.place, ['customer.email', 'party_size', 'request_id'], 'INVALID_REQUEST', all_wrong)

        def unsupported(request):
            request.party_size = 2
            request.notification = pb.NOTIFICATION_DO_NOT_NOTIFY
            request.appointment.staff_id = 'somebody'
            request.vendor_options.update({'colour': 'red'})
        fields = ['appointment.staff_id', 'notification', 'party_size', 'vendor_options.colour']
        self.invalid(self.at, self.place, fields, 'UNSUPPORTED_FIELD', unsupported)

        def missing(request):
            request.ClearField('customer')
            request.appointment.ClearField('start_time')
            request.appointment.ClearField('service_id')
        with self.subTest(what='missing'):
            request = self.at.request(self.place)
            missing(request)
            details = self.expect_refused(self.at, lambda: self.at.create(request), INVALID, 'INVALID_REQUEST')
            fields = {violation.field for violation in details['BadRequest'].field_violations}
            self.assertLessEqual({'appointment.service_id', 'appointment.start_time', 'customer.email', 'customer.display_name'}, fields)

        def of_the_wrong_kind(request):
            request.vendor_options.update({'locale': 'fr', 'textRemindNumber': 7, 'payment': {'paymentMethod': 'gold', 'items': []}})
        self.invalid(self.at, self.place, ['vendor_options.locale', 'vendor_options.payment.paymentMethod',
                                           'vendor_options.textRemindNumber'], 'INVALID_REQUEST', of_the_wrong_kind)

    def test_between_milliseconds(self):
        """The vendor tells milliseconds; what lies between is no slot."""
        request = self.at.request(self.place)
        request.appointment.start_time.nanos = 1

        self.expect_refused(self.at, lambda: self.at.create(request), INVALID, 'INVALID_REQUEST', fields=['appointment.start_time'])

    def test_long_reason(self):
        booking = self.at.book(self.place)
        self.refuse_change(self.at, lambda: self.at.cancel(booking.name, reason='x' * 2001), 'INVALID_REQUEST', INVALID,
                           fields=['reason'])

    def test_best_effort(self):
        """What the vendor cannot carry out is left out, if the caller says that it may be; what is not listed is still refused."""
        request = self.at.request(self.place, party_size=2, notification=pb.NOTIFICATION_NOTIFY,
                                  vendor_options=desk.options(colour='red'))
        request.best_effort.paths.extend(['notification', 'vendor_options.colour'])
        self.expect_refused(self.at, lambda: self.at.create(request), INVALID, 'UNSUPPORTED_FIELD', ['party_size'])
        request.best_effort.paths.append('party_size')
        self.assertEqual(self.at.create(request).booking.status, pb.BOOKING_STATUS_CONFIRMED)
        self.assertEqual(self.at.operations(), ['create'])


class Optimocms(desk.Refusals):
    VENDOR = bookable.BOOKABLE['optimocms']

    def setUp(self):
        settings = {'hours': [each for each in bookable.ALL_DAY if each['day'] != 'sun']}
        self.at = desk.Desk(self, self.VENDOR, self.id().rpartition('.')[2].replace('_', '-'), settings)
        self.start = desk.next_day(0)
        self.place = self.at_time(self.start)

    @staticmethod
    def at_time(start, service='svc_haircut30', staff='stf_max', **more):
        return desk.appointment(service, start, staff_id=staff, **more)

    def test_slots_that_are_gone(self):
        self.taken(self.at, self.place)
        cases = {'past': self.at_time(desk.next_day(0, PAST)), 'off grid': self.at_time(self.start + 7 * MINUTE),
                 'closed day': self.at_time(desk.next_day(SUNDAY))}
        for what, place in cases.items():
            with self.subTest(what=what):
                self.refuse(self.at, place, 'SLOT_UNAVAILABLE')
        self.at.switch(taken_slot='400')
        self.refuse(self.at, self.place, 'SLOT_UNAVAILABLE')

    def test_what_is_unknown(self):
        for place in (self.at_time(self.start, service='nothing'), self.at_time(self.start, staff='nobody'),
                      self.at_time(self.start, location_id='nowhere')):
            self.refuse(self.at, place, 'VENDOR_RESOURCE_MISSING')
        self.refuse(self.at, self.at_time(self.start, service='svc_perm60'), 'VENDOR_REQUEST_REFUSED')

    def test_missing_scope(self):
        reader = desk.Desk(self, self.VENDOR, 'reads-only', {'scopes': ['booking:read', 'sites:read']})
        self.refuse(reader, self.place, 'VENDOR_PERMISSION_DENIED')
        booking = self.at.book(self.place)
        name = f'{reader.name}/bookings/{booking.vendor_id}'
        self.refuse_change(reader, lambda: reader.cancel(name), 'VENDOR_PERMISSION_DENIED')

    def test_changes(self):
        booking = self.at.book(self.place)
        self.refuse_change(self.at, lambda: self.at.set_status(booking.name, pb.BOOKING_STATUS_COMPLETED), 'BOOKING_REFUSED')
        self.refuse_change(self.at, lambda: self.at.cancel(booking.name, etag='any', reason='ill',
                                                           notification=pb.NOTIFICATION_DO_NOT_NOTIFY),
                           'UNSUPPORTED_FIELD', INVALID, fields=['etag', 'notification', 'reason'])
        self.refuse_change(self.at, lambda: self.at.set_status(booking.name, pb.BOOKING_STATUS_DECLINED), 'UNSUPPORTED_FIELD', INVALID,
                           fields=['status'])
        move = {'appointment': self.at_time(self.start + HALF_HOUR).appointment}
        self.refuse_change(self.at, lambda: self.at.move(booking.name, **move), 'OPERATION_UNSUPPORTED', 'UNIMPLEMENTED')
        self.refuse_change(self.at, lambda: self.at.update(booking.name, ['title'], title='x'), 'OPERATION_UNSUPPORTED', 'UNIMPLEMENTED')
        self.unknown_booking(self.at, 'bk_nothing')
        self.at.cancel(booking.name)
        self.refuse_change(self.at, lambda: self.at.set_status(booking.name, pb.BOOKING_STATUS_CONFIRMED), 'BOOKING_REFUSED')

    def test_cancelling_what_is_confirmed(self):
        """Where the vendor lets nobody cancel a confirmed booking, that is its rule."""
        self.at.switch(strict_transitions='yes')
        booking = self.at.book(self.place)
        self.at.set_status(booking.name, pb.BOOKING_STATUS_CONFIRMED)
        self.refuse_change(self.at, lambda: self.at.cancel(booking.name), 'BOOKING_REFUSED')

    def test_replacement_that_is_refused(self):
        """The new time is taken: the old booking stays, untouched."""
        booking = self.at.book(self.place)
        self.at.book(self.at_time(self.start + HALF_HOUR))
        move = {'appointment': self.at_time(self.start + HALF_HOUR).appointment, 'allow_replacement': True}
        self.expect_refused(self.at, lambda: self.at.move(booking.name, **move), REFUSED, 'SLOT_UNAVAILABLE')
        self.assertEqual(self.at.row(booking)['status'], 'pending')

    def test_before_the_vendor(self):
        def unsupported(request):
            request.party_size = 3
            request.notification = pb.NOTIFICATION_DO_NOT_NOTIFY
            request.customer.company = 'Analytical Engines'
            request.vendor_options.update({'colour': 'red'})
            request.answers.add(question='Colour?', values=['red'])
        fields = ['answers', 'customer.company', 'notification', 'party_size', 'vendor_options.colour']
        self.invalid(self.at, self.place, fields, 'UNSUPPORTED_FIELD', unsupported)

        def bad_email(request):
            request.customer.email = 'ada@'
        self.invalid(self.at, self.place, ['customer.email'], 'INVALID_REQUEST', bad_email)

        def missing(request):
            request.ClearField('customer')
        self.invalid(self.at, self.place, ['customer.email'], 'INVALID_REQUEST', missing)


class Hostelmate(desk.Refusals):
    VENDOR = bookable.BOOKABLE['hostelmate']

    def setUp(self):
        self.at = desk.Desk(self, self.VENDOR, self.id().rpartition('.')[2].replace('_', '-'), connection={'price_unit': 'major'})
        self.free = self.at.places()
        self.place = next(self.free)
        self.room = self.place.stay.room_id

    def nights(self, *days, room=None):
        stay = pb.StayRequest(room_id=room or self.room)
        for day in days:
            stay.nights.add(date=f'{bookable.FIRST_DAY + day * desk.DAY:%Y-%m-%d}', amount=pb.Money(currency_code='EUR', units=40))
        return bookable.Place(stay=stay)

    def test_nights_that_are_taken(self):
        self.taken(self.at, self.place)
        with self.subTest(what='one of three'):
            self.refuse(self.at, self.nights(-1, 0, 1), 'SLOT_UNAVAILABLE')
        with self.subTest(what='past'):
            self.at.switch(past_nights='refused')
            self.refuse(self.at, self.nights(-10), 'SLOT_UNAVAILABLE')

    def test_what_is_unknown(self):
        self.refuse(self.at, self.nights(0, room=NOBODY), 'VENDOR_RESOURCE_MISSING')
        request = self.at.request(self.place)
        request.customer.Clear()
        request.customer.id = NOBODY
        self.expect_refused(self.at, lambda: self.at.create(request), REFUSED, 'BOOKING_REFUSED')

    def test_changes(self):
        booking = self.stale_etag(self.at, self.place)
        stale = 'not-' + booking.etag
        self.at.book(self.nights(5))
        stay = self.nights(4, 5).stay
        self.refuse_change(self.at, lambda: self.at.move(booking.name, stay=stay), 'SLOT_UNAVAILABLE')
        self.refuse_change(self.at, lambda: self.at.move(booking.name, stay=stay, etag=stale), 'ETAG_MISMATCH', 'ABORTED')
        self.refuse_change(self.at, lambda: self.at.set_status(booking.name, pb.BOOKING_STATUS_COMPLETED), 'UNSUPPORTED_FIELD', INVALID,
                           fields=['status'])
        self.refuse_change(self.at, lambda: self.at.update(booking.name, ['title'], title='x'), 'UNSUPPORTED_FIELD', INVALID,
                           fields=['booking.title'])
        self.unknown_booking(self.at, NOBODY)
        self.at.cancel(booking.name)
        self.refuse_change(self.at, lambda: self.at.move(booking.name, stay=self.nights(7).stay), 'BOOKING_REFUSED')
        self.at.book(self.place)
        with self.subTest(what='its bed is taken meanwhile'):
            self.refuse_change(self.at, lambda: self.at.set_status(booking.name, pb.BOOKING_STATUS_CONFIRMED), 'SLOT_UNAVAILABLE')
        with self.subTest(what='final'):
            self.at.switch(transitions='cancelled_final')
            self.refuse_change(self.at, lambda: self.at.set_status(booking.name, pb.BOOKING_STATUS_CONFIRMED), 'BOOKING_REFUSED')

    def test_before_the_vendor(self):
        def unsupported(request):
            request.party_size = 2
            request.notification = pb.NOTIFICATION_NOTIFY
            request.customer.company = 'Analytical Engines'
            request.vendor_options.update({'colour': 'red'})
        fields = ['customer.company', 'notification', 'party_size', 'vendor_options.colour']
        self.invalid(self.at, self.place, fields, 'UNSUPPORTED_FIELD', unsupported)

        def bad_email(request):
            request.customer.email = '@example.com'
            request.request_id = ''
        self.invalid(self.at, self.place, ['customer.email', 'request_id'], 'INVALID_REQUEST', bad_email)
        with self.subTest(what='no price'):
            request = self.at.request(self.place)
            request.stay.nights[0].ClearField('amount')
            self.expect_refused(self.at, lambda: self.at.create(request), INVALID, 'INVALID_REQUEST')
        with self.subTest(what='other currency'):
            request = self.at.request(self.place)
            request.stay.nights[0].amount.currency_code = 'USD'
            self.expect_refused(self.at, lambda: self.at.create(request), INVALID, 'INVALID_REQUEST')
        with self.subTest(what='an appointment'):
            self.refuse(self.at, desk.appointment(self.room, bookable.FIRST_DAY), 'INVALID_REQUEST', INVALID)


class Tokens(desk.Refusals):
    """slot_token: of another connection, another gateway, altered, or beside what it stands for."""

    def test_tokens(self):
        for vendor in bookable.BOOKABLE.values():
            with self.subTest(vendor=vendor.name):
                self.check(vendor, vendor.name.replace('_', '-'))

    def token(self, at, vendor):
        if vendor.name.startswith('wix'):
            return next(at.places()).slot_token
        place = next(at.places())
        request = pb.ListSlotsRequest(connection=at.name, service_id=place.appointment.service_id if place.appointment else '')
        if place.stay:
            setattr(request.date_range, 'from', f'{place.start:%Y-%m-%d}')
            request.date_range.to = f'{place.start + desk.DAY:%Y-%m-%d}'
        else:
            getattr(request.time_range, 'from').FromDatetime(place.start)
            request.time_range.to.FromDatetime(place.start + HALF_HOUR)
        return next(slot for page in at.stub.ListSlots(request, timeout=30) for slot in page.slots).slot_token

    def check(self, vendor, short):
        more = {'price_unit': 'major'} if vendor.name == 'hostelmate' else {}
        at = desk.Desk(self, vendor, f'{short}-own', connection=more)
        other = desk.Desk(self, vendor, f'{short}-other', connection=more)
        own, foreign = self.token(at, vendor), self.token(other, vendor)
        middle = len(own) // 2
        altered = own[:middle] + ('A' if own[middle] != 'A' else 'B') + own[middle + 1:]
        heard = len(at.requests())
        for what, token in {'foreign': foreign, 'altered': altered, 'no token': 'x', 'too long': 'x' * 9000}.items():
            with self.subTest(what=what):
                self.expect_refused(at, lambda: at.book(bookable.Place(slot_token=token)), INVALID, 'INVALID_REQUEST', ['slot_token'])
        self.assertEqual(len(at.requests()), heard)
        at.book(bookable.Place(slot_token=own))

    def test_keys_of_another_gateway(self):
        vendor = bookable.BOOKABLE['jicoo']
        at = desk.Desk(self, vendor, 'keys')
        token = self.token(at, vendor)
        directory = self.folder('other-keys')
        key = directory / 'page-token-key'
        key.write_text('another key of the tests that is more than 32 bytes long')
        key.chmod(0o600)
        at.stub = self.gateway(directory, [at.connection], writing.sqlite(directory)).bookings
        self.expect_refused(at, lambda: at.book(bookable.Place(slot_token=token)), INVALID, 'INVALID_REQUEST', ['slot_token'])


class WithoutLedger(desk.Refusals):
    """A gateway without a ledger reads only (one whose ledger is broken: no_ledger_test.py)."""

    def test_nothing_is_sent(self):
        for vendor in bookable.BOOKABLE.values():
            with self.subTest(vendor=vendor.name):
                at = desk.Desk(self, vendor, vendor.name.replace('_', '-'))
                booking = at.book(next(at.places()))
                place = next(at.places())
                directory = self.folder(f'no-ledger-{at.account}')
                gateway = self.gateway(directory, [at.connection])
                at.stub = gateway.bookings
                heard = len(at.requests())
                self.expect_refused(at, lambda: at.book(place), 'UNAVAILABLE', 'LEDGER_UNAVAILABLE')
                self.refuse_change(at, lambda: at.cancel(booking.name), 'LEDGER_UNAVAILABLE', 'UNAVAILABLE')
                self.assertEqual(len(at.requests()), heard)
                self.assertEqual(at.get(booking.name).name, booking.name)


class Credentials(desk.Refusals):
    """A key that the vendor refuses, and a vendor that throttles."""

    def test_refused_and_throttled(self):
        for vendor in bookable.BOOKABLE.values():
            with self.subTest(vendor=vendor.name):
                at = desk.Desk(self, vendor, vendor.name.replace('_', '-'))
                place = next(at.places())
                path = vendor.write_paths[0]
                self.sandbox.faults(vendor.vendor, at.account, {'path': path, 'kind': 'status', 'status': 401, 'times': 1})
                self.refuse(at, place, 'VENDOR_AUTH_FAILED')
                self.sandbox.faults(vendor.vendor, at.account, {'path': path, 'kind': 'status', 'status': 402, 'times': 1})
                self.refuse(at, place, 'VENDOR_PAYMENT_REQUIRED')
                # The gateway gives up at once where the wait is longer than the caller's patience.
                self.sandbox.faults(vendor.vendor, at.account, {
                    'path': path, 'kind': 'status', 'status': 429, 'times': -1, 'headers': {'Retry-After': '600'}})
                details = self.expect_refused(at, lambda: at.book(place), 'RESOURCE_EXHAUSTED', 'VENDOR_RATE_LIMITED')
                self.assertGreater(details['RetryInfo'].retry_delay.seconds, 0)


if __name__ == '__main__':
    unittest.main()
