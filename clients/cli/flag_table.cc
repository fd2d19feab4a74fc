// The values that flags take. See command_table.h.
#include <algorithm>
#include <iterator>

#include "absl/flags/commandlineflag.h"
#include "absl/flags/reflection.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/command_table.h"
#include "connectors/api/text.h"

namespace bookings::cli {
namespace {

constexpr std::string_view kTimes =
    "now today tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday +1d +7d "
    "-1d -7d";
constexpr std::string_view kStatuses =
    "draft pending waitlisted confirmed in_progress completed cancelled declined no_show "
    "rescheduled unknown";

constexpr FlagValue kFlags[] = {
    {"address", "HOST:PORT"},
    {"token_file", "FILE", ValueKind::kFile},
    {"vendor_token_file", "CONNECTION=FILE,..."},
    {"ca_file", "FILE", ValueKind::kFile},
    {"certificate_file", "FILE", ValueKind::kFile},
    {"key_file", "FILE", ValueKind::kFile},
    {"timeout", "TIME"},
    {"output", "FORMAT", ValueKind::kWords, "table json yaml csv"},
    {"json", ""},
    {"zone", "ZONE"},
    {"color", "WHEN", ValueKind::kWords, "auto always never"},
    {"connection", "ID,...", ValueKind::kConnection},
    {"vendor", "VENDOR,...", ValueKind::kVendor},
    {"status", "WORD,...", ValueKind::kList, kStatuses},
    {"from", "WHEN", ValueKind::kWords, kTimes},
    {"to", "WHEN", ValueKind::kWords, kTimes},
    {"ends_from", "WHEN", ValueKind::kWords, kTimes},
    {"ends_to", "WHEN", ValueKind::kWords, kTimes},
    {"created_from", "WHEN", ValueKind::kWords, kTimes},
    {"created_to", "WHEN", ValueKind::kWords, kTimes},
    {"updated_from", "WHEN", ValueKind::kWords, kTimes},
    {"updated_to", "WHEN", ValueKind::kWords, kTimes},
    {"night_from", "DAY", ValueKind::kWords, kTimes.substr(4)},
    {"night_to", "DAY", ValueKind::kWords, kTimes.substr(4)},
    {"email", "ADDRESS,..."},
    {"customer_id", "ID,..."},
    {"service", "ID,..."},
    {"staff", "ID,..."},
    {"location", "ID,..."},
    {"session", "ID,..."},
    {"schedule", "ID,..."},
    {"reference", "TEXT,..."},
    {"vendor_filter", "JSON"},
    {"order", "ORDER", ValueKind::kWords, "start start_desc created created_desc"},
    {"view", "VIEW", ValueKind::kWords, "basic full"},
    {"limit", "N"},
    {"page_size", "N"},
    {"page_token", "TOKEN"},
    {"require_all_sources", ""},
    {"explain", ""},
    {"every", "TIME", ValueKind::kWords, "2s 5s 10s 1m"},
    {"nights", ""},
    {"party_size", "N"},
    {"include_unavailable", ""},
    {"slot", "TOKEN"},
    {"start", "WHEN", ValueKind::kWords, kTimes},
    {"room", "ID"},
    {"night", "DATE=AMOUNT,..."},
    {"currency", "CODE"},
    {"customer_zone", "ZONE"},
    {"name", "TEXT"},
    {"first_name", "TEXT"},
    {"last_name", "TEXT"},
    {"phone", "NUMBER"},
    {"country", "CODE"},
    {"notes", "TEXT"},
    {"answer", "ID=TEXT,..."},
    {"best_effort", "FIELD,..."},
    {"dry_run", ""},
    {"notify", "YES_OR_NO", ValueKind::kWords, "yes no"},
    {"vendor_options", "JSON"},
    {"request_id", "ID"},
    {"yes", ""},
    {"etag", "ETAG"},
    {"allow_replacement", ""},
    {"reason", "TEXT"},
    {"config", "FILE", ValueKind::kFile},
    {"gateway_program", "PROGRAM", ValueKind::kFile},
};

}  // namespace

std::span<const FlagValue> Flags() { return kFlags; }

const FlagValue* FindFlag(std::string_view flag) {
  const auto* found = std::find_if(std::begin(kFlags), std::end(kFlags),
                                   [&](const FlagValue& known) { return known.flag == flag; });
  return found == std::end(kFlags) ? nullptr : found;
}

std::string FlagText(const FlagValue& flag) {
  return absl::StrCat("--", ToAbsl(flag.flag), flag.placeholder.empty() ? "" : "=",
                      ToAbsl(flag.placeholder));
}

std::string FlagHelp(std::string_view flag) {
  const absl::CommandLineFlag* known = absl::FindCommandLineFlag(ToAbsl(flag));
  return known == nullptr ? "" : known->Help();
}

}  // namespace bookings::cli
