#include "deploy/sandbox/tiquo/tiquo_render.h"

#include "deploy/sandbox/core/civil_time.h"

namespace bookings::sandbox::tiquo {
namespace {

// The vendor's example row shows its day as 20:00 in New York.
constexpr int kSeedRowHour = 20;

absl::Time DateInstant(const Row& row, std::string_view encoding) {
  const absl::TimeZone zone = ZoneOf(row.venue_zone);
  if (encoding == "utc_midnight") return StartOfDay(row.day, absl::UTCTimeZone());
  if (encoding == "start_instant") return StartOf(row).value_or(StartOfDay(row.day, zone));
  if (encoding == "seed_row") return zone.At(absl::CivilHour(row.day) + kSeedRowHour).pre;
  return StartOfDay(row.day, zone);
}

void PutNumber(std::string_view key, std::optional<int64_t> value, JsonText& out) {
  out.Key(key);
  value ? out.Number(*value) : out.Null();
}

void PutTicketing(const Row& row, std::string_view base, JsonText& out) {
  if (row.ticketing == Ticketing::kNone) return;
  const bool on = row.ticketing == Ticketing::kOn;
  out.Key("ticketing").BeginObject();
  out.Key("qrCodeTicketsEnabled").Bool(on).Key("walletTicketsEnabled").Bool(on);
  if (on) {
    const std::string wallet = "https://cards.tiquo.app/ticket/org_demo/" + row.booking_number;
    out.Key("ticketDownloadUrl").String(std::string(base) + row.booking_number);
    out.Key("walletTicketUrl").String(wallet);
    out.Key("appleWalletTicketUrl").String(wallet + "/apple");
    out.Key("googleWalletTicketUrl").String(wallet + "/google");
  }
  out.EndObject();
}

void PutUnknownFields(const Row& row, JsonText& out) {
  for (const auto& [name, value] : row.unknown_fields.items()) out.Key(name).Raw(JsonString(value));
}

void PutWallTimes(const Row& row, JsonText& out) {
  out.Key("startTime").String(row.start_time);
  out.Key("endTime").StringOrNull(row.end_time);
  PutNumber("duration", row.duration, out);
}

void PutAdminTail(const Row& row, JsonText& out) {
  const Customer customer = MakeCustomer(row.customer);
  row.sublocation_name.Put("sublocationName", out);
  out.Key("customerName").String(customer.display_name);
  customer.email.Put("customerEmail", out);
  out.Key("customerId").String(customer.id);
  PutNumber("createdAt", row.created_ms, out);
  PutNumber("updatedAt", row.updated_ms, out);
}

}  // namespace

int64_t DateNumber(const Row& row, std::string_view encoding) {
  return absl::ToUnixMillis(DateInstant(row, encoding));
}

void RenderClientRow(const Row& row, const Switches& switches, JsonText& out) {
  const bool cut = switches.Is("client_fields", "later_cut");
  out.BeginObject();
  out.Key("id").String(row.id);
  out.Key("bookingNumber").String(row.booking_number);
  out.Key("confirmationCode").String(row.confirmation_code);
  row.status.Put("status", out);
  PutNumber("date", DateNumber(row, switches.Get("date_encoding")), out);
  PutWallTimes(row, out);
  row.time_zone.Put("timezone", out);
  PutNumber("attendeeCount", row.attendees, out);
  row.service_name.Put("serviceName", out);
  if (!cut) row.service_id.Put("serviceId", out);
  if (!cut) row.sublocation_id.Put("sublocationId", out);
  if (!switches.Is("client_fields", "earlier")) {
    row.service_category.Put("serviceCategoryName", out);
    PutTicketing(row, "https://edge.tiquo.app/api/client/v1/booking-ticket?bookingId=", out);
  }
  if (!cut) PutNumber("createdAt", row.created_ms, out);
  PutUnknownFields(row, out);
  out.EndObject();
}

void RenderAdminRow(const Row& row, const Switches& switches, JsonText& out) {
  out.BeginObject();
  out.Key("id").String(row.id);
  out.Key("bookingNumber").String(row.booking_number);
  row.status.Put("status", out);
  out.Key("date").String(FormatDate(row.day));
  PutWallTimes(row, out);
  PutNumber("attendeeCount", row.attendees, out);
  out.Key("source").String(row.source);
  row.service_name.Put("serviceName", out);
  row.service_group.Put("serviceGroupName", out);
  row.service_category.Put("serviceCategoryName", out);
  PutTicketing(row, "https://api.tiquo.app/api/v1/tickets/", out);
  if (switches.Is("admin_zone", "sent")) {
    row.time_zone.Put("timezone", out);
    out.Key("confirmationCode").String(row.confirmation_code);
  }
  if (switches.Is("admin_tail", "like_orders")) PutAdminTail(row, out);
  PutUnknownFields(row, out);
  out.EndObject();
}

Json RenderCustomer(const Customer& customer) {
  Json object = {{"id", customer.id}};
  customer.first_name.Put("firstName", object);
  customer.last_name.Put("lastName", object);
  object["displayName"] = customer.display_name;
  object["customerNumber"] = customer.number;
  customer.email.Put("email", object);
  customer.phone.Put("phone", object);
  object["status"] = "active";
  object["totalOrders"] = 12;
  object["totalSpent"] = 1084.5;
  return object;
}

Answer ErrorAnswer(int status, std::string_view message, absl::Time now, const Switches* switches) {
  const bool object = switches != nullptr && switches->Is("error_shape", "object");
  Json body = {{"success", false}, {"error", message}};
  if (object) body["error"] = {{"code", "validation_error"}, {"message", message}};
  body["timestamp"] = FormatMillis(absl::ToUnixMillis(now));
  return JsonAnswer(status, body);
}

}  // namespace bookings::sandbox::tiquo
