"""What filters and orders ask of a booking, read off a FULL booking once: plain values, and nothing of the gateway's own code."""

import dataclasses

NANOS = 10**9
TIMES = ('start_time', 'end_time', 'create_time', 'update_time')


def nanos(timestamp):
    return timestamp.seconds * NANOS + timestamp.nanos


def email_key(address):
    """As e-mails are compared: trimmed, the part behind the `@` without regard to case."""
    local, at, domain = address.strip().rpartition('@')
    return local + at + domain.lower() if at else domain


def without_empty(values):
    return frozenset(value for value in values if value)


@dataclasses.dataclass(frozen=True)
class Facts:
    """Times are nanoseconds since 1970, None = unknown. Each field of `texts` is the set of values that a filter can hit."""
    name: str
    status: int
    times: dict
    nights: frozenset
    texts: dict

    @property
    def connection(self):
        return self.name.rpartition('/bookings/')[0]


def facts_of(booking):
    customers = booking.customers
    return Facts(
        name=booking.name,
        status=booking.status,
        times={field: nanos(getattr(booking, field)) if booking.HasField(field) else None for field in TIMES},
        nights=without_empty(night.date for night in booking.stay.nights),
        texts={
            'customer_emails': without_empty(email_key(customer.email) for customer in customers),
            'customer_ids': without_empty(customer.id for customer in customers),
            'service_ids': without_empty([booking.service.id]),
            'staff_ids': without_empty(member.id for member in booking.staff),
            'location_ids': without_empty([booking.location.id]),
            'session_ids': without_empty([booking.session_id]),
            'schedule_ids': without_empty([booking.schedule_id]),
            'references': without_empty(reference.value for reference in booking.references),
        })
