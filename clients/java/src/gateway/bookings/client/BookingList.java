package gateway.bookings.client;

import gateway.bookings.v1.Booking;
import gateway.bookings.v1.BookingServiceGrpc.BookingServiceBlockingStub;
import gateway.bookings.v1.ListBookingsRequest;
import gateway.bookings.v1.ListBookingsResponse;
import gateway.bookings.v1.SourceState;
import gateway.bookings.v1.SourceStatus;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The bookings of a list. When some sources failed {@link SourcesFailedException} is thrown behind the last booking, unless allowed. */
public final class BookingList extends PagedList<ListBookingsResponse, Booking> {
  private final BookingServiceBlockingStub stub;
  private final ListBookingsRequest request;
  private final boolean allowFailedSources;
  private final Map<String, SourceStatus> sources = new LinkedHashMap<>();
  private boolean complete;
  private boolean heardAll;

  BookingList(BookingServiceBlockingStub stub, ListBookingsRequest request, Attempts attempts, boolean allowFailedSources) {
    super(attempts, request.getPageToken());
    this.stub = stub;
    this.request = request;
    this.allowFailedSources = allowFailedSources;
  }

  /** The latest status of each connection. */
  public Map<String, SourceStatus> sources() {
    return Collections.unmodifiableMap(sources);
  }

  public List<SourceStatus> failedSources() {
    return sources.values().stream().filter(source -> source.getState() == SourceState.SOURCE_STATE_FAILED).toList();
  }

  /** True behind the last booking when every source was read to its end. */
  public boolean complete() {
    return complete;
  }

  @Override
  Iterator<ListBookingsResponse> open(String token, long timeoutNanos) {
    return stub.withDeadlineAfter(timeoutNanos, TimeUnit.NANOSECONDS).listBookings(request.toBuilder().setPageToken(token).build());
  }

  @Override
  Iterator<Booking> itemsOf(ListBookingsResponse page) {
    page.getSourcesList().forEach(source -> sources.put(source.getConnection(), source));
    complete = page.getComplete();
    heardAll = page.hasComplete();
    return page.getBookingsList().iterator();
  }

  @Override
  String tokenOf(ListBookingsResponse page) {
    return page.getNextPageToken();
  }

  @Override
  boolean isLast(ListBookingsResponse page) {
    return page.hasComplete();
  }

  @Override
  void finish() {
    if (heardAll && !allowFailedSources && !failedSources().isEmpty()) {
      throw new SourcesFailedException(failedSources()).withPageToken(pageToken());
    }
  }
}
