// See optimocms_booking.h.
#include "connectors/optimocms/optimocms_booking.h"

#include <optional>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "connectors/api/booking_parts.h"
#include "connectors/api/civil.h"
#include "connectors/api/fields.h"
#include "connectors/api/fingerprint.h"
#include "connectors/api/item_reader.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"
#include "connectors/optimocms/optimocms_times.h"
#include "connectors/optimocms/optimocms_words.h"

namespace bookings::optimocms {
namespace {

// optimocms.md 2.2. The last two are how the vendor's own tool names the customer.
struct VendorBooking {
  std::string_view id;
  std::string_view status;
  json::Value date;
  json::Value start_time;
  json::Value customer;
  std::string_view created_at;
  std::string_view customer_name;
  std::string_view customer_email;
};

const json::FieldTable<VendorBooking>& Fields() {
  using B = VendorBooking;
  static const json::FieldTable<B> fields = {
      {"id", &B::id},
      {"status", &B::status},
      {"date", &B::date},
      {"startTime", &B::start_time},
      {"customer", &B::customer},
      {"createdAt", &B::created_at},
      {"customerName", &B::customer_name},
      {"customerEmail", &B::customer_email},
  };
  return fields;
}

// The schema of `customer` is empty: these are the keys that are known or likely (trap 4).
struct VendorCustomer {
  std::string_view name;
  std::string_view email;
  std::string_view phone;
  std::string_view first_name;
  std::string_view last_name;
  std::string_view customer_name;
  std::string_view customer_email;
};

const json::FieldTable<VendorCustomer>& CustomerFields() {
  using C = VendorCustomer;
  static const json::FieldTable<C> fields = {
      {"name", &C::name},
      {"email", &C::email},
      {"phone", &C::phone},
      {"firstName", &C::first_name},
      {"lastName", &C::last_name},
      {"customerName", &C::customer_name},
      {"customerEmail", &C::customer_email},
  };
  return fields;
}

std::string Text(std::string_view text) { return std::string(text); }

std::string_view FirstOf(std::string_view a, std::string_view b, std::string_view c) {
  if (!a.empty()) return a;
  return b.empty() ? c : b;
}

bool IsTold(json::Value value) { return !value.IsNullOrMissing() && value.AsString() != ""; }

// The start, with the note that says why there is none.
std::optional<WallInstant> StartOf(const VendorBooking& vendor, const Settings& settings,
                                   ItemReader& reader) {
  if (!IsTold(vendor.date) || !IsTold(vendor.start_time)) {
    AddNote(v1::MAPPING_NOTE_START_UNKNOWN, &reader.booking());
    return std::nullopt;
  }
  const std::optional<absl::CivilDay> day = ReadDay(vendor.date.AsString().value_or(""));
  const std::string_view time = vendor.start_time.AsString().value_or("");
  const std::optional<WallInstant> start =
      day ? ReadStart(*day, time, settings.zone) : std::nullopt;
  if (!start) reader.NoteUnreadable();
  return start;
}

void FillTimes(const VendorBooking& vendor, const Settings& settings, ItemReader& reader) {
  v1::Booking& booking = reader.booking();
  booking.set_time_zone(settings.zone_name);
  booking.set_time_zone_source(v1::TIME_ZONE_SOURCE_CONFIGURED);
  const std::optional<WallInstant> start = StartOf(vendor, settings, reader);
  const bool has_end = start && settings.length > absl::ZeroDuration();
  if (start) {
    SetTimestamp(start->time, booking.mutable_start_time());
    AddNote(start->note, &booking);
  } else {
    reader.Keep(vendor.date, "date");
    reader.Keep(vendor.start_time, "startTime");
  }
  if (has_end) SetTimestamp(start->time + settings.length, booking.mutable_end_time());
  AddNote(has_end ? v1::MAPPING_NOTE_END_DERIVED_FROM_DURATION : v1::MAPPING_NOTE_END_UNKNOWN,
          &booking);
}

VendorCustomer ReadCustomer(json::Value value, ItemReader& reader) {
  if (value.IsNullOrMissing()) return {};
  json::Leftovers left;
  const VendorCustomer customer = CustomerFields().Read(value, left);
  if (left.unreadable || !value.IsObject()) reader.NoteUnreadable();
  const bool is_empty = value.IsObject() && value.size() == 0;
  if (!is_empty) reader.Keep(value, "customer");
  return customer;
}

void FillCustomer(const VendorBooking& vendor, ItemReader& reader) {
  const VendorCustomer nested = ReadCustomer(vendor.customer, reader);
  reader.Keep({vendor.customer_name, "customerName"});
  reader.Keep({vendor.customer_email, "customerEmail"});
  const std::string_view space = nested.first_name.empty() || nested.last_name.empty() ? "" : " ";
  const std::string joined =
      absl::StrCat(ToAbsl(nested.first_name), ToAbsl(space), ToAbsl(nested.last_name));
  v1::Customer& customer = *reader.booking().add_customers();
  customer.set_first_name(Text(nested.first_name));
  customer.set_last_name(Text(nested.last_name));
  const std::string_view name = FirstOf(nested.name, joined, nested.customer_name);
  customer.set_display_name(Text(name.empty() ? vendor.customer_name : name));
  customer.set_email(Text(FirstOf(nested.email, nested.customer_email, vendor.customer_email)));
  customer.set_phone(Text(nested.phone));
  if (customer.ByteSizeLong() == 0) reader.booking().mutable_customers()->RemoveLast();
}

}  // namespace

void AddBooking(json::Value item, const Settings& settings, v1::BookingView view, Page* page) {
  v1::Booking* booking = page->Add();
  ItemReader reader(view, page, booking);
  const VendorBooking vendor = reader.Read(Fields(), item, "");
  if (vendor.id.empty()) {
    page->RemoveLast();
    ++page->dropped;
    return;
  }
  FillIdentity({settings.connection_id, "optimocms", vendor.id}, booking);
  booking->set_etag(HexDigits(HashJson(item)));
  FillStatus(vendor.status, StatusWords(), reader);
  FillTimes(vendor, settings, reader);
  FillCustomer(vendor, reader);
  if (const auto time = reader.Instant({vendor.created_at, "createdAt"})) {
    SetTimestamp(*time, booking->mutable_create_time());
  }
}

}  // namespace bookings::optimocms
