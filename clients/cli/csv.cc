// See csv.h.
#include "clients/cli/csv.h"

namespace bookings::cli {
namespace {

// Digits, and what stands between them in numbers: nothing that a spreadsheet could call.
bool IsNumeric(std::string_view text) {
  constexpr std::string_view kNumeric = "+-0123456789 .,()/";
  return text.find_first_of("0123456789") != std::string_view::npos &&
         text.find_first_not_of(kNumeric) == std::string_view::npos;
}

bool LooksLikeFormula(std::string_view text) {
  constexpr std::string_view kStarts = "=+-@\t\r\n";
  return !text.empty() && kStarts.find(text[0]) != std::string_view::npos && !IsNumeric(text);
}

std::string CsvField(const std::string& text) {
  std::string safe = LooksLikeFormula(text) ? "'" + text : text;
  if (safe.find_first_of("\",\r\n") == std::string::npos) return safe;
  std::string quoted = "\"";
  for (const char c : safe) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

}  // namespace

std::string CsvLine(const std::vector<std::string>& fields) {
  std::string line;
  for (const std::string& field : fields) {
    if (&field != &fields.front()) line += ',';
    line += CsvField(field);
  }
  return line + "\r\n";
}

}  // namespace bookings::cli
