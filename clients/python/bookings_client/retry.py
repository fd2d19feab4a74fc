"""When a call is made again, and how long is waited before. The rules are those of all clients: clients/README.md."""

import dataclasses
import random
import time
from collections.abc import Callable

import grpc

from .errors import GatewayError


@dataclasses.dataclass(frozen=True)
class RetryPolicy:
    """`attempts` in a row that bring nothing; a page that leads on starts the count anew. Backoffs in seconds."""
    attempts: int = 5
    first_backoff: float = 0.2
    longest_backoff: float = 10.0

    def backoff(self, failures: int) -> float:
        """Doubled with each failure; half of it by chance, so that callers that failed together do not come back together."""
        longest = min(self.longest_backoff, self.first_backoff * 2 ** (failures - 1))
        return longest * random.uniform(0.5, 1)


class Deadline:
    """The end of a whole call, over all its attempts."""

    def __init__(self, seconds: float):
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        return max(0.0, self._end - time.monotonic())


class Attempts:
    """The attempts of one call."""

    def __init__(self, policy: RetryPolicy, deadline: Deadline, sleep: Callable[[float], None] = time.sleep):
        self._policy, self.deadline, self._sleep = policy, deadline, sleep
        self._failures = 0

    def progress(self) -> None:
        self._failures = 0

    def wait_after(self, error: GatewayError, may_pass: bool) -> None:
        """Waits until the call may be made again; raises the error where it may not. A wait that the deadline does not leave time for is
        not begun."""
        self._failures += 1
        if not may_pass or self._failures >= self._policy.attempts:
            raise error
        wait = self._policy.backoff(self._failures)
        if error.retry_delay is not None:
            wait = max(wait, error.retry_delay.total_seconds())
        if wait >= self.deadline.left():
            raise error
        self._sleep(wait)


def read_may_pass(error: GatewayError) -> bool:
    """Whether a read that failed so may do better the next time."""
    if error.code is grpc.StatusCode.RESOURCE_EXHAUSTED:
        return error.retry_delay is not None
    return error.code in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.ABORTED)


def stream_may_pass(error: GatewayError) -> bool:
    """A stream whose reader paused for long is cut with CANCELLED; our own cancellation never comes here."""
    return read_may_pass(error) or error.code is grpc.StatusCode.CANCELLED


def write_may_pass(error: GatewayError) -> bool:
    """Safe only because the request id stays the same. What was decided for good is never repeated."""
    if error.reason == 'ETAG_MISMATCH':
        return False
    return (read_may_pass(error) or error.booking_state == 'UNKNOWN' or error.reason == 'OUTCOME_UNKNOWN'
            # An attempt's own deadline, or a connection that broke: the gateway goes on with it, and knows it by its id.
            or error.code in (grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.CANCELLED))
