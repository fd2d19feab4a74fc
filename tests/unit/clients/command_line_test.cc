// Command lines, the table of commands that they are read by, and what completes them.
#include "clients/cli/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "absl/flags/reflection.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/completion.h"
#include "clients/cli/help.h"
#include "clients/cli/words.h"

namespace bookings::cli {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

CommandLine ReadWell(const std::vector<std::string>& words) {
  Problems problems;
  CommandLine line = ReadCommandLine(words, problems);
  SetFlags(line, problems);
  EXPECT_THAT(problems, IsEmpty());
  return line;
}

Problems ProblemsOf(const std::vector<std::string>& words) {
  absl::FlagSaver saver;
  Problems problems;
  const CommandLine line = ReadCommandLine(words, problems);
  SetFlags(line, problems);
  return problems;
}

std::string ValueOf(const char* flag) { return absl::FindCommandLineFlag(flag)->CurrentValue(); }

TEST(CommandLine, FlagsStandAnywhereAndBothWays) {
  absl::FlagSaver saver;
  const CommandLine line = ReadWell({"--address", "h:1", "get", "--view=full", "a/b", "--json"});
  EXPECT_EQ(line.command->name, "get");
  EXPECT_THAT(line.operands, ElementsAre("a/b"));
  EXPECT_EQ(ValueOf("address"), "h:1");
  EXPECT_EQ(ValueOf("view"), "full");
  EXPECT_EQ(ValueOf("json"), "true");
}

TEST(CommandLine, ValuesMayBeginWithADash) {
  absl::FlagSaver saver;
  ReadWell({"list", "--from", "-2h", "--to", "+7d"});
  EXPECT_EQ(ValueOf("from"), "-2h");
  EXPECT_EQ(ValueOf("to"), "+7d");
}

TEST(CommandLine, ListsGrowAndTheLastOfOthersCounts) {
  absl::FlagSaver saver;
  ReadWell({"list", "--status=pending", "--status", "draft,unknown", "--limit=1", "--limit=2"});
  EXPECT_EQ(ValueOf("status"), "pending,draft,unknown");
  EXPECT_EQ(ValueOf("limit"), "2");
}

TEST(CommandLine, DashesAndSwitches) {
  absl::FlagSaver saver;
  ReadWell({"list", "--page-size=7", "--json", "--nojson", "--require-all-sources"});
  EXPECT_EQ(ValueOf("page_size"), "7");
  EXPECT_EQ(ValueOf("json"), "false");
  EXPECT_EQ(ValueOf("require_all_sources"), "true");
}

TEST(CommandLine, OperandsBehindTwoDashes) {
  EXPECT_THAT(ReadWell({"get", "--", "--odd"}).operands, ElementsAre("--odd"));
}

TEST(CommandLine, EverythingWrongIsToldAtOnce) {
  EXPECT_THAT(ProblemsOf({"list", "--ordr=start", "--reason=x", "--limit=many", "--explain=perhaps",
                          "--timeout=soon", "left", "--to"}),
              UnorderedElementsAre("--ordr: no flag is called so; did you mean --order?",
                                   "--reason: list has no such flag; it is of cancel",
                                   "--limit: 'many' is no whole number",
                                   "--explain: 'perhaps' is neither true nor false",
                                   "--timeout: 'soon' is no length of time, such as 30s or 1m",
                                   "list takes no operands, not left", "--to: needs a value"));
}

TEST(CommandLine, Commands) {
  EXPECT_THAT(ProblemsOf({"lst"}), ElementsAre("no command is called 'lst'; did you mean list?"));
  EXPECT_THAT(ProblemsOf({"xyzzy"}), ElementsAre("no command is called 'xyzzy'"));
  EXPECT_THAT(ProblemsOf({"get"}), ElementsAre("get takes NAME, not nothing"));
  EXPECT_THAT(ProblemsOf({"status", "a/b"}), ElementsAre("status takes NAME STATUS, not a/b"));
  Problems none;
  EXPECT_TRUE(ReadCommandLine({"list", "--help"}, none).help);
}

// Flags that are defined in the sources of bookctl.
std::set<std::string> DefinedFlags() {
  std::set<std::string> names;
  for (const auto& [name, flag] : absl::GetAllFlags()) {
    if (absl::StrContains(flag->Filename(), "clients/cli/")) names.emplace(name);
  }
  return names;
}

TEST(CommandTable, EveryFlagIsOfACommandAndTakesItsValueAsToldThere) {
  std::set<std::string> of_commands;
  for (const std::string& flag : CommonFlags()) of_commands.insert(flag);
  for (const Command& command : Commands()) {
    for (const std::string& flag : OwnFlags(command)) {
      EXPECT_THAT(CommonFlags(), Not(Contains(flag)));
      of_commands.insert(flag);
    }
  }
  EXPECT_EQ(of_commands, DefinedFlags());
  std::set<std::string> told;
  for (const FlagValue& flag : Flags()) {
    EXPECT_TRUE(told.insert(std::string(flag.flag)).second) << flag.flag;
    const bool is_switch = absl::FindCommandLineFlag(std::string(flag.flag))->IsOfType<bool>();
    EXPECT_EQ(flag.placeholder.empty(), is_switch) << flag.flag;
    const bool is_list = absl::EndsWith(std::string(flag.placeholder), ",...");
    EXPECT_EQ(
        is_list,
        absl::FindCommandLineFlag(std::string(flag.flag))->IsOfType<std::vector<std::string>>())
        << flag.flag;
  }
  EXPECT_EQ(told, of_commands);
}

TEST(CommandTable, EnumeratedValuesAreThoseThatAreRead) {
  std::string statuses;
  for (const std::string& word : StatusWords())
    absl::StrAppend(&statuses, statuses.empty() ? "" : " ", word);
  EXPECT_EQ(FindFlag("status")->words, statuses);
  for (const FlagValue& flag : Flags()) {
    if (flag.placeholder != "WHEN" && flag.placeholder != "DAY") continue;
    if (flag.flag == "color") continue;
    for (const Candidate& one : Complete({"list", absl::StrCat("--", std::string(flag.flag), "=")},
                                         [] { return std::vector<v1::Connection>(); })) {
      const std::string word = one.word.substr(one.word.find('=') + 1);
      const Calendar calendar = {absl::UnixEpoch(), absl::UTCTimeZone()};
      const bool read = flag.placeholder == "DAY" ? ReadDay(word, calendar).has_value()
                                                  : ReadTime(word, calendar).has_value();
      EXPECT_TRUE(read) << flag.flag << " " << word;
    }
  }
}

TEST(Help, FitsItsWidthAndNamesEverything) {
  for (const int width : {80, 120}) {
    for (const Command& command : Commands()) {
      const std::string text = CommandHelp(command, width);
      const std::string flags = text.substr(0, text.find("\nExamples:"));
      for (const absl::string_view line : absl::StrSplit(flags, '\n')) {
        EXPECT_LE(line.size(), static_cast<size_t>(width)) << line;
      }
      for (const std::string& flag : OwnFlags(command)) EXPECT_THAT(text, HasSubstr("--" + flag));
    }
  }
  for (const Command& command : Commands()) {
    if (!command.summary.empty()) {
      EXPECT_THAT(HelpText(80), HasSubstr(absl::StrCat("\n  ", std::string(command.name), " ")));
    }
  }
}

std::vector<v1::Connection> TwoConnections() {
  std::vector<v1::Connection> connections(2);
  connections[0].set_name("connections/porto");
  connections[0].set_vendor("hostelmate");
  connections[1].set_name("connections/tokyo");
  connections[1].set_vendor("jicoo");
  return connections;
}

std::vector<std::string> Completed(const std::vector<std::string>& words) {
  std::vector<std::string> completed;
  for (const Candidate& one : Complete(words, &TwoConnections)) completed.push_back(one.word);
  return completed;
}

TEST(Completion, Commands) {
  EXPECT_THAT(Completed({"c"}), ElementsAre("connections", "create", "cancel", "completion"));
  EXPECT_THAT(Completed({""}),
              AllOf(Contains("doctor"), Not(Contains("complete")), Not(Contains("manual"))));
  EXPECT_THAT(Completed({"--json", "li"}), ElementsAre("list"));
  EXPECT_THAT(Completed({"help", "wa"}), ElementsAre("watch"));
  EXPECT_THAT(Completed({"completion", ""}), ElementsAre("bash", "zsh", "fish"));
}

TEST(Completion, FlagsOfTheCommand) {
  EXPECT_THAT(Completed({"list", "--or"}), ElementsAre("--order="));
  EXPECT_THAT(Completed({"cancel", "--or"}), IsEmpty());
  EXPECT_THAT(Completed({"list", "--exp"}), ElementsAre("--explain"));
  EXPECT_THAT(Completed({"get", "--"}), AllOf(Contains("--view="), Contains("--token_file="),
                                              Contains("--help"), Not(Contains("--from="))));
}

TEST(Completion, Values) {
  EXPECT_THAT(Completed({"list", "--output=y"}), ElementsAre("--output=yaml"));
  EXPECT_THAT(Completed({"list", "--output", "c"}), ElementsAre("csv"));
  EXPECT_THAT(Completed({"list", "--order=start"}),
              ElementsAre("--order=start", "--order=start_desc"));
  EXPECT_THAT(Completed({"list", "--status=confirmed,pen"}),
              ElementsAre("--status=confirmed,pending"));
  EXPECT_THAT(Completed({"list", "--status=pending,"}), Not(Contains("--status=pending,pending")));
  EXPECT_THAT(Completed({"list", "--from", "to"}), ElementsAre("today", "tomorrow"));
  EXPECT_THAT(Completed({"list", "--ca_file="}), IsEmpty());
  EXPECT_THAT(Completed({"status", "a/b", "no"}), ElementsAre("no_show"));
}

TEST(Completion, WhatTheGatewayKnows) {
  EXPECT_THAT(Completed({"list", "--connection="}),
              ElementsAre("--connection=porto", "--connection=tokyo"));
  EXPECT_THAT(Completed({"list", "--connection", "porto,t"}), ElementsAre("porto,tokyo"));
  EXPECT_THAT(Completed({"list", "--vendor=j"}), ElementsAre("--vendor=jicoo"));
  EXPECT_THAT(Completed({"get", ""}), ElementsAre("porto/", "tokyo/"));
  EXPECT_THAT(Completed({"cancel", "connections/t"}), ElementsAre("connections/tokyo/bookings/"));
  EXPECT_THAT(Completed({"get", "porto/b-1", ""}), IsEmpty());
}

TEST(Completion, NobodyIsAskedWithoutNeed) {
  const auto asked = [](const std::vector<std::string>& words) {
    int count = 0;
    Complete(words, [&] {
      ++count;
      return std::vector<v1::Connection>();
    });
    return count;
  };
  EXPECT_EQ(asked({"list", "--output="}), 0);
  EXPECT_EQ(asked({"li"}), 0);
  EXPECT_EQ(asked({"list", "--connection="}), 1);
}

}  // namespace
}  // namespace bookings::cli
