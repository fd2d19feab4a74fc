// See url.h.
#include "connectors/api/url.h"

#include <algorithm>
#include <array>
#include <utility>

namespace bookings {
namespace {

constexpr std::array<bool, 256> kUnreserved = [] {
  std::array<bool, 256> table{};
  for (unsigned char c = 'a'; c <= 'z'; ++c) table[c] = true;
  for (unsigned char c = 'A'; c <= 'Z'; ++c) table[c] = true;
  for (unsigned char c = '0'; c <= '9'; ++c) table[c] = true;
  for (unsigned char c : {'-', '_', '.', '~'}) table[c] = true;
  return table;
}();

bool IsUnreserved(char c) { return kUnreserved[static_cast<unsigned char>(c)]; }

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string PercentEncode(std::string_view text) {
  std::string encoded;
  AppendPercentEncoded(text, &encoded);
  return encoded;
}

void AppendPercentEncoded(std::string_view text, std::string* out) {
  constexpr char kHex[] = "0123456789ABCDEF";
  const auto first = std::find_if_not(text.begin(), text.end(), IsUnreserved);
  out->append(text.begin(), first);  // most texts are all of it
  for (auto at = first; at != text.end(); ++at) {
    if (IsUnreserved(*at)) {
      *out += *at;
      continue;
    }
    const auto byte = static_cast<unsigned char>(*at);
    *out += {'%', kHex[byte >> 4], kHex[byte & 15]};
  }
}

std::optional<std::string> PercentDecode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = HexValue(text[i + 1]);
    const int low = HexValue(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return decoded;
}

bool IsPathSegment(std::string_view text) { return !text.empty() && text != "." && text != ".."; }

UrlTarget& UrlTarget::Add(std::string_view name, std::string_view value) & {
  text_ += separator_;
  AppendPercentEncoded(name, &text_);
  text_ += '=';
  AppendPercentEncoded(value, &text_);
  separator_ = '&';
  return *this;
}

UrlTarget&& UrlTarget::Add(std::string_view name, std::string_view value) && {
  return std::move(Add(name, value));
}

}  // namespace bookings
