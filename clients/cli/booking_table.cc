// See booking_table.h.
#include "clients/cli/booking_table.h"

#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "clients/cli/words.h"

namespace bookings::cli {
namespace {

Tone StatusTone(v1::BookingStatus status) {
  switch (status) {
    case v1::BOOKING_STATUS_CONFIRMED:
    case v1::BOOKING_STATUS_IN_PROGRESS:
      return Tone::kGood;
    case v1::BOOKING_STATUS_PENDING:
    case v1::BOOKING_STATUS_WAITLISTED:
    case v1::BOOKING_STATUS_DRAFT:
      return Tone::kWarn;
    case v1::BOOKING_STATUS_NO_SHOW:
    case v1::BOOKING_STATUS_DECLINED:
    case v1::BOOKING_STATUS_UNKNOWN:
      return Tone::kBad;
    default:
      return Tone::kDim;
  }
}

// What is told instead of a title where the vendor has none.
std::string TitleOf(const v1::Booking& booking) {
  if (!booking.title().empty()) return booking.title();
  if (!booking.service().name().empty()) return booking.service().name();
  const int nights = booking.stay().nights_size();
  return nights > 0 ? absl::StrCat("stay, ", nights, nights == 1 ? " night" : " nights") : "";
}

}  // namespace

std::vector<Column> BookingColumns() {
  return {{"START", 16}, {"END", 16}, {"ZONE", 18},  {"STATUS", 11}, {"VENDOR", 10},
          {"TITLE", 24}, {"WHO", 20}, {"TOTAL", 12}, {"NAME", 0}};
}

std::vector<Cell> BookingRow(const v1::Booking& booking, const Settings& settings) {
  absl::TimeZone zone = settings.zone;
  const bool own =
      settings.zone == absl::UTCTimeZone() && absl::LoadTimeZone(booking.time_zone(), &zone);
  const std::string who = booking.customers_size() == 0 ? "" : booking.customers(0).display_name();
  return {{ShortTime(booking.has_start_time(), booking.start_time(), zone)},
          {ShortTime(booking.has_end_time(), booking.end_time(), zone)},
          {own ? booking.time_zone() : zone.name(), Tone::kDim},
          {StatusWord(booking.status()), StatusTone(booking.status())},
          {booking.vendor()},
          {TitleOf(booking)},
          {who},
          {MoneyText(booking.total())},
          {booking.name(), Tone::kDim}};
}

void PrintBooking(const v1::Booking& booking, const Settings& settings, std::ostream& out) {
  Table table(out, settings.color, BookingColumns());
  table.PrintHeader();
  table.PrintRow(BookingRow(booking, settings));
}

}  // namespace bookings::cli
