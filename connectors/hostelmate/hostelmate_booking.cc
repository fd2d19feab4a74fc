// See hostelmate_booking.h.
#include "connectors/hostelmate/hostelmate_booking.h"

#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "connectors/api/booking_parts.h"
#include "connectors/api/civil.h"
#include "connectors/api/fingerprint.h"
#include "connectors/api/item_reader.h"
#include "connectors/api/money.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"
#include "connectors/hostelmate/hostelmate_stay.h"
#include "connectors/hostelmate/hostelmate_words.h"

namespace bookings::hostelmate {
namespace {

using json::FieldTable;

struct Item {
  std::string_view id, status, created, updated, description;
  json::Value total, paid_days, guest, stay_dates;
};

struct Guest {
  std::string_view first_name, last_name, email, phone;
};

Item ReadItem(json::Value item, ItemReader& reader) {
  static const FieldTable<Item> fields = {
      {"id", &Item::id},
      {"status", &Item::status},
      {"total", &Item::total},
      {"created", &Item::created},
      {"updated", &Item::updated},
      {"paidDays", &Item::paid_days},
      {"description", &Item::description},
      {"guest", &Item::guest},
      {"stay_dates", &Item::stay_dates},
  };
  return reader.Read(fields, item, "");
}

void FillPayment(const Item& item, const Property& property, ItemReader& reader) {
  v1::Booking& booking = reader.booking();
  const auto payment = Translate<v1::PaymentStatus>(kPayments, item.status);
  if (payment) booking.set_payment_status(*payment);
  const std::optional<int64_t> minor = item.total.AsInt64();
  if (minor) {
    *booking.mutable_total() =
        MoneyFromMinorUnits(*minor, property.amount_scale, property.currency);
  } else if (!item.total.IsNullOrMissing()) {
    AddNote(v1::MAPPING_NOTE_AMOUNT_UNREADABLE, &booking);
    reader.Keep(item.total, "total");
  }
}

void FillPaidNights(json::Value paid_days, ItemReader& reader) {
  if (paid_days.IsNullOrMissing()) return;
  const std::optional<int64_t> nights = paid_days.AsInt64();
  if (nights && *nights >= 0 && *nights <= std::numeric_limits<int32_t>::max()) {
    reader.booking().mutable_stay()->set_nights_paid(static_cast<int32_t>(*nights));
    return;
  }
  reader.NoteUnreadable();
  reader.Keep(paid_days, "paidDays");
}

// `guest.id` is the booking's own reference to its guest, not the id by which guests are known
// (trap 3): it has no canonical place.
void FillGuest(json::Value value, ItemReader& reader) {
  using Fields = FieldTable<Guest>;
  static const Fields fields = {
      {"id", Fields::NoPlace()},        {"first_name", &Guest::first_name},
      {"last_name", &Guest::last_name}, {"email", &Guest::email},
      {"phone", &Guest::phone},
  };
  const Guest guest = reader.Read(fields, value, "guest");
  const bool named = !guest.first_name.empty() || !guest.last_name.empty();
  if (!named && guest.email.empty() && guest.phone.empty()) return;
  v1::Customer& customer = *reader.booking().add_customers();
  const bool both = !guest.first_name.empty() && !guest.last_name.empty();
  customer.set_display_name(
      absl::StrCat(ToAbsl(guest.first_name), both ? " " : "", ToAbsl(guest.last_name)));
  customer.set_first_name(std::string(guest.first_name));
  customer.set_last_name(std::string(guest.last_name));
  customer.set_email(std::string(guest.email));
  customer.set_phone(std::string(guest.phone));
}

void FillRecordTimes(const Item& item, ItemReader& reader) {
  const auto created = reader.Instant({item.created, "created"});
  const auto updated = reader.Instant({item.updated, "updated"});
  if (created) SetTimestamp(*created, reader.booking().mutable_create_time());
  if (updated) SetTimestamp(*updated, reader.booking().mutable_update_time());
}

}  // namespace

void AddBooking(json::Value value, const Property& property, v1::BookingView view, Page* page) {
  v1::Booking* booking = page->Add();
  ItemReader reader(view, page, booking);
  const Item item = ReadItem(value, reader);
  if (item.id.empty()) {
    page->RemoveLast();
    ++page->dropped;
    return;
  }
  FillIdentity({property.connection_id, "hostelmate", item.id}, booking);
  FillStatus(item.status, kStatuses, reader);
  booking->set_kind(v1::BOOKING_KIND_STAY);
  booking->set_description(std::string(item.description));
  booking->set_time_zone(property.time_zone);
  booking->set_time_zone_source(v1::TIME_ZONE_SOURCE_CONFIGURED);
  FillStay(item.stay_dates, property, reader);
  FillPaidNights(item.paid_days, reader);
  FillGuest(item.guest, reader);
  FillPayment(item, property, reader);
  FillRecordTimes(item, reader);
  booking->set_etag(HexDigits(HashJson(value)));
}

}  // namespace bookings::hostelmate
