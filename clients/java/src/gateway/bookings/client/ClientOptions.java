package gateway.bookings.client;

import java.time.Duration;
import java.util.Map;

/**
 * How a client works; each {@code with...} answers a changed copy.
 *
 * @param token the caller's own, {@code bgw_...}; empty = none
 * @param tls null: a loopback address is spoken to in clear text and any other over TLS, unless {@code insecure} says otherwise
 * @param vendorTokens customers' tokens by connection id
 * @param allowFailedSources lists end without an exception where some sources failed
 * @param writeAttemptTimeout a write is asked about again after it; the other timeouts are for whole calls, over all their attempts
 */
public record ClientOptions(
    String token, Tls tls, boolean insecure, Map<String, String> vendorTokens, boolean allowFailedSources, RetryPolicy retry,
    Duration readTimeout, Duration listTimeout, Duration writeTimeout, Duration writeAttemptTimeout) {

  public static ClientOptions defaults() {
    return new ClientOptions("", null, false, Map.of(), false, RetryPolicy.DEFAULT,
        Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ofMinutes(1), Duration.ofSeconds(20));
  }

  public ClientOptions withToken(String value) {
    return new ClientOptions(value, tls, insecure, vendorTokens, allowFailedSources, retry, readTimeout, listTimeout, writeTimeout, writeAttemptTimeout);
  }

  public ClientOptions withTls(Tls value) {
    return new ClientOptions(token, value, insecure, vendorTokens, allowFailedSources, retry, readTimeout, listTimeout, writeTimeout, writeAttemptTimeout);
  }

  /** Clear text to any address: the network itself must protect it. */
  public ClientOptions withInsecure() {
    return new ClientOptions(token, tls, true, vendorTokens, allowFailedSources, retry, readTimeout, listTimeout, writeTimeout, writeAttemptTimeout);
  }

  public ClientOptions withVendorTokens(Map<String, String> value) {
    return new ClientOptions(token, tls, insecure, Map.copyOf(value), allowFailedSources, retry, readTimeout, listTimeout, writeTimeout, writeAttemptTimeout);
  }

  public ClientOptions withFailedSourcesAllowed() {
    return new ClientOptions(token, tls, insecure, vendorTokens, true, retry, readTimeout, listTimeout, writeTimeout, writeAttemptTimeout);
  }

  public ClientOptions withRetry(RetryPolicy value) {
    return new ClientOptions(token, tls, insecure, vendorTokens, allowFailedSources, value, readTimeout, listTimeout, writeTimeout, writeAttemptTimeout);
  }

  public ClientOptions withTimeouts(Duration read, Duration list, Duration write, Duration writeAttempt) {
    return new ClientOptions(token, tls, insecure, vendorTokens, allowFailedSources, retry, read, list, write, writeAttempt);
  }
}
