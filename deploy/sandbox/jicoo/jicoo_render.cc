#include "deploy/sandbox/jicoo/jicoo_render.h"

#include <utility>

#include "deploy/sandbox/core/civil_time.h"

namespace bookings::sandbox::jicoo {
namespace {

std::string Instant(const Row& row, int64_t unix_millis) {
  return row.time_style == "seconds" ? FormatSeconds(unix_millis) : FormatMillis(unix_millis);
}

void AppendCancellation(const Row& row, JsonText& out) {
  out.Key("cancelReason").StringOrNull(row.cancel_reason).Key("cancelledAt");
  row.cancelled_ms ? out.String(Instant(row, *row.cancelled_ms)) : out.Null();
  out.Key("cancelledBy").StringOrNull(row.cancelled_by);
}

void AppendPlace(const Row& row, JsonText& out) {
  out.Key("locationId").StringOrNull(row.location_id);
  out.Key("url").StringOrNull(row.url);
  out.Key("phoneNumber").StringOrNull(row.phone_number);
  out.Key("address").StringOrNull(row.address);
  out.Key("customLocation").StringOrNull(row.custom_location);
  out.Key("access").StringOrNull(row.access);
}

void AppendHosts(const Row& row, JsonText& out) {
  out.Key("hosts").BeginArray();
  for (const Host& host : row.hosts) {
    out.BeginObject().Key("userId").String(host.user_id).Key("role").String(host.role).EndObject();
  }
  out.EndArray();
}

}  // namespace

void AppendBooking(const Row& row, JsonText& out) {
  out.BeginObject();
  out.Key("uid").String(row.id);
  out.Key("eventTypeId").StringOrNull(row.event_type_id);
  out.Key("name").String(row.title);
  out.Key("description").StringOrNull(row.description);
  out.Key("status").String(row.status);
  out.Key("startedAt").String(Instant(row, row.started_ms));
  out.Key("endedAt").String(Instant(row, row.ended_ms));
  AppendPlace(row, out);
  out.Key("timeZone").String(row.time_zone);
  out.Key("priority").StringOrNull(row.priority);
  AppendCancellation(row, out);
  AppendHosts(row, out);
  out.Key("createdAt").String(Instant(row, row.created_ms));
  out.Key("updatedAt").String(Instant(row, row.updated_ms));
  for (const auto& [name, value] : row.unknown_fields.items()) {
    out.Key(name).Raw(JsonString(value));
  }
  out.EndObject();
}

Json RenderContacts(const Row& row) {
  Json contacts = Json::array();
  for (Json contact : ContactsOf(row).items) {
    const int64_t created = contact.value("created_ms", row.created_ms);
    const int64_t updated = contact.value("updated_ms", row.updated_ms);
    contact.erase("created_ms");
    contact.erase("updated_ms");
    contact["createdAt"] = Instant(row, created);
    contact["updatedAt"] = Instant(row, updated);
    contacts.push_back(std::move(contact));
  }
  return contacts;
}

Json RenderEventType(const EventType& type) {
  return {{"uid", type.uid},
          {"name", type.name},
          {"status", type.status},
          {"duration", type.duration_minutes}};
}

Json RenderHost(const User& user) {
  return {{"uid", user.id},  {"name", user.name}, {"email", user.email}, {"profileImage", nullptr},
          {"role", "admin"}, {"priority", 2},     {"userType", "host"},  {"sort", 0}};
}

Json RenderUser(const User& user) { return {{"id", user.id}, {"name", user.name}}; }

}  // namespace bookings::sandbox::jicoo
