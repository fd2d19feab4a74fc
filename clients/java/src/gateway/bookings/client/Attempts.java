package gateway.bookings.client;

import gateway.bookings.v1.ErrorReason;
import io.grpc.Status;
import java.time.Duration;
import java.util.function.Predicate;

/** The attempts of one call, until its deadline. */
final class Attempts {
  private final RetryPolicy policy;
  private final long end;
  private int failures;

  Attempts(RetryPolicy policy, Duration timeout) {
    this.policy = policy;
    this.end = System.nanoTime() + timeout.toNanos();
  }

  long leftNanos() {
    return Math.max(0, end - System.nanoTime());
  }

  void progress() {
    failures = 0;
  }

  /** Waits until the call may be made again; throws where it may not. A wait that the deadline has no time for is not begun. */
  void waitAfter(GatewayException error, Predicate<GatewayException> mayPass) {
    failures++;
    if (!mayPass.test(error) || failures >= policy.attempts()) {
      throw error;
    }
    Duration wait = policy.backoff(failures);
    Duration asked = error.retryDelay().orElse(Duration.ZERO);
    if (asked.compareTo(wait) > 0) {
      wait = asked;
    }
    if (wait.toNanos() >= leftNanos()) {
      throw error;
    }
    try {
      Thread.sleep(wait.toMillis(), wait.toNanosPart() % 1_000_000);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw error;
    }
  }

  static boolean readMayPass(GatewayException error) {
    if (error.code() == Status.Code.RESOURCE_EXHAUSTED) {
      return error.retryDelay().isPresent();
    }
    return error.code() == Status.Code.UNAVAILABLE || error.code() == Status.Code.ABORTED;
  }

  /** A stream whose reader paused for long is cut with CANCELLED; our own cancellation never comes here. */
  static boolean streamMayPass(GatewayException error) {
    return !Thread.currentThread().isInterrupted() && (readMayPass(error) || error.code() == Status.Code.CANCELLED);
  }

  /** Safe only because the request id stays the same. What was decided for good is never repeated. */
  static boolean writeMayPass(GatewayException error) {
    if (error.reason() == ErrorReason.ERROR_REASON_ETAG_MISMATCH || Thread.currentThread().isInterrupted()) {
      return false;
    }
    // DEADLINE_EXCEEDED: an attempt's own deadline; the gateway goes on with it, and knows it by its id.
    return readMayPass(error) || error.bookingState().equals("UNKNOWN") || error.reason() == ErrorReason.ERROR_REASON_OUTCOME_UNKNOWN
        || error.code() == Status.Code.DEADLINE_EXCEEDED || error.code() == Status.Code.CANCELLED;
  }
}
