// Building and reading percent-encoded URL parts (RFC 3986).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bookings {

// Every byte but letters, digits and -_.~ as %XX, in capitals.
std::string PercentEncode(std::string_view text);
void AppendPercentEncoded(std::string_view text, std::string* out);
// The inverse; no value for a malformed escape.
std::optional<std::string> PercentDecode(std::string_view text);

// Whether a path keeps its shape with this text, percent-encoded, as one of its segments: `.` and
// `..` would be taken for steps to other folders, by clients and servers alike.
bool IsPathSegment(std::string_view text);

// A path with its query, built piece by piece: UrlTarget("/v1/bookings").Add("page", "2").Take() is
// "/v1/bookings?page=2".
class UrlTarget {
 public:
  explicit UrlTarget(std::string_view path) : text_(path) {}
  UrlTarget& Add(std::string_view name, std::string_view value) &;
  UrlTarget&& Add(std::string_view name, std::string_view value) &&;
  std::string Take() && { return std::move(text_); }

 private:
  std::string text_;
  char separator_ = '?';
};

}  // namespace bookings
