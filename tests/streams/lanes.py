"""The accounts that runs of the resume test change and read. Each has a base: the rows with which every run begins. What a run has
changed is taken back behind it; an account is made anew now and then, and wherever that cannot be done exactly."""

import dataclasses
import random
import time

import facts
from bookings.v1 import bookings_pb2 as pb
from editors import EDITORS
from google.protobuf import timestamp_pb2
from world import VENDOR_PAGE, Source

# What a base is like: its name, how many vendor pages it has, how many of its rows start (or were made) at the same instant.
FLAVOURS = {
    'plain': (2.3, 0, 0),
    'long': (4.4, 0, 0),
    'tiny': (0.3, 3, 3),
    'equal_starts': (2.6, 0.5, 0),
    'equal_creations': (2.6, 0, 0.5),
    'equal_starts_500': (0, 500, 20),
    'equal_creations_500': (0, 20, 500),
}
WEIGHTS = {'plain': 5, 'long': 2, 'tiny': 1, 'equal_starts': 3, 'equal_creations': 3, 'equal_starts_500': 1, 'equal_creations_500': 1}
ROWS_BESIDE_500 = 200  # every fourth is odd on purpose and keeps its times
# Tiquo's Admin API gives 100 rows of a day and no way to the next: more on one day are beyond anybody's reach.
MOST_TIES = {'tiquo_admin': 80}
LATE_MS = 1300  # longer than the gateway lets a reader wait for a page to fill
RUNS_OF_ACCOUNT = 100
TOKEN_SECONDS = 2400  # the Client API's tokens live an hour


def rows_of(mode, flavour):
    pages, _, _ = FLAVOURS[flavour]
    if VENDOR_PAGE[mode] == 500:  # large pages make long bases: two pages are enough
        pages = min(pages, 1.1)
    return int(VENDOR_PAGE[mode] * pages) if pages else 500 + ROWS_BESIDE_500


def facts_of_expected(expected):
    """What orders and the filters of these runs ask of a booking, off an expectation's JSON."""
    def nanos(text):
        if text is None:
            return None
        timestamp = timestamp_pb2.Timestamp()
        timestamp.FromJsonString(text)
        return facts.nanos(timestamp)

    names = {'start_time': 'startTime', 'end_time': 'endTime', 'create_time': 'createTime', 'update_time': 'updateTime'}
    return facts.Facts(name=expected['name'], status=pb.BookingStatus.Value(expected.get('status', 'BOOKING_STATUS_UNSPECIFIED')),
                       times={field: nanos(expected.get(key)) for field, key in names.items()}, nights=frozenset(), texts={})


@dataclasses.dataclass
class Lane:
    source: Source
    flavour: str
    seed: int
    rows: dict = dataclasses.field(default_factory=dict)      # id -> row of the base
    known: dict = dataclasses.field(default_factory=dict)     # id -> Facts, None = never delivered
    by_start: list = dataclasses.field(default_factory=list)  # ids, for victims at the edges of pages
    by_creation: list = dataclasses.field(default_factory=list)
    runs_left: int = 0
    good_until: float = 0
    told: int | None = None  # changes that the sandbox told of when the last run was taken back; None = the account is new

    @property
    def editor(self):
        return EDITORS[self.source.mode]

    def make(self, sandbox):
        """The account, for its credentials."""
        self.source.make(sandbox, seed=self.seed, bookings=rows_of(self.source.mode, self.flavour), traps=True)

    def ready(self, sandbox):
        """Sees to it that the account is as every run finds it. The rows are read once: equal specs give equal rows."""
        if self.runs_left > 0 and time.monotonic() < self.good_until:
            return
        self.make(sandbox)
        self.told = None
        self.runs_left = RUNS_OF_ACCOUNT
        self.good_until = time.monotonic() + TOKEN_SECONDS
        if not self.rows:
            self.rows = {row['id']: row for row in self.source.rows(sandbox)}
        self.change(sandbox, self._ties())
        if self.known:
            return
        self.rows = {row['id']: row for row in self.source.rows(sandbox)}
        self.known = {key: self.facts_of(row) for key, row in self.rows.items()}
        self.by_start = self._sorted('start_time')
        self.by_creation = self._sorted('create_time')

    def facts_of(self, row):
        expected = self.source.expected(row)
        return facts_of_expected(expected) if expected else None

    def _sorted(self, field):
        return sorted(self.rows, key=lambda key: (self.known[key].times[field] or 0, key) if self.known[key] else (0, key))

    def _ties(self):
        """Changes that give many rows one start, or one instant of creation."""
        _, starts, creations = FLAVOURS[self.flavour]
        dice = random.Random(f'{self.source.account}/{self.seed}/ties')
        plain = sorted(key for key, row in self.rows.items() if row.get('trap') in ('', 'none')) or sorted(self.rows)
        changes = []
        donor = self.rows[plain[0]]
        for share, change in ((starts, lambda row: self.editor.moved(row, donor)),
                              (creations, lambda row: {'patch': row['id'], 'fields': {self.editor.created: donor[self.editor.created]}})):
            count = min(int(share if share > 1 else share * len(plain)), len(plain), MOST_TIES.get(self.source.mode, len(plain)))
            changes += [change(self.rows[key]) for key in dice.sample(plain, count)]
        return changes

    def change(self, sandbox, changes):
        return sandbox.control('POST', self._path('changes'), changes) if changes else []

    def _path(self, resource):
        return f'/{self.source.vendor}/accounts/{self.source.account}/{resource}'

    def begin(self, sandbox, hooks, delays):
        """`hooks`: (number of list requests before it, changes); `delays`: number of list requests before a late one."""
        self.runs_left -= 1
        self._expect_base(sandbox)
        sandbox.control('DELETE', self._path('changes'))
        sandbox.faults(self.source.vendor, self.source.account,
                       *({'path': self.editor.list_path, 'skip': skip, 'kind': 'change', 'changes': changes}
                         for skip, changes in hooks),
                       *({'path': self.editor.list_path, 'skip': skip, 'kind': 'delay', 'delay_ms': LATE_MS} for skip in delays))

    def end(self, sandbox):
        """What was changed, in order, as the sandbox tells it; the base is there again behind it."""
        sandbox.faults(self.source.vendor, self.source.account)
        made = sandbox.control('GET', self._path('changes'))
        undone = [self._undo(entry) for entry in made]
        if None in undone:
            self.runs_left = 0
        else:
            restored = self.change(sandbox, undone)
            self.told = len(made) + len(restored)
            self.expect_restored(restored)
        return made

    def expect_restored(self, entries):
        """The rows of the base are as they were, all others are gone; else every later run would be judged wrongly."""
        wrong = [entry for entry in entries if entry['row'] != self.rows.get(entry['id'])]
        if wrong:
            raise RuntimeError(f'{self.source.account}: a run could not be taken back exactly: {wrong}')

    def _expect_base(self, sandbox):
        """Nothing has changed since the last run was taken back."""
        if self.told is None:
            return
        late = sandbox.control('GET', self._path('changes'))[self.told:]
        if late:
            raise RuntimeError(f'{self.source.account}: changed while nobody reads it: {late}')

    def _undo(self, entry):
        """The opposite change; None where there is none that is exact."""
        if entry['change'] == 'insert':
            return {'delete': entry['id']}
        base = self.rows[entry['id']]
        if base.keys() != entry.get('row', base).keys() if entry['row'] else base.keys() < self._all_keys():
            return None
        settable = self.editor.settable(base)
        if entry['change'] == 'delete':
            return {'insert': settable}
        changed = {key: value for key, value in settable.items() if entry['row'].get(key) != value}
        return {'patch': entry['id'], 'fields': changed}

    def _all_keys(self):
        return set().union(*(row.keys() for row in self.rows.values()))
