package gateway.bookings.client;

import com.google.protobuf.Any;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the google.rpc details of {@code grpc-status-details-bin} off the wire. By hand, as Debian's proto-google-common-protos is older than
 * ErrorInfo: google/rpc/status.proto and google/rpc/error_details.proto number the fields.
 */
record StatusDetails(String reason, Map<String, String> metadata, Optional<Duration> retryDelay, List<FieldViolation> violations) {
  static final StatusDetails NONE = new StatusDetails("", Map.of(), Optional.empty(), List.of());

  private static final Metadata.Key<byte[]> KEY = Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  /** What cannot be read is left out: a failure with a code alone is still a failure. */
  static StatusDetails of(StatusRuntimeException failure) {
    byte[] status = failure.getTrailers() == null ? null : failure.getTrailers().get(KEY);
    if (status == null) {
      return NONE;
    }
    try {
      StatusDetails found = NONE;
      for (byte[] packed : new Fields(status).all(3)) {
        found = found.with(Any.parseFrom(packed));
      }
      return found;
    } catch (IOException | ArithmeticException unreadable) {
      return NONE;
    }
  }

  StatusDetails withReason(String value) {
    return new StatusDetails(value, metadata, retryDelay, violations);
  }

  private StatusDetails with(Any packed) throws IOException {
    Fields fields = new Fields(packed.getValue().toByteArray());
    return switch (packed.getTypeUrl()) {
      case "type.googleapis.com/google.rpc.ErrorInfo" -> {
        Map<String, String> found = new HashMap<>();
        for (byte[] entry : fields.all(3)) {
          Fields pair = new Fields(entry);
          found.put(pair.text(1), pair.text(2));
        }
        yield new StatusDetails(fields.text(1), found, retryDelay, violations);
      }
      case "type.googleapis.com/google.rpc.RetryInfo" -> {
        var delay = com.google.protobuf.Duration.parseFrom(fields.first(1));
        yield new StatusDetails(reason, metadata, Optional.of(Duration.ofSeconds(delay.getSeconds(), delay.getNanos())), violations);
      }
      case "type.googleapis.com/google.rpc.BadRequest" -> {
        List<FieldViolation> found = new ArrayList<>();
        for (byte[] each : fields.all(1)) {
          Fields violation = new Fields(each);
          found.add(new FieldViolation(violation.text(1), violation.text(2)));
        }
        yield new StatusDetails(reason, metadata, retryDelay, found);
      }
      default -> this;
    };
  }

  /** The fields of a message that are messages, bytes or texts. */
  private record Fields(byte[] message) {
    List<byte[]> all(int number) throws IOException {
      CodedInputStream input = CodedInputStream.newInstance(message);
      List<byte[]> found = new ArrayList<>();
      for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
        if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
          skip(input, tag);
        } else if (WireFormat.getTagFieldNumber(tag) == number) {
          found.add(input.readByteArray());
        } else {
          input.readByteArray();
        }
      }
      return found;
    }

    byte[] first(int number) throws IOException {
      return all(number).stream().findFirst().orElse(new byte[0]);
    }

    String text(int number) throws IOException {
      return new String(first(number), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static void skip(CodedInputStream input, int tag) throws IOException {
      if (!input.skipField(tag)) {
        throw new InvalidProtocolBufferException("a group ends that has not begun");
      }
    }
  }
}
