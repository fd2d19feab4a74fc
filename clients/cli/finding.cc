// See finding.h.
#include "clients/cli/finding.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/cli/csv.h"
#include "clients/cli/json_text.h"
#include "clients/cli/table.h"
#include "clients/cli/text_wrap.h"
#include "clients/cli/words.h"
#include "clients/cli/yaml.h"
#include "connectors/api/text.h"

namespace bookings::cli {
namespace {

struct LevelLook {
  std::string_view word;
  Tone tone;
};
constexpr LevelLook kLooks[] = {
    {"ok", Tone::kGood}, {"note", Tone::kDim}, {"warning", Tone::kWarn}, {"failure", Tone::kBad}};

LevelLook LookOf(Level level) { return kLooks[static_cast<size_t>(level)]; }

std::string FindingJson(const Finding& finding) {
  return absl::StrCat("{\"level\":", QuotedJson(LookOf(finding.level).word),
                      ",\"subject\":", QuotedJson(finding.subject),
                      ",\"text\":", QuotedJson(finding.text), ",\"fix\":", QuotedJson(finding.fix),
                      "}");
}

// `failure  tokyo          ...`, with what to do on lines of its own.
std::string FindingLines(const Finding& finding, const Settings& settings) {
  constexpr int kUntoldColumns = 100;
  constexpr int kFindingIndent = 25;
  const int width = settings.columns == 0 ? kUntoldColumns : settings.columns;
  const LevelLook look = LookOf(finding.level);
  const std::string label = absl::StrFormat("%-9s%s", look.word.data(), finding.subject);
  std::string lines = Wrapped(label, finding.text, kFindingIndent, width);
  lines = Colored(look.word, look.tone, settings.color) + lines.substr(look.word.size());
  if (!finding.fix.empty()) {
    lines += Wrapped("", absl::StrCat("fix: ", finding.fix), kFindingIndent, width);
  }
  return lines;
}

}  // namespace

void Findings::Add(const Finding& finding) {
  if (finding.level == Level::kWarning) ++warnings_;
  if (finding.level == Level::kFailure) ++failures_;
  Print(finding);
  ++count_;
  out_.flush();
}

void Findings::Print(const Finding& finding) {
  switch (settings_.output) {
    case Output::kJson:
      out_ << FindingJson(finding) << '\n';
      return;
    case Output::kYaml:
      out_ << YamlDocument(FindingJson(finding));
      return;
    case Output::kCsv:
      if (count_ == 0) out_ << CsvLine({"level", "subject", "text", "fix"});
      out_ << CsvLine(
          {std::string(LookOf(finding.level).word), finding.subject, finding.text, finding.fix});
      return;
    case Output::kDefault:
    case Output::kTable:
      out_ << FindingLines(finding, settings_);
  }
}

void Findings::Summarize() const {
  if (settings_.output != Output::kDefault && settings_.output != Output::kTable) return;
  out_ << Counted(failures_, "failure") << ", " << Counted(warnings_, "warning") << '\n';
}

}  // namespace bookings::cli
