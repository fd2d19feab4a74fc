// When a call is made again, and how long is waited before. The rules are those of all clients: clients/README.md.
import { setTimeout as sleep } from 'node:timers/promises';

const DEFAULTS = { attempts: 5, firstBackoffMs: 200, longestBackoffMs: 10_000 };

/** The attempts of one call, until its deadline. */
export class Attempts {
  #failures = 0;

  constructor(policy, timeoutMs) {
    this.policy = { ...DEFAULTS, ...policy };
    this.end = performance.now() + timeoutMs;
  }

  leftMs() {
    return Math.max(0, this.end - performance.now());
  }

  progress() {
    this.#failures = 0;
  }

  /** Waits until the call may be made again; throws the error where it may not. A wait that the deadline has no time for is not begun. */
  async waitAfter(error, mayPass) {
    this.#failures += 1;
    if (!mayPass || this.#failures >= this.policy.attempts) throw error;
    const wait = Math.max(backoffMs(this.policy, this.#failures), error.retryDelayMs ?? 0);
    if (wait >= this.leftMs()) throw error;
    await sleep(wait);
  }
}

/** Doubled with each failure; half of it by chance, so that callers that failed together do not come back together. */
export function backoffMs({ firstBackoffMs, longestBackoffMs }, failures) {
  return Math.min(longestBackoffMs, firstBackoffMs * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);
}

export function readMayPass(error) {
  if (error.code === 'RESOURCE_EXHAUSTED') return error.retryDelayMs !== undefined;
  return error.code === 'UNAVAILABLE' || error.code === 'ABORTED';
}

/** A stream whose reader paused for long is cut with CANCELLED; our own cancellation never comes here. */
export function streamMayPass(error) {
  return readMayPass(error) || error.code === 'CANCELLED';
}

/** Safe only because the request id stays the same. What was decided for good is never repeated. */
export function writeMayPass(error) {
  if (error.reason === 'ETAG_MISMATCH') return false;
  // DEADLINE_EXCEEDED: an attempt's own deadline; the gateway goes on with it, and knows it by its id.
  return readMayPass(error) || error.bookingState === 'UNKNOWN' || error.reason === 'OUTCOME_UNKNOWN' ||
    error.code === 'DEADLINE_EXCEEDED' || error.code === 'CANCELLED';
}
