package gateway.bookings.client;

import gateway.bookings.v1.ErrorReason;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A call that failed. {@link #reason} is of the catalogue's enum, to be switched over; a reason of a newer gateway is UNRECOGNIZED and stands in
 * {@link #reasonName}, and a failure that the gateway did not see (the connection broke) has ERROR_REASON_UNSPECIFIED.
 */
public class GatewayException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final String PREFIX = "ERROR_REASON_";

  private final Status.Code code;
  private final transient StatusDetails details;
  private String pageToken = "";
  private String requestId = "";

  GatewayException(Status.Code code, String message, StatusDetails details, Throwable cause) {
    super(code + (details.reason().isEmpty() ? "" : " / " + details.reason()) + ": " + message, cause);
    this.code = code;
    this.details = details;
  }

  static GatewayException of(StatusRuntimeException failure) {
    Status.Code code = failure.getStatus().getCode();
    StatusDetails details = StatusDetails.of(failure);
    boolean ownDoing = code == Status.Code.DEADLINE_EXCEEDED || code == Status.Code.CANCELLED;
    if (details.reason().isEmpty() && ownDoing) {  // the client itself gave up: the gateway had no say
      details = details.withReason(code.name());
    }
    return new GatewayException(code, String.valueOf(failure.getStatus().getDescription()), details, failure);
  }

  public Status.Code code() {
    return code;
  }

  public ErrorReason reason() {
    try {
      return ErrorReason.valueOf(PREFIX + (details.reason().isEmpty() ? "UNSPECIFIED" : details.reason()));
    } catch (IllegalArgumentException unknown) {
      return ErrorReason.UNRECOGNIZED;
    }
  }

  /** The reason as sent. */
  public String reasonName() {
    return details.reason();
  }

  public Map<String, String> metadata() {
    return details.metadata();
  }

  /** Empty where waiting is not said to help. */
  public Optional<Duration> retryDelay() {
    return details.retryDelay();
  }

  /** Every field that is wrong. */
  public List<FieldViolation> violations() {
    return details.violations();
  }

  /** What became of a booking that was to be made: NOT_CREATED, CREATED or UNKNOWN; empty where nothing was to be made. */
  public String bookingState() {
    return metadata().getOrDefault("booking_state", "");
  }

  /** Of a list: resumes behind the last page whose items were all handed out. */
  public String pageToken() {
    return pageToken;
  }

  /** Of a write: repeat it with this id to learn what became of it. */
  public String requestId() {
    return requestId;
  }

  GatewayException withPageToken(String token) {
    pageToken = token;
    return this;
  }

  GatewayException withRequestId(String id) {
    requestId = id;
    return this;
  }
}
