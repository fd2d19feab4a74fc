"""Draws list requests from a seed. Values come from the data, so that results are rarely empty; ends of ranges lie exactly on instants
that exist, or a hair beside them."""

import random

import facts
from bookings.v1 import bookings_pb2 as pb

ORDERS = tuple(pb.OrderBy.values())
PAGE_SIZES = (0, 1, 2, 3, 7, 10, 20, 33, 49, 50, 51, 99, 100, 101, 250, 499, 1000, 5000)
MOST_SMALL_PAGES = 60  # a page of one booking costs as much as one of fifty
TEXT_FIELDS = ('customer_emails', 'customer_ids', 'service_ids', 'staff_ids', 'location_ids', 'session_ids', 'schedule_ids',
               'references')
FIELDS = ('statuses', 'statuses', *facts.TIMES, 'start_time', 'start_time', 'create_time', 'stay', *TEXT_FIELDS)
BESIDE = (0, 0, 0, 0, 1, -1, 1_000_000, -1_000_000, facts.NANOS, -facts.NANOS, 86_400 * facts.NANOS)
NOWHERE = 'nobody-has-this'
NO_TIME = 1_800_000_000 * facts.NANOS
NO_NIGHTS = ['2026-11-20', '2026-12-20']
UNKNOWN_FIELDS = 0.1  # share of conditions on fields that no booking of the connections has that are asked all the same


class Drawer:
    """`data`: connection -> [Facts]; `vendor_filters`: connection -> {name: [values]}."""

    def __init__(self, data, vendor_filters=None, orders=ORDERS):
        self.data = data
        self.names = sorted(data)
        self.vendor_filters = vendor_filters or {}
        self.orders = orders

    def draw(self, seed, number):
        """The request of that number: (request, the dice for what is done with it)."""
        dice = random.Random(f'{seed}/{number}')
        request = pb.ListBookingsRequest(connections=self._connections(dice), order_by=dice.choice(self.orders))
        pool = [known for name in request.connections or self.names for known in self.data[name]]
        hub = dice.choice(pool) if pool else None
        for field in dict.fromkeys(dice.sample(FIELDS, dice.choice((0, 1, 1, 1, 2, 2, 3)))):
            values = [values_of(known, field) for known in pool]
            if any(values) or dice.random() < UNKNOWN_FIELDS:
                self._add_condition(request.filter, field, sorted(set().union(*values)), values_of(hub, field), dice)
        self._add_vendor_filter(request, dice)
        request.page_size = self._page_size(dice, len(pool))
        if dice.random() < 0.15:
            request.limit = dice.choice((1, 2, 10, 50, 51, len(pool) or 1, dice.randint(1, 2 * len(pool) + 1)))
        request.view = dice.choice((pb.BOOKING_VIEW_UNSPECIFIED, *[pb.BOOKING_VIEW_BASIC] * 7, pb.BOOKING_VIEW_FULL))
        request.require_all_sources = dice.random() < 0.2
        return request, dice

    def _connections(self, dice):
        if dice.random() < 0.04:
            return []  # all
        count = dice.choice((1, 1, 1, 1, 2, 2, 3, 4, dice.randint(1, len(self.names))))
        return dice.sample(self.names, min(count, len(self.names)))

    def _page_size(self, dice, rows):
        size = dice.choice(PAGE_SIZES)
        return size if size == 0 or rows / size < MOST_SMALL_PAGES else 50

    def _add_condition(self, wanted, field, values, of_hub, dice):
        """`of_hub`: the values of one booking, which mostly passes all conditions of a request."""
        of_hub = sorted(of_hub) if dice.random() < 0.75 else []
        if field == 'statuses':
            known = of_hub or (values if dice.random() < 0.8 else pb.BookingStatus.values()[1:])
            wanted.statuses.extend({dice.choice(known), *dice.sample(values, min(len(values), dice.randint(0, 2)))})
        elif field in facts.TIMES:
            self._add_range(getattr(wanted, field), values or [NO_TIME], of_hub, dice)
        elif field == 'stay':
            self._add_nights(wanted.stay, values or NO_NIGHTS, of_hub, dice)
        else:
            self._add_texts(field, getattr(wanted, field), values, of_hub, dice)

    def _add_range(self, into, instants, of_hub, dice):
        low, high = sorted(dice.choice(instants) + dice.choice(BESIDE) for _ in range(2))
        if of_hub:
            low, high = min(low, of_hub[0]), max(high, of_hub[0] + 1)
        ends = dice.choice(('both', 'both', 'from', 'to'))
        if ends != 'to':
            set_nanos(getattr(into, 'from'), low)
        if ends != 'from':
            set_nanos(into.to, max(high, low + 1))

    def _add_nights(self, into, nights, of_hub, dice):
        low, high = sorted(dice.choice(nights) for _ in range(2))
        low = min([low, *of_hub])
        ends = dice.choice(('both', 'from', 'to')) if low < high else dice.choice(('from', 'to'))
        if ends != 'to':
            setattr(into, 'from', low)
        if ends != 'from':
            into.to = high

    def _add_texts(self, field, into, values, of_hub, dice):
        drawn = {*dice.sample(values, min(len(values), dice.choice((0, 1, 2, 5)))), *of_hub[:1]} or {NOWHERE}
        if dice.random() < 0.1:
            drawn.add(NOWHERE)
        into.extend(disguised(value, dice) if field == 'customer_emails' else value for value in sorted(drawn))

    def _add_vendor_filter(self, request, dice):
        known = self.vendor_filters.get(request.connections[0]) if len(request.connections) == 1 else None
        if known and dice.random() < 0.25:
            name = dice.choice(sorted(known))
            request.filter.vendor_filter[name] = dice.choice(known[name])


def values_of(known, field):
    """What a condition on the field can ask for so that the booking passes."""
    if field == 'statuses':
        return {known.status} - {pb.BOOKING_STATUS_UNSPECIFIED}
    if field in facts.TIMES:
        return {known.times[field]} - {None}
    return set(known.nights if field == 'stay' else known.texts[field])


def set_nanos(timestamp, nanos):
    timestamp.seconds, timestamp.nanos = divmod(nanos, facts.NANOS)


def disguised(address, dice):
    """The same address to those who compare as the contract says."""
    local, at, domain = address.rpartition('@')
    return dice.choice(('', ' ', '\t')) + local + at + dice.choice((domain, domain.upper(), domain.title())) + dice.choice(('', '  '))
