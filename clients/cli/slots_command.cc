// bookctl slots: streams the times, or nights, that can be booked, with the tokens that book them.
#include <grpcpp/client_context.h>

#include <iostream>
#include <optional>
#include <vector>

#include "absl/flags/declare.h"
#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "bookings/v1/bookings.grpc.pb.h"
#include "clients/cli/call.h"
#include "clients/cli/commands.h"
#include "clients/cli/problems.h"
#include "clients/cli/rpc_error.h"
#include "clients/cli/table.h"
#include "clients/cli/words.h"
#include "connectors/api/time.h"

ABSL_DECLARE_FLAG(std::vector<std::string>, connection);
ABSL_DECLARE_FLAG(std::vector<std::string>, service);
ABSL_DECLARE_FLAG(std::vector<std::string>, staff);
ABSL_DECLARE_FLAG(std::string, from);
ABSL_DECLARE_FLAG(std::string, to);
ABSL_DECLARE_FLAG(std::string, zone);
ABSL_DECLARE_FLAG(int32_t, page_size);
ABSL_DECLARE_FLAG(std::string, page_token);
ABSL_FLAG(std::vector<std::string>, location, {}, "only at these location ids");
ABSL_FLAG(int32_t, party_size, 0, "number of people, 0 = one");
ABSL_FLAG(bool, nights, false, "--from and --to are nights, YYYY-MM-DD, of accommodation");
ABSL_FLAG(bool, include_unavailable, false, "show slots that are past or taken, too");

namespace bookings::cli {
namespace {

void ReadBound(const std::string& text, std::string_view flag, absl::TimeZone zone,
               google::protobuf::Timestamp* out, Problems& problems) {
  if (const std::optional<absl::Time> time = ParseWhen(text, zone)) return SetTimestamp(*time, out);
  problems.push_back(absl::StrCat("--", std::string(flag), ": '", text,
                                  "' is neither RFC 3339 nor YYYY-MM-DD [HH:MM]"));
}

void ReadRange(absl::TimeZone zone, v1::ListSlotsRequest* request, Problems& problems) {
  const std::string from = absl::GetFlag(FLAGS_from);
  const std::string to = absl::GetFlag(FLAGS_to);
  if (absl::GetFlag(FLAGS_nights)) {
    request->mutable_date_range()->set_from(from);
    request->mutable_date_range()->set_to(to);
    return;
  }
  ReadBound(from, "from", zone, request->mutable_time_range()->mutable_from(), problems);
  ReadBound(to, "to", zone, request->mutable_time_range()->mutable_to(), problems);
}

std::optional<v1::ListSlotsRequest> ReadRequest(const Settings& settings) {
  v1::ListSlotsRequest request;
  Problems problems;
  const std::vector<std::string> connections = absl::GetFlag(FLAGS_connection);
  const std::vector<std::string> services = absl::GetFlag(FLAGS_service);
  if (connections.size() != 1) problems.push_back("--connection: exactly one is needed");
  if (services.size() > 1) problems.push_back("--service: only one is possible here");
  if (!connections.empty()) request.set_connection("connections/" + connections.front());
  if (!services.empty()) request.set_service_id(services.front());
  ReadRange(settings.zone, &request, problems);
  for (const std::string& id : absl::GetFlag(FLAGS_staff)) request.add_staff_ids(id);
  for (const std::string& id : absl::GetFlag(FLAGS_location)) request.add_location_ids(id);
  request.set_party_size(absl::GetFlag(FLAGS_party_size));
  request.set_time_zone(absl::GetFlag(FLAGS_zone));
  request.set_include_unavailable(absl::GetFlag(FLAGS_include_unavailable));
  request.set_page_size(absl::GetFlag(FLAGS_page_size));
  request.set_page_token(absl::GetFlag(FLAGS_page_token));
  if (!Report(problems)) return std::nullopt;
  return request;
}

std::vector<Column> Columns() {
  return {{"START", 16}, {"END", 16},   {"ZONE", 18},  {"LEFT", 5},
          {"WHO", 16},   {"WHERE", 20}, {"PRICE", 12}, {"SLOT", 0}};
}

std::string LeftText(const v1::Slot& slot) {
  if (!slot.available()) return "none";
  return slot.has_capacity_left() ? absl::StrCat(slot.capacity_left()) : "-";
}

// The name of something, or else its id.
template <typename Named>
std::string NameOf(const Named& named) {
  return named.name().empty() ? named.id() : named.name();
}

std::vector<Cell> SlotRow(const v1::Slot& slot, const Settings& settings) {
  absl::TimeZone zone = settings.zone;
  const bool own = absl::GetFlag(FLAGS_zone).empty() && absl::LoadTimeZone(slot.time_zone(), &zone);
  return {{ShortTime(slot.has_start_time(), slot.start_time(), zone)},
          {ShortTime(slot.has_end_time(), slot.end_time(), zone)},
          {own ? slot.time_zone() : zone.name(), Tone::kDim},
          {LeftText(slot), slot.available() ? Tone::kGood : Tone::kBad},
          {slot.staff_size() == 0 ? "" : NameOf(slot.staff(0))},
          {NameOf(slot.location())},
          {MoneyText(slot.price())},
          {slot.slot_token(), Tone::kDim}};
}

void PrintPage(const v1::ListSlotsResponse& page, const Settings& settings, Table& table) {
  for (const v1::Slot& slot : page.slots()) {
    if (settings.json) {
      std::cout << ToJson(slot) << '\n';
    } else {
      table.PrintRow(SlotRow(slot, settings));
    }
  }
  std::cout.flush();
}

}  // namespace

ExitCode RunSlots(const Settings& settings, const std::shared_ptr<grpc::Channel>& channel) {
  const std::optional<v1::ListSlotsRequest> request = ReadRequest(settings);
  grpc::ClientContext context;
  if (!request || !PrepareContext(settings, &context)) return kUsage;
  const auto stub = v1::BookingService::NewStub(channel);
  const auto stream = stub->ListSlots(&context, *request);
  Table table(std::cout, settings.color, Columns());
  if (!settings.json) table.PrintHeader();
  v1::ListSlotsResponse page;
  std::string token;
  bool complete = false;
  while (stream->Read(&page)) {
    PrintPage(page, settings, table);
    token = page.next_page_token();
    complete = page.complete();
  }
  const grpc::Status status = stream->Finish();
  const ExitCode code = status.ok() ? kOk : ExplainError(status, settings, std::cerr);
  if (!token.empty()) std::cerr << "resume with --page_token=" << token << '\n';
  if (code != kOk || complete) return code;
  std::cerr << "error: the list of slots is incomplete\n";
  return kIncomplete;
}

}  // namespace bookings::cli
