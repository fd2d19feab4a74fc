"""Clients of a fleet, each with a channel of its own and the shipped service config: unary calls that must not fail, streams that must
be whole. They run until told to stop, and remember all that went wrong."""

import collections
import threading
import time

import bookable
import fleet
import grpc
import harness
from bookings.v1 import bookings_pb2 as pb
from bookings.v1 import bookings_pb2_grpc, connections_pb2, connections_pb2_grpc

UNARY_SECONDS = 60
STREAM_SECONDS = 120
PAGE_SIZE = 20
# A stream that is cut off goes on elsewhere, so often in a row without a page.
MOST_CUTS = 20
CUT_PAUSE = 0.2


class Client(threading.Thread):
    """Calls `once` again and again."""

    def __init__(self, target):
        super().__init__(daemon=True)
        self.channel = grpc.insecure_channel(target, fleet.channel_options())
        self.bookings = bookings_pb2_grpc.BookingServiceStub(self.channel)
        self.connections = connections_pb2_grpc.ConnectionServiceStub(self.channel)
        self.stopping = threading.Event()
        self.counts = collections.Counter()
        self.failures = []

    def run(self):
        while not self.stopping.is_set():
            try:
                self.once()
            except grpc.RpcError as error:
                self.failures.append(f'{type(self).__name__}: {error.code().name} {harness.details_of(error)} {error.details()}')
            except AssertionError as error:
                self.failures.append(f'{type(self).__name__}: {error}')

    def once(self):
        raise NotImplementedError

    def finish(self):
        self.stopping.set()
        self.join()
        self.channel.close()


class Reader(Client):
    """Gets bookings and asks for the connections."""

    def __init__(self, target, names):
        super().__init__(target)
        self.names = names

    def once(self):
        name = self.names[self.counts['calls'] % len(self.names)]
        got = self.bookings.GetBooking(pb.GetBookingRequest(name=name), timeout=UNARY_SECONDS)
        assert got.booking.name == name, f'{got.booking.name} is not {name}'
        self.connections.ListConnections(connections_pb2.ListConnectionsRequest(), timeout=UNARY_SECONDS)
        self.counts['calls'] += 2


class Lister(Client):
    """Reads one ordered list over all connections; goes on with the last token wherever it was cut off."""

    def __init__(self, target, connections, expected):
        super().__init__(target)
        self.request = pb.ListBookingsRequest(connections=connections, order_by=pb.ORDER_BY_START_TIME_ASC, page_size=PAGE_SIZE)
        self.expected = expected

    def once(self):
        seen, token, cuts = [], '', 0
        while True:
            request = pb.ListBookingsRequest()
            request.CopyFrom(self.request)
            request.page_token = token
            last = None
            try:
                for page in self.bookings.ListBookings(request, timeout=STREAM_SECONDS):
                    seen += [booking.name for booking in page.bookings]
                    token, last, cuts = page.next_page_token, page, 0
            except grpc.RpcError as error:
                if last is not None and last.complete:
                    break  # cut off behind the end of the list
                if error.code() is not grpc.StatusCode.UNAVAILABLE or cuts == MOST_CUTS:
                    raise
                cuts += 1
                self.counts['resumed'] += 1
                time.sleep(CUT_PAUSE)
                continue
            assert last is not None and last.complete, 'the stream ended without its end marker'
            break
        self.counts['streams'] += 1
        assert seen == self.expected, self.difference(seen)

    def difference(self, seen):
        repeats = [name for name, count in collections.Counter(seen).items() if count > 1]
        missing = set(self.expected) - set(seen)
        return f'{len(seen)} of {len(self.expected)} bookings; repeated {repeats[:5]}, missing {sorted(missing)[:5]}'


class Booker(Client):
    """Books one free place after the other, each with a request id of its own."""

    def __init__(self, target, vendor, account, places):
        super().__init__(target)
        self.vendor, self.account, self.places = vendor, account, places
        self.booked = {}  # request id -> the vendor's id of the booking

    def once(self):
        number = self.counts['bookings']
        self.counts['bookings'] += 1
        request_id = f'{self.account}-{number}'
        request = self.vendor.request(self.account, request_id, next(self.places), bookable.Person(f'{request_id}@example.com'))
        made = self.bookings.CreateBooking(request, timeout=UNARY_SECONDS)
        self.booked[request_id] = made.booking.vendor_id


def run(clients, disrupt):
    """Lets the clients call while `disrupt()` runs; answers their failures."""
    for client in clients:
        client.start()
    try:
        disrupt()
    finally:
        for client in clients:
            client.stopping.set()
        for client in clients:
            client.finish()
    return [failure for client in clients for failure in client.failures]
