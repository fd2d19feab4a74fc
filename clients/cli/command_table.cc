// See command_table.h. The flags stand in flag_table.cc.
#include "clients/cli/command_table.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_split.h"
#include "connectors/api/text.h"

namespace bookings::cli {
namespace {

// Flags that several commands share; their rows name the group.
constexpr std::pair<std::string_view, std::string_view> kGroups[] = {
    {"@filter",
     "connection vendor status from to ends_from ends_to created_from created_to updated_from "
     "updated_to night_from night_to email customer_id service staff location session schedule "
     "reference vendor_filter"},
    {"@target",
     "slot service start staff location session schedule room night currency customer_zone"},
    {"@write", "notify vendor_options request_id yes"},
};

constexpr Command kCommands[] = {
    {"list", "", "bookings of all connections, or of some",
     "@filter order view limit page_size page_token require_all_sources explain",
     "bookctl list --from today --to +7d\n"
     "bookctl list --status=confirmed,pending --vendor=wix --order=start\n"
     "bookctl list --connection=tokyo --view=full --output=json | jq .customers\n"
     "bookctl list --from monday --output=csv > week.csv",
     Asks::kGateway, &CheckList, &RunList},
    {"watch", "", "the same list, again and again, and what changes in it",
     "@filter order view limit every",
     "bookctl watch --from today --to +1d --every=10s\n"
     "bookctl watch --status=pending --output=json | jq -r .change",
     Asks::kGateway, &CheckWatch, &RunWatch},
    {"explain", "", "how the vendors would be asked for a list, without asking them",
     "@filter order view limit page_size require_all_sources",
     "bookctl explain --from today --email=ana@example.com", Asks::kGateway, &CheckExplain,
     &RunExplain},
    {"get", "NAME", "one booking, with all that is known of it", "view",
     "bookctl get connections/tokyo/bookings/Zk3_pQ9xLm2A\n"
     "bookctl get tokyo/Zk3_pQ9xLm2A          # the same",
     Asks::kGateway, &CheckGet, &RunGet},
    {"connections", "", "the accounts at the vendors, their state and what they can do", "",
     "bookctl connections\n"
     "bookctl connections --output=yaml       # with all capabilities",
     Asks::kGateway, nullptr, &RunConnections},
    {"slots", "", "times, or nights, that can be booked at one connection",
     "connection service from to nights staff location party_size include_unavailable page_size "
     "page_token",
     "bookctl slots --connection=tokyo --service=haircut --from tomorrow --to +7d\n"
     "bookctl slots --connection=porto --nights --from friday --to +10d",
     Asks::kGateway, &CheckSlots, &RunSlots},
    {"create", "", "books a slot, an appointment or nights",
     "connection @target name first_name last_name email phone country customer_id party_size "
     "notes "
     "answer best_effort dry_run @write",
     "bookctl create --connection=tokyo --slot=TOKEN --name=\"Ana Silva\" --email=ana@example.com\n"
     "bookctl create --connection=tokyo --service=haircut --start=\"tomorrow 10:00\" --dry_run\n"
     "bookctl create --connection=porto --room=ROOM --night=2026-12-05=27.50,2026-12-06=27.50 "
     "--currency=EUR",
     Asks::kGateway, &CheckCreate, &RunCreate},
    {"reschedule", "NAME", "moves a booking to a slot, a time or nights",
     "@target etag allow_replacement @write",
     "bookctl reschedule tokyo/Zk3_pQ9xLm2A --start=\"monday 11:00\"", Asks::kGateway,
     &CheckReschedule, &RunReschedule},
    {"cancel", "NAME", "cancels a booking", "reason etag @write",
     "bookctl cancel tokyo/Zk3_pQ9xLm2A --reason=\"fell ill\" --notify=no", Asks::kGateway,
     &CheckCancel, &RunCancel},
    {"status", "NAME STATUS", "makes it confirmed, declined, completed or no_show", "etag @write",
     "bookctl status tokyo/Zk3_pQ9xLm2A confirmed", Asks::kGateway, &CheckStatus, &RunStatus},
    {"doctor", "", "checks everything between here and the vendors, and says what to mend",
     "connection config gateway_program",
     "bookctl doctor\n"
     "bookctl doctor --config=gateway.yaml    # a gateway's configuration on this machine, too",
     Asks::kByItself, nullptr, &RunDoctor},
    {"completion", "SHELL", "a script that completes commands, flags and values: bash, zsh, fish",
     "",
     "source <(bookctl completion bash)\n"
     "bookctl completion fish > ~/.config/fish/completions/bookctl.fish",
     Asks::kNobody, &CheckCompletion, &RunCompletion},
    {"help", "[COMMAND]", "what a command does, with its flags", "", "bookctl help list",
     Asks::kNobody, &CheckHelp, &RunHelp},
    // What completion's scripts and the manual page's maker ask.
    {"complete", "[WORD]...", "", "", "", Asks::kByItself, nullptr, &RunComplete},
    {"manual", "[FORMAT]", "", "", "", Asks::kNobody, nullptr, &RunManual},
};

constexpr std::string_view kCommonFlags =
    "address token_file vendor_token_file ca_file certificate_file key_file timeout output json "
    "zone color";

constexpr ExitMeaning kExitMeanings[] = {
    {kOk, "all is well"},
    {kUsage, "wrong usage, or no --yes"},
    {kFailed, "the call failed, you said no, or doctor found a failure"},
    {kIncomplete, "the list is incomplete; the last lines tell the token that resumes the rest"},
    {kNotFound, "not found"},
    {kUnclear, "whether the change was made is not known yet: repeat it with its request id"},
};

std::vector<std::string> Split(std::string_view words) {
  return absl::StrSplit(ToAbsl(words), ' ', absl::SkipEmpty());
}

std::vector<std::string> Expanded(std::string_view flags) {
  std::vector<std::string> all;
  for (const std::string& word : Split(flags)) {
    const auto* group = std::find_if(std::begin(kGroups), std::end(kGroups),
                                     [&](const auto& known) { return known.first == word; });
    const bool shared = group != std::end(kGroups);
    for (std::string& flag : Split(shared ? group->second : word)) all.push_back(std::move(flag));
  }
  return all;
}

bool IsAmong(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

std::span<const Command> Commands() { return kCommands; }

const Command* FindCommand(std::string_view name) {
  const auto* found = std::find_if(std::begin(kCommands), std::end(kCommands),
                                   [&](const Command& command) { return command.name == name; });
  return found == std::end(kCommands) ? nullptr : found;
}

size_t LeastOperands(const Command& command) {
  size_t count = 0;
  for (const std::string& word : Split(command.operands)) count += word[0] == '[' ? 0 : 1;
  return count;
}

size_t MostOperands(const Command& command) {
  constexpr size_t kUnbounded = 1000;
  return command.operands.ends_with("...") ? kUnbounded : Split(command.operands).size();
}

std::vector<std::string> CommonFlags() { return Split(kCommonFlags); }

std::vector<std::string> OwnFlags(const Command& command) { return Expanded(command.flags); }

bool HasFlag(const Command& command, std::string_view flag) {
  return IsAmong(OwnFlags(command), flag) || IsAmong(CommonFlags(), flag);
}

std::vector<std::string> CommandsWith(std::string_view flag) {
  std::vector<std::string> names;
  for (const Command& command : kCommands) {
    if (IsAmong(OwnFlags(command), flag)) names.emplace_back(command.name);
  }
  return names;
}

std::span<const ExitMeaning> ExitMeanings() { return kExitMeanings; }

}  // namespace bookings::cli
