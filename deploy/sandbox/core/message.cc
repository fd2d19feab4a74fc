#include "deploy/sandbox/core/message.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace bookings::sandbox {
namespace {

std::optional<std::string> FirstValue(const std::vector<Field>& fields, std::string_view name) {
  for (const Field& field : fields) {
    if (field.name == name) return field.value;
  }
  return std::nullopt;
}

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

// Form encoding: in a query, unlike in a path, `+` is a blank.
std::string DecodeForm(std::string_view text) {
  std::string plain(text);
  std::replace(plain.begin(), plain.end(), '+', ' ');
  return DecodePercent(plain);
}

Field ParsePair(std::string_view pair) {
  const size_t equals = pair.find('=');
  if (equals == std::string_view::npos) return {DecodeForm(pair), ""};
  return {DecodeForm(pair.substr(0, equals)), DecodeForm(pair.substr(equals + 1))};
}

bool StartsWithIgnoringCase(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), text.begin(),
                                                    [](unsigned char a, unsigned char b) {
                                                      return std::tolower(a) == std::tolower(b);
                                                    });
}

}  // namespace

std::optional<std::string> Request::Header(std::string_view name) const {
  return FirstValue(headers, name);
}

std::optional<std::string> Request::Query(std::string_view name) const {
  return FirstValue(query, name);
}

std::string DecodePercent(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    const char* digits = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2) {
      decoded.push_back(static_cast<char>(value));
      i += 2;
    } else {
      decoded.push_back(text[i]);
    }
  }
  return decoded;
}

Request ParseTarget(std::string_view target) {
  Request request;
  request.target = target;
  const size_t question = target.find('?');
  const std::string_view path = target.substr(0, question);
  request.path = path;
  for (std::string_view part : Split(path.substr(path.empty() ? 0 : 1), '/')) {
    request.segments.push_back(DecodePercent(part));
  }
  if (question == std::string_view::npos) return request;
  for (std::string_view pair : Split(target.substr(question + 1), '&')) {
    if (!pair.empty()) request.query.push_back(ParsePair(pair));
  }
  return request;
}

std::optional<std::string> BearerToken(const Request& request) {
  constexpr std::string_view kScheme = "Bearer ";
  const std::optional<std::string> header = request.Header("authorization");
  if (!header || !StartsWithIgnoringCase(*header, kScheme)) return std::nullopt;
  return header->substr(kScheme.size());
}

std::optional<std::string> FirstUnexpectedQuery(const Request& request,
                                                const std::vector<std::string_view>& allowed) {
  for (auto field = request.query.begin(); field != request.query.end(); ++field) {
    const bool known = std::find(allowed.begin(), allowed.end(), field->name) != allowed.end();
    const bool repeated = std::any_of(request.query.begin(), field, [&](const Field& earlier) {
      return earlier.name == field->name;
    });
    if (!known || repeated) return field->name;
  }
  return std::nullopt;
}

std::optional<int64_t> ParseWholeNumber(std::string_view text) {
  if (text.empty() || text.front() == '-') return std::nullopt;
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace bookings::sandbox
