package gateway.bookings.client;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.util.regex.Pattern;

/** Channels: in clear text to loopback addresses only, unless it is meant. */
final class Transport {
  private static final Pattern LOOPBACK = Pattern.compile("(localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1\\]):\\d+");

  private Transport() {}

  static ManagedChannel open(String address, ClientOptions options) {
    if (options.tls() == null && (options.insecure() || isLoopback(address))) {
      return Grpc.newChannelBuilder(address, InsecureChannelCredentials.create()).build();
    }
    Tls tls = options.tls() == null ? new Tls(null, null, null) : options.tls();
    return Grpc.newChannelBuilder(address, tls.credentials()).build();
  }

  static boolean isLoopback(String address) {
    return LOOPBACK.matcher(address).matches();
  }
}
