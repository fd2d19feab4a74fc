"""How the rows of each vendor are changed over the sandbox's control path: which fields say when a booking is, when it was made and how
it stands. Times are copied from other rows, so that equal ones are common."""

import dataclasses
import datetime
import uuid

UTC = datetime.timezone.utc


@dataclasses.dataclass(frozen=True)
class Editor:
    times: tuple                         # a move copies them from another row
    created: str
    status: str
    words: tuple                         # that the status can be changed to
    list_path: str                       # regular expression for the requests that list bookings
    fixed: dict = dataclasses.field(default_factory=dict)  # what an insertion must say besides
    plain: str = ''                      # the trap of a row that has none
    derived: frozenset = frozenset()     # told of a row, but not taken

    def settable(self, row):
        return {key: value for key, value in row.items() if key not in self.derived}

    def moved(self, row, donor):
        """The change that gives the row the donor's times."""
        fields = {key: donor[key] for key in self.times if key in donor and key in row}
        return {'patch': row['id'], 'fields': fields}

    def restated(self, row, word):
        return {'patch': row['id'], 'fields': {self.status: word}}

    def inserted(self, number, donor, created, word):
        """A new row with the donor's times; `created` in the form of the vendor's rows. Without a trap: those of generated rows hold
        for the times that the generator gives them, Wix's stamps without a fraction for whole seconds, say."""
        times = {key: donor[key] for key in self.times if key in donor}
        return {'insert': {**self.fixed, **times, 'id': self.new_id(number), 'trap': self.plain, self.created: created,
                           self.status: word}}

    def new_id(self, number):
        return f'new-{number:x}'

    def later(self, created, seconds):
        """An instant of creation, that much later."""
        return created + seconds * 1000


class Hostelmate(Editor):
    def new_id(self, number):
        return str(uuid.UUID(int=number, version=4))


def tiquo(list_path):
    return Editor(times=('day', 'startTime', 'endTime', 'duration', 'timezone', 'venueZone'), created='createdAt', status='status',
                  words=('confirmed', 'cancelled', 'completed', 'no_show', 'scheduled'), list_path=list_path,
                  fixed={'customer': 0}, derived=frozenset({'dateNumber', 'customerDetails'}))


# Of Wix's rows only these are taken, all others follow from them.
WIX_STORED = frozenset({'id', 'salt', 'kind', 'state', 'payment', 'place', 'trap', 'start', 'end', 'created', 'updated', 'revision',
                        'total_minor', 'received_minor', 'session', 'contact', 'service', 'staff', 'zone', 'party', 'title',
                        'first_name', 'last_name', 'email', 'phone', 'external_id'})


class Wix(Editor):
    def settable(self, row):
        return {key: row[key] for key in WIX_STORED}

    def new_id(self, number):
        return str(uuid.UUID(int=number, version=4))

    def later(self, created, seconds):
        instant = datetime.datetime.fromisoformat(created).astimezone(UTC) + datetime.timedelta(seconds=seconds)
        return instant.strftime('%Y-%m-%dT%H:%M:%S.') + f'{instant.microsecond // 1000:03d}Z'


def wix(list_path):
    return Wix(times=('start', 'end'), created='created', status='state',
               words=('confirmed', 'canceled', 'declined', 'awaiting_approval'), list_path=list_path,
               fixed={'kind': 'appointment'}, plain='none')


EDITORS = {
    'jicoo': Editor(times=('started_ms', 'ended_ms'), created='created_ms', status='status', words=('open', 'cancel', 'request'),
                    list_path=r'^GET /v1/bookings\?'),
    'tiquo_client': tiquo(r'^GET /api/client/v1/bookings'),
    'tiquo_admin': tiquo(r'^GET /api/v1/bookings\?'),
    'wix_v1': wix(r'^POST /bookings/v1/bookings/query'),
    'wix_v1_get': wix(r'^GET /bookings/v1/bookings'),
    'wix_v2': wix(r'^POST .*extended-bookings/query'),
    'optimocms': Editor(times=('day', 'start', 'minutes'), created='createdAt', status='status',
                        words=('confirmed', 'cancelled', 'pending', 'completed'), list_path=r'^GET /v1/sites/[^/]+/booking/bookings\?'),
    'hostelmate': Hostelmate(times=('stay_dates',), created='created_ms', status='status', words=('confirmed', 'cancelled', 'paid'),
                             list_path=r'^GET /api/v1/client/bookings\?'),
}
