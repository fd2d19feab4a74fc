// See help.h.
#include "clients/cli/help.h"

#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/cli/text_wrap.h"
#include "clients/cli/time_words.h"
#include "connectors/api/text.h"

namespace bookings::cli {
namespace {

constexpr int kCommandIndent = 24;
constexpr int kFlagIndent = 32;
// Where no terminal says how wide it is.
constexpr int kHelpColumns = 100;
// Longer lines are hard to read.
constexpr int kMostHelpColumns = 120;

std::string FlagLines(const std::vector<std::string>& flags, int width) {
  std::string text;
  for (const std::string& flag : flags) {
    text +=
        Wrapped(absl::StrCat("  ", FlagText(*FindFlag(flag))), FlagHelp(flag), kFlagIndent, width);
  }
  return text;
}

bool TakesTimes(const std::vector<std::string>& flags) {
  return std::any_of(flags.begin(), flags.end(), [](const std::string& flag) {
    return FindFlag(flag)->placeholder == "WHEN" || FindFlag(flag)->placeholder == "DAY";
  });
}

std::string Examples(const Command& command) {
  if (command.examples.empty()) return "";
  return absl::StrCat("\nExamples:\n  ",
                      absl::StrJoin(absl::StrSplit(ToAbsl(command.examples), '\n'), "\n  "), "\n");
}

}  // namespace

std::string Synopsis(const Command& command) {
  const std::string flags = command.flags.empty() ? "" : " [FLAG]...";
  return absl::StrCat("bookctl ", ToAbsl(command.name), command.operands.empty() ? "" : " ",
                      ToAbsl(command.operands), flags);
}

std::string HelpText(int width) {
  std::string text = "bookctl: reads and makes bookings through the gateway\n\n";
  for (const Command& command : Commands()) {
    if (command.summary.empty()) continue;
    const std::string operands =
        absl::StrCat(command.operands.empty() ? "" : " ", ToAbsl(command.operands));
    text += Wrapped(absl::StrCat("  ", ToAbsl(command.name), operands), command.summary,
                    kCommandIndent, width);
  }
  absl::StrAppend(&text, "\nFlags of all commands:\n", FlagLines(CommonFlags(), width),
                  "\nExit codes:\n");
  for (const ExitMeaning& exit : ExitMeanings()) {
    text += Wrapped(absl::StrCat("  ", static_cast<int>(exit.code)), exit.meaning, 5, width);
  }
  return text + "\nbookctl help COMMAND tells the flags of a command, with examples.\n";
}

std::string CommandHelp(const Command& command, int width) {
  std::string text = absl::StrCat(Synopsis(command), "\n\n");
  text += Wrapped("", command.summary, 0, width);
  const std::vector<std::string> flags = OwnFlags(command);
  if (!flags.empty()) absl::StrAppend(&text, "\n", FlagLines(flags, width));
  if (TakesTimes(flags)) {
    absl::StrAppend(&text, "\n", Wrapped("WHEN is", absl::StrCat(kTimeWords, "."), 0, width));
  }
  absl::StrAppend(&text, Examples(command), "\n");
  return text + Wrapped("Flags of all commands:",
                        absl::StrCat("--", absl::StrJoin(CommonFlags(), " --"), " (bookctl help)"),
                        0, width);
}

void CheckHelp(const Invocation& invocation, Problems& problems) {
  for (const std::string& word : invocation.operands) {
    if (FindCommand(word) == nullptr) {
      problems.push_back(absl::StrCat("no command is called '", word, "'"));
    }
  }
}

ExitCode RunHelp(const Invocation& invocation) {
  const int columns = invocation.settings.columns;
  const int width = columns == 0 ? kHelpColumns : std::min(columns, kMostHelpColumns);
  const bool all = invocation.operands.empty();
  std::cout << (all ? HelpText(width) : CommandHelp(*FindCommand(invocation.operands[0]), width));
  return kOk;
}

}  // namespace bookings::cli
