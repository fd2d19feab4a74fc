"""A caller of CreateBooking as callers should be: one request id, the same request again after every doubtful answer, no sooner than the
gateway asks, until the answer is final or patience ends."""

import dataclasses
import time

import grpc
import harness
from bookings.v1 import bookings_pb2 as pb

FIRST_PAUSE = 0.05
LONGEST_PAUSE = 1.0
# Codes of answers that say NOT_CREATED and may be different the next time.
PASSING = {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.ABORTED, grpc.StatusCode.RESOURCE_EXHAUSTED,
           grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.CANCELLED}


@dataclasses.dataclass
class Outcome:
    """What a caller knows in the end: `state` is CREATED, NOT_CREATED or UNKNOWN."""
    state: str
    booking: pb.Booking = None
    reasons: list = dataclasses.field(default_factory=list)  # of all failures, in order

    @property
    def last_reason(self):
        return self.reasons[-1] if self.reasons else ''


@dataclasses.dataclass
class Failure:
    """A failure as a caller reads it. No details = the connection broke, or the caller's own deadline passed."""
    code: grpc.StatusCode
    reason: str
    state: str
    pause: float

    @classmethod
    def of(cls, error):
        details = harness.details_of(error)
        info = details.get('ErrorInfo')
        retry = details.get('RetryInfo')
        return cls(error.code(), info.reason if info else error.code().name,
                   info.metadata.get('booking_state', 'UNKNOWN') if info else 'UNKNOWN',
                   retry.retry_delay.ToTimedelta().total_seconds() if retry else 0)

    def is_final(self, gives_up):
        return self.state == 'NOT_CREATED' and (gives_up or self.code not in PASSING)


def create(stub_of, request, patience=30.0, call_timeouts=(10.0,), gives_up=False):
    """Calls until the answer is final. `stub_of()` answers where to call next; `call_timeouts` are used in turn, the last one from then
    on; with `gives_up` every NOT_CREATED is final, else only one that a repetition would not change."""
    deadline = time.monotonic() + patience
    outcome = Outcome('UNKNOWN')
    pause = FIRST_PAUSE
    attempt = 0
    while True:
        timeout = call_timeouts[min(attempt, len(call_timeouts) - 1)]
        attempt += 1
        try:
            answer = stub_of().CreateBooking(request, timeout=max(0.01, min(timeout, deadline - time.monotonic())))
            return Outcome('CREATED', answer.booking, outcome.reasons)
        except grpc.RpcError as error:
            failure = Failure.of(error)
        outcome.reasons.append(failure.reason)
        if failure.is_final(gives_up):
            outcome.state = 'NOT_CREATED'
            return outcome
        wait = max(failure.pause, pause)
        if time.monotonic() + wait >= deadline:
            return outcome
        time.sleep(wait)
        pause = min(pause * 2, LONGEST_PAUSE)
