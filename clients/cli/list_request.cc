// See list_request.h.
#include "clients/cli/list_request.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/declare.h"
#include "absl/flags/flag.h"
#include "absl/flags/reflection.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/flag_values.h"
#include "clients/cli/words.h"

ABSL_DECLARE_FLAG(std::vector<std::string>, customer_id);
ABSL_DECLARE_FLAG(std::vector<std::string>, session);
ABSL_DECLARE_FLAG(std::vector<std::string>, schedule);
ABSL_DECLARE_FLAG(std::vector<std::string>, location);
ABSL_FLAG(std::vector<std::string>, connection, {}, "connections, by id; default: all");
ABSL_FLAG(std::vector<std::string>, status, {}, "only these statuses, such as confirmed,pending");
ABSL_FLAG(std::string, from, "", "only what starts at or after this, such as tomorrow");
ABSL_FLAG(std::string, to, "", "only what starts before this, such as +7d");
ABSL_FLAG(std::string, ends_from, "", "only bookings that end at or after this");
ABSL_FLAG(std::string, ends_to, "", "only bookings that end before this");
ABSL_FLAG(std::string, created_from, "", "only bookings made at or after this");
ABSL_FLAG(std::string, created_to, "", "only bookings made before this");
ABSL_FLAG(std::string, updated_from, "", "only bookings changed at or after this");
ABSL_FLAG(std::string, updated_to, "", "only bookings changed before this");
ABSL_FLAG(std::string, night_from, "", "only stays with a night on or after this day");
ABSL_FLAG(std::string, night_to, "", "only stays with a night before this day");
ABSL_FLAG(std::vector<std::string>, email, {}, "the customer's address; of lists: any of these");
ABSL_FLAG(std::vector<std::string>, service, {}, "the service's id; of lists: any of these");
ABSL_FLAG(std::vector<std::string>, staff, {},
          "the staff member's id; of lists and slots: any of these");
ABSL_FLAG(std::vector<std::string>, reference, {}, "only bookings with these reference numbers");
ABSL_FLAG(std::string, vendor_filter, "",
          "vendor's own filter as a JSON object, for one connection");
ABSL_FLAG(
    std::string, order, "",
    "start, start_desc, created or created_desc, over all connections; default: as they come");
ABSL_FLAG(std::string, view, "", "basic or full");
ABSL_FLAG(int32_t, page_size, 0, "how many a page holds, 0 = the gateway's default");
ABSL_FLAG(int64_t, limit, 0, "most bookings in all, 0 = no limit");
ABSL_FLAG(std::string, page_token, "", "resumes behind an earlier page");
ABSL_FLAG(bool, require_all_sources, false, "fail when any source fails");
ABSL_FLAG(bool, explain, false, "the same as the command explain");

namespace bookings::cli {
namespace {

// A range of instants, and the flags that bound it.
struct RangeFlags {
  v1::TimeRange* (v1::BookingFilter::*range)();
  const absl::Flag<std::string>* from;
  const absl::Flag<std::string>* to;
};
constexpr RangeFlags kRanges[] = {
    {&v1::BookingFilter::mutable_start_time, &FLAGS_from, &FLAGS_to},
    {&v1::BookingFilter::mutable_end_time, &FLAGS_ends_from, &FLAGS_ends_to},
    {&v1::BookingFilter::mutable_create_time, &FLAGS_created_from, &FLAGS_created_to},
    {&v1::BookingFilter::mutable_update_time, &FLAGS_updated_from, &FLAGS_updated_to},
};

// Where the flag is set, its time goes to what `field` gives.
template <typename Field>
void ReadBound(const absl::Flag<std::string>& flag, const Calendar& calendar, Field field,
               Problems& problems) {
  const std::string text = absl::GetFlag(flag);
  if (text.empty()) return;
  const std::string name(absl::GetFlagReflectionHandle(flag).Name());
  ReadTimeValue(name, text, calendar, field(), problems);
}

void ReadTimes(const Calendar& calendar, v1::BookingFilter* filter, Problems& problems) {
  for (const RangeFlags& flags : kRanges) {
    const auto from = [&] { return (filter->*flags.range)()->mutable_from(); };
    const auto to = [&] { return (filter->*flags.range)()->mutable_to(); };
    ReadBound(*flags.from, calendar, from, problems);
    ReadBound(*flags.to, calendar, to, problems);
  }
}

void ReadNights(const Calendar& calendar, v1::BookingFilter* filter, Problems& problems) {
  const std::string from = absl::GetFlag(FLAGS_night_from);
  const std::string to = absl::GetFlag(FLAGS_night_to);
  if (!from.empty()) {
    filter->mutable_stay()->set_from(ReadDayValue("night_from", from, calendar, problems));
  }
  if (!to.empty()) filter->mutable_stay()->set_to(ReadDayValue("night_to", to, calendar, problems));
}

void ReadStatuses(v1::BookingFilter* filter, Problems& problems) {
  for (const std::string& word : absl::GetFlag(FLAGS_status)) {
    if (const std::optional<v1::BookingStatus> status = ParseStatusWord(word)) {
      filter->add_statuses(*status);
    } else {
      problems.push_back(
          absl::StrCat("--status: '", word, "' is none of ", absl::StrJoin(StatusWords(), ", ")));
    }
  }
}

struct OrderWord {
  std::string_view word;
  v1::OrderBy order;
};
constexpr OrderWord kOrders[] = {
    {"", v1::ORDER_BY_UNSPECIFIED},
    {"start", v1::ORDER_BY_START_TIME_ASC},
    {"start_desc", v1::ORDER_BY_START_TIME_DESC},
    {"created", v1::ORDER_BY_CREATE_TIME_ASC},
    {"created_desc", v1::ORDER_BY_CREATE_TIME_DESC},
};

void ReadOrder(v1::ListBookingsRequest* request, Problems& problems) {
  const std::string word = absl::GetFlag(FLAGS_order);
  for (const OrderWord& known : kOrders) {
    if (known.word == word) return request->set_order_by(known.order);
  }
  problems.push_back(
      absl::StrCat("--order: '", word, "' is none of start, start_desc, created, created_desc"));
}

template <typename Field>
void ReadWords(const absl::Flag<std::vector<std::string>>& flag, Field* field) {
  for (std::string& word : absl::GetFlag(flag)) field->Add(std::move(word));
}

v1::BookingFilter ReadFilter(const Settings& settings, Problems& problems) {
  v1::BookingFilter filter;
  ReadStatuses(&filter, problems);
  ReadTimes(settings.calendar, &filter, problems);
  ReadNights(settings.calendar, &filter, problems);
  ReadWords(FLAGS_email, filter.mutable_customer_emails());
  ReadWords(FLAGS_customer_id, filter.mutable_customer_ids());
  ReadWords(FLAGS_service, filter.mutable_service_ids());
  ReadWords(FLAGS_staff, filter.mutable_staff_ids());
  ReadWords(FLAGS_location, filter.mutable_location_ids());
  ReadWords(FLAGS_session, filter.mutable_session_ids());
  ReadWords(FLAGS_schedule, filter.mutable_schedule_ids());
  ReadWords(FLAGS_reference, filter.mutable_references());
  const std::string own = absl::GetFlag(FLAGS_vendor_filter);
  if (!own.empty()) {
    ReadJsonObject("vendor_filter", own, filter.mutable_vendor_filter(), problems);
  }
  return filter;
}

}  // namespace

v1::BookingView ReadView(v1::BookingView otherwise, Problems& problems) {
  const std::string word = absl::GetFlag(FLAGS_view);
  if (word == "basic") return v1::BOOKING_VIEW_BASIC;
  if (word == "full") return v1::BOOKING_VIEW_FULL;
  if (!word.empty()) {
    problems.push_back(absl::StrCat("--view: '", word, "' is none of basic, full"));
  }
  return otherwise;
}

v1::ListBookingsRequest ReadListRequest(const Settings& settings, Problems& problems) {
  v1::ListBookingsRequest request;
  for (const std::string& id : absl::GetFlag(FLAGS_connection)) {
    request.add_connections(absl::StrCat("connections/", id));
  }
  v1::BookingFilter filter = ReadFilter(settings, problems);
  if (filter.ByteSizeLong() > 0) *request.mutable_filter() = std::move(filter);
  ReadOrder(&request, problems);
  request.set_view(ReadView(v1::BOOKING_VIEW_BASIC, problems));
  request.set_page_size(absl::GetFlag(FLAGS_page_size));
  request.set_limit(absl::GetFlag(FLAGS_limit));
  request.set_page_token(absl::GetFlag(FLAGS_page_token));
  request.set_require_all_sources(absl::GetFlag(FLAGS_require_all_sources));
  request.set_explain(absl::GetFlag(FLAGS_explain));
  return request;
}

}  // namespace bookings::cli
