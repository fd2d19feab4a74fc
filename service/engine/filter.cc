// See filter.h.
#include "service/engine/filter.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"

namespace bookings {
namespace {

template <typename Set, typename List>
void Fill(Set& set, const List& list) {
  set.insert(list.begin(), list.end());
}

// Whether any of the items has a value in the set; an empty set accepts all.
template <typename Set, typename Items, typename Get>
bool AnyIn(const Set& set, const Items& items, Get get) {
  if (set.empty()) return true;
  return std::any_of(items.begin(), items.end(),
                     [&](const auto& item) { return set.contains(get(item)); });
}

template <typename Set>
bool In(const Set& set, const std::string& value) {
  return set.empty() || set.contains(value);
}

v1::FilterSupport SupportOf(std::string_view field, const v1::Capabilities& capabilities) {
  for (const v1::FilterCapability& filter : capabilities.filters()) {
    if (filter.field() == field) return filter.support();
  }
  return v1::FILTER_SUPPORT_UNSPECIFIED;
}

}  // namespace

bool BookingMatcher::Range::Holds(bool known, const google::protobuf::Timestamp& time) const {
  if (!active) return true;
  if (!known) return false;
  const absl::Time instant = FromTimestamp(time);
  return from <= instant && instant < to;
}

BookingMatcher::Range BookingMatcher::MakeRange(bool active, const v1::TimeRange& range) {
  Range made;
  made.active = active;
  if (range.has_from()) made.from = FromTimestamp(range.from());
  if (range.has_to()) made.to = FromTimestamp(range.to());
  return made;
}

BookingMatcher::BookingMatcher(const v1::BookingFilter& filter)
    : passes_all_(FieldsOf(filter).empty()),
      start_(MakeRange(filter.has_start_time(), filter.start_time())),
      end_(MakeRange(filter.has_end_time(), filter.end_time())),
      create_(MakeRange(filter.has_create_time(), filter.create_time())),
      update_(MakeRange(filter.has_update_time(), filter.update_time())),
      has_stay_(filter.has_stay()),
      stay_(filter.stay()) {
  for (int status : filter.statuses()) statuses_ |= 1U << static_cast<unsigned>(status);
  for (const std::string& email : filter.customer_emails()) emails_.insert(NormalizeEmail(email));
  Fill(customer_ids_, filter.customer_ids());
  Fill(service_ids_, filter.service_ids());
  Fill(staff_ids_, filter.staff_ids());
  Fill(location_ids_, filter.location_ids());
  Fill(session_ids_, filter.session_ids());
  Fill(schedule_ids_, filter.schedule_ids());
  Fill(references_, filter.references());
}

bool BookingMatcher::Matches(const v1::Booking& booking) const {
  if (passes_all_) return true;
  if (statuses_ != 0 && (statuses_ >> static_cast<unsigned>(booking.status()) & 1U) == 0)
    return false;
  return MatchesTimes(booking) && MatchesStay(booking) && MatchesIds(booking) &&
         MatchesCustomers(booking);
}

bool BookingMatcher::MatchesTimes(const v1::Booking& booking) const {
  return start_.Holds(booking.has_start_time(), booking.start_time()) &&
         end_.Holds(booking.has_end_time(), booking.end_time()) &&
         create_.Holds(booking.has_create_time(), booking.create_time()) &&
         update_.Holds(booking.has_update_time(), booking.update_time());
}

// Dates in the form YYYY-MM-DD compare as text.
bool BookingMatcher::MatchesStay(const v1::Booking& booking) const {
  if (!has_stay_) return true;
  return std::any_of(booking.stay().nights().begin(), booking.stay().nights().end(),
                     [this](const v1::Night& night) {
                       return night.date() >= stay_.from() &&
                              (stay_.to().empty() || night.date() < stay_.to());
                     });
}

bool BookingMatcher::MatchesIds(const v1::Booking& booking) const {
  return In(service_ids_, booking.service().id()) && In(location_ids_, booking.location().id()) &&
         In(session_ids_, booking.session_id()) && In(schedule_ids_, booking.schedule_id()) &&
         AnyIn(staff_ids_, booking.staff(), [](const v1::StaffMember& m) { return m.id(); }) &&
         AnyIn(references_, booking.references(),
               [](const v1::BookingReference& r) { return r.value(); });
}

bool BookingMatcher::MatchesCustomers(const v1::Booking& booking) const {
  return AnyIn(customer_ids_, booking.customers(), [](const v1::Customer& c) { return c.id(); }) &&
         AnyIn(emails_, booking.customers(),
               [](const v1::Customer& c) { return NormalizeEmail(c.email()); });
}

std::string NormalizeEmail(std::string_view email) {
  std::string text(ToStd(absl::StripAsciiWhitespace(ToAbsl(email))));
  const size_t at = text.rfind('@');
  if (at == std::string::npos) return text;
  std::transform(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(),
                 text.begin() + static_cast<std::ptrdiff_t>(at), absl::ascii_tolower);
  return text;
}

std::vector<std::string> FieldsOf(const v1::BookingFilter& filter) {
  std::vector<const google::protobuf::FieldDescriptor*> set;
  filter.GetReflection()->ListFields(filter, &set);
  std::vector<std::string> names;
  names.reserve(set.size());
  for (const auto* field : set) names.push_back(field->name());
  return names;
}

std::vector<std::string> UnreportedFields(const v1::BookingFilter& filter,
                                          const v1::Capabilities& capabilities) {
  std::vector<std::string> unreported;
  for (std::string& field : FieldsOf(filter)) {
    if (SupportOf(field, capabilities) == v1::FILTER_SUPPORT_UNREPORTED) {
      unreported.push_back(std::move(field));
    }
  }
  return unreported;
}

v1::BookingFilter WithoutDetailFields(const v1::BookingFilter& filter,
                                      const v1::Capabilities& capabilities) {
  v1::BookingFilter rest = filter;
  for (const std::string& field : FieldsOf(filter)) {
    if (SupportOf(field, capabilities) != v1::FILTER_SUPPORT_NEEDS_DETAILS) continue;
    rest.GetReflection()->ClearField(&rest, rest.GetDescriptor()->FindFieldByName(field));
  }
  return rest;
}

bool NeedsDetails(const v1::BookingFilter& filter, const v1::Capabilities& capabilities) {
  return FieldsOf(WithoutDetailFields(filter, capabilities)).size() < FieldsOf(filter).size();
}

}  // namespace bookings
