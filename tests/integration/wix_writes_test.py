"""The life of a booking at Wix in both generations of its API; as writes_test.py."""

import datetime
import unittest

import bookable
import desk
from bookings.v1 import bookings_pb2 as pb

UTC = desk.UTC
CONFIRMED, PENDING = pb.BOOKING_STATUS_CONFIRMED, pb.BOOKING_STATUS_PENDING


def texts_of(start):
    """As Jicoo and Wix are told instants."""
    return f'{start:%Y-%m-%dT%H:%M:%S}.000Z'


class WixV2(desk.Writes):
    VENDOR = bookable.BOOKABLE['wix_v2']
    SHARED = VENDOR.shared

    def setUp(self):
        self.at = self.desk(self.VENDOR, self.id().rpartition('.')[2].replace('_', '-')[5:])

    CONTACT = {'contactId': '7d1e0f4a-0000-4000-8000-000000000001', 'firstName': 'Ada', 'lastName': 'Byron', 'email': 'ada@example.com',
               'phone': '+44201234', 'fullAddress': {'addressLine': '1 Main Street'}, 'timeZone': 'Europe/London',
               'countryCode': 'GB'}
    CUSTOMER = pb.Customer(id=CONTACT['contactId'], first_name='Ada', last_name='Byron', email='ada@example.com', phone='+44201234',
                           address='1 Main Street', time_zone='Europe/London', country_code='GB')

    def create_with(self, what, **more):
        return self.at.create(pb.CreateBookingRequest(
            connection=self.at.name, request_id='everything', customer=self.CUSTOMER, notification=pb.NOTIFICATION_NOTIFY,
            answers=[pb.Answer(question_id='43daba58-95af-4259-8955-8e5485402a17', values=['Yes'])], **what, **more)).booking

    def test_appointment_with_everything(self):
        """All that names the slot; location and zone in the vendor's own words."""
        service = next(service for service in self.at.made['services'] if service['name'] == self.VENDOR.single)
        place = next(self.at.places())
        request = pb.CreateBookingRequest(
            connection=self.at.name, request_id='appointment', party_size=1, notification=pb.NOTIFICATION_DO_NOT_NOTIFY,
            customer=self.CUSTOMER, answers=[pb.Answer(question_id=self.FIELDS[0]['id'], values=['Yes'])],
            appointment=pb.AppointmentRequest(service_id=service['id'], start_time=desk.stamp(place.start), time_zone='Asia/Tokyo',
                                              location_id=service['location']['id'], **self.served_by(service)))
        # Sessions and schedules are of classes and courses; a display name stands in for the names above.
        self.expect_complete(self.at, request, ['appointment.session_id', 'appointment.schedule_id', 'customer.display_name'])
        made = self.at.create(request).booking
        self.expect_slot(place, service)
        self.assertEqual((made.status, made.start_time.ToDatetime(UTC)), (CONFIRMED, place.start))

    def served_by(self, service):
        return {'staff_id': service['staff'][0]['id']}

    def expect_slot(self, place, service):
        slot = self.sent(self.at, 'POST', r'/v2/bookings$')['booking']['bookedEntity']['slot']
        self.assertEqual((slot['serviceId'], slot['scheduleId'], slot['timezone'], slot['resource']),
                         (service['id'], service['schedule_id'], 'Asia/Tokyo', {'id': service['staff'][0]['id']}))
        self.assertEqual((slot['location']['id'], slot['location']['locationType']), (service['location']['id'], 'OWNER_BUSINESS'))
        self.assertEqual(datetime.datetime.fromisoformat(slot['startDate']), place.start)

    def test_session_by_id(self):
        """A class is joined by the id of its session as well as by a slot_token."""
        places = self.at.places(shared=True)
        made = self.at.book(next(places))
        service = next(service for service in self.at.made['services'] if service['name'] == self.SHARED)
        joined = self.at.create(self.at.request(bookable.Place(appointment=pb.AppointmentRequest(
            service_id=service['id'], session_id=made.session_id, start_time=made.start_time)))).booking
        self.assertEqual((joined.session_id, joined.start_time, joined.status), (made.session_id, made.start_time, CONFIRMED))

    FIELDS = [{'id': '43daba58-95af-4259-8955-8e5485402a17', 'value': 'Yes'}]

    def test_create_with_everything(self):
        place = next(self.at.places(shared=True))
        made = self.create_with({'slot_token': place.slot_token}, party_size=3, vendor_options=desk.options(
            message='Welcome', metadata={'gate': 'B'}, sendSmsReminder=False, selectedPaymentOption='OFFLINE', paymentStatus='NOT_PAID',
            skipBusinessConfirmation=True, skipSelectedPaymentOptionValidation=True))
        body = self.sent(self.at, 'POST', r'/v2/bookings$')
        self.assertTrue(body['booking'].pop('externalUserId'))
        self.assertTrue(body['booking'].pop('bookedEntity')['slot']['eventId'])
        self.assertEqual(body, {
            'booking': {'contactDetails': self.CONTACT, 'additionalFields': self.FIELDS, 'totalParticipants': 3,
                        'selectedPaymentOption': 'OFFLINE'},
            'participantNotification': {'notifyParticipants': True, 'message': 'Welcome', 'metadata': {'gate': 'B'}},
            'sendSmsReminder': False,
            'flowControlSettings': {'skipBusinessConfirmation': True, 'skipSelectedPaymentOptionValidation': True}})
        self.assertEqual(self.sent(self.at, 'POST', r':confirmOrDecline$'), {'paymentStatus': 'NOT_PAID'})
        read = self.at.get(made.name)
        self.assertEqual((read.status, read.party_size, read.start_time.ToDatetime(UTC)), (CONFIRMED, 3, place.start))
        self.assertEqual(read.customers[0].email, 'ada@example.com')
        self.assertEqual(self.at.operations(), ['create', 'confirm_or_decline'])

    def test_course(self):
        course = next(service for service in self.at.made['services'] if service['type'] == 'COURSE')
        made = self.create_with({'appointment': pb.AppointmentRequest(service_id=course['id'], schedule_id=course['schedule_id'])},
                                party_size=2)
        self.assertEqual((made.status, made.party_size, made.schedule_id), (CONFIRMED, 2, course['schedule_id']))

    def test_draft(self):
        """For a checkout of the caller's own: made, not confirmed."""
        request = self.at.request(next(self.at.places()), vendor_options=desk.options(draft=True))
        self.assertEqual(self.at.create(request).booking.status, pb.BOOKING_STATUS_DRAFT)
        self.assertEqual(self.at.operations(), ['create'])

    def test_approval(self):
        at = self.desk(self.VENDOR, 'approved', settings={'approval': True})
        for status, operation in ((CONFIRMED, 'confirm'), (pb.BOOKING_STATUS_DECLINED, 'decline')):
            with self.subTest(status=status):
                booking = at.book(next(at.places()))
                self.assertEqual(booking.status, PENDING)
                answer = at.set_status(booking.name, status, notification=pb.NOTIFICATION_DO_NOT_NOTIFY)
                self.assertEqual((answer.booking.status, answer.unchanged), (status, False))
                self.assertEqual(at.operations()[-1], operation)
                body = self.sent(at, 'POST', f'/{operation}$')
                self.assertEqual(body['participantNotification'], {'notifyParticipants': False})
                writes = len(self.writes(at))
                self.assertTrue(at.set_status(booking.name, status).unchanged)
                self.assertEqual(len(self.writes(at)), writes)
                self.assertEqual(at.get(booking.name).status, status)

    def move_to(self, place):
        return {'slot_token': place.slot_token}

    def test_move_and_cancel(self):
        for shared in (False, True):
            with self.subTest(shared=shared):
                places = self.at.places(shared=shared)
                booking = self.at.book(next(places))
                target = [place for place, _ in zip(places, range(3))][-1]
                answer = self.at.move(booking.name, notification=pb.NOTIFICATION_NOTIFY, **self.move_to(target))
                self.assertEqual((answer.booking.name, answer.replaced_booking), (booking.name, ''))
                self.assertEqual(self.at.get(booking.name).start_time.ToDatetime(UTC), target.start)
                self.assertEqual(self.sent(self.at, 'POST', r'/reschedule$')['participantNotification'], {'notifyParticipants': True})
                again = self.expect_cancelled_twice(self.at, booking.name, reason='Ill', notification=pb.NOTIFICATION_NOTIFY)
                self.assertTrue(again.already_cancelled)
                self.assertEqual(self.sent(self.at, 'POST', r'/cancel$')['participantNotification'],
                                 {'notifyParticipants': True, 'message': 'Ill'})

    def test_participants(self):
        booking = self.at.book(next(self.at.places(shared=True)), party_size=2)
        etag = self.at.get(booking.name).etag
        changed = self.at.update(booking.name, ['party_size'], party_size=4, etag=etag)
        self.assertEqual(changed.party_size, 4)
        self.assertEqual(self.at.get(booking.name).party_size, 4)
        self.assertNotEqual(changed.etag, etag)
        self.assertEqual(self.at.operations()[-1], 'update')


class WixV1(WixV2):
    """Books in one step; what v2 calls participants is a selection of prices."""
    VENDOR = bookable.BOOKABLE['wix_v1']
    test_draft = test_participants = None

    def test_create_with_everything(self):
        place = next(self.at.places(shared=True))
        made = self.create_with({'slot_token': place.slot_token}, party_size=3, vendor_options=desk.options(
            rateLabel='child', couponCode='SUMMER', sendSmsReminder=False, bookingSource={'platform': 'WEB', 'actor': 'CUSTOMER'}))
        body = self.sent(self.at, 'POST', r'/v1/bookings/book$')
        self.assertTrue(body.pop('externalUserId'))
        self.assertTrue(body.pop('bySessionId')['sessionId'])
        self.assertEqual(body, {
            'formInfo': {'contactDetails': self.CONTACT, 'additionalFields': self.FIELDS,
                         'paymentSelection': [{'rateLabel': 'child', 'numberOfParticipants': 3}]},
            'notifyParticipants': True, 'couponCode': 'SUMMER', 'sendSmsReminder': False,
            'bookingSource': {'platform': 'WEB', 'actor': 'CUSTOMER'}})
        read = self.at.get(made.name)
        self.assertEqual((read.status, read.party_size, read.start_time.ToDatetime(UTC)), (CONFIRMED, 3, place.start))
        self.assertEqual(self.at.operations(), ['create'])

    def served_by(self, service):
        return {}

    def expect_slot(self, place, service):
        session = self.sent(self.at, 'POST', r'/v1/bookings/book$')['createSession']
        self.assertEqual((session['scheduleId'], session['start']), (service['schedule_id'], {'timestamp': texts_of(place.start)}))
        self.assertEqual(session['location'], {'locationType': 'OWNER_BUSINESS', 'businessLocation': {'id': service['location']['id']}})

    def move_to(self, place):
        """v1 wants the schedule of who serves an appointment, which its slots do not tell."""
        staff = next(service['staff'] for service in self.at.made['services'] if service['name'] == self.VENDOR.single)
        schedules = [{'scheduleId': staff[0]['schedule_id'], 'transparency': 'BUSY'}]
        return {'slot_token': place.slot_token, 'vendor_options': desk.options(affectedSchedules=schedules)}


if __name__ == '__main__':
    unittest.main()
