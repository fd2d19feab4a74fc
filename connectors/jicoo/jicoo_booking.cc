// See jicoo_booking.h.
#include "connectors/jicoo/jicoo_booking.h"

#include <optional>
#include <string>

#include "connectors/api/booking_parts.h"
#include "connectors/api/civil.h"
#include "connectors/api/fingerprint.h"
#include "connectors/api/item_reader.h"
#include "connectors/api/time.h"
#include "connectors/jicoo/jicoo_words.h"

namespace bookings::jicoo {
namespace {

using json::FieldTable;

struct Item {
  std::string_view uid, event_type_id, name, description, status, started_at, ended_at;
  std::string_view location_id, url, phone_number, address, custom_location, access, time_zone;
  std::string_view priority, cancel_reason, cancelled_at, cancelled_by, created_at, updated_at;
  json::Value hosts;
};

struct Host {
  std::string_view user_id, role;
};

Item ReadItem(json::Value item, ItemReader& reader) {
  static const FieldTable<Item> fields = {
      {"uid", &Item::uid},
      {"eventTypeId", &Item::event_type_id},
      {"name", &Item::name},
      {"description", &Item::description},
      {"status", &Item::status},
      {"startedAt", &Item::started_at},
      {"endedAt", &Item::ended_at},
      {"locationId", &Item::location_id},
      {"url", &Item::url},
      {"phoneNumber", &Item::phone_number},
      {"address", &Item::address},
      {"customLocation", &Item::custom_location},
      {"access", &Item::access},
      {"timeZone", &Item::time_zone},
      {"priority", &Item::priority},
      {"cancelReason", &Item::cancel_reason},
      {"cancelledAt", &Item::cancelled_at},
      {"cancelledBy", &Item::cancelled_by},
      {"hosts", &Item::hosts},
      {"createdAt", &Item::created_at},
      {"updatedAt", &Item::updated_at},
  };
  return reader.Read(fields, item, "");
}

void FillTimes(const Item& item, ItemReader& reader) {
  v1::Booking& booking = reader.booking();
  const auto start = reader.Instant({item.started_at, "startedAt"});
  const auto end = reader.Instant({item.ended_at, "endedAt"});
  if (start) SetTimestamp(*start, booking.mutable_start_time());
  if (end) SetTimestamp(*end, booking.mutable_end_time());
  if (item.started_at.empty()) AddNote(v1::MAPPING_NOTE_START_UNKNOWN, &booking);
  if (item.ended_at.empty()) AddNote(v1::MAPPING_NOTE_END_UNKNOWN, &booking);
  const auto created = reader.Instant({item.created_at, "createdAt"});
  const auto updated = reader.Instant({item.updated_at, "updatedAt"});
  if (created) SetTimestamp(*created, booking.mutable_create_time());
  if (updated) SetTimestamp(*updated, booking.mutable_update_time());
  if (item.time_zone.empty()) return;
  booking.set_time_zone(std::string(item.time_zone));
  booking.set_time_zone_source(v1::TIME_ZONE_SOURCE_CUSTOMER);
}

bool HasLocation(const Item& item) {
  return !item.location_id.empty() || !item.url.empty() || !item.phone_number.empty() ||
         !item.address.empty() || !item.custom_location.empty() || !item.access.empty();
}

void FillLocation(const Item& item, ItemReader& reader) {
  if (!HasLocation(item)) return;
  v1::Location& location = *reader.booking().mutable_location();
  SetText(item.location_id, &v1::Location::mutable_vendor_kind, &location);
  SetText(item.url, &v1::Location::mutable_url, &location);
  SetText(item.phone_number, &v1::Location::mutable_phone, &location);
  SetText(item.address, &v1::Location::mutable_address, &location);
  SetText(item.custom_location, &v1::Location::mutable_name, &location);
  SetText(item.access, &v1::Location::mutable_access, &location);
  if (item.location_id.empty()) return;
  const auto kind = Translate<v1::LocationKind>(kLocationKinds, item.location_id);
  location.set_kind(kind.value_or(v1::LOCATION_KIND_UNKNOWN));
  if (!kind) reader.CountUnknownWord();
}

void FillPriority(const Item& item, ItemReader& reader) {
  if (item.priority.empty()) return;
  const auto priority = Translate<v1::Priority>(kPriorities, item.priority);
  reader.booking().set_priority(priority.value_or(v1::PRIORITY_UNKNOWN));
  if (priority) return;
  reader.CountUnknownWord();
  reader.Keep({item.priority, "priority"});
}

v1::CancellationActor CancellerOf(const Item& item, ItemReader& reader) {
  if (item.cancelled_by.empty()) return v1::CANCELLATION_ACTOR_UNSPECIFIED;
  const auto actor = Translate<v1::CancellationActor>(kCancellers, item.cancelled_by);
  if (actor) return *actor;
  reader.CountUnknownWord();
  reader.Keep({item.cancelled_by, "cancelledBy"});
  return v1::CANCELLATION_ACTOR_UNKNOWN;
}

// What stands in the cancellation fields of a booking that is not cancelled is no cancellation.
void KeepCancellation(const Item& item, ItemReader& reader) {
  reader.Keep({item.cancel_reason, "cancelReason"});
  reader.Keep({item.cancelled_at, "cancelledAt"});
  reader.Keep({item.cancelled_by, "cancelledBy"});
}

void FillCancellation(const Item& item, ItemReader& reader) {
  const bool told =
      !item.cancel_reason.empty() || !item.cancelled_at.empty() || !item.cancelled_by.empty();
  if (!told) return;
  v1::Booking& booking = reader.booking();
  if (booking.status() != v1::BOOKING_STATUS_CANCELLED) return KeepCancellation(item, reader);
  v1::Cancellation& cancellation = *booking.mutable_cancellation();
  const auto time = reader.Instant({item.cancelled_at, "cancelledAt"});
  if (time) SetTimestamp(*time, cancellation.mutable_time());
  cancellation.set_actor(CancellerOf(item, reader));
  cancellation.set_reason(std::string(item.cancel_reason));
}

void FillHosts(json::Value hosts, ItemReader& reader) {
  static const FieldTable<Host> fields = {{"userId", &Host::user_id}, {"role", &Host::role}};
  hosts = reader.Array(hosts, "hosts");
  for (json::Value element : json::Elements(hosts)) {
    const Host host = reader.ReadElement(fields, element, hosts, "hosts");
    if (host.user_id.empty() && host.role.empty()) continue;
    v1::StaffMember& member = *reader.booking().add_staff();
    member.set_id(std::string(host.user_id));
    member.set_role(std::string(host.role));
  }
}

}  // namespace

void AddBooking(json::Value value, std::string_view connection_id, v1::BookingView view,
                Page* page) {
  v1::Booking* booking = page->Add();
  ItemReader reader(view, page, booking);
  const Item item = ReadItem(value, reader);
  if (item.uid.empty()) {
    page->RemoveLast();
    ++page->dropped;
    return;
  }
  FillIdentity({connection_id, "jicoo", item.uid}, booking);
  FillStatus(item.status, kStatuses, reader);
  SetText(item.name, &v1::Booking::mutable_title, booking);
  SetText(item.description, &v1::Booking::mutable_description, booking);
  if (!item.event_type_id.empty()) {
    booking->mutable_service()->set_id(std::string(item.event_type_id));
  }
  FillTimes(item, reader);
  FillLocation(item, reader);
  FillPriority(item, reader);
  FillCancellation(item, reader);
  FillHosts(item.hosts, reader);
  booking->set_etag(HexDigits(HashJson(value)));
}

}  // namespace bookings::jicoo
