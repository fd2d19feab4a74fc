// Bookings as lines of CSV. See booking_table.h.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/booking_table.h"
#include "clients/cli/words.h"

namespace bookings::cli {
namespace {

// Several values share a field.
constexpr char kJoiner[] = "; ";

std::string StaffOf(const v1::Booking& booking) {
  return absl::StrJoin(booking.staff(), kJoiner, [](std::string* out, const v1::StaffMember& one) {
    out->append(one.name().empty() ? one.id() : one.name());
  });
}

std::string ReferencesOf(const v1::Booking& booking) {
  return absl::StrJoin(
      booking.references(), kJoiner,
      [](std::string* out, const v1::BookingReference& one) { out->append(one.value()); });
}

// A field of all customers, such as their names.
std::string OfCustomers(const v1::Booking& booking,
                        const std::string& (v1::Customer::*field)() const) {
  return absl::StrJoin(
      booking.customers(), kJoiner,
      [&](std::string* out, const v1::Customer& one) { out->append((one.*field)()); });
}

std::string WordOrEmpty(const std::string& word) { return word == "-" ? "" : word; }

std::string CountOrEmpty(int64_t count) { return count == 0 ? "" : absl::StrCat(count); }

}  // namespace

std::vector<std::string> BookingCsvHeader() {
  return {"name",           "vendor",         "vendor_id",      "status",     "vendor_status",
          "title",          "start_time",     "end_time",       "time_zone",  "check_in_date",
          "check_out_date", "service_id",     "service_name",   "staff",      "customer_name",
          "customer_email", "customer_phone", "party_size",     "location",   "total",
          "amount_paid",    "currency",       "payment_status", "references", "create_time",
          "update_time"};
}

std::vector<std::string> BookingCsvRow(const v1::Booking& booking) {
  const std::string& currency = booking.total().currency_code().empty()
                                    ? booking.amount_paid().currency_code()
                                    : booking.total().currency_code();
  return {booking.name(),
          booking.vendor(),
          booking.vendor_id(),
          WordOrEmpty(StatusWord(booking.status())),
          booking.vendor_status(),
          booking.title(),
          Rfc3339(booking.has_start_time(), booking.start_time()),
          Rfc3339(booking.has_end_time(), booking.end_time()),
          booking.time_zone(),
          booking.stay().check_in_date(),
          booking.stay().check_out_date(),
          booking.service().id(),
          booking.service().name(),
          StaffOf(booking),
          OfCustomers(booking, &v1::Customer::display_name),
          OfCustomers(booking, &v1::Customer::email),
          OfCustomers(booking, &v1::Customer::phone),
          CountOrEmpty(booking.party_size()),
          booking.location().name(),
          AmountText(booking.total()),
          AmountText(booking.amount_paid()),
          currency,
          WordOrEmpty(PaymentWord(booking.payment_status())),
          ReferencesOf(booking),
          Rfc3339(booking.has_create_time(), booking.create_time()),
          Rfc3339(booking.has_update_time(), booking.update_time())};
}

}  // namespace bookings::cli
