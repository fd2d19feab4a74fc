"""Filter and order as the contract's own words have them (proto/bookings/v1/bookings.proto), over facts. What each set condition asks
is written here a second time, apart from the gateway."""

import facts
from bookings.v1 import bookings_pb2 as pb

ORDERED_BY = {
    pb.ORDER_BY_START_TIME_ASC: ('start_time', 1),
    pb.ORDER_BY_START_TIME_DESC: ('start_time', -1),
    pb.ORDER_BY_CREATE_TIME_ASC: ('create_time', 1),
    pb.ORDER_BY_CREATE_TIME_DESC: ('create_time', -1),
}


def has_time(value, time_range):
    """Half-open; an unknown time is in no range."""
    if value is None:
        return False
    after = not time_range.HasField('from') or value >= facts.nanos(getattr(time_range, 'from'))
    return after and (not time_range.HasField('to') or value < facts.nanos(time_range.to))


def has_night(nights, dates):
    low, high = getattr(dates, 'from'), dates.to
    return any((not low or night >= low) and (not high or night < high) for night in nights)


def has_text(field, known, wanted):
    if field == 'customer_emails':
        wanted = map(facts.email_key, wanted)
    return not known.isdisjoint(wanted)


def matches(known, wanted):
    """Whether facts pass a BookingFilter; `vendor_filter` is for those who know the vendor."""
    if wanted.statuses and known.status not in wanted.statuses:
        return False
    for field in facts.TIMES:
        if wanted.HasField(field) and not has_time(known.times[field], getattr(wanted, field)):
            return False
    if wanted.HasField('stay') and not has_night(known.nights, wanted.stay):
        return False
    return all(has_text(field, values, getattr(wanted, field)) for field, values in known.texts.items()
               if getattr(wanted, field))


def order_key(known, order):
    """The place in an ordered list: unknown times last in both directions, ties by resource name."""
    field, sign = ORDERED_BY[order]
    time = known.times[field]
    return (time is None, sign * (time or 0), known.name)


def fields_set(wanted):
    """Names of the filter's fields that ask for something."""
    return {descriptor.name for descriptor, _ in wanted.ListFields()}
