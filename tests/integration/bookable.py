"""How a place is booked at each vendor that can create: the sandbox's account, the connection, the places that are free, the request,
and how the sandbox's own records are read. What is done with it, and what must come of it, is the tests' matter."""

import dataclasses
import datetime

import harness
from bookings.v1 import bookings_pb2 as pb

UTC = datetime.timezone.utc
# The first place lies behind every zone's tomorrow, so that none is past while a test runs.
FIRST_DAY = datetime.datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + datetime.timedelta(days=2)
HALF_HOUR = datetime.timedelta(minutes=30)
ALL_DAY = [{'day': day, 'open': '00:00', 'close': '24:00'} for day in ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')]
# Of which a connection gets the places: one a day for groups, eight on workdays for one. The long crash run takes about 120 for groups.
WIX_SLOT_DAYS = 240
NANOS_PER_CENT = 10_000_000


@dataclasses.dataclass
class Place:
    """Something free: what the request says of it, and how the vendor writes its start."""
    appointment: pb.AppointmentRequest = None
    stay: pb.StayRequest = None
    slot_token: str = ''
    start: datetime.datetime = None


@dataclasses.dataclass(frozen=True)
class Person:
    """A customer that nobody else is."""
    email: str
    first: str = 'Ada'
    last: str = 'Crash'


class Bookable:
    """One vendor over one of its APIs. Places are counted from 0; a place of `shared` takes two bookings and more, others one."""
    name = ''
    vendor = ''
    settings = {}            # of the sandbox's account
    write_paths = ()         # regular expressions for "METHOD target"; the first one creates
    look_up_path = ''        # the call by which a lost booking is looked for
    ended = frozenset()      # the vendor's words for bookings that hold nothing
    read_lag_ms = 0

    def make_account(self, sandbox, account, seed):
        """Makes the account and answers what the sandbox tells of it."""
        made = sandbox.account(self.vendor, account, seed=seed, bookings=0, traps=False, **self.settings)
        sandbox.unlimited(self.vendor, account)
        return made

    def connection(self, sandbox, directory, account, made):
        """The connection as the gateway's configuration writes it; its id is the account's name."""
        directory.mkdir(parents=True, exist_ok=True)
        key = harness.secret_file(directory, f'{account}-key', made['api_key'])
        return {'id': account, 'base_url': sandbox.addresses[self.vendor], **self.settings_of(made, key)}

    def settings_of(self, made, key):
        raise NotImplementedError

    def places(self, gateway, account, made, shared):
        """An endless or long iterator over places; the gateway is asked at once or never."""
        raise NotImplementedError

    def request(self, account, request_id, place, person):
        request = pb.CreateBookingRequest(connection=f'connections/{account}', request_id=request_id)
        if place.slot_token:
            request.slot_token = place.slot_token
        elif place.stay:
            request.stay.CopyFrom(place.stay)
        else:
            request.appointment.CopyFrom(place.appointment)
        request.customer.first_name, request.customer.last_name = person.first, person.last
        request.customer.email = person.email
        return request

    def is_ended(self, status):
        return status in self.ended

    def is_start(self, place, booking):
        """Whether a booking, as the gateway answers it, starts where it should."""
        return booking.start_time.ToDatetime(UTC) == place.start

    def wrote_start(self, place):
        """How the journal writes the start."""
        return place.start.strftime('%Y-%m-%dT%H:%M:%S')


def half_hours(service, **more):
    """Places every half hour, without end."""
    start = FIRST_DAY
    while True:
        appointment = pb.AppointmentRequest(service_id=service, **more)
        appointment.start_time.FromDatetime(start)
        yield Place(appointment=appointment, start=start)
        start += HALF_HOUR


class Jicoo(Bookable):
    name = vendor = 'jicoo'
    settings = {'zone': 'UTC', 'event_types': [
        {'uid': 'single', 'name': 'Single', 'duration_minutes': 30, 'capacity': 1, 'hours': ALL_DAY},
        {'uid': 'shared', 'name': 'Shared', 'duration_minutes': 30, 'capacity': 5, 'hours': ALL_DAY}]}
    write_paths = (r'^POST /v1/bookings$',)
    look_up_path = r'^GET /v1/bookings'
    ended = frozenset({'cancel'})

    def settings_of(self, made, key):
        return {'time_zone': 'UTC', 'jicoo': {'api_key': key}}

    def places(self, gateway, account, made, shared):
        return half_hours('shared' if shared else 'single')


class Optimocms(Bookable):
    """A start that names nobody is for either of the two who work at the site itself; who works elsewhere takes one."""
    name = vendor = 'optimocms'
    settings = {'zone': 'UTC', 'services': [{'id': 'svc_haircut30', 'minutes': 30}], 'hours': ALL_DAY}
    write_paths = (r'^POST /v1/sites/[^/]+/booking/bookings$',)
    look_up_path = r'^GET /v1/sites/[^/]+/booking/bookings'
    ended = frozenset({'cancelled'})

    def settings_of(self, made, key):
        return {'time_zone': 'UTC', 'optimocms': {'api_key': key, 'site_id': made['site_id']}}

    def places(self, gateway, account, made, shared):
        return half_hours('svc_haircut30') if shared else half_hours('svc_haircut30', staff_id='stf_max')

    def wrote_start(self, place):
        return place.start.strftime('%Y-%m-%dT%H:%M')


class Hostelmate(Bookable):
    name = vendor = 'hostelmate'
    settings = {'zone': 'UTC'}
    write_paths = (r'^POST /api/v1/client/bookings$',)
    look_up_path = r'^GET /api/v1/client/bookings/'
    ended = frozenset({'cancelled'})

    def settings_of(self, made, key):
        return {'time_zone': 'UTC', 'hostelmate': {
            'api_key': key, 'currency': 'EUR', 'check_in_time': '15:00', 'check_out_time': '11:00',
            'property': made['property']}}

    def places(self, gateway, account, made, shared):
        room = next(room for room in made['rooms'] if (room['beds'] > 2 if shared else room['beds'] == 1))
        night = FIRST_DAY
        while True:
            stay = pb.StayRequest(room_id=room['id'])
            amount = pb.Money(currency_code='EUR', units=room['price'] // 100, nanos=room['price'] % 100 * NANOS_PER_CENT)
            stay.nights.add(date=f'{night:%Y-%m-%d}', amount=amount)
            yield Place(stay=stay, start=night)
            night += datetime.timedelta(days=1)

    def is_start(self, place, booking):
        nights = [night.date for night in booking.stay.nights]
        return nights == [f'{place.start:%Y-%m-%d}']

    def wrote_start(self, place):
        return f'{place.start:%Y-%m-%d}'


class Wix(Bookable):
    """Its places come from ListSlots: a session of a class can only be named by an id of the vendor's."""
    vendor = 'wix'
    settings = {'zone': 'UTC', 'capacity': 5, 'approval': False}
    ended = frozenset({'CANCELED', 'DECLINED'})
    read_lag_ms = 500
    api = ''
    single = 'Back massage'  # one person gives it
    shared = 'Night swim'

    def settings_of(self, made, key):
        return {'wix': {'api': self.api, 'api_key': key, 'site_id': made['site_id']}}

    def make_account(self, sandbox, account, seed):
        made = super().make_account(sandbox, account, seed)
        if self.read_lag_ms:
            sandbox.switch(self.vendor, account, read_lag_ms=str(self.read_lag_ms))
        return made

    def places(self, gateway, account, made, shared):
        name = self.shared if shared else self.single
        service = next(service['id'] for service in made['services'] if service['name'] == name)
        request = pb.ListSlotsRequest(connection=f'connections/{account}', service_id=service, page_size=1000)
        request.time_range.to.FromDatetime(FIRST_DAY + datetime.timedelta(days=WIX_SLOT_DAYS))
        getattr(request.time_range, 'from').FromDatetime(FIRST_DAY)
        by_start = {}
        for page in gateway.bookings.ListSlots(request, timeout=60):
            for slot in page.slots:
                start = slot.start_time.ToDatetime(UTC)
                by_start.setdefault(start, Place(slot_token=slot.slot_token, start=start))
        return iter(by_start.values())


class WixV1(Wix):
    name = 'wix_v1'
    api = 'v1'
    write_paths = (r'^POST /bookings/v1/bookings/book$',)
    look_up_path = r'^POST /bookings/v1/bookings/query'


class WixV2(Wix):
    name = 'wix_v2'
    api = 'v2'
    write_paths = (r'^POST /[^?]*/v2/bookings$', r'^POST /[^?]*/v2/[^?]*(confirm|decline)')
    look_up_path = r'^POST /[^?]*extended-bookings/query'


BOOKABLE = {vendor.name: vendor for vendor in (Jicoo(), WixV1(), WixV2(), Optimocms(), Hostelmate())}
