// See command_line.h.
#include "clients/cli/command_line.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string_view>

#include "absl/flags/commandlineflag.h"
#include "absl/flags/reflection.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "clients/cli/similar.h"
#include "connectors/api/text.h"

namespace bookings::cli {
namespace {

bool IsSwitch(std::string_view flag) {
  const FlagValue* known = FindFlag(flag);
  return known != nullptr && known->placeholder.empty();
}

std::string FlagName(std::string_view word) {
  std::string name(word.substr(word.starts_with("--") ? 2 : 1));
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

// Reads the words one after the other.
class WordReader {
 public:
  WordReader(const std::vector<std::string>& words, Problems& problems)
      : words_(words), problems_(problems) {}

  CommandLine Read() {
    while (next_ < words_.size()) Take(words_[next_++]);
    return line_;
  }

 private:
  void Take(const std::string& word) {
    if (word == "--") {
      only_operands_ = true;
    } else if (only_operands_ || word.size() < 2 || word[0] != '-') {
      TakeOperand(word);
    } else if (word == "-h" || word == "--help") {
      line_.help = true;
    } else {
      TakeFlag(word);
    }
  }

  void TakeOperand(const std::string& word) {
    if (named_) return line_.operands.push_back(word);
    named_ = true;
    line_.command = FindCommand(word);
    if (line_.command != nullptr) {
      // What completes a command line must take flags for words.
      only_operands_ = line_.command->operands.ends_with("...");
      return;
    }
    std::vector<std::string> names;
    for (const Command& command : Commands()) names.emplace_back(command.name);
    problems_.push_back(
        absl::StrCat("no command is called '", word, "'", DidYouMean("", word, names)));
  }

  void TakeFlag(const std::string& word) {
    const size_t equals = word.find('=');
    std::string name = FlagName(word.substr(0, equals));
    if (equals == std::string::npos && name.starts_with("no") && FindFlag(name) == nullptr &&
        IsSwitch(name.substr(2))) {
      return line_.flags.push_back({name.substr(2), "false"});
    }
    if (FindFlag(name) == nullptr) return ReportUnknown(word.substr(0, equals), name);
    if (equals != std::string::npos) {
      return line_.flags.push_back({name, word.substr(equals + 1)});
    }
    if (IsSwitch(name)) return line_.flags.push_back({name, "true"});
    if (next_ < words_.size()) return line_.flags.push_back({name, words_[next_++]});
    problems_.push_back(absl::StrCat("--", name, ": needs a value"));
  }

  void ReportUnknown(const std::string& word, const std::string& name) {
    std::vector<std::string> names;
    for (const FlagValue& flag : Flags()) names.emplace_back(flag.flag);
    problems_.push_back(
        absl::StrCat(word, ": no flag is called so", DidYouMean("--", name, names)));
  }

  const std::vector<std::string>& words_;
  Problems& problems_;
  size_t next_ = 0;
  bool named_ = false;
  bool only_operands_ = false;
  CommandLine line_;
};

void CheckBelonging(const CommandLine& line, Problems& problems) {
  for (const GivenFlag& flag : line.flags) {
    if (HasFlag(*line.command, flag.name)) continue;
    problems.push_back(absl::StrCat("--", flag.name, ": ", ToAbsl(line.command->name),
                                    " has no such flag; it is of ",
                                    absl::StrJoin(CommandsWith(flag.name), ", ")));
  }
}

bool OperandsFit(const CommandLine& line) {
  const size_t count = line.operands.size();
  return count >= LeastOperands(*line.command) && count <= MostOperands(*line.command);
}

void CheckOperands(const CommandLine& line, Problems& problems) {
  const size_t count = line.operands.size();
  if (line.operands_fit) return;
  const std::string_view operands = line.command->operands;
  problems.push_back(absl::StrCat(ToAbsl(line.command->name), " takes ",
                                  operands.empty() ? "no operands" : ToAbsl(operands), ", not ",
                                  count == 0 ? "nothing" : absl::StrJoin(line.operands, " ")));
}

std::string KindOf(const absl::CommandLineFlag& flag) {
  if (flag.IsOfType<bool>()) return "neither true nor false";
  if (flag.IsOfType<absl::Duration>()) return "no length of time, such as 30s or 1m";
  return "no whole number";
}

}  // namespace

CommandLine ReadCommandLine(const std::vector<std::string>& words, Problems& problems) {
  CommandLine line = WordReader(words, problems).Read();
  if (line.command == nullptr || line.help) return line;
  line.operands_fit = OperandsFit(line);
  CheckBelonging(line, problems);
  CheckOperands(line, problems);
  return line;
}

void SetFlags(const CommandLine& line, Problems& problems) {
  std::map<std::string, std::string> values;
  for (const auto& [name, value] : line.flags) {
    const absl::CommandLineFlag* flag = absl::FindCommandLineFlag(name);
    if (flag == nullptr) continue;
    const bool adds = flag->IsOfType<std::vector<std::string>>() && values.contains(name);
    values[name] = adds ? absl::StrCat(values[name], ",", value) : value;
  }
  for (const auto& [name, value] : values) {
    absl::CommandLineFlag* flag = absl::FindCommandLineFlag(name);
    std::string error;
    if (flag->ParseFrom(value, &error)) continue;
    problems.push_back(absl::StrCat("--", name, ": '", value, "' is ", KindOf(*flag)));
  }
}

}  // namespace bookings::cli
