// See completion.h.
#include "clients/cli/completion.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/command_line.h"
#include "clients/cli/command_table.h"
#include "clients/cli/words.h"
#include "connectors/api/text.h"

namespace bookings::cli {
namespace {

std::vector<Candidate> Words(std::string_view words) {
  std::vector<Candidate> candidates;
  for (const absl::string_view word : absl::StrSplit(ToAbsl(words), ' ', absl::SkipEmpty())) {
    candidates.push_back({std::string(word), ""});
  }
  return candidates;
}

std::vector<Candidate> CommandNames() {
  std::vector<Candidate> names;
  for (const Command& command : Commands()) {
    if (!command.summary.empty()) {
      names.push_back({std::string(command.name), std::string(command.summary)});
    }
  }
  return names;
}

std::vector<Candidate> FlagNames(const Command* command) {
  std::vector<std::string> flags =
      command == nullptr ? std::vector<std::string>() : OwnFlags(*command);
  for (std::string& flag : CommonFlags()) flags.push_back(std::move(flag));
  std::vector<Candidate> names = {{"--help", "what the command does"}};
  for (const std::string& flag : flags) {
    const bool is_switch = FindFlag(flag)->placeholder.empty();
    names.push_back({absl::StrCat("--", flag, is_switch ? "" : "="), FlagHelp(flag)});
  }
  return names;
}

std::vector<Candidate> ConnectionIds(const AskConnections& ask) {
  std::vector<Candidate> ids;
  for (const v1::Connection& one : ask()) ids.push_back({ConnectionId(one.name()), one.vendor()});
  return ids;
}

std::vector<Candidate> VendorNames(const AskConnections& ask) {
  std::set<std::string> names;
  for (const v1::Connection& one : ask()) names.insert(one.vendor());
  std::vector<Candidate> vendors;
  vendors.reserve(names.size());
  for (const std::string& name : names) vendors.push_back({name, ""});
  return vendors;
}

// `tokyo/`, or `connections/tokyo/bookings/` where that has been begun.
std::vector<Candidate> BookingNames(std::string_view typed, const AskConnections& ask) {
  const bool whole = !typed.empty() && typed.starts_with("c") &&
                     absl::StartsWith("connections/", ToAbsl(typed.substr(0, 12)));
  std::vector<Candidate> names;
  for (const v1::Connection& one : ask()) {
    names.push_back({absl::StrCat(ConnectionId(one.name()), "/"), one.vendor()});
    if (whole) names.push_back({absl::StrCat(one.name(), "/bookings/"), one.vendor()});
  }
  return names;
}

// A list's further values: each candidate behind what is there before the last comma, but those
// there.
std::vector<Candidate> Further(std::string_view typed, std::vector<Candidate> values) {
  const size_t comma = typed.rfind(',');
  if (comma == std::string_view::npos) return values;
  const std::string before(typed.substr(0, comma + 1));
  const std::vector<std::string> there = absl::StrSplit(before, ',');
  std::vector<Candidate> further;
  for (Candidate& value : values) {
    if (std::find(there.begin(), there.end(), value.word) != there.end()) continue;
    further.push_back({before + value.word, value.meaning});
  }
  return further;
}

std::vector<Candidate> Values(std::string_view flag, std::string_view typed,
                              const AskConnections& ask) {
  const FlagValue* known = FindFlag(flag);
  if (known == nullptr) return {};
  switch (known->kind) {
    case ValueKind::kWords:
      return Words(known->words);
    case ValueKind::kList:
      return Further(typed, Words(known->words));
    case ValueKind::kConnection:
      return Further(typed, ConnectionIds(ask));
    case ValueKind::kVendor:
      return Further(typed, VendorNames(ask));
    case ValueKind::kText:
    case ValueKind::kFile:
      return {};
  }
  return {};
}

std::vector<Candidate> Operands(const CommandLine& line, std::string_view typed,
                                const AskConnections& ask) {
  const size_t index = line.operands.size();
  if (index >= MostOperands(*line.command)) return {};
  const std::vector<std::string> names = absl::StrSplit(ToAbsl(line.command->operands), ' ');
  const std::string& wanted = names[index];
  if (wanted == "NAME") return BookingNames(typed, ask);
  if (wanted == "STATUS") return Words("confirmed declined completed no_show");
  if (wanted == "SHELL") return Words("bash zsh fish");
  if (wanted == "[COMMAND]") return CommandNames();
  return {};
}

std::vector<Candidate> StartingWith(std::string_view typed, std::vector<Candidate> candidates) {
  std::erase_if(candidates,
                [&](const Candidate& one) { return !absl::StartsWith(one.word, ToAbsl(typed)); });
  return candidates;
}

// The flag whose value stands in the next word; empty if none.
std::string AwaitsValue(const std::vector<std::string>& before) {
  if (before.empty() || !before.back().starts_with("--") || absl::StrContains(before.back(), "=")) {
    return "";
  }
  const FlagValue* flag = FindFlag(before.back().substr(2));
  return flag == nullptr || flag->placeholder.empty() ? "" : std::string(flag->flag);
}

}  // namespace

std::vector<Candidate> Complete(const std::vector<std::string>& words, const AskConnections& ask) {
  if (words.empty()) return CommandNames();
  const std::string& typed = words.back();
  const std::vector<std::string> before(words.begin(), words.end() - 1);
  if (const std::string flag = AwaitsValue(before); !flag.empty()) {
    return StartingWith(typed, Values(flag, typed, ask));
  }
  const size_t equals = typed.find('=');
  if (typed.starts_with("--") && equals != std::string::npos) {
    const std::string value = typed.substr(equals + 1);
    auto found = StartingWith(value, Values(typed.substr(2, equals - 2), value, ask));
    for (Candidate& one : found) one.word = typed.substr(0, equals + 1) + one.word;
    return found;
  }
  Problems ignored;
  const CommandLine line = ReadCommandLine(before, ignored);
  if (typed.starts_with("-")) return StartingWith(typed, FlagNames(line.command));
  if (line.command == nullptr) return StartingWith(typed, CommandNames());
  return StartingWith(typed, Operands(line, typed, ask));
}

}  // namespace bookings::cli
