package gateway.bookings.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often a call is made again: {@code attempts} in a row that bring nothing; a page that leads on starts the count anew. The rules are those
 * of all clients: clients/README.md.
 */
public record RetryPolicy(int attempts, Duration firstBackoff, Duration longestBackoff) {
  public static final RetryPolicy DEFAULT = new RetryPolicy(5, Duration.ofMillis(200), Duration.ofSeconds(10));

  private static final int DOUBLINGS = 30;  // more would not fit

  /** Doubled with each failure; half of it by chance, so that callers that failed together do not come back together. */
  Duration backoff(int failures) {
    double longest = Math.min(longestBackoff.toMillis(), firstBackoff.toMillis() * Math.pow(2, Math.min(failures - 1, DOUBLINGS)));
    return Duration.ofMillis(Math.round(longest * ThreadLocalRandom.current().nextDouble(0.5, 1)));
  }
}
