"""The oracle finds what it is there for: each sort of violation, in books made by hand."""

import datetime
import unittest

import bookable
import caller
import oracle
from bookings.v1 import bookings_pb2 as pb

VENDOR = bookable.BOOKABLE['jicoo']
START = datetime.datetime(2027, 1, 5, 10, 0, tzinfo=datetime.timezone.utc)
PLACE = bookable.Place(start=START)
EMAIL = 'ada@example.com'


def entry(booking_id, operation='create', status='open', customer=EMAIL, start='2027-01-05T10:00:00.000Z'):
    return {'id': booking_id, 'operation': operation, 'status': status, 'customer': customer, 'start': start}


def created(booking_id, email=EMAIL, start=START):
    booking = pb.Booking(vendor_id=booking_id)
    booking.customers.add(email=email)
    booking.start_time.FromDatetime(start)
    return caller.Outcome('CREATED', booking)


def refused(reason):
    return caller.Outcome('NOT_CREATED', None, [reason])


def judged(journal, *outcomes):
    rows = [{'id': item['id']} for item in journal]
    books = oracle.Books(journal, rows, VENDOR.is_ended)
    return oracle.judge(VENDOR, books, [oracle.Run('run', EMAIL, PLACE, list(outcomes))])


class Oracle(unittest.TestCase):
    def expect(self, verdict, duplicates=0, lost=0, wrong=0):
        self.assertEqual((len(verdict.duplicates), len(verdict.lost), len(verdict.wrong)), (duplicates, lost, wrong), verdict.all())

    def test_one_booking_for_one_answer_is_right(self):
        self.expect(judged([entry('a')], created('a')))

    def test_twins_have_two(self):
        self.expect(judged([entry('a'), entry('b')], created('a'), created('b')))

    def test_a_second_booking_is_a_duplicate(self):
        self.expect(judged([entry('a'), entry('b')], created('a')), duplicates=1)

    def test_a_second_booking_that_was_cancelled_is_none(self):
        self.expect(judged([entry('a'), entry('b'), entry('b', 'cancel', 'cancel')], created('a')))

    def test_an_unknown_outcome_may_be_one_booking_and_not_two(self):
        self.expect(judged([entry('a')], caller.Outcome('UNKNOWN')))
        self.expect(judged([], caller.Outcome('UNKNOWN')))
        self.expect(judged([entry('a'), entry('b')], caller.Outcome('UNKNOWN')), duplicates=1)

    def test_an_answered_booking_that_is_not_there_is_lost(self):
        self.expect(judged([], created('a')), lost=1)
        self.expect(judged([entry('a'), entry('a', 'cancel', 'cancel')], created('a')), lost=1)

    def test_not_created_but_booked_is_wrong(self):
        self.expect(judged([entry('a')], refused('VENDOR_UNAVAILABLE')), wrong=1)
        self.expect(judged([], refused('VENDOR_UNAVAILABLE')))

    def test_a_free_place_is_not_refused(self):
        self.expect(judged([], refused('SLOT_UNAVAILABLE')), wrong=1)

    def test_two_ids_do_not_share_a_booking(self):
        self.expect(judged([entry('a')], created('a'), created('a')), wrong=1)

    def test_customer_and_start_are_those_that_were_asked_for(self):
        self.expect(judged([entry('a')], created('a', email='eve@example.com')), wrong=1)
        self.expect(judged([entry('a')], created('a', start=START + datetime.timedelta(hours=1))), wrong=1)
        self.expect(judged([entry('a', start='2027-01-05T11:00:00.000Z')], created('a')), wrong=1)

    def test_bookings_of_nobody_are_wrong(self):
        self.expect(judged([entry('a'), entry('b', customer='eve@example.com')], created('a')), wrong=1)


if __name__ == '__main__':
    unittest.main()
