package gateway.bookings.client;

import gateway.bookings.v1.SourceStatus;
import io.grpc.Status;
import java.util.List;
import java.util.stream.Collectors;

/** Everything else was delivered, but some sources failed. {@link #pageToken} resumes what is missing. */
public final class SourcesFailedException extends GatewayException {
  private static final long serialVersionUID = 1;
  private final transient List<SourceStatus> sources;

  SourcesFailedException(List<SourceStatus> sources) {
    super(Status.Code.UNAVAILABLE, "the list lacks bookings of " + sources.stream()
        .map(source -> source.getConnection() + " (" + source.getError().getMessage() + ")").collect(Collectors.joining(", ")), StatusDetails.NONE, null);
    this.sources = sources;
  }

  public List<SourceStatus> sources() {
    return sources;
  }
}
