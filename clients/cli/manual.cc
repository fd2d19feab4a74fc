// bookctl manual: the manual page, bookctl.1, in the language of troff. A test keeps the file and
// the table of commands together.
#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "clients/cli/command_table.h"
#include "clients/cli/help.h"
#include "connectors/api/text.h"

namespace bookings::cli {
namespace {

// Text that troff prints as it stands: a backslash, a dash that is no hyphen, a dot or quote that
// begins a line.
std::string Troff(std::string_view text) {
  std::string safe = absl::StrReplaceAll(
      ToAbsl(text), {{"\\", "\\e"}, {"-", "\\-"}, {"~", "\\(ti"}, {"'", "\\(aq"}, {"^", "\\(ha"}});
  return safe.starts_with('.') ? "\\&" + safe : safe;
}

std::string Bold(std::string_view text) { return absl::StrCat("\\fB", Troff(text), "\\fR"); }

std::string FlagEntries(const std::vector<std::string>& flags) {
  std::string text;
  for (const std::string& flag : flags) {
    const FlagValue& known = *FindFlag(flag);
    absl::StrAppend(&text, ".TP\n", Bold(absl::StrCat("--", flag)));
    if (!known.placeholder.empty()) {
      absl::StrAppend(&text, "=\\fI", Troff(known.placeholder), "\\fR");
    }
    absl::StrAppend(&text, "\n", Troff(FlagHelp(flag)), "\n");
  }
  return text;
}

std::string Remarked(absl::string_view line) {
  const std::vector<std::string> parts = absl::StrSplit(line, absl::MaxSplits("  #", 1));
  return parts.size() == 1
             ? Troff(ToStd(line))
             : absl::StrCat(Troff(ToStd(absl::StripTrailingAsciiWhitespace(parts[0]))), "  #",
                            Troff(parts[1]));
}

std::string CommandSection(const Command& command) {
  std::string text = absl::StrCat(".SS ", Troff(Synopsis(command)), "\n", Troff(command.summary),
                                  "\n", FlagEntries(OwnFlags(command)));
  if (command.examples.empty()) return text;
  absl::StrAppend(&text, ".PP\n.RS\n.nf\n");
  for (const absl::string_view line : absl::StrSplit(ToAbsl(command.examples), '\n')) {
    absl::StrAppend(&text, Remarked(line), "\n");
  }
  return text + ".fi\n.RE\n";
}

constexpr char kHead[] = R"(.\" Written by `bookctl manual`; a test keeps it true.
.TH BOOKCTL 1 2026-11-28 "Bookings Gateway" "User Commands"
.SH NAME
bookctl \- reads and makes bookings through the Bookings Gateway
.SH SYNOPSIS
.B bookctl
.I COMMAND
.RI [ FLAG "]... [" OPERAND ]...
.SH DESCRIPTION
Rows go to standard output, all else to standard error. Lists that break go on by themselves where they
broke. Changes are shown and asked about on a terminal; elsewhere they need \fB\-\-yes\fR.
.PP
Flags are written \fB\-\-flag=value\fR or \fB\-\-flag value\fR. Those that take lists take values separated
by commas, or are repeated.
)";

constexpr char kTail[] = R"(.SH ENVIRONMENT
.TP
.B BOOKINGS_ADDRESS
host:port of the gateway, where \fB\-\-address\fR is not given.
.TP
.B NO_COLOR
no colours, where \fB\-\-color\fR is not given.
.TP
.B TZ
the zone in which times are read, where \fB\-\-zone\fR is not given.
.SH SEE ALSO
.BR jq (1)
)";

void PrintMarkdown() {
  const auto row = [](std::string_view command, const std::vector<std::string>& flags) {
    std::cout << "| " << command << " | ";
    for (const std::string& flag : flags) std::cout << '`' << FlagText(*FindFlag(flag)) << "` ";
    std::cout << "|\n";
  };
  std::cout << "| command | flags |\n|---|---|\n";
  for (const Command& command : Commands()) {
    if (!command.flags.empty())
      row(absl::StrCat("`bookctl ", ToAbsl(command.name), "`"), OwnFlags(command));
  }
  row("all", CommonFlags());
}

void PrintTroff() {
  std::cout << kHead << "A time is " << Troff(kTimeWords) << ".\n.SH COMMANDS\n";
  for (const Command& command : Commands()) {
    if (!command.summary.empty()) std::cout << CommandSection(command);
  }
  std::cout << ".SH FLAGS OF ALL COMMANDS\n" << FlagEntries(CommonFlags()) << ".SH EXIT STATUS\n";
  for (const ExitMeaning& exit : ExitMeanings()) {
    std::cout << ".TP\n" << static_cast<int>(exit.code) << '\n' << Troff(exit.meaning) << '\n';
  }
  std::cout << kTail;
}

}  // namespace

ExitCode RunManual(const Invocation& invocation) {
  invocation.operands.empty() ? PrintTroff() : PrintMarkdown();
  return kOk;
}

}  // namespace bookings::cli
