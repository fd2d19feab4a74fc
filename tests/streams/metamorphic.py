"""The metamorphic test: every list equals a filter and sort, made here, of everything that an unfiltered list holds."""

import collections
import contextlib
import dataclasses
import time

import comparison
import facts
import grpc
import harness
import oracle
import reference
import requests
from bookings.v1 import bookings_pb2 as pb
from bookings.v1 import bookings_pb2_grpc, connections_pb2, connections_pb2_grpc
from google.protobuf import json_format
from world import MODES, VENDOR_PAGE, Source

# Connections of each mode: one with several vendor pages where that takes few rows, one with a few rows for many traps.
SMALL, LARGE = 62, 130
NOW = '2026-11-20T09:00:00Z'
CALL_SECONDS = 120
# A filter on these causes further vendor calls, and then a BASIC list may show what they told.
NEEDING_DETAILS = {'customer_emails', 'customer_ids'}
DETAILED = 'BASIC, with what further vendor calls tell'


def sources_of_world():
    for mode in MODES:
        for size in (SMALL, LARGE) if VENDOR_PAGE[mode] < LARGE else (SMALL, SMALL):
            yield mode, size


@contextlib.contextmanager
def world(directory, seed):
    """A sandbox with two accounts of each mode and a gateway that reads them: (gateway, sources, sandbox)."""
    sandbox = harness.Sandbox(directory)
    with contextlib.ExitStack() as started:
        started.callback(sandbox.stop)
        sandbox.control('PUT', '/now', {'now': NOW})
        sources = []
        for number, (mode, size) in enumerate(sources_of_world()):
            source = Source(mode, f'{mode}-{number}'.replace('_', '-'))
            source.make(sandbox, seed=seed * 100 + number, bookings=size, traps=True)
            sources.append(source)
        gateway = harness.Gateway(directory / 'gateway', [s.connection(sandbox, directory) for s in sources])
        started.callback(gateway.stop)
        yield gateway, sources, sandbox


def witnessed(sources, sandbox, gateway):
    """Complaints where the unfiltered FULL list, from which all else is reckoned, is not what the sandbox's rows must become."""
    for source in sources:
        mode = comparison.MODES[source.mode]
        wanted = comparison.wanted_bookings(mode, source.rows(sandbox), {}, source.account)
        listed, last = gateway.list(connections=[source.name], view=pb.BOOKING_VIEW_FULL, page_size=1000)
        if sorted(wanted) != harness.names(listed) or not last.complete:
            yield f'{source.name}: {len(listed)} bookings in place of {len(wanted)}'
            continue
        for booking in listed:
            expected, field_names, _ = wanted[booking.name]
            if differs := comparison.difference(expected, field_names, booking):
                yield f'{booking.name}: (expected, got) {differs}'


# How a row shows that a vendor_filter hits it: mode -> name -> value of the row.
VENDOR_FILTERS = {
    'hostelmate': {'guest_id': lambda row: row['guest_id'], 'status': lambda row: row['status']},
    'optimocms': {'date': lambda row: row['day'], 'status': lambda row: row.get('status')},
    'wix_v2': {'bookedEntity.tags': lambda row: row['tag'], 'externalUserId': lambda row: row['external_id'],
               'paymentStatus': lambda row: row['payment_v2']},
}
# Words that these filters take; what else a row holds is none of them.
WORDS = {
    ('hostelmate', 'status'): {'confirmed', 'cancelled', 'paid'},
    ('optimocms', 'status'): {'pending', 'confirmed', 'completed', 'cancelled', 'no_show'},
    ('wix_v2', 'bookedEntity.tags'): {'INDIVIDUAL', 'GROUP', 'COURSE'},
    ('wix_v2', 'paymentStatus'): {'NOT_PAID', 'PAID', 'PARTIALLY_PAID', 'REFUNDED', 'EXEMPT'},
}


def vendor_values(source, rows):
    """vendor_filter name -> value -> names of the bookings that it hits."""
    values = collections.defaultdict(lambda: collections.defaultdict(set))
    for row in rows:
        expected = source.expected(row)
        for name, read in VENDOR_FILTERS.get(source.mode, {}).items():
            value = read(row)
            if expected and value and value in WORDS.get((source.mode, name), {value}):
                values[name][value].add(expected['name'])
    return values


@dataclasses.dataclass
class Recipe:
    """What a worker process needs to know of the world."""
    address: str
    vendor_values: dict  # connection -> name -> value -> names
    seed: int
    orders: tuple


@dataclasses.dataclass
class Tally:
    requests: int = 0
    bookings: int = 0
    empty: int = 0
    resumed: int = 0
    pages: int = 0
    short_pages: int = 0
    orders: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    fields: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    complaints: list = dataclasses.field(default_factory=list)

    def add(self, other):
        for name in ('requests', 'bookings', 'empty', 'resumed', 'pages', 'short_pages'):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.orders.update(other.orders)
        self.fields.update(other.fields)
        self.complaints += other.complaints


class Examiner:
    """Sends requests and judges the answers; one process, one channel."""

    def __init__(self, recipe):
        self.recipe = recipe
        self.channel = grpc.insecure_channel(recipe.address)
        self.stub = bookings_pb2_grpc.BookingServiceStub(self.channel)
        self.data = {}    # connection -> [Facts]
        self.known = {DETAILED: {}}  # view -> name -> the booking's bytes
        self.unreported = {}
        for view in (pb.BOOKING_VIEW_BASIC, pb.BOOKING_VIEW_FULL):
            self.known[view] = dict(self._whole_list(view))
        connections = connections_pb2_grpc.ConnectionServiceStub(self.channel)
        for connection in connections.ListConnections(connections_pb2.ListConnectionsRequest()).connections:
            self.unreported[connection.name] = {f.field for f in connection.capabilities.filters
                                                if f.support == connections_pb2.FILTER_SUPPORT_UNREPORTED}
            self.data.setdefault(connection.name, [])
        drawn = {name: {key: sorted(values) for key, values in by_name.items()}
                 for name, by_name in recipe.vendor_values.items()}
        self.drawer = requests.Drawer(self.data, drawn, recipe.orders)

    def _whole_list(self, view):
        for page in self._read(pb.ListBookingsRequest(view=view, page_size=1000, require_all_sources=True)):
            for booking in page.bookings:
                if view == pb.BOOKING_VIEW_FULL:
                    known = facts.facts_of(booking)
                    self.data.setdefault(known.connection, []).append(known)
                yield booking.name, as_bytes(booking)
                if view == pb.BOOKING_VIEW_FULL:
                    booking.ClearField('vendor_fields')
                    self.known[DETAILED][booking.name] = as_bytes(booking)

    def _read(self, request):
        return list(self.stub.ListBookings(request, timeout=CALL_SECONDS))

    def wanted(self, request):
        """What the list must hold."""
        names = request.connections or self.data
        wanted = [known for name in names for known in self.data[name] if reference.matches(known, request.filter)]
        for key, value in json_format.MessageToDict(request.filter.vendor_filter).items():
            hit = self.recipe.vendor_values[request.connections[0]][key][value]
            wanted = [known for known in wanted if known.name in hit]
        return wanted

    def close(self):
        self.channel.close()

    def do(self, numbers, is_stopped):
        tally = Tally()
        for number in numbers:
            if is_stopped():
                break
            tally.add(self.examine(number))
        return tally

    def examine(self, number):
        """Sends the request of that number in all the ways that it is tried: a tally of it alone."""
        request, dice = self.drawer.draw(self.recipe.seed, number)
        tally = Tally(requests=1, orders=collections.Counter([pb.OrderBy.Name(request.order_by)]),
                      fields=collections.Counter(reference.fields_set(request.filter)))
        try:
            complaints = [*self._list(request, tally), *self._explain(request), *self._resume(request, dice, tally)]
        except grpc.RpcError as error:
            complaints = [f'failed with {error.code().name} {harness.details_of(error)} {error.details()}']
        if complaints:
            tally.complaints.append((number, complaints, str(request)))
        return tally

    def _unreported(self, request):
        asked = reference.fields_set(request.filter)
        return {name: asked & self.unreported[name] for name in request.connections or self.data}

    def _list(self, request, tally):
        pages = self._read(request)
        count = sum(len(page.bookings) for page in pages)
        tally.bookings += count
        tally.empty += count == 0
        tally.pages += len(pages)
        tally.short_pages += oracle.short_pages(request, pages)
        yield from oracle.judge_list(request, pages, self.wanted(request), self._unreported(request))
        yield from self._contents(request, pages)

    def _contents(self, request, pages):
        known = [self.known[request.view or pb.BOOKING_VIEW_BASIC]]
        if request.view != pb.BOOKING_VIEW_FULL and reference.fields_set(request.filter) & NEEDING_DETAILS:
            known.append(self.known[DETAILED])
        differing = [booking.name for page in pages for booking in page.bookings
                     if as_bytes(booking) not in [by_name.get(booking.name) for by_name in known]]
        yield from oracle.shown('differs from the unfiltered list of that view', differing)

    def _explain(self, request):
        asked = pb.ListBookingsRequest()
        asked.CopyFrom(request)
        asked.explain = True
        yield from oracle.judge_plan(request, self._read(asked), self._unreported(request))

    def _resume(self, request, dice, tally):
        """Some lists are cut behind a page and read on with another page size: all must be as if they had not been."""
        if dice.random() > 0.3:
            return
        stream = self.stub.ListBookings(request, timeout=CALL_SECONDS)
        first = [page for page, _ in zip(stream, range(dice.randint(1, 4)))]
        stream.cancel()
        if first[-1].HasField('complete'):
            return
        tally.resumed += 1
        second = pb.ListBookingsRequest()
        second.CopyFrom(request)
        second.page_token = first[-1].next_page_token
        second.page_size = dice.choice((0, 7, 50, 1000))
        rest = self._read(second)
        got = [booking.name for page in [*first, *rest] for booking in page.bookings]
        for complaint in oracle.judge_names(request, got, self.wanted(request)):
            yield f'resumed behind page {len(first)}: {complaint}'


def as_bytes(booking):
    return booking.SerializeToString(deterministic=True)
