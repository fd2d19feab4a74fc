#include "deploy/sandbox/hostelmate/hostelmate_render.h"

#include "deploy/sandbox/core/civil_time.h"

namespace bookings::sandbox::hostelmate {
namespace {

void AppendGuest(const Row& row, JsonText& out) {
  if (row.guest_presence == "absent") return;
  out.Key("guest");
  if (row.guest_presence == "null") {
    out.Null();
    return;
  }
  out.BeginObject();
  out.Key("id").String(row.guest_internal_id);
  out.Key("first_name").String(row.guest_first_name);
  out.Key("last_name").String(row.guest_last_name);
  row.guest_email.Put("email", out);
  row.guest_phone.Put("phone", out);
  out.EndObject();
}

void AppendNights(const Row& row, JsonText& out) {
  out.Key("stay_dates").BeginArray();
  for (const Night& night : row.stay_dates) {
    out.BeginObject();
    out.Key("date").String(FormatDate(night.date));
    out.Key("amount").Number(night.amount);
    out.Key("room").String(night.room);
    night.bed.Put("bed", out);
    out.EndObject();
  }
  out.EndArray();
}

}  // namespace

void AppendBooking(const Row& row, PaidDays paid_days, JsonText& out) {
  out.BeginObject();
  out.Key("id").String(row.id);
  out.Key("status").String(row.status);
  out.Key("total").Number(row.total);
  out.Key("created").String(FormatSeconds(row.created_ms));
  out.Key("updated").String(FormatSeconds(row.updated_ms));
  if (row.paid_days && paid_days == PaidDays::kSent) out.Key("paidDays").Number(*row.paid_days);
  row.description.Put("description", out);
  AppendGuest(row, out);
  AppendNights(row, out);
  for (const auto& [name, value] : row.unknown_fields.items()) {
    out.Key(name).Raw(JsonString(value));
  }
  out.EndObject();
}

Json RenderGuest(const Guest& guest, const GuestBookings& bookings) {
  Json statistics = {{"total", bookings.total}};
  if (bookings.last_ms) statistics["lastBooking"] = FormatSeconds(*bookings.last_ms);
  Json address = {{"line1", ""}, {"city", ""}, {"postal_code", ""}, {"country_code", ""}};
  address.update(guest.address);
  return {{"guestId", guest.id},
          {"first_name", guest.first_name},
          {"last_name", guest.last_name},
          {"email", guest.email},
          {"phone", guest.phone},
          {"country_code", guest.country_code},
          {"address", address},
          {"date_of_birth", ""},
          {"nationality", guest.country_code},
          {"preferences", {{"language", "en"}, {"newsletter", false}, {"marketing", false}}},
          {"createdAt", FormatSeconds(guest.created_ms)},
          {"updatedAt", FormatSeconds(guest.created_ms)},
          {"bookings", statistics}};
}

}  // namespace bookings::sandbox::hostelmate
