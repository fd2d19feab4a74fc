import com.google.protobuf.util.Timestamps;
import gateway.bookings.client.*;
import gateway.bookings.v1.*;

class Upcoming {
  public static void main(String[] arguments) {
    var now = TimeRange.newBuilder().setFrom(Timestamps.fromMillis(System.currentTimeMillis()));
    var coming = ListBookingsRequest.newBuilder().setFilter(BookingFilter.newBuilder().setStartTime(now))
        .setOrderBy(OrderBy.ORDER_BY_START_TIME_ASC).setLimit(20).build();
    try (var client = new Client(); var bookings = client.listBookings(coming)) {
      for (var booking : bookings)
        System.out.println(String.join(" ", Timestamps.toString(booking.getStartTime()), booking.getVendor(), booking.getTitle(), booking.getName()));
    } catch (GatewayException error) {  // SourcesFailedException where a vendor failed: those of all others were printed
      System.err.println(error.getMessage() + "; the rest begins at page token " + error.pageToken());
      System.exit(1);
    }
  }
}
