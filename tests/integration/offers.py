"""What each vendor offers of slots: the sandbox's account, the connection, the service, and what a listed slot must tell. The starts
are not here: tests bring them."""

import dataclasses
import datetime

import bookable
import harness
from bookings.v1 import bookings_pb2 as pb

UTC = datetime.timezone.utc


@dataclasses.dataclass(frozen=True)
class Told:
    """A slot as tests compare it."""
    start: datetime.datetime
    end: datetime.datetime
    staff: tuple

    @classmethod
    def of(cls, slot):
        return cls(slot.start_time.ToDatetime(UTC), slot.end_time.ToDatetime(UTC) if slot.HasField('end_time') else None,
                   tuple(sorted(member.id for member in slot.staff)))


@dataclasses.dataclass(frozen=True)
class Site:
    """An account with its connection."""
    offer: 'Offer'
    account: str
    made: dict
    connection: dict

    @property
    def name(self):
        return f"connections/{self.connection['id']}"


class Offer:
    name = ''
    system = None            # the vendor in bookable.BOOKABLE
    settings = {}            # of the sandbox's account, besides its zone
    length = datetime.timedelta(minutes=30)
    slot_path = ''           # regular expression for the vendor's call
    span = datetime.timedelta(days=1)  # of one vendor call

    @property
    def vendor(self):
        return self.system.vendor

    def open(self, sandbox, directory, zone, account):
        """Makes the account, in which nothing is booked, and the connection to it."""
        made = sandbox.account(self.vendor, account, seed=3, bookings=0, traps=False, zone=zone, **self.settings)
        sandbox.unlimited(self.vendor, account)
        directory.mkdir(parents=True, exist_ok=True)
        key = harness.secret_file(directory, f'{self.name}-{account}-key', made['api_key'])
        connection = {**self.system.settings_of(made, key), 'id': f'{self.name}-{account}', 'time_zone': zone,
                      'base_url': sandbox.addresses[self.vendor]}
        return Site(self, account, made, connection)

    def service(self, made):
        """The service's id."""
        raise NotImplementedError

    def staff(self, made):
        """Who is told of each start: one tuple for each slot that starts then."""
        return [()]

    def request(self, site, start, to, **more):
        """[start, to)"""
        request = pb.ListSlotsRequest(connection=site.name, service_id=self.service(site.made), **more)
        getattr(request.time_range, 'from').FromDatetime(start)
        request.time_range.to.FromDatetime(to)
        return request

    def wanted(self, made, starts):
        """The slots of these starts, in order of start, then of staff."""
        return [Told(start, start + self.length, staff) for start in starts for staff in self.staff(made)]


class Jicoo(Offer):
    name = 'jicoo'
    system = bookable.BOOKABLE['jicoo']
    settings = {'event_types': [{'uid': 'single', 'name': 'Single', 'duration_minutes': 30, 'capacity': 3,
                                 'hours': bookable.ALL_DAY}]}
    slot_path = r'available_schedules'
    span = datetime.timedelta(days=7)

    def service(self, made):
        return 'single'


class Optimocms(Offer):
    name = 'optimocms'
    system = bookable.BOOKABLE['optimocms']
    settings = {'hours': bookable.ALL_DAY}
    slot_path = r'/booking/slots'

    def service(self, made):
        return 'svc_haircut30'

    def staff(self, made):
        return [('stf_kim',), ('stf_lou',)]


class Hostelmate(Offer):
    """Nights of one room. Check-in is at an hour that clocks skip and repeat."""
    name = 'hostelmate'
    system = bookable.BOOKABLE['hostelmate']
    slot_path = r'get-new-avilablilty'
    span = datetime.timedelta(days=14)
    check_in = '02:15'
    room_beds = 4

    def open(self, sandbox, directory, zone, account):
        site = super().open(sandbox, directory, zone, account)
        site.connection['hostelmate'].update(check_in_time=self.check_in, check_out_time='11:00', price_unit='major')
        return site

    def room(self, made):
        return next(room for room in made['rooms'] if room['beds'] == self.room_beds)

    def service(self, made):
        return self.room(made)['id']

    def nights(self, site, first, end, **more):
        """Nights [first, end), as YYYY-MM-DD."""
        request = pb.ListSlotsRequest(connection=site.name, service_id=self.service(site.made), **more)
        setattr(request.date_range, 'from', first)
        request.date_range.to = end
        return request


class Wix(Offer):
    title = ''

    def offered(self, made):
        return next(service for service in made['services'] if service['name'] == self.title)

    def service(self, made):
        return self.offered(made)['id']

    def members(self, made):
        return sorted(member['id'] for member in self.offered(made)['staff'])


class WixV1(Wix):
    """Each member of staff has an entry."""
    system = bookable.BOOKABLE['wix_v1']
    slot_path = r'availability-calendar'
    span = datetime.timedelta(days=7)

    def staff(self, made):
        return [(member,) for member in self.members(made)]


class WixV2(Wix):
    system = bookable.BOOKABLE['wix_v2']
    slot_path = r'time-slots'
    span = datetime.timedelta(days=14)


class WixV1Appointment(WixV1):
    name = 'wix-v1-appointment'
    title = 'Consultation by phone'


class WixV1Class(WixV1):
    name = 'wix-v1-class'
    title = 'Night swim'
    length = datetime.timedelta(minutes=120)


class WixV2Appointment(WixV2):
    """All who are free stand in one entry."""
    name = 'wix-v2-appointment'
    title = 'Consultation by phone'

    def staff(self, made):
        return [tuple(self.members(made))]


class WixV2Class(WixV2):
    name = 'wix-v2-class'
    title = 'Night swim'
    length = datetime.timedelta(minutes=120)


HALF_HOURLY = (Jicoo(), Optimocms(), WixV1Appointment(), WixV2Appointment())
CLASSES = (WixV1Class(), WixV2Class())
NIGHTS = Hostelmate()
ALL = (*HALF_HOURLY, *CLASSES, NIGHTS)


def read(gateway, request, timeout=60):
    """Reads a whole list; answers its slots and its pages."""
    pages = list(gateway.bookings.ListSlots(request, timeout=timeout))
    return [slot for page in pages for slot in page.slots], pages
