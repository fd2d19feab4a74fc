// See hostelmate_order.h.
#include "connectors/hostelmate/hostelmate_order.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "connectors/api/civil.h"
#include "connectors/api/money.h"
#include "connectors/api/text.h"
#include "connectors/hostelmate/hostelmate_stay.h"

namespace bookings::hostelmate {
namespace {

// A billion of any currency: no night costs more, and sums of a year's nights stay far below 2^63.
constexpr int64_t kMostUnits = 1'000'000'000;
constexpr int64_t kNanosPerUnit = 1'000'000'000;

void CheckNight(const v1::Night& night, const std::string& path, const Property& property,
                Violations* invalid) {
  if (!ParseDate(night.date())) {
    invalid->push_back({path + ".date", "must be an existing day, YYYY-MM-DD"});
  }
  if (!night.has_amount()) {
    invalid->push_back({path + ".amount", "is required: the vendor takes its prices from here"});
  } else if (night.amount().currency_code() != property.currency) {
    invalid->push_back(
        {path + ".amount", "must be in the currency of the property, " + property.currency});
  } else if (!ToVendorAmount(night.amount(), property)) {
    invalid->push_back(
        {path + ".amount", absl::StrCat("must be a whole number of 1/", property.amount_scale,
                                        " from 0 to ", kMostUnits)});
  }
  if (!night.room_id().empty()) {
    invalid->push_back({path + ".room_id", "must be empty: all nights are in stay.room_id"});
  }
  if (!night.bed_id().empty()) {
    invalid->push_back({path + ".bed_id", "must be empty: the vendor chooses the bed"});
  }
}

// Gaps between nights are the vendor's to refuse: its pages do not.
Violations CheckStay(const v1::StayRequest& stay, const Property& property) {
  Violations invalid;
  if (!IsUuid(stay.room_id())) invalid.push_back({"stay.room_id", "must be a UUID"});
  if (stay.nights_size() == 0 || stay.nights_size() > kMostNights) {
    invalid.push_back({"stay.nights", absl::StrCat("must have 1 to ", kMostNights, " entries")});
    return invalid;
  }
  std::set<std::string> dates;
  for (int i = 0; i < stay.nights_size(); ++i) {
    const std::string path = absl::StrCat("stay.nights[", i, "]");
    CheckNight(stay.nights(i), path, property, &invalid);
    if (!dates.insert(stay.nights(i).date()).second) {
      invalid.push_back({path + ".date", "stands here twice"});
    }
  }
  return invalid;
}

// A slot of ours has all but, sometimes, a price.
Violations CheckSlot(const internal::v1::SlotReference& slot, const Property& property) {
  if (CheckStay(StayOf(slot), property).empty()) return {};
  return {{"slot_token",
           "tells no price that can be booked: give `stay` with an amount, or configure "
           "hostelmate.price_unit"}};
}

template <typename Request>
Violations CheckNights(const WriteInput<Request>& input, const Property& property) {
  if (input.slot) return CheckSlot(*input.slot, property);
  if (!input.request.has_stay()) return {};  // reported for all vendors alike
  return CheckStay(input.request.stay(), property);
}

bool IsCountry(std::string_view code) {
  return code.size() == 2 && std::all_of(code.begin(), code.end(), [](char c) {
           return absl::ascii_isupper(static_cast<unsigned char>(c));
         });
}

std::string FullName(const v1::Customer& customer) {
  const bool both = !customer.first_name().empty() && !customer.last_name().empty();
  return absl::StrCat(customer.first_name(), both ? " " : "", customer.last_name());
}

// A guest whom the vendor knows brings all with him: the vendor ignores what else is sent.
WriteProblems CheckKnownGuest(const v1::CreateBookingRequest& request) {
  const v1::Customer& customer = request.customer();
  WriteProblems problems;
  if (!IsUuid(customer.id())) problems.invalid.push_back({"customer.id", "must be a UUID"});
  const std::pair<std::string_view, bool> others[] = {
      {"customer.display_name", !customer.display_name().empty()},
      {"customer.first_name", !customer.first_name().empty()},
      {"customer.last_name", !customer.last_name().empty()},
      {"customer.email", !customer.email().empty()},
      {"customer.phone", !customer.phone().empty()},
      {"customer.country_code", !customer.country_code().empty()},
      {"vendor_options.address",
       request.vendor_options().fields().count(std::string(kAddress)) > 0},
  };
  for (const auto& [path, set] : others) {
    if (set) problems.unsupported.push_back({std::string(path), "is ignored beside customer.id"});
  }
  return problems;
}

WriteProblems CheckNewGuest(const v1::Customer& customer) {
  WriteProblems problems;
  const std::pair<std::string_view, const std::string&> needed[] = {
      {"customer.first_name", customer.first_name()},
      {"customer.last_name", customer.last_name()},
      {"customer.email", customer.email()},
  };
  for (const auto& [path, text] : needed) {
    if (!text.empty()) continue;
    problems.invalid.push_back({std::string(path), "is required where customer.id is not given"});
  }
  if (!customer.country_code().empty() && !IsCountry(customer.country_code())) {
    problems.invalid.push_back({"customer.country_code", "must be ISO 3166-1 alpha-2"});
  }
  if (!customer.display_name().empty() && customer.display_name() != FullName(customer)) {
    problems.unsupported.push_back(
        {"customer.display_name", "is always first and last name at this vendor"});
  }
  return problems;
}

bool IsAddressPart(std::string_view name) {
  return std::find(std::begin(kAddressParts), std::end(kAddressParts), name) !=
         std::end(kAddressParts);
}

Violations CheckAddress(const google::protobuf::Struct& options) {
  Violations invalid;
  const auto found = options.fields().find(std::string(kAddress));
  if (found == options.fields().end()) return invalid;
  for (const auto& [name, value] : found->second.struct_value().fields()) {
    const std::string path = absl::StrCat("vendor_options.address.", name);
    if (!IsAddressPart(name)) {
      invalid.push_back({path, "must be line1, city, postal_code or country_code"});
    } else if (value.kind_case() != google::protobuf::Value::kStringValue) {
      invalid.push_back({path, "must be a string"});
    }
  }
  std::sort(invalid.begin(), invalid.end(),
            [](const Violation& a, const Violation& b) { return a.path < b.path; });
  return invalid;
}

void Append(Violations more, Violations* violations) {
  std::move(more.begin(), more.end(), std::back_inserter(*violations));
}

// Date and amount of each night, in order: what two stays are compared by.
std::vector<std::pair<std::string, std::optional<int64_t>>> PricesOf(
    const google::protobuf::RepeatedPtrField<v1::Night>& nights, const Property& property) {
  std::vector<std::pair<std::string, std::optional<int64_t>>> prices;
  for (const v1::Night& night : nights) {
    prices.emplace_back(night.date(), ToVendorAmount(night.amount(), property));
  }
  std::sort(prices.begin(), prices.end());
  return prices;
}

bool IsSameGuest(const v1::Booking& booking, const v1::Customer& ordered) {
  if (booking.customers_size() == 0 || ordered.email().empty()) return true;
  const std::string& email = booking.customers(0).email();
  return email.empty() || absl::AsciiStrToLower(email) == absl::AsciiStrToLower(ordered.email());
}

// What the vendor was told of the guest, and no more.
void FillCustomer(const v1::Customer& ordered, v1::Booking* booking) {
  v1::Customer& customer = *booking->add_customers();
  if (!ordered.id().empty()) return customer.set_id(ordered.id());
  customer.set_display_name(FullName(ordered));
  customer.set_first_name(ordered.first_name());
  customer.set_last_name(ordered.last_name());
  customer.set_email(ordered.email());
  customer.set_phone(ordered.phone());
  customer.set_country_code(ordered.country_code());
}

}  // namespace

v1::StayRequest StayOf(const internal::v1::SlotReference& slot) {
  v1::StayRequest stay;
  stay.set_room_id(slot.room_id());
  v1::Night* night = stay.add_nights();
  night->set_date(slot.night());
  if (slot.has_price()) *night->mutable_amount() = slot.price();
  return stay;
}

std::optional<int64_t> ToVendorAmount(const v1::Money& money, const Property& property) {
  const int64_t nanos_per_part = kNanosPerUnit / property.amount_scale;
  const bool in_range = money.units() >= 0 && money.units() <= kMostUnits && money.nanos() >= 0 &&
                        money.nanos() < kNanosPerUnit;
  if (money.currency_code() != property.currency || !in_range) return std::nullopt;
  if (money.nanos() % nanos_per_part != 0) return std::nullopt;
  return money.units() * property.amount_scale + money.nanos() / nanos_per_part;
}

WriteProblems CheckOrder(const CreateInput& input, const Property& property) {
  const v1::CreateBookingRequest& request = input.request;
  WriteProblems problems = request.customer().id().empty() ? CheckNewGuest(request.customer())
                                                           : CheckKnownGuest(request);
  Append(CheckNights(input, property), &problems.invalid);
  Append(CheckAddress(request.vendor_options()), &problems.invalid);
  return problems;
}

WriteProblems CheckMove(const RescheduleInput& input, const Property& property) {
  WriteProblems problems;
  problems.invalid = CheckNights(input, property);
  return problems;
}

v1::CreateBookingRequest MakeOrder(const CreateInput& input) {
  v1::CreateBookingRequest order;
  *order.mutable_stay() = StayOf(input);
  *order.mutable_customer() = input.request.customer();
  order.set_notes(input.request.notes());
  *order.mutable_vendor_options() = input.request.vendor_options();
  return order;
}

v1::Booking OrderedBooking(const v1::CreateBookingRequest& order, const Property& property) {
  v1::Booking booking;
  booking.set_vendor("hostelmate");
  booking.set_kind(v1::BOOKING_KIND_STAY);
  booking.set_description(order.notes());
  booking.set_time_zone(property.time_zone);
  booking.set_time_zone_source(v1::TIME_ZONE_SOURCE_CONFIGURED);
  ReplaceNights(order.stay(), property, &booking);
  int64_t total = 0;
  for (const v1::Night& night : order.stay().nights()) {
    total += ToVendorAmount(night.amount(), property).value_or(0);
  }
  *booking.mutable_total() = MoneyFromMinorUnits(total, property.amount_scale, property.currency);
  FillCustomer(order.customer(), &booking);
  return booking;
}

bool HasNights(const v1::Booking& booking, const v1::StayRequest& stay, const Property& property) {
  return PricesOf(booking.stay().nights(), property) == PricesOf(stay.nights(), property);
}

bool IsOrdered(const v1::Booking& booking, const v1::CreateBookingRequest& order,
               const Property& property) {
  return HasNights(booking, order.stay(), property) && IsSameGuest(booking, order.customer());
}

}  // namespace bookings::hostelmate
