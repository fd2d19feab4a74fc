package gateway.bookings.client;

import gateway.bookings.v1.Booking;
import gateway.bookings.v1.BookingServiceGrpc;
import gateway.bookings.v1.BookingServiceGrpc.BookingServiceBlockingStub;
import gateway.bookings.v1.CancelBookingRequest;
import gateway.bookings.v1.CancelBookingResponse;
import gateway.bookings.v1.Connection;
import gateway.bookings.v1.ConnectionServiceGrpc;
import gateway.bookings.v1.ConnectionServiceGrpc.ConnectionServiceBlockingStub;
import gateway.bookings.v1.CreateBookingRequest;
import gateway.bookings.v1.CreateBookingResponse;
import gateway.bookings.v1.GetBookingRequest;
import gateway.bookings.v1.GetConnectionRequest;
import gateway.bookings.v1.ListBookingsRequest;
import gateway.bookings.v1.ListConnectionsRequest;
import gateway.bookings.v1.ListSlotsRequest;
import gateway.bookings.v1.RescheduleBookingRequest;
import gateway.bookings.v1.RescheduleBookingResponse;
import gateway.bookings.v1.UpdateBookingRequest;
import gateway.bookings.v1.UpdateBookingResponse;
import gateway.bookings.v1.UpdateBookingStatusRequest;
import gateway.bookings.v1.UpdateBookingStatusResponse;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/** One gateway. Threads may share it. */
public final class Client implements AutoCloseable {
  private final ManagedChannel channel;
  private final BookingServiceBlockingStub bookings;
  private final ConnectionServiceBlockingStub connections;
  private final ClientOptions options;

  /** The environment's BOOKINGS_ADDRESS, else 127.0.0.1:50051. */
  public Client() {
    this(System.getenv().getOrDefault("BOOKINGS_ADDRESS", "127.0.0.1:50051"), ClientOptions.defaults());
  }

  public Client(String address, ClientOptions options) {
    this.options = options;
    channel = Transport.open(address, options);
    Metadata headers = new Metadata();
    if (!options.token().isEmpty()) {
      headers.put(key("authorization"), "Bearer " + options.token());
    }
    options.vendorTokens().forEach((id, token) -> headers.put(key("x-vendor-authorization"), id + " Bearer " + token));
    var credentials = MetadataUtils.newAttachHeadersInterceptor(headers);
    bookings = BookingServiceGrpc.newBlockingStub(channel).withInterceptors(credentials);
    connections = ConnectionServiceGrpc.newBlockingStub(channel).withInterceptors(credentials);
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  public BookingList listBookings(ListBookingsRequest request) {
    return new BookingList(bookings, request, attempts(options.listTimeout()), options.allowFailedSources());
  }

  public SlotList listSlots(ListSlotsRequest request) {
    return new SlotList(bookings, request, attempts(options.listTimeout()));
  }

  public Booking getBooking(GetBookingRequest request) {
    return read(bookings, stub -> stub.getBooking(request).getBooking());
  }

  public List<Connection> listConnections() {
    return read(connections, stub -> stub.listConnections(ListConnectionsRequest.getDefaultInstance()).getConnectionsList());
  }

  public Connection getConnection(String name) {
    return read(connections, stub -> stub.getConnection(GetConnectionRequest.newBuilder().setName(name).build()).getConnection());
  }

  /** Books at most once. Keep a request id of your own where the process may die before it has the answer. */
  public CreateBookingResponse createBooking(CreateBookingRequest request) {
    CreateBookingRequest.Builder made = request.toBuilder().setRequestId(idOr(request.getRequestId()));
    return write(made.getRequestId(), stub -> stub.createBooking(made.build()));
  }

  public CancelBookingResponse cancelBooking(CancelBookingRequest request) {
    CancelBookingRequest.Builder made = request.toBuilder().setRequestId(idOr(request.getRequestId()));
    return write(made.getRequestId(), stub -> stub.cancelBooking(made.build()));
  }

  public RescheduleBookingResponse rescheduleBooking(RescheduleBookingRequest request) {
    RescheduleBookingRequest.Builder made = request.toBuilder().setRequestId(idOr(request.getRequestId()));
    return write(made.getRequestId(), stub -> stub.rescheduleBooking(made.build()));
  }

  public UpdateBookingResponse updateBooking(UpdateBookingRequest request) {
    UpdateBookingRequest.Builder made = request.toBuilder().setRequestId(idOr(request.getRequestId()));
    return write(made.getRequestId(), stub -> stub.updateBooking(made.build()));
  }

  public UpdateBookingStatusResponse updateBookingStatus(UpdateBookingStatusRequest request) {
    UpdateBookingStatusRequest.Builder made = request.toBuilder().setRequestId(idOr(request.getRequestId()));
    return write(made.getRequestId(), stub -> stub.updateBookingStatus(made.build()));
  }

  private static String idOr(String given) {
    return given.isEmpty() ? UUID.randomUUID().toString() : given;
  }

  private Attempts attempts(Duration timeout) {
    return new Attempts(options.retry(), timeout);
  }

  private <S extends AbstractStub<S>, A> A read(S stub, Function<S, A> call) {
    return repeat(stub, call, attempts(options.readTimeout()), Long.MAX_VALUE, "", Attempts::readMayPass);
  }

  private <A> A write(String id, Function<BookingServiceBlockingStub, A> call) {
    return repeat(bookings, call, attempts(options.writeTimeout()), options.writeAttemptTimeout().toNanos(), id, Attempts::writeMayPass);
  }

  private static <S extends AbstractStub<S>, A> A repeat(
      S stub, Function<S, A> call, Attempts attempts, long longestAttempt, String id, Predicate<GatewayException> mayPass) {
    while (true) {
      try {
        return call.apply(stub.withDeadlineAfter(Math.min(longestAttempt, attempts.leftNanos()), TimeUnit.NANOSECONDS));
      } catch (StatusRuntimeException failure) {
        attempts.waitAfter(GatewayException.of(failure).withRequestId(id), mayPass);
      }
    }
  }
}
