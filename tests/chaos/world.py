"""What the fleet serves: one account with bookings at each vendor, to be read, and accounts at which is booked."""

import bookable
import grpc
import load
import writing
from bookings.v1 import bookings_pb2 as pb
from bookings.v1 import bookings_pb2_grpc

# Of each vendor: several vendor pages, each of which takes its time, so that many streams are under way whenever a replica goes.
BOOKINGS = 400
PAGE_DELAY_MS = 150
BOOKED_AT = ('jicoo', 'hostelmate')
SETTLE = '2s'
# A dead replica's writes are taken over after this.
LEASE = '2s'


class World:
    def __init__(self, directory, sandbox):
        self.sandbox = sandbox
        self.keys = directory / 'keys'
        self.keys.mkdir()
        self.read_connections = [self._readable(name) for name in ('jicoo', 'hostelmate')]
        self.bookers = []
        self.write_connections = []
        for name in BOOKED_AT:
            vendor = bookable.BOOKABLE[name]
            account = f'desk-{name}'
            made = vendor.make_account(sandbox, account, seed=7)
            self.write_connections.append({**vendor.connection(sandbox, self.keys, account, made), 'settle_time': SETTLE})
            self.bookers.append((vendor, account, made))

    @property
    def connections(self):
        return self.read_connections + self.write_connections

    def _readable(self, name):
        vendor = bookable.BOOKABLE[name]
        account = f'shelf-{name}'
        made = self.sandbox.account(vendor.vendor, account, seed=3, bookings=BOOKINGS, traps=False, **vendor.settings)
        self.sandbox.unlimited(vendor.vendor, account)
        self.sandbox.faults(vendor.vendor, account, {'path': r'bookings\?', 'times': -1, 'kind': 'delay', 'delay_ms': PAGE_DELAY_MS})
        return vendor.connection(self.sandbox, self.keys, account, made)

    @property
    def read_names(self):
        return [f"connections/{connection['id']}" for connection in self.read_connections]

    def expected(self, target):
        """What each ordered list must give, read once while nothing is disturbed."""
        with grpc.insecure_channel(target) as channel:
            stub = bookings_pb2_grpc.BookingServiceStub(channel)
            request = pb.ListBookingsRequest(connections=self.read_names, order_by=pb.ORDER_BY_START_TIME_ASC, page_size=1000)
            names = [booking.name for page in stub.ListBookings(request, timeout=load.STREAM_SECONDS) for booking in page.bookings]
        if len(names) != BOOKINGS * len(self.read_names):
            raise RuntimeError(f'{len(names)} bookings to begin with')
        return names

    def clients(self, target, readers, listers):
        expected = self.expected(target)
        made = [load.Reader(target, expected) for _ in range(readers)]
        made += [load.Lister(target, self.read_names, expected) for _ in range(listers)]
        made += [load.Booker(target, vendor, account, vendor.places(None, account, settings, shared=False))
                 for vendor, account, settings in self.bookers]
        return made

    def judge(self, clients):
        """What the vendors' journals say against the bookers' answers: (duplicates, lost)."""
        duplicates, lost = [], []
        for client in clients:
            if not isinstance(client, load.Booker):
                continue
            made = self._creations(client)
            for request_id, vendor_id in client.booked.items():
                ids = made.get(f'{request_id}@example.com', [])
                if len(ids) > 1:
                    duplicates.append(f'{request_id}: {ids}')
                if vendor_id not in ids:
                    lost.append(f'{request_id}: {vendor_id} is not among {ids}')
        return duplicates, lost

    def _creations(self, booker):
        """{customer's address: ids of the bookings that the vendor has made for it}."""
        made = {}
        for entry in writing.creations(self.sandbox, booker.vendor, booker.account):
            made.setdefault(entry['customer'], []).append(entry['id'])
        return made
