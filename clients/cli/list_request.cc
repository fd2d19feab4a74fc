// See list_request.h.
#include "clients/cli/list_request.h"

#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/problems.h"
#include "clients/cli/words.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"
#include "google/protobuf/util/json_util.h"

ABSL_FLAG(std::vector<std::string>, connection, {}, "connections to read, by id; default: all");
ABSL_FLAG(std::vector<std::string>, status, {}, "only these statuses, such as confirmed,pending");
ABSL_FLAG(std::string, from, "",
          "only bookings that start at or after this (RFC 3339 or YYYY-MM-DD)");
ABSL_FLAG(std::string, to, "", "only bookings that start before this");
ABSL_FLAG(std::string, created_from, "", "only bookings made at or after this");
ABSL_FLAG(std::string, created_to, "", "only bookings made before this");
ABSL_FLAG(std::vector<std::string>, email, {}, "only bookings of these customers' addresses");
ABSL_FLAG(std::vector<std::string>, service, {}, "only bookings of these service ids");
ABSL_FLAG(std::vector<std::string>, staff, {}, "only bookings served by these staff ids");
ABSL_FLAG(std::vector<std::string>, reference, {}, "only bookings with these reference numbers");
ABSL_FLAG(std::string, vendor_filter, "",
          "vendor's own filter as a JSON object, for one connection");
ABSL_FLAG(
    std::string, order, "",
    "start, start_desc, created or created_desc, over all connections; default: as they come");
ABSL_FLAG(std::string, view, "", "basic or full");
ABSL_FLAG(int32_t, page_size, 0, "bookings per page, 0 = the gateway's default");
ABSL_FLAG(int64_t, limit, 0, "most bookings in all, 0 = no limit");
ABSL_FLAG(std::string, page_token, "", "resumes behind an earlier page");
ABSL_FLAG(bool, require_all_sources, false, "fail when any source fails");
ABSL_FLAG(bool, explain, false, "show how the vendors would be asked, and ask nothing");

namespace bookings::cli {
namespace {

void ReadTime(const absl::Flag<std::string>& flag, std::string_view name, absl::TimeZone zone,
              google::protobuf::Timestamp* out, Problems& problems) {
  const std::string text = absl::GetFlag(flag);
  const std::optional<absl::Time> time = ParseWhen(text, zone);
  if (!time) {
    problems.push_back(absl::StrCat("--", ToAbsl(name), ": '", text,
                                    "' is neither RFC 3339 nor YYYY-MM-DD [HH:MM]"));
    return;
  }
  SetTimestamp(*time, out);
}

void ReadTimes(absl::TimeZone zone, v1::BookingFilter* filter, Problems& problems) {
  if (!absl::GetFlag(FLAGS_from).empty()) {
    ReadTime(FLAGS_from, "from", zone, filter->mutable_start_time()->mutable_from(), problems);
  }
  if (!absl::GetFlag(FLAGS_to).empty()) {
    ReadTime(FLAGS_to, "to", zone, filter->mutable_start_time()->mutable_to(), problems);
  }
  if (!absl::GetFlag(FLAGS_created_from).empty()) {
    ReadTime(FLAGS_created_from, "created_from", zone,
             filter->mutable_create_time()->mutable_from(), problems);
  }
  if (!absl::GetFlag(FLAGS_created_to).empty()) {
    ReadTime(FLAGS_created_to, "created_to", zone, filter->mutable_create_time()->mutable_to(),
             problems);
  }
}

void ReadStatuses(v1::BookingFilter* filter, Problems& problems) {
  for (const std::string& word : absl::GetFlag(FLAGS_status)) {
    if (const std::optional<v1::BookingStatus> status = ParseStatusWord(word)) {
      filter->add_statuses(*status);
    } else {
      problems.push_back(absl::StrCat("--status: no status is called '", word, "'"));
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

void ReadVendorFilter(v1::BookingFilter* filter, Problems& problems) {
  const std::string json = absl::GetFlag(FLAGS_vendor_filter);
  if (json.empty()) return;
  if (!google::protobuf::util::JsonStringToMessage(json, filter->mutable_vendor_filter()).ok()) {
    problems.push_back("--vendor_filter: not a JSON object");
  }
}

}  // namespace

std::optional<v1::BookingView> ReadView(v1::BookingView otherwise) {
  const std::string word = absl::GetFlag(FLAGS_view);
  if (word.empty()) return otherwise;
  if (word == "basic") return v1::BOOKING_VIEW_BASIC;
  if (word == "full") return v1::BOOKING_VIEW_FULL;
  std::cerr << "error: --view must be basic or full, not '" << word << "'\n";
  return std::nullopt;
}

std::optional<v1::ListBookingsRequest> ReadListRequest(const Settings& settings) {
  v1::ListBookingsRequest request;
  v1::BookingFilter filter;
  Problems problems;
  for (const std::string& id : absl::GetFlag(FLAGS_connection)) {
    request.add_connections(absl::StrCat("connections/", id));
  }
  ReadStatuses(&filter, problems);
  ReadTimes(settings.zone, &filter, problems);
  ReadWords(FLAGS_email, filter.mutable_customer_emails());
  ReadWords(FLAGS_service, filter.mutable_service_ids());
  ReadWords(FLAGS_staff, filter.mutable_staff_ids());
  ReadWords(FLAGS_reference, filter.mutable_references());
  ReadVendorFilter(&filter, problems);
  ReadOrder(&request, problems);
  const std::optional<v1::BookingView> view = ReadView(v1::BOOKING_VIEW_BASIC);
  if (!Report(problems) || !view) return std::nullopt;
  if (filter.ByteSizeLong() > 0) *request.mutable_filter() = std::move(filter);
  request.set_view(*view);
  request.set_page_size(absl::GetFlag(FLAGS_page_size));
  request.set_limit(absl::GetFlag(FLAGS_limit));
  request.set_page_token(absl::GetFlag(FLAGS_page_token));
  request.set_require_all_sources(absl::GetFlag(FLAGS_require_all_sources));
  request.set_explain(absl::GetFlag(FLAGS_explain));
  return request;
}

}  // namespace bookings::cli
