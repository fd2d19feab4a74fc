// The one table of bookctl's commands and flags: parsing, help, completion and the manual page are
// made of it. What a flag means stands where it is defined (ABSL_FLAG).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "clients/cli/commands.h"

namespace bookings::cli {

// What a command asks.
enum class Asks {
  kNobody,
  kGateway,
  // It opens its own channel, as it tells what is wrong with it.
  kByItself,
};

struct Command {
  std::string_view name;
  // Names in capitals, separated by spaces; in brackets where they may be left out.
  std::string_view operands;
  std::string_view summary;
  // Flags of its own besides those of all commands, separated by spaces; `@write` = a group of
  // flags.
  std::string_view flags;
  // Command lines with a remark behind `#`, one a line.
  std::string_view examples;
  Asks asks;
  // Null where there is nothing to check.
  void (*check)(const Invocation&, Problems&);
  ExitCode (*run)(const Invocation&);
};

// In the order in which help lists them. Those that people do not type come last, without a
// summary.
std::span<const Command> Commands();
// Null where there is none.
const Command* FindCommand(std::string_view name);
// How many operands it needs, and how many it takes.
size_t LeastOperands(const Command& command);
size_t MostOperands(const Command& command);

// Flags that every command has.
std::vector<std::string> CommonFlags();
std::vector<std::string> OwnFlags(const Command& command);
// Both.
bool HasFlag(const Command& command, std::string_view flag);
// Those that have the flag as their own.
std::vector<std::string> CommandsWith(std::string_view flag);

// What values a flag takes, as far as they can be listed.
enum class ValueKind { kText, kWords, kList, kFile, kConnection, kVendor };

struct FlagValue {
  std::string_view flag;
  // What stands for the value in help, such as `WHEN`; empty for switches.
  std::string_view placeholder;
  ValueKind kind = ValueKind::kText;
  // For kWords (one of them) and kList (any of them), separated by spaces.
  std::string_view words = {};
};
// Null where no command has the flag.
const FlagValue* FindFlag(std::string_view flag);
std::span<const FlagValue> Flags();

// `--status=WORD,...`.
std::string FlagText(const FlagValue& flag);
// What the flag is for.
std::string FlagHelp(std::string_view flag);

// The codes that bookctl exits with, and what each means.
struct ExitMeaning {
  ExitCode code;
  std::string_view meaning;
};
std::span<const ExitMeaning> ExitMeanings();

}  // namespace bookings::cli
