package gateway.bookings.client;

import gateway.bookings.v1.BookingServiceGrpc.BookingServiceBlockingStub;
import gateway.bookings.v1.ListSlotsRequest;
import gateway.bookings.v1.ListSlotsResponse;
import gateway.bookings.v1.Slot;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/** The slots of a list, in order of start. */
public final class SlotList extends PagedList<ListSlotsResponse, Slot> {
  private final BookingServiceBlockingStub stub;
  private final ListSlotsRequest request;

  SlotList(BookingServiceBlockingStub stub, ListSlotsRequest request, Attempts attempts) {
    super(attempts, request.getPageToken());
    this.stub = stub;
    this.request = request;
  }

  @Override
  Iterator<ListSlotsResponse> open(String token, long timeoutNanos) {
    return stub.withDeadlineAfter(timeoutNanos, TimeUnit.NANOSECONDS).listSlots(request.toBuilder().setPageToken(token).build());
  }

  @Override
  Iterator<Slot> itemsOf(ListSlotsResponse page) {
    return page.getSlotsList().iterator();
  }

  @Override
  String tokenOf(ListSlotsResponse page) {
    return page.getNextPageToken();
  }

  @Override
  boolean isLast(ListSlotsResponse page) {
    return page.hasComplete();
  }

  @Override
  void finish() {}
}
