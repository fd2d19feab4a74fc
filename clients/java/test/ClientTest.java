package gateway.bookings.client;

import gateway.bookings.v1.ErrorReason;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** The parts that need no gateway; a plain program, as no test framework is needed. What the client does with one is shown by tests/clients. */
final class ClientTest {
  private ClientTest() {}

  public static void main(String[] arguments) {
    reasonsAreOfTheCatalogue();
    whateverComesAsDetailsThrowsNothing();
    backoffsGrowToABound();
    onlyLoopbackAddressesAreSpokenToInClearText();
    System.out.println("4 passed, 0 failed");
  }

  private static GatewayException error(String reason) {
    return new GatewayException(Status.Code.UNKNOWN, "", new StatusDetails(reason, java.util.Map.of(), java.util.Optional.empty(), List.of()), null);
  }

  private static void reasonsAreOfTheCatalogue() {
    for (ErrorReason reason : ErrorReason.values()) {
      if (reason != ErrorReason.UNRECOGNIZED && reason != ErrorReason.ERROR_REASON_UNSPECIFIED) {
        check(error(reason.name().substring("ERROR_REASON_".length())).reason() == reason, reason.name());
      }
    }
    check(error("").reason() == ErrorReason.ERROR_REASON_UNSPECIFIED, "none");
    check(error("MOON_IS_FULL").reason() == ErrorReason.UNRECOGNIZED, "new");
  }

  private static void whateverComesAsDetailsThrowsNothing() {
    byte[] info = field(1, "SLOT_UNAVAILABLE".getBytes(), field(3, field(1, "booking_state".getBytes(), field(2, "NOT_CREATED".getBytes()))));
    byte[] packed = field(3, field(1, "type.googleapis.com/google.rpc.ErrorInfo".getBytes(), field(2, info)));
    check(error(packed).reason() == ErrorReason.ERROR_REASON_SLOT_UNAVAILABLE, "read");
    check(error(packed).bookingState().equals("NOT_CREATED"), "metadata");
    Random chance = new Random(1);
    for (int round = 0; round < 5000; ++round) {
      byte[] broken = java.util.Arrays.copyOf(packed, chance.nextInt(packed.length + 1));
      for (int changes = chance.nextInt(3); changes > 0 && broken.length > 0; --changes) {
        broken[chance.nextInt(broken.length)] = (byte) chance.nextInt();
      }
      error(broken).reason();
    }
  }

  /** A field of bytes, and what comes behind it in its message. */
  private static byte[] field(int number, byte[] value, byte[]... behind) {
    var made = new java.io.ByteArrayOutputStream();
    made.write(number << 3 | 2);
    made.write(value.length);
    made.writeBytes(value);
    for (byte[] each : behind) {
      made.writeBytes(each);
    }
    return made.toByteArray();
  }

  private static GatewayException error(byte[] details) {
    Metadata trailers = new Metadata();
    trailers.put(Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER), details);
    return GatewayException.of(Status.FAILED_PRECONDITION.asRuntimeException(trailers));
  }

  private static void backoffsGrowToABound() {
    var policy = new RetryPolicy(20, Duration.ofMillis(200), Duration.ofSeconds(3));
    for (int failures = 1; failures < 100; ++failures) {
      double longest = Math.min(3000, 200 * Math.pow(2, failures - 1));
      long backoff = policy.backoff(failures).toMillis();
      check(backoff >= longest / 2 - 1 && backoff <= longest + 1, failures + " failures: " + backoff);
    }
  }

  private static void onlyLoopbackAddressesAreSpokenToInClearText() {
    for (String address : List.of("127.0.0.1:50051", "localhost:50051", "[::1]:50051", "127.9.9.9:1")) {
      check(Transport.isLoopback(address), address);
    }
    for (String address : List.of("gateway:50051", "10.0.0.1:50051", "[2001:db8::1]:1", "0.0.0.0:50051", "localhost.example:1", "127.0.0.1.example:1")) {
      check(!Transport.isLoopback(address), address);
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
