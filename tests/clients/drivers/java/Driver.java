import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Timestamps;
import gateway.bookings.client.Client;
import gateway.bookings.client.ClientOptions;
import gateway.bookings.client.GatewayException;
import gateway.bookings.client.RetryPolicy;
import gateway.bookings.client.SourcesFailedException;
import gateway.bookings.client.Tls;
import gateway.bookings.v1.Booking;
import gateway.bookings.v1.CancelBookingRequest;
import gateway.bookings.v1.CreateBookingRequest;
import gateway.bookings.v1.ErrorReason;
import gateway.bookings.v1.GetBookingRequest;
import gateway.bookings.v1.GetConnectionRequest;
import gateway.bookings.v1.ListBookingsRequest;
import gateway.bookings.v1.ListSlotsRequest;
import gateway.bookings.v1.RescheduleBookingRequest;
import gateway.bookings.v1.SourceStatus;
import gateway.bookings.v1.UpdateBookingRequest;
import gateway.bookings.v1.UpdateBookingStatusRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Carries out the conformance script's commands with the Java client: JSON lines in, JSON lines out. */
final class Driver {
  private static final Gson GSON = new Gson();

  private Driver() {}

  public static void main(String[] arguments) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      byte[] answer = (GSON.toJson(carryOut(JsonParser.parseString(line).getAsJsonObject())) + "\n").getBytes(StandardCharsets.UTF_8);
      System.out.write(answer);
      System.out.flush();
    }
  }

  private static Map<String, Object> carryOut(JsonObject command) throws IOException {
    JsonObject options = command.getAsJsonObject("options");
    Map<String, Object> answer = new HashMap<>();
    try (var client = new Client(command.get("address").getAsString(), optionsOf(options))) {
      call(client, command.get("call").getAsString(), command.get("request").toString(), options, answer);
    } catch (GatewayException error) {
      answer.put("error", problem(error));
    }
    return answer;
  }

  private static ClientOptions optionsOf(JsonObject options) {
    var defaults = ClientOptions.defaults();
    var made = defaults.withRetry(new RetryPolicy(options.get("attempts").getAsInt(), seconds(options, "first_backoff", null), seconds(options, "longest_backoff", null)))
        .withTimeouts(seconds(options, "timeout", defaults.readTimeout()), seconds(options, "timeout", defaults.listTimeout()),
            seconds(options, "timeout", defaults.writeTimeout()), seconds(options, "write_attempt", defaults.writeAttemptTimeout()));
    if (options.has("token")) {
      made = made.withToken(options.get("token").getAsString());
    }
    if (options.has("allow_failed_sources")) {
      made = made.withFailedSourcesAllowed();
    }
    if (options.has("ca_file")) {
      made = made.withTls(new Tls(path(options, "ca_file"), path(options, "certificate_file"), path(options, "key_file")));
    }
    Map<String, String> vendorTokens = new HashMap<>();
    if (options.has("vendor_tokens")) {
      options.getAsJsonObject("vendor_tokens").entrySet().forEach(entry -> vendorTokens.put(entry.getKey(), entry.getValue().getAsString()));
    }
    return made.withVendorTokens(vendorTokens);
  }

  private static Duration seconds(JsonObject options, String name, Duration otherwise) {
    return options.has(name) ? Duration.ofMillis(Math.round(options.get(name).getAsDouble() * 1000)) : otherwise;
  }

  private static Path path(JsonObject options, String name) {
    return options.has(name) ? Path.of(options.get(name).getAsString()) : null;
  }

  private static void call(Client client, String call, String request, JsonObject options, Map<String, Object> answer) throws IOException {
    switch (call) {
      case "list" -> list(client, read(request, ListBookingsRequest.newBuilder()).build(), options, answer);
      case "slots" -> {
        List<String> found = new ArrayList<>();
        answer.put("slots", found);
        for (var slot : client.listSlots(read(request, ListSlotsRequest.newBuilder()).build())) {
          found.add(told(slot.hasStartTime(), slot.getStartTime()));
        }
      }
      case "get" -> answer.put("booking", record(client.getBooking(read(request, GetBookingRequest.newBuilder()).build())));
      case "connections" -> answer.put("connections", client.listConnections().stream().map(connection -> connection.getName()).toList());
      case "connection" -> answer.put("connections", List.of(client.getConnection(read(request, GetConnectionRequest.newBuilder()).getName()).getName()));
      case "create" -> {
        var made = client.createBooking(read(request, CreateBookingRequest.newBuilder()).build());
        answer.putAll(Map.of("booking", record(made.getBooking()), "replayed", made.getReplayed()));
      }
      case "cancel" -> {
        var made = client.cancelBooking(read(request, CancelBookingRequest.newBuilder()).build());
        answer.putAll(Map.of("booking", record(made.getBooking()), "already_cancelled", made.getAlreadyCancelled()));
      }
      case "reschedule" -> answer.put("booking", record(client.rescheduleBooking(read(request, RescheduleBookingRequest.newBuilder()).build()).getBooking()));
      case "update" -> answer.put("booking", record(client.updateBooking(read(request, UpdateBookingRequest.newBuilder()).build()).getBooking()));
      case "update_status" -> {
        var made = client.updateBookingStatus(read(request, UpdateBookingStatusRequest.newBuilder()).build());
        answer.putAll(Map.of("booking", record(made.getBooking()), "unchanged", made.getUnchanged()));
      }
      default -> throw new IllegalArgumentException(call);
    }
  }

  private static <B extends Message.Builder> B read(String json, B builder) throws IOException {
    JsonFormat.parser().merge(json, builder);
    return builder;
  }

  private static void list(Client client, ListBookingsRequest request, JsonObject options, Map<String, Object> answer) {
    int take = options.has("take") ? options.get("take").getAsInt() : Integer.MAX_VALUE;
    List<Object> found = new ArrayList<>();
    answer.put("bookings", found);
    try (var bookings = client.listBookings(request)) {
      try {
        for (var booking : bookings) {
          found.add(record(booking));
          if (found.size() == take) {
            break;
          }
        }
      } finally {
        Map<String, String> failed = new HashMap<>();
        for (SourceStatus source : bookings.failedSources()) {
          failed.put(source.getConnection(), source.getError().getReason().name().replace("ERROR_REASON_", ""));
        }
        answer.putAll(Map.of("complete", bookings.complete(), "failed", failed));
      }
    }
  }

  /** As proto3 JSON writes an instant. */
  private static String told(boolean known, Timestamp stamp) {
    return known ? Timestamps.toString(stamp) : "";
  }

  private static Map<String, Object> record(Booking booking) {
    var total = booking.getTotal();
    return Map.of("name", booking.getName(), "status", booking.getStatus().name(), "title", booking.getTitle(),
        "start", told(booking.hasStartTime(), booking.getStartTime()),
        "total", booking.hasTotal() ? total.getCurrencyCode() + " " + total.getUnits() + " " + total.getNanos() : "");
  }

  private static Map<String, Object> problem(GatewayException error) {
    String type = error instanceof SourcesFailedException ? "SOURCES_FAILED"
        : error.reason() == ErrorReason.UNRECOGNIZED || error.reason() == ErrorReason.ERROR_REASON_UNSPECIFIED ? ""
        : error.reason().name().replace("ERROR_REASON_", "");
    Map<String, Object> told = new HashMap<>(Map.of("code", error.code().name(), "reason", error.reasonName(), "type", type,
        "booking_state", error.bookingState(), "metadata", error.metadata(), "page_token", error.pageToken(), "request_id", error.requestId()));
    told.put("fields", error.violations().stream().map(violation -> violation.field()).toList());
    told.put("retry_delay", error.retryDelay().map(delay -> delay.toMillis() / 1000.0).orElse(null));
    return told;
  }
}
