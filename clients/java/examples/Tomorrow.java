import com.google.protobuf.util.Timestamps;
import gateway.bookings.client.Client;
import gateway.bookings.v1.BookingFilter;
import gateway.bookings.v1.ListBookingsRequest;
import gateway.bookings.v1.OrderBy;
import gateway.bookings.v1.TimeRange;
import java.time.LocalDate;
import java.time.ZoneId;

class Tomorrow {
  public static void main(String[] arguments) {
    var midnight = LocalDate.now().plusDays(1).atStartOfDay(ZoneId.systemDefault());
    var from = Timestamps.fromMillis(midnight.toInstant().toEpochMilli());
    var to = Timestamps.fromMillis(midnight.plusDays(1).toInstant().toEpochMilli());
    var day = BookingFilter.newBuilder().setStartTime(TimeRange.newBuilder().setFrom(from).setTo(to));
    var request = ListBookingsRequest.newBuilder().setFilter(day).setOrderBy(OrderBy.ORDER_BY_START_TIME_ASC);
    try (var client = new Client()) {
      for (var booking : client.listBookings(request.build())) {
        System.out.println(String.join(" ", Timestamps.toString(booking.getStartTime()), booking.getVendor(), booking.getTitle(), booking.getName()));
      }
    }
  }
}
