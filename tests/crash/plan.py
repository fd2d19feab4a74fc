"""What happens in each run, drawn from a seed: nothing here starts or measures anything. How long things take is not in the seed, so the
same seed gives the same choices but not the same interleaving."""

import dataclasses
import random

LATE_SECONDS = 0.2     # after which a `late` request is carried out; the caller is cut off at half of it
SETTLE_SECONDS = 0.7   # the connections' settle time: more than LATE_SECONDS, with room for a slow machine
ATTEMPT_SECONDS = 0.4  # how long the gateway waits for the vendor
LEASE_SECONDS = 1.0    # the shortest that the configuration takes

# How the vendor misbehaves: the sandbox's kind of fault, or none.
FAULTS = {
    'none': None,
    'reset before': {'kind': 'reset'},
    'reset after': {'kind': 'reset_after'},
    '500 before': {'kind': 'status', 'status': 500},
    '500 after': {'kind': 'status_after', 'status': 500},
    '502 after': {'kind': 'status_after', 'status': 502},
    'half an answer': {'kind': 'truncate'},
    'no JSON': {'kind': 'bad_json'},
    'silent before': {'kind': 'silent'},
    'silent after': {'kind': 'silent_after'},
    'late': {'kind': 'late', 'delay_ms': int(LATE_SECONDS * 1000)},
}
FAULT_WEIGHTS = {'none': 4, 'late': 3, 'reset after': 3, '500 after': 2, '502 after': 2, 'silent after': 2}

START_SPREAD = 0.05    # seconds over which the runs of a round begin, so that a kill meets them at different points
# Seconds within which a round is disrupted, and how often each: before most runs begin, while writes without faults are made, and while
# a silent vendor is waited for.
DISRUPTION_SPANS = ((START_SPREAD / 2, 3), (2 * START_SPREAD, 5), (2 * ATTEMPT_SECONDS, 3))


@dataclasses.dataclass(frozen=True)
class RunPlan:
    """One caller, or twins, at one connection."""
    fault: str
    fault_times: int           # requests hit, one after the other
    fault_path: int            # which of the vendor's writes is hit
    look_up_fails: bool        # the first look-up meets a 500
    shared: bool               # a place that takes several bookings
    callers: int               # 2 = twins: one customer asks for two places at the same time, with two ids
    start: float               # seconds after the round's beginning
    call_timeouts: tuple       # the callers' deadlines, call by call
    gives_up: bool             # NOT_CREATED is final for the caller, even where a repetition could help


@dataclasses.dataclass(frozen=True)
class Disruption:
    """What befalls the gateway in one round: `kind` is none, kill or pause."""
    kind: str
    at: tuple = ()             # seconds after the round's beginning; two = a kill of the process that recovers, too
    replica: int = 0
    pause: float = 0.0


def plan_run(seed, vendor, store, number, writes):
    """`writes`: how many calls of the vendor's a creation can take."""
    draw = random.Random(f'{seed}/{vendor}/{store}/{number}')
    fault = draw.choices(list(FAULTS), [FAULT_WEIGHTS.get(name, 1) for name in FAULTS])[0]
    twins = draw.random() < 0.2
    hasty = draw.random() < 0.15
    return RunPlan(
        fault=fault,
        fault_times=draw.choice((1, 1, 1, 2)),
        fault_path=draw.choice((0, 0, *range(writes))),
        look_up_fails=draw.random() < 0.15,
        shared=twins or draw.random() < 0.2,
        callers=2 if twins else 1,
        start=draw.uniform(0, START_SPREAD),
        call_timeouts=(draw.uniform(0.02, 0.6), 5.0) if hasty else (5.0,),
        gives_up=draw.random() < 0.3)


def plan_round(seed, store, number, replicas):
    """Two rounds of three are disrupted; pauses need another replica that goes on."""
    draw = random.Random(f'{seed}/{store}/round {number}')
    kinds = ('none', 'kill', 'kill', 'kill') if replicas == 1 else ('none', 'kill', 'kill', 'pause', 'pause')
    kind = draw.choice(kinds)
    if kind == 'none':
        return Disruption(kind)
    spans, weights = zip(*DISRUPTION_SPANS)
    at = (draw.uniform(0, draw.choices(spans, weights)[0]),)
    if kind == 'kill' and draw.random() < 0.2:
        at += (draw.uniform(0, LEASE_SECONDS + SETTLE_SECONDS),)
    return Disruption(kind, at, draw.randrange(replicas), draw.uniform(0.2, 2 * LEASE_SECONDS + SETTLE_SECONDS))
