// See booking_table.h.
#include "clients/cli/booking_table.h"

#include <ostream>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/cli/words.h"
#include "connectors/api/text.h"

namespace bookings::cli {
namespace {

constexpr std::string_view kConnectionsPrefix = "connections/";
constexpr std::string_view kBookingsPart = "/bookings/";

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

std::vector<Column> BookingColumns() {
  return {{"START", 16},      {"END", 16, 0, 5},    {"ZONE", 18, 10, 3},
          {"STATUS", 11},     {"VENDOR", 10, 0, 6}, {"TITLE", 24, 10, 1},
          {"WHO", 20, 10, 2}, {"TOTAL", 12, 10, 4}, {"NAME", 0, 36, 0, 47}};
}

std::vector<Cell> BookingRow(const v1::Booking& booking, const Settings& settings) {
  absl::TimeZone zone = settings.zone.value_or(absl::UTCTimeZone());
  const bool own = !settings.zone && absl::LoadTimeZone(booking.time_zone(), &zone);
  const std::string who = booking.customers_size() == 0 ? "" : booking.customers(0).display_name();
  return {{ShortTime(booking.has_start_time(), booking.start_time(), zone)},
          {ShortTime(booking.has_end_time(), booking.end_time(), zone)},
          {own ? booking.time_zone() : zone.name(), Tone::kDim},
          {StatusWord(booking.status()), StatusTone(booking.status())},
          {booking.vendor()},
          {TitleOf(booking)},
          {who},
          {MoneyText(booking.total())},
          {settings.columns == 0 ? booking.name() : ShortName(booking.name()), Tone::kDim}};
}

// No title or name is longer; what is had better not fill the terminal.
constexpr int kMostFactCells = 200;

}  // namespace

RecordShape<v1::Booking> BookingShape() {
  return {&BookingColumns, &BookingRow, &BookingCsvHeader, &BookingCsvRow};
}

void PrintBooking(const v1::Booking& booking, const Settings& settings, std::ostream& out) {
  Settings whole = settings;
  whole.columns = 0;
  const std::vector<Column> columns = BookingColumns();
  const std::vector<Cell> row = BookingRow(booking, whole);
  for (size_t i = 0; i < columns.size(); ++i) {
    if (row[i].text.empty()) continue;
    out << absl::StrFormat("  %-8s", absl::AsciiStrToLower(columns[i].title))
        << Colored(FitTo(row[i].text, kMostFactCells), row[i].tone, settings.color) << '\n';
  }
}

std::string ShortName(std::string_view name) {
  const size_t middle = name.find(kBookingsPart);
  if (!name.starts_with(kConnectionsPrefix) || middle == std::string_view::npos)
    return std::string(name);
  const std::string_view id = name.substr(middle + kBookingsPart.size());
  name = name.substr(kConnectionsPrefix.size(), middle - kConnectionsPrefix.size());
  return absl::StrCat(ToAbsl(name), "/", ToAbsl(id));
}

std::string FullName(std::string_view text) {
  const size_t slash = text.find('/');
  const bool is_short = slash != std::string_view::npos && slash == text.rfind('/');
  if (!is_short || text.starts_with(kConnectionsPrefix)) return std::string(text);
  return absl::StrCat(ToAbsl(kConnectionsPrefix), ToAbsl(text.substr(0, slash)),
                      ToAbsl(kBookingsPart), ToAbsl(text.substr(slash + 1)));
}

}  // namespace bookings::cli
