"""Where the scenarios take place: one sandbox, and gateways that differ in what they are for.

    reading     an account of each vendor with bookings that nobody changes
    replica     another gateway with the same connections and keys
    writing     accounts where something can be booked, and a ledger
    guarded     TLS, and callers with rights (tokens: owner, reader, stranger; certificate: certified)
"""

import itertools

import bookable
import certificates
import comparison
import harness
import policy
import writing
from bookings.v1 import bookings_pb2 as pb

BOOKINGS = {'jicoo': 300, 'tiquo': 40, 'wix': 40, 'optimocms': 40, 'hostelmate': 40}
MODES = {'jicoo': 'jicoo', 'tiquo': 'tiquo_admin', 'wix': 'wix_v2', 'optimocms': 'optimocms', 'hostelmate': 'hostelmate'}
BUSY_BOOKINGS = 3000
BOOKABLE = ('jicoo', 'optimocms', 'hostelmate')
# Scenarios break vendors on purpose; the next one must not find them left alone.
NO_BREAKER = {'circuit_breaker': {'failures': 1000}}
PATIENT = {'limits': NO_BREAKER}


class Worlds:
    def __init__(self, directory):
        self.directory = directory
        self.sandbox = harness.Sandbox(directory)
        self._gateways = []
        self.connections = [self._reading(vendor, vendor, BOOKINGS[vendor]) for vendor in MODES]
        self.gateways = {
            'reading': self._start('reading', self.connections, PATIENT),
            'replica': self._start('replica', self.connections, PATIENT),
            'writing': self._writing(),
            'guarded': self._guarded(),
        }

    def close(self):
        for gateway in self._gateways:
            gateway.stop()
        self.sandbox.stop()

    def short_lived(self, number):
        """A gateway like `reading` that can be shut down."""
        return self._start(f'short-lived-{number}', self.connections, {'limits': {**NO_BREAKER, 'drain_grace': '200ms'}})

    def busy_days(self):
        """A gateway over all vendors that has bookings every day around now, for the examples."""
        epoch = bookable.FIRST_DAY.strftime('%Y-%m-%dT%H:%M:%SZ')
        connections = [self._reading(vendor, f'{vendor}-busy', BUSY_BOOKINGS, epoch=epoch) for vendor in MODES]
        return self._start('busy', connections, PATIENT)

    def _start(self, name, connections, extra):
        gateway = harness.Gateway(self.directory / name, connections, extra)
        self._gateways.append(gateway)
        return gateway

    def _reading(self, vendor, name, bookings, **more):
        """An account, and the connection of its name."""
        mode = comparison.MODES[MODES[vendor]]
        made = self.sandbox.account(vendor, name, seed=7, bookings=bookings, traps=True, **more)
        self.sandbox.unlimited(vendor, name)
        folder = self.directory / 'secrets' / name
        folder.mkdir(parents=True)
        connection = {'id': name, 'base_url': self.sandbox.addresses[vendor] + mode.path,
                      vendor: comparison.fill(mode.settings, made, folder)}
        if 'time_zone' in mode.connection:
            connection['time_zone'] = mode.connection['time_zone']
        return connection

    def _bookable(self, vendor, name):
        system = bookable.BOOKABLE[vendor]
        made = system.make_account(self.sandbox, name, seed=5)
        return made, {**system.connection(self.sandbox, self.directory / 'secrets', name, made), 'settle_time': '0.5s'}

    def _writing(self):
        connections, self.places = [], {}
        for vendor in BOOKABLE:
            name = f'{vendor}-desk'
            made, connection = self._bookable(vendor, name)
            connections.append(connection)
            self.places[vendor] = bookable.BOOKABLE[vendor].places(None, name, made, shared=False)
        connections.append(self._bookable('jicoo', 'throttled')[1])
        folder = self.directory / 'writing'
        folder.mkdir()
        extra = writing.sqlite(folder)
        extra['ledger']['lease'] = '1s'
        return self._start('writing', connections, {**extra, 'limits': {**NO_BREAKER, 'attempt_timeout': '2s'}})

    def _guarded(self):
        folder = self.directory / 'guarded'
        folder.mkdir()
        self.authority = certificates.Authority(folder / 'authority')
        self.other_authority = certificates.Authority(folder / 'other-authority')
        self.client_pair = self.authority.client('certified')
        guest = self.sandbox.account('tiquo', 'guest', seed=5, bookings=30)
        self.sandbox.unlimited('tiquo', 'guest')
        connections = [self._bookable('jicoo', name)[1] for name in ('own', 'foreign')]
        connections.append({'id': 'guest', 'base_url': self.sandbox.addresses['tiquo'] + '/api/client/v1',
                            'time_zone': 'America/New_York', 'tiquo': {'mode': 'client'}})
        self.tokens, callers = {'wrong': 'bgw_000000000000_wrong', 'guest': guest['access_token']}, []
        for name, own, access in (('owner', ['own', 'guest'], 'read_and_write'), ('reader', ['own'], 'read'),
                                  ('stranger', ['foreign'], 'read_and_write')):
            self.tokens[name], entry = policy.make_token()
            callers.append({'name': name, 'connections': own, 'access': access, 'tokens': [entry]})
        callers.append({'name': 'certified', 'all_connections': True, 'certificates': [{'common_name': 'certified'}]})
        pair = self.authority.server()
        tls = {'certificate_file': str(pair.certificate), 'key_file': str(pair.key),
               'client_ca_file': str(self.authority.pair.certificate)}
        return self._start('guarded', connections, {'listen': {'tls': tls}, **policy.write_policy(folder, callers), **writing.sqlite(folder)})


class Names:
    """What is different in each run of a scenario: `${place}` and so on."""
    _numbers = itertools.count(1)

    def __init__(self, worlds):
        self._worlds = worlds
        number = next(self._numbers)
        self._known = {'id': f'request-{number}', 'email': f'guest{number}@example.com', 'last': f'Guest{number}',
                       'first_day': f'{bookable.FIRST_DAY:%Y-%m-%dT%H:%M:%SZ}',
                       'first_evening': f'{bookable.FIRST_DAY.replace(hour=23):%Y-%m-%dT%H:%M:%SZ}'}

    def __getitem__(self, name):
        """A name that starts with `place` is a free start at Jicoo, `optimocms_place` one there, `night` one at HostelMate."""
        if name not in self._known:
            self._known[name] = self._made(name)
        return self._known[name]

    def save(self, name, value):
        self._known[name] = value

    def _made(self, name):
        if name.startswith('night'):
            return next(self._worlds.places['hostelmate']).stay.nights[0].date
        if name == 'room':
            return next(self._worlds.places['hostelmate']).stay.room_id
        vendor = 'optimocms' if name.startswith('optimocms') else 'jicoo'
        if 'place' not in name:
            raise KeyError(name)
        return f'{next(self._worlds.places[vendor]).start:%Y-%m-%dT%H:%M:%SZ}'

    def book(self):
        """A booking at Jicoo that is there already; the name is `${booked}`, its start `${taken}`."""
        gateway = self._worlds.gateways['writing']
        place = next(self._worlds.places['jicoo'])
        request = bookable.BOOKABLE['jicoo'].request('jicoo-desk', f"{self['id']}-before", place, bookable.Person(f"before-{self['email']}"))
        booking = gateway.bookings.CreateBooking(request, timeout=30).booking
        self.save('booked', booking.name)
        self.save('taken', f'{place.start:%Y-%m-%dT%H:%M:%SZ}')

    def find_slot(self):
        """A free slot at Jicoo: `${slot_token}`."""
        gateway = self._worlds.gateways['writing']
        request = pb.ListSlotsRequest(connection='connections/jicoo-desk', service_id='single')
        start = next(self._worlds.places['jicoo']).start
        getattr(request.time_range, 'from').FromDatetime(start)
        request.time_range.to.FromDatetime(start + bookable.HALF_HOUR)
        page = next(iter(gateway.bookings.ListSlots(request, timeout=30)))
        self.save('slot_token', page.slots[0].slot_token)
