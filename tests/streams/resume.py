"""The resume test: a list is cut at a page and read on by another gateway process that shares the key ring, while the data changes
between and during its pages."""

import collections
import contextlib
import dataclasses
import random
import urllib.parse

import facts
import grpc
import harness
import reference
import resume_plan
import shrink
import verdict
from bookings.v1 import bookings_pb2 as pb
from bookings.v1 import bookings_pb2_grpc
from kinds import KINDS, is_exact, may_lose_its_cursor, rows_may_vanish
from lanes import FLAVOURS, Lane
from world import Source, other_key

CALL_SECONDS = 60
# The gateway asks for several pages at once, so that it depends on luck which request a change meets.
ATTEMPTS = 30  # at showing a violation once more
TRIES = 3      # at showing it with less
STATUS_ENDED = (pb.SOURCE_STATE_COMPLETE, pb.SOURCE_STATE_LIMIT_REACHED)


@dataclasses.dataclass
class Recipe:
    """What a worker process needs to make its own world."""
    kinds: tuple
    seed: int
    orders: tuple
    shrinks: bool = False


@dataclasses.dataclass
class Tally:
    runs: collections.Counter = dataclasses.field(default_factory=collections.Counter)   # (kind, order)
    facts: collections.Counter = dataclasses.field(default_factory=collections.Counter)  # (kind, what happened)
    complaints: list = dataclasses.field(default_factory=list)

    def add(self, other):
        self.runs.update(other.runs)
        self.facts.update(other.facts)
        self.complaints += other.complaints


class World:
    """One worker's sandbox, its lanes, and two gateways in the middle of a change of keys: each seals with another key, both open
    both."""

    def __init__(self, directory, modes, seed, started):
        self.started = started
        self.sandbox = harness.Sandbox(directory)
        self.started.callback(self.sandbox.stop)
        self.lanes = {}
        for mode in sorted(modes):
            for number, flavour in enumerate(FLAVOURS):
                lane = Lane(Source(mode, f'{mode}-{flavour}'.replace('_', '-')), flavour, seed * 100 + number)
                lane.make(self.sandbox)
                self.lanes[mode, flavour] = lane
        keys = [other_key(directory, name) for name in ('k1', 'k2')]
        self.gateways = [self._gateway(directory, number, ring) for number, ring in enumerate((keys, keys[::-1]))]
        self.stubs = [bookings_pb2_grpc.BookingServiceStub(gateway.channel) for gateway in self.gateways]

    def _gateway(self, directory, number, ring):
        folder = directory / f'gateway{number}'
        connections = [lane.source.connection(self.sandbox, folder, session=False) for lane in self.lanes.values()]
        gateway = harness.Gateway(folder, connections, {'page_tokens': {'keys': ring}})
        self.started.callback(gateway.stop)
        return gateway


class Examiner:
    """Makes runs; one process, one world."""

    def __init__(self, recipe):
        self.recipe = recipe
        modes = {mode for kind in recipe.kinds for mode in KINDS[kind].modes}
        with contextlib.ExitStack() as started:
            self.world = World(started.enter_context(harness.scratch()), modes, recipe.seed, started)
            self.close = started.pop_all().close

    def do(self, task, is_stopped):
        kind, numbers = task
        tally = Tally()
        for number in numbers:
            if is_stopped():
                break
            tally.add(self.examine(kind, number))
        return tally

    def examine(self, kind, number):
        for _ in range(ATTEMPTS if self.recipe.shrinks else 1):
            run = self.cut_list(kind, number)
            if complaints := self.complaints_of(run):
                break
        tally = Tally()
        tally.runs[kind, pb.OrderBy.Name(run.script.request.order_by).removeprefix('ORDER_BY_')] += 1
        tally.facts.update({(kind, what): count for what, count in run.happened.items()})
        if complaints:
            tally.complaints.append((kind, number, complaints, self._told(kind, number, run, complaints)))
        return tally

    def cut_list(self, kind, number, script=None):
        dice = random.Random(f'{self.recipe.seed}/{kind}/{number}')
        return CutList(self.world, KINDS[kind], dice, number, self.recipe.orders, script)

    def complaints_of(self, run):
        try:
            return verdict.judge(run.play())
        except grpc.RpcError as error:
            return [f'FAILED in part {len(run.parts)} with {error.code().name}: {error.details()}']
        finally:
            run.clean_up()

    def _told(self, kind, number, run, complaints):
        """For people who look into a violation: what happened, with as little of it as still shows the same sort of complaint."""
        if not self.recipe.shrinks:
            return run.told()

        def shown_by(script):
            """A run of the script that shows it, or None."""
            for _ in range(TRIES):
                again = self.cut_list(kind, number, script)
                found = self.complaints_of(again)
                if shrink.sorts_of(found) & shrink.sorts_of(complaints):
                    return again, found
            return None

        smallest = shown_by(shrink.shrunk(run.script, shown_by))
        if not smallest:
            return ['could not be shown once more', *run.told()]
        return [f'smallest: {complaint}' for complaint in smallest[1]] + smallest[0].told()


class CutList:
    """One run: drawn from the dice, or as the script says."""

    def __init__(self, world, kind, dice, number, orders, script):
        self.world = world
        self.dice = dice
        self.lanes = [world.lanes[key] for key in resume_plan.draw_flavours(dice, kind.modes, kind)]
        for lane in self.lanes:
            lane.ready(world.sandbox)
        self.changers = [resume_plan.Changer(lane, dice, number) for lane in self.lanes]
        self.is_drawn = script is None
        self.script = script or self._draw(kind, orders)
        self.parts = []
        self.changes = []     # of each lane
        self.events = []      # for people
        self.happened = collections.Counter()

    def _draw(self, kind, orders):
        """What is known before the first page; the rest is drawn as the list is read."""
        orders = [order for order in kind.orders if order in orders] or kind.orders
        request = resume_plan.draw_request(self.dice, dataclasses.replace(kind, orders=orders), self.lanes)
        for changer in self.changers:
            changer.removes = rows_may_vanish(changer.lane.source.mode, request.order_by)
        due = sum(bool(known) and reference.matches(known, request.filter) for lane in self.lanes for known in lane.known.values())
        script = resume_plan.Script(request, [changer.hooks() for changer in self.changers],
                                    [changer.delays() for changer in self.changers])
        cuts = resume_plan.draw_cuts(self.dice)
        script.reads = [resume_plan.draw_read(self.dice, due, number < cuts) for number in range(cuts + 1)]
        return script

    def play(self):
        for lane, hooks, delays in zip(self.lanes, self.script.hooks, self.script.delays):
            lane.begin(self.world.sandbox, hooks, delays)
            self.happened['late answers'] += len(delays)
        token = ''
        for number, read in enumerate(self.script.reads):
            token = self._read_part(number, read, token)
            if not token:
                break
            if number < len(self.script.reads) - 1:
                self._change_between(number)
        self.clean_up()
        return self._run()

    def clean_up(self):
        """The lanes are as before; what was changed is known."""
        if not self.changes:
            self.changes = [lane.end(self.world.sandbox) for lane in self.lanes]

    def _read_part(self, number, read, token):
        """One call; the token behind it, empty when the list has ended."""
        asked = pb.ListBookingsRequest()
        asked.CopyFrom(self.script.request)
        asked.page_token = token
        asked.page_size = read.page_size
        metadata = [pair for lane in self.lanes for pair in lane.source.metadata()]
        stream = self.world.stubs[number % 2].ListBookings(asked, metadata=metadata, timeout=CALL_SECONDS)
        pages = []
        for page in stream:
            pages.append(page)
            if len(pages) == read.most:
                break
        stream.cancel()
        if read.drops_last and len(pages) > 1 and not pages[-1].HasField('complete'):
            pages.pop()
        self.parts.append(part_of(pages))
        self.events.append(f'read {len(pages)} pages of {asked.page_size}: {len(self.parts[-1].delivered)} bookings'
                           + (f', REPLAYED {sorted(self.parts[-1].replayed)}' if self.parts[-1].replayed else ''))
        return '' if self.parts[-1].ended else pages[-1].next_page_token

    def _change_between(self, number):
        self.happened['cuts'] += 1
        if self.is_drawn:
            self.script.between.append(list(self._drawn_between()))
        for lane, changes in zip(self.lanes, self.script.between[number] if number < len(self.script.between) else ()):
            self.happened['changes between'] += len(changes)
            if changes:
                self.events.append(f'changed {lane.source.account}: {changes}')
                lane.change(self.world.sandbox, changes)

    def _drawn_between(self):
        read = [known.name for part in self.parts for known in part.delivered]
        for lane, changer in zip(self.lanes, self.changers):
            ids = [urllib.parse.unquote(name.rpartition('/bookings/')[2]) for name in read if name.startswith(lane.source.name + '/')]
            yield changer.between(ids[-1] if ids else None, ids)

    def _run(self):
        request, order = self.script.request, self.script.request.order_by
        versions, changed = {}, set()
        for lane, made in zip(self.lanes, self.changes):
            versions.update({known.name: [known] for known in lane.known.values() if known})
            for entry in made:
                self._add_version(lane, entry, versions)
            if any(entry['change'] != 'insert' for entry in made):
                changed.add(lane.source.name)
        self.happened['changes'] += sum(map(len, self.changes))
        self.happened['replayed'] += any(part.replayed for part in self.parts)
        return verdict.Run(order=order, filter=request.filter, limit=request.limit,
                           exact={lane.source.name: is_exact(lane.source.mode, order) for lane in self.lanes},
                           excused={lane.source.name for lane in self.lanes
                                    if may_lose_its_cursor(lane.source.mode, order) and lane.source.name in changed},
                           versions=versions, parts=self.parts)

    def _add_version(self, lane, entry, versions):
        if 'error' in entry:
            raise RuntimeError(f'the sandbox refuses a change: {entry}')
        name = f"{lane.source.name}/bookings/{urllib.parse.quote(entry['id'], safe='-_.~')}"
        version = lane.facts_of(entry['row']) if entry['row'] else None
        of_name = versions.setdefault(name, [None])
        if version != of_name[-1]:  # else nothing of it has changed
            of_name.append(version)

    def told(self):
        hooks = {lane.source.account: hooks for lane, hooks in zip(self.lanes, self.script.hooks) if hooks}
        delays = {lane.source.account: delays for lane, delays in zip(self.lanes, self.script.delays) if delays}
        made = [(entry['change'], entry['id']) for lane in self.changes for entry in lane]
        return [' '.join(str(self.script.request).split()), f'rows {[len(lane.rows) for lane in self.lanes]}',
                f'hooks (list requests before it, changes): {hooks}', f'late answers (list requests before them): {delays}',
                *self.events, f'made in each account, in order: {made}']


def part_of(pages):
    part = verdict.Part([facts.facts_of(booking) for page in pages for booking in page.bookings])
    for page in pages:
        for source in page.sources:
            if pb.SOURCE_NOTE_REPLAYED in source.notes:
                part.replayed.add(source.connection)
            if page.HasField('complete') and source.state not in STATUS_ENDED:
                notes = [pb.SourceNote.Name(note) for note in source.notes]
                part.states[source.connection] = f'{pb.SourceState.Name(source.state)} {notes} {source.error.message}'
    part.ended = bool(pages) and pages[-1].HasField('complete')
    part.complete = part.ended and pages[-1].complete
    return part
