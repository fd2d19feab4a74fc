"""Draws what happens in one run of the resume test: the list, where it is cut, and what changes between and during its pages."""

import dataclasses

import requests
from bookings.v1 import bookings_pb2 as pb
from lanes import WEIGHTS
from world import VENDOR_PAGE

PAGE_SIZES = (3, 7, 20, 33, 49, 50, 51, 64, 99, 100, 101, 150, 250, 499, 501, 1000)
MOST_PAGES = 40
MOST_HOOKS = 3      # places between two vendor requests at which something changes
MOST_CHANGES = 3    # at one of them
CHANGES = ('insert', 'insert', 'insert', 'move', 'move', 'move', 'delete', 'delete', 'restate', 'restate')
DAY_SECONDS = 86_400
DELAYED = 0.04      # share of the lanes that have a late answer: it takes a while


@dataclasses.dataclass
class Read:
    """One call: how it is made, and when it is cut."""
    page_size: int
    most: int = 0            # pages, 0 = to the end
    drops_last: bool = False  # the last page came, but the caller had not worked through it


@dataclasses.dataclass
class Script:
    """All that happens in a run; what was drawn can be played again, and with less in it."""
    request: object
    hooks: list                                             # of each lane: (list requests before it, changes)
    delays: list                                            # of each lane: list requests before one that is answered late
    reads: list = dataclasses.field(default_factory=list)
    between: list = dataclasses.field(default_factory=list)  # behind each read but the last: the changes of each lane


def draw_flavours(dice, modes, kind):
    """The lanes of a run, as (mode, flavour)."""
    count = min(dice.choice(kind.sources), len(modes))
    return [(mode, dice.choices(tuple(WEIGHTS), WEIGHTS.values())[0]) for mode in dice.sample(modes, count)]


def draw_request(dice, kind, lanes):
    order = dice.choice(kind.orders)
    request = pb.ListBookingsRequest(connections=[lane.source.name for lane in lanes], order_by=order)
    pool = [known for lane in lanes for known in lane.known.values() if known]
    drawn = dice.random()
    if drawn < 0.25:
        request.filter.statuses.extend({dice.choice(pool).status or pb.BOOKING_STATUS_CONFIRMED for _ in range(2)})
    if 0.15 < drawn < 0.45:
        add_range(request.filter.start_time, [known.times['start_time'] for known in pool if known.times['start_time']], dice)
    if dice.random() < 0.1:
        request.limit = dice.randint(1, len(pool))
    return request


def add_range(into, instants, dice):
    """Wide, so that there is something to cut."""
    instants = sorted(instants)
    if dice.random() < 0.7:
        requests.set_nanos(getattr(into, 'from'), instants[dice.randrange(len(instants) // 3 + 1)])
    if dice.random() < 0.7 or not into.HasField('from'):
        requests.set_nanos(into.to, instants[-1 - dice.randrange(len(instants) // 3 + 1)] + 1)


def draw_read(dice, due, is_cut):
    """`due`: bookings that the whole list has. A part that is to be cut has several pages."""
    sizes = [size for size in PAGE_SIZES if due / size <= MOST_PAGES]
    size = dice.choice([size for size in sizes if size < due or not is_cut] or sizes[:1])
    most = dice.randint(1, max(1, due // size)) if is_cut else 0
    return Read(size, most, most > 1 and dice.random() < 0.15)


@dataclasses.dataclass
class Changer:
    """Draws changes of one lane's rows; no row is changed twice in a run, so that the order of changes does not matter."""
    lane: object
    dice: object
    number: int      # of the run: new ids are made of it
    removes: bool = True  # whether rows are deleted
    taken: set = dataclasses.field(default_factory=set)
    inserted: int = 0

    def draw(self):
        sort = self.dice.choice(CHANGES)
        return self.insert(self._donor()) if sort == 'insert' else self.alter(sort, self._victim())

    def alter(self, sort, victim):
        """The change of that sort to the row of that id; None where it has changed already or is not of the base."""
        if victim in self.taken or victim not in self.lane.rows or (sort == 'delete' and not self.removes):
            return None
        self.taken.add(victim)
        row = self.lane.rows[victim]
        if sort == 'delete':
            return {'delete': victim}
        if sort == 'move':
            return self.lane.editor.moved(row, self._donor())
        return self.lane.editor.restated(row, self.dice.choice(self.lane.editor.words))

    def insert(self, donor):
        """Made just now, or at the same instant as another, or long ago."""
        editor = self.lane.editor
        newest = self.lane.rows[self.lane.by_creation[-1]][editor.created]
        created = self.dice.choice((editor.later(newest, self.dice.randint(1, DAY_SECONDS)), donor[editor.created]))
        self.inserted += 1
        return editor.inserted(self._new_number(), donor, created, self.dice.choice(editor.words))

    def _new_number(self):
        """Ids before, between and behind those of the base."""
        return (self.dice.getrandbits(64) << 40) + (self.number << 8) + self.inserted

    def _donor(self):
        return self.lane.rows[self.dice.choice(self.lane.by_start)]

    def _victim(self):
        """Any row, or one at the edge of a vendor page."""
        order = self.dice.choice((self.lane.by_start, self.lane.by_creation))
        if self.dice.random() < 0.5:
            return self.dice.choice(order)
        edge = VENDOR_PAGE[self.lane.source.mode] * self.dice.randint(1, 4) + self.dice.choice((-2, -1, 0, 1))
        return order[edge % len(order)] if self.dice.random() < 0.5 else order[-1 - edge % len(order)]

    def hooks(self):
        """What happens during the pages: (requests before it, changes)."""
        most = 2 + 2 * len(self.lane.rows) // VENDOR_PAGE[self.lane.source.mode]
        hooks = []
        for _ in range(self.dice.randint(0, MOST_HOOKS)):
            changes = self._some(self.draw)
            if changes:
                hooks.append((self.dice.randint(0, most), changes))
        return hooks

    def delays(self):
        """Now and then an answer comes so late that the gateway does not let the reader wait for a full page."""
        return [self.dice.randint(0, 4)] if self.dice.random() < DELAYED else []

    def between(self, last_id, read_ids):
        """What happens between two pages: to the row that the token points at, to rows already read, and to any."""
        changes = self._some(self.draw) if self.dice.random() < 0.6 else []
        if last_id in self.lane.rows and self.dice.random() < 0.5:
            at_token = self.dice.choice(('delete', 'delete', 'move', 'restate', 'insert'))
            changes.append(self.insert(self.lane.rows[last_id]) if at_token == 'insert' else self.alter(at_token, last_id))
        if read_ids and self.dice.random() < 0.5:
            changes.append(self.alter(self.dice.choice(('move', 'move', 'delete', 'restate')), self.dice.choice(read_ids)))
        return [change for change in changes if change]

    def _some(self, draw):
        return [change for change in (draw() for _ in range(self.dice.randint(1, MOST_CHANGES))) if change]


def draw_cuts(dice):
    return dice.choice((1, 1, 1, 2, 2, 3))
