"""Judges a list that was read in parts, on changing data, by what the rows were at every time. Complaints are sentences."""

import collections
import dataclasses

import reference
from bookings.v1 import bookings_pb2 as pb
from oracle import shown


@dataclasses.dataclass
class Part:
    """What one call brought: facts in the order in which they came, and what was said of the sources."""
    delivered: list
    replayed: set = dataclasses.field(default_factory=set)  # connections whose status says REPLAYED
    ended: bool = False       # the last message was read
    complete: bool = False
    states: dict = dataclasses.field(default_factory=dict)  # connection -> text, where a source did not end well


@dataclasses.dataclass
class Run:
    """A list and the rows behind it."""
    order: int
    filter: pb.BookingFilter
    limit: int
    exact: dict               # connection -> whether a booking that did not change must come exactly once
    excused: set              # connections that may say REPLAYED though they are exact
    versions: dict            # name -> what the booking was, oldest first; None = it was not there
    parts: list


def judge(run):
    return [*judge_contents(run), *judge_counts(run), *judge_order(run), *judge_notes(run), *judge_end(run)]


def delivered_of(run):
    return [known for part in run.parts for known in part.delivered]


def connection_of(name):
    return name.rpartition('/bookings/')[0]


def looks_like(known, version):
    same_times = all(known.times[field] == version.times[field] for field in ('start_time', 'create_time'))
    return known.status == version.status and same_times


def judge_contents(run):
    """Each booking that came was so at some time, and matched."""
    wrong = [known.name for known in delivered_of(run)
             if not any(version and looks_like(known, version) and reference.matches(version, run.filter)
                        for version in run.versions.get(known.name, ()))]
    yield from shown('came, but was never so, or never matched', wrong)


def judge_counts(run):
    """Lost ones and repeated ones."""
    counts = collections.Counter(known.name for known in delivered_of(run))
    replayed = set().union(*(part.replayed for part in run.parts))
    lost, repeated = [], []
    for name, versions in run.versions.items():
        connection = connection_of(name)
        may_repeat = connection in replayed and (not run.exact[connection] or connection in run.excused)
        if len(versions) == 1 and not counts[name] and is_due(run, versions[0]):
            lost.append(name)
        if counts[name] > len([version for version in versions if version]) and not may_repeat:
            repeated.append(name)
    yield from shown('LOST', sorted(lost))
    yield from shown('REPEATED', sorted(repeated))


def is_due(run, version):
    """Whether a booking that never changed must have come."""
    if not version or not reference.matches(version, run.filter):
        return False
    delivered = delivered_of(run)
    if not run.limit or len(delivered) < run.limit:
        return True
    # A list that its limit has cut holds all that comes before its last booking, where it has an order.
    return run.order != pb.ORDER_BY_UNSPECIFIED and place(run, version) < place(run, delivered[-1])


def place(run, known):
    return reference.order_key(known, run.order)


def judge_order(run):
    delivered = delivered_of(run)
    if run.order != pb.ORDER_BY_UNSPECIFIED:
        yield from shown('OUT OF ORDER', [f'{b.name} behind {a.name}' for a, b in zip(delivered, delivered[1:])
                                          if not place(run, a) < place(run, b)])
    if run.limit and len(delivered) > run.limit:
        yield f'{len(delivered)} bookings, the limit is {run.limit}'


def judge_notes(run):
    for number, part in enumerate(run.parts):
        unexpected = sorted(name for name in part.replayed if run.exact[name] and name not in run.excused)
        yield from shown(f'part {number} says REPLAYED of a source that is exact', unexpected)


def judge_end(run):
    last = run.parts[-1]
    limited = run.limit and len(delivered_of(run)) >= run.limit
    if not last.ended:
        yield 'the last part has no last message'
    elif not last.complete and not limited:
        yield f'not complete: {last.states}'
