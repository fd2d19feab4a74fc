// bookctl slots: streams the times, or nights, that can be booked, with the tokens that book them.
#include <iostream>
#include <vector>

#include "absl/flags/declare.h"
#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/flag_values.h"
#include "clients/cli/problems.h"
#include "clients/cli/record_printer.h"
#include "clients/cli/rpc_error.h"
#include "clients/cli/words.h"

ABSL_DECLARE_FLAG(std::vector<std::string>, connection);
ABSL_DECLARE_FLAG(std::vector<std::string>, service);
ABSL_DECLARE_FLAG(std::vector<std::string>, staff);
ABSL_DECLARE_FLAG(std::string, from);
ABSL_DECLARE_FLAG(std::string, to);
ABSL_DECLARE_FLAG(std::string, zone);
ABSL_DECLARE_FLAG(int32_t, page_size);
ABSL_DECLARE_FLAG(std::string, page_token);
ABSL_FLAG(std::vector<std::string>, location, {},
          "the location's id; of lists and slots: any of these");
ABSL_FLAG(int32_t, party_size, 0, "number of people, 0 = one");
ABSL_FLAG(bool, nights, false, "nights of accommodation: --from and --to are days");
ABSL_FLAG(bool, include_unavailable, false, "show slots that are past or taken, too");

namespace bookings::cli {
namespace {

void ReadRange(const Calendar& calendar, v1::ListSlotsRequest* request, Problems& problems) {
  const std::string from = absl::GetFlag(FLAGS_from);
  const std::string to = absl::GetFlag(FLAGS_to);
  if (absl::GetFlag(FLAGS_nights)) {
    v1::DateRange* range = request->mutable_date_range();
    range->set_from(ReadDayValue("from", from, calendar, problems));
    range->set_to(ReadDayValue("to", to, calendar, problems));
    return;
  }
  v1::TimeRange* range = request->mutable_time_range();
  ReadTimeValue("from", from, calendar, range->mutable_from(), problems);
  ReadTimeValue("to", to, calendar, range->mutable_to(), problems);
}

v1::ListSlotsRequest ReadSlotsRequest(const Settings& settings, Problems& problems) {
  v1::ListSlotsRequest request;
  const std::vector<std::string> connections = absl::GetFlag(FLAGS_connection);
  if (connections.size() != 1) problems.push_back("--connection: exactly one is needed");
  if (!connections.empty()) request.set_connection("connections/" + connections.front());
  request.set_service_id(ReadOneValue(FLAGS_service, problems));
  ReadRange(settings.calendar, &request, problems);
  for (const std::string& id : absl::GetFlag(FLAGS_staff)) request.add_staff_ids(id);
  for (const std::string& id : absl::GetFlag(FLAGS_location)) request.add_location_ids(id);
  request.set_party_size(absl::GetFlag(FLAGS_party_size));
  request.set_time_zone(absl::GetFlag(FLAGS_zone));
  request.set_include_unavailable(absl::GetFlag(FLAGS_include_unavailable));
  request.set_page_size(absl::GetFlag(FLAGS_page_size));
  request.set_page_token(absl::GetFlag(FLAGS_page_token));
  return request;
}

std::vector<Column> SlotColumns() {
  return {{"START", 16},     {"END", 16, 0, 3},    {"ZONE", 18, 10, 4},  {"LEFT", 5},
          {"WHO", 16, 8, 2}, {"WHERE", 20, 10, 1}, {"PRICE", 12, 10, 5}, {"SLOT", 0, 20}};
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
  absl::TimeZone zone = settings.zone.value_or(absl::UTCTimeZone());
  const bool own = !settings.zone && absl::LoadTimeZone(slot.time_zone(), &zone);
  return {{ShortTime(slot.has_start_time(), slot.start_time(), zone)},
          {ShortTime(slot.has_end_time(), slot.end_time(), zone)},
          {own ? slot.time_zone() : zone.name(), Tone::kDim},
          {LeftText(slot), slot.available() ? Tone::kGood : Tone::kBad},
          {slot.staff_size() == 0 ? "" : NameOf(slot.staff(0))},
          {NameOf(slot.location())},
          {MoneyText(slot.price())},
          {slot.slot_token(), Tone::kDim}};
}

std::vector<std::string> SlotCsvHeader() {
  return {"start_time",    "end_time",   "night",     "time_zone",   "available",
          "capacity_left", "service_id", "staff",     "location_id", "location_name",
          "price",         "currency",   "slot_token"};
}

std::vector<std::string> SlotCsvRow(const v1::Slot& slot) {
  return {Rfc3339(slot.has_start_time(), slot.start_time()),
          Rfc3339(slot.has_end_time(), slot.end_time()),
          slot.night(),
          slot.time_zone(),
          slot.available() ? "true" : "false",
          slot.has_capacity_left() ? absl::StrCat(slot.capacity_left()) : "",
          slot.service().id(),
          slot.staff_size() == 0 ? "" : NameOf(slot.staff(0)),
          slot.location().id(),
          slot.location().name(),
          AmountText(slot.price()),
          slot.price().currency_code(),
          slot.slot_token()};
}

void PrintSlots(const v1::ListSlotsResponse& page, RecordPrinter<v1::Slot>& records) {
  for (const v1::Slot& slot : page.slots()) records.Print(slot);
  std::cout.flush();
}

// The last word on a list that was given up.
ExitCode TellCutSlots(const client::Error& error, const Settings& settings) {
  const bool incomplete = error.reason == client::Reason::kIncomplete;
  const ExitCode code = incomplete ? kIncomplete : ExplainError(error, settings, std::cerr);
  if (!error.page_token.empty()) {
    std::cerr << "resume with --page_token=" << error.page_token << '\n';
  }
  if (incomplete) std::cerr << "error: the list of slots is incomplete\n";
  return code;
}

}  // namespace

void CheckSlots(const Invocation& invocation, Problems& problems) {
  ReadSlotsRequest(invocation.settings, problems);
}

ExitCode RunSlots(const Invocation& invocation) {
  Problems none;
  const Settings& settings = invocation.settings;
  RecordPrinter<v1::Slot> records({&SlotColumns, &SlotRow, &SlotCsvHeader, &SlotCsvRow}, settings,
                                  std::cout);
  records.Begin();
  const auto on_retry = [](const client::Error& error, absl::Duration wait) {
    TellBreak(error, wait, std::cerr);
  };
  client::SlotPages pages = invocation.gateway->Persistent().ListSlotPages(
      ReadSlotsRequest(settings, none), {.timeout = settings.timeout, .on_retry = on_retry});
  for (const client::Result<v1::ListSlotsResponse>& page : pages) {
    if (!page.ok()) return TellCutSlots(page.error(), settings);
    PrintSlots(*page, records);
  }
  return kOk;
}

}  // namespace bookings::cli
