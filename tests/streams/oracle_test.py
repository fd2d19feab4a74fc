"""What judges lists finds what it is there for: each sort of violation, in lists made by hand."""

import unittest
import unittest.mock

import facts
import oracle
import reference
import verdict
from bookings.v1 import bookings_pb2 as pb
from lanes import Lane
from world import Source

START = pb.ORDER_BY_START_TIME_ASC
UNORDERED = pb.ORDER_BY_UNSPECIFIED
CONFIRMED, CANCELLED = pb.BOOKING_STATUS_CONFIRMED, pb.BOOKING_STATUS_CANCELLED


def booking(name, start=None, status=CONFIRMED, created=1, connection='a'):
    times = {'start_time': start, 'end_time': None, 'create_time': created, 'update_time': None}
    return facts.Facts(f'connections/{connection}/bookings/{name}', status, times, frozenset(), {})


class OneList(unittest.TestCase):
    """oracle.py: lists of data that does not change."""

    def judged(self, wanted, *pages, order=UNORDERED, page_size=2, limit=0, state=pb.SOURCE_STATE_COMPLETE, complete=True):
        request = pb.ListBookingsRequest(order_by=order, page_size=page_size, limit=limit)
        messages = [pb.ListBookingsResponse(bookings=[pb.Booking(name=known.name) for known in page], next_page_token='t')
                    for page in pages]
        count = sum(map(len, pages))
        messages[-1].complete = complete
        messages[-1].next_page_token = ''
        messages[-1].sources.add(connection='connections/a', state=state, delivered_count=count)
        return list(oracle.judge_list(request, messages, wanted, {'connections/a': set()}))

    def setUp(self):
        self.a, self.b, self.c, self.none = booking('a', 1), booking('b', 2), booking('c', 2), booking('0')

    def test_a_right_list_has_no_complaints(self):
        self.assertEqual(self.judged([self.a, self.b, self.c], [self.c, self.a], [self.b]), [])
        self.assertEqual(self.judged([self.none, self.c, self.b, self.a], [self.a, self.b], [self.c, self.none], order=START), [])
        self.assertEqual(self.judged([self.b, self.a], [self.a], order=START, limit=1, complete=False,
                                     state=pb.SOURCE_STATE_LIMIT_REACHED), [])

    def expect(self, text, complaints):
        self.assertTrue(any(text in complaint for complaint in complaints), complaints)

    def test_lost_repeated_and_strange_bookings_are_found(self):
        self.expect('missing: connections/a/bookings/b', self.judged([self.a, self.b], [self.a]))
        self.expect('repeated: connections/a/bookings/a', self.judged([self.a], [self.a], [self.a]))
        self.expect('does not match: connections/a/bookings/b', self.judged([self.a], [self.a, self.b]))
        self.expect('missing', self.judged([self.a, self.b], [self.b], order=START, limit=1))

    def test_wrong_orders_are_found(self):
        for wrong in ([self.b, self.a], [self.none, self.a]):
            self.expect('out of order at 0', self.judged([self.a, self.b, self.none], wrong, order=START))
        self.expect('out of order at 0', self.judged([self.b, self.c], [self.c, self.b], order=START))

    def test_pages_that_are_too_large_and_ends_that_lie_are_found(self):
        self.expect('page_size is 2', self.judged([self.a, self.b, self.c], [self.a, self.b, self.c]))
        self.expect('complete is False', self.judged([self.a], [self.a], complete=False))
        self.expect('SOURCE_STATE_PARTIAL', self.judged([self.a], [self.a], state=pb.SOURCE_STATE_PARTIAL, complete=False))
        self.expect('LIMIT_REACHED', self.judged([self.a], [self.a], state=pb.SOURCE_STATE_LIMIT_REACHED, complete=False))

    def test_counts_that_are_wrong_are_found(self):
        request = pb.ListBookingsRequest()
        last = pb.ListBookingsResponse(complete=True)
        last.sources.add(connection='connections/a', state=pb.SOURCE_STATE_COMPLETE, delivered_count=2)
        self.expect('delivered_count is 2, 1 came',
                    list(oracle.judge_end(request, last, [self.a.name], [self.a], {'connections/a': set()})))

    def test_short_pages_are_counted(self):
        pages = [pb.ListBookingsResponse(bookings=[pb.Booking()] * count) for count in (2, 1, 1)]
        self.assertEqual(oracle.short_pages(pb.ListBookingsRequest(page_size=2), pages), 1)


class ListInParts(unittest.TestCase):
    """verdict.py: lists that were cut, of data that changes."""

    def setUp(self):
        self.a, self.b, self.c = booking('a', 1), booking('b', 2), booking('c', 3)

    def judged(self, *parts, versions=(), order=START, exact=True, excused=(), replayed=(), wanted=None, limit=0):
        of_name = {known.name: [known] for known in (self.a, self.b, self.c)}
        of_name.update({name: list(of) for name, of in versions})
        made = [verdict.Part(list(part), set(replayed)) for part in parts]
        made[-1].ended = made[-1].complete = True
        run = verdict.Run(order=order, filter=wanted or pb.BookingFilter(), limit=limit, exact={'connections/a': exact},
                          excused=set(excused), versions=of_name, parts=made)
        return verdict.judge(run)

    def expect(self, text, complaints):
        self.assertTrue(any(text in complaint for complaint in complaints), complaints)

    def test_a_right_list_has_no_complaints(self):
        self.assertEqual(self.judged([self.a], [self.b, self.c]), [])
        self.assertEqual(self.judged([self.c, self.a], [self.b], order=UNORDERED), [])

    def test_lost_and_repeated_bookings_are_found(self):
        self.expect('LOST: connections/a/bookings/b', self.judged([self.a], [self.c]))
        self.expect('REPEATED: connections/a/bookings/a', self.judged([self.a, self.b], [self.a, self.c], order=UNORDERED))

    def test_a_repeat_must_be_allowed_and_said(self):
        twice = ([self.a, self.b], [self.a, self.b, self.c])
        replayed = ['connections/a']
        self.assertEqual(self.judged(*twice, order=UNORDERED, exact=False, replayed=replayed), [])
        self.expect('REPEATED', self.judged(*twice, order=UNORDERED, exact=False))
        self.assertEqual(len(self.judged(*twice, order=UNORDERED, replayed=replayed)), 3)  # repeated, and said so in both parts
        self.assertEqual(self.judged(*twice, order=UNORDERED, replayed=replayed, excused=replayed), [])

    def test_nothing_may_be_lost_however_little_is_promised(self):
        self.expect('LOST', self.judged([self.a], [self.c], order=UNORDERED, exact=False, replayed=['connections/a']))

    def test_order_holds_over_the_cut(self):
        self.expect('OUT OF ORDER', self.judged([self.b], [self.a, self.c]))
        tied = booking('0', 1)
        self.expect('OUT OF ORDER: connections/a/bookings/0 behind connections/a/bookings/a',
                    self.judged([self.a], [tied, self.b, self.c], versions=[(tied.name, [tied])]))

    def test_what_changed_may_come_or_not_and_as_often_as_it_was(self):
        moved = booking('b', 9)
        was = [(self.b.name, [self.b, moved])]
        for parts in (([self.a], [self.c]), ([self.a, self.b], [self.c]), ([self.a, self.b], [self.c, moved])):
            self.assertEqual(self.judged(*parts, versions=was), [])
        gone = [(self.b.name, [self.b, None])]
        self.assertEqual(self.judged([self.a], [self.c], versions=gone), [])
        self.expect('REPEATED', self.judged([self.b, self.a], [self.b, self.c], versions=gone, order=UNORDERED))

    def test_what_was_never_so_is_found(self):
        self.expect('never so', self.judged([self.a], [self.b, booking('c', 4)]))
        self.expect('never so', self.judged([self.a], [self.b, self.c, booking('nobody', 4)]))
        wanted = pb.BookingFilter(statuses=[CANCELLED])
        self.expect('never matched', self.judged([self.a], [], wanted=wanted))
        cancelled = booking('b', 2, CANCELLED)
        self.assertEqual(self.judged([cancelled], [], wanted=wanted, versions=[(self.b.name, [self.b, cancelled])]), [])

    def test_a_limit_excuses_only_what_comes_behind_it(self):
        self.assertEqual(self.judged([self.a, self.b], limit=2), [])
        self.expect('LOST: connections/a/bookings/a', self.judged([self.b, self.c], limit=2))
        self.expect('the limit is 1', self.judged([self.a, self.b], limit=1))

    def test_a_list_that_does_not_end_is_found(self):
        run = verdict.Run(START, pb.BookingFilter(), 0, {}, set(), {}, [verdict.Part([])])
        self.expect('no last message', verdict.judge(run))
        run.parts[0].ended = True
        self.expect('not complete', verdict.judge(run))


class Restored(unittest.TestCase):
    """lanes.py: an account that is not as every run must find it is noticed."""

    def setUp(self):
        self.lane = Lane(Source('jicoo', 'jicoo-plain'), 'plain', 1, rows={'a': {'id': 'a', 'status': 'open'}})

    def test_rows_of_the_base_are_as_they_were_and_others_are_gone(self):
        self.lane.expect_restored([{'id': 'a', 'row': {'id': 'a', 'status': 'open'}}, {'id': 'new', 'row': None}])
        for wrong in ({'id': 'a', 'row': {'id': 'a', 'status': 'cancel'}}, {'id': 'a', 'row': None}, {'id': 'new', 'row': {'id': 'new'}}):
            with self.assertRaisesRegex(RuntimeError, 'taken back'):
                self.lane.expect_restored([wrong])

    def test_a_change_behind_the_end_of_a_run_is_noticed(self):
        entries = [{'change': 'delete', 'id': 'a', 'row': None}]
        sandbox = unittest.mock.Mock(control=unittest.mock.Mock(return_value=entries))
        self.lane.told = 1
        self.lane.begin(sandbox, [], [])
        self.lane.told = 0
        with self.assertRaisesRegex(RuntimeError, 'nobody reads'):
            self.lane.begin(sandbox, [], [])


class Reference(unittest.TestCase):
    """reference.py: where the words of the contract are easily read wrongly."""

    def range_of(self, low=None, high=None):
        made = pb.TimeRange()
        if low is not None:
            getattr(made, 'from').nanos = low
        if high is not None:
            made.to.nanos = high
        return made

    def test_ranges_are_half_open_and_unknown_times_are_in_none(self):
        inside = [time for time in (None, 1, 2, 3, 4) if reference.has_time(time, self.range_of(2, 4))]
        self.assertEqual(inside, [2, 3])
        self.assertFalse(reference.has_time(None, self.range_of(high=4)))

    def test_emails_are_compared_trimmed_and_without_the_case_of_their_domain(self):
        key = facts.email_key
        self.assertEqual(key(' Ada@Example.ORG\t'), key('Ada@example.org'))
        self.assertNotEqual(key('ada@example.org'), key('Ada@example.org'))

    def test_unknown_times_are_last_in_both_directions_and_ties_go_by_name(self):
        known = [booking('d'), booking('c', 1), booking('b', 2), booking('a', 2)]
        for order, wanted in ((START, 'cabd'), (pb.ORDER_BY_START_TIME_DESC, 'abcd')):
            in_order = sorted(known, key=lambda one: reference.order_key(one, order))
            self.assertEqual(''.join(one.name[-1] for one in in_order), wanted)

    def test_nights_are_civil_dates_of_a_half_open_range(self):
        dates = pb.DateRange(to='2026-12-02')
        setattr(dates, 'from', '2026-12-01')
        for nights, inside in ((['2026-11-30', '2026-12-01'], True), (['2026-12-02'], False), ([], False)):
            self.assertEqual(reference.has_night(nights, dates), inside)


if __name__ == '__main__':
    unittest.main()
