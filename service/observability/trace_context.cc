// See trace_context.h.
#include "service/observability/trace_context.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace bookings {
namespace {

constexpr char kHexDigits[] = "0123456789abcdef";
constexpr uint8_t kSampledFlag = 0x01;
// `00-{32}-{16}-{2}`: where its parts begin, and its length.
constexpr size_t kTraceIdAt = 3;
constexpr size_t kSpanIdAt = 36;
constexpr size_t kFlagsAt = 53;
constexpr size_t kTraceParentBytes = 55;
// Longest key and longest value of a `tracestate` entry (W3C 3.3.1.3).
constexpr size_t kMaxStateKeyBytes = 256;
constexpr size_t kMaxStateValueBytes = 256;

// The value of a lower-case digit; -1 for all else.
int DigitOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

template <size_t kBytes>
bool IsNone(const std::array<uint8_t, kBytes>& id) {
  return std::all_of(id.begin(), id.end(), [](uint8_t byte) { return byte == 0; });
}

// The bytes whose digits stand at `at`; no value where one is no digit. There are enough
// characters.
template <size_t kBytes>
std::optional<std::array<uint8_t, kBytes>> ReadHex(std::string_view text, size_t at) {
  std::array<uint8_t, kBytes> bytes{};
  for (size_t i = 0; i < kBytes; ++i) {
    const int high = DigitOf(text[at + 2 * i]);
    const int low = DigitOf(text[at + 2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes[i] = static_cast<uint8_t>(high * 16 + low);
  }
  return bytes;
}

// As ReadHex; an id of nothing but zeros is none.
template <size_t kBytes>
std::optional<std::array<uint8_t, kBytes>> ReadId(std::string_view text, size_t at) {
  const auto id = ReadHex<kBytes>(text, at);
  return id && IsNone(*id) ? std::nullopt : id;
}

template <size_t kBytes>
std::string WriteHex(const std::array<uint8_t, kBytes>& bytes) {
  std::string digits;
  digits.reserve(2 * kBytes);
  for (const uint8_t byte : bytes) {
    digits.push_back(kHexDigits[byte >> 4]);
    digits.push_back(kHexDigits[byte & 0x0f]);
  }
  return digits;
}

template <size_t kBytes>
std::array<uint8_t, kBytes> MakeId(RandomBits random) {
  std::array<uint8_t, kBytes> id{};
  for (size_t i = 0; i < kBytes; i += sizeof(uint64_t)) {
    const uint64_t bits = random();
    for (size_t j = 0; j < sizeof bits; ++j) id[i + j] = static_cast<uint8_t>(bits >> (8 * j));
  }
  // As good as never; a source of nothing but zeros must not be asked for ever.
  if (IsNone(id)) id.back() = 1;
  return id;
}

// Whether a version is known or may be read as if it were 00: later ones only add (W3C 3.2.4).
bool IsReadable(uint8_t version, std::string_view header) {
  constexpr uint8_t kForbidden = 0xff;
  if (version == kForbidden) return false;
  if (header.size() == kTraceParentBytes) return true;
  return version != 0 && header[kTraceParentBytes] == '-';
}

bool IsStateKey(std::string_view key) {
  const auto is_alphanumeric = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  };
  return !key.empty() && key.size() <= kMaxStateKeyBytes && is_alphanumeric(key.front()) &&
         std::all_of(key.begin(), key.end(), [&](char c) {
           return is_alphanumeric(c) || std::string_view("_-*/@").find(c) != std::string_view::npos;
         });
}

bool IsStateValue(std::string_view value) {
  return !value.empty() && value.size() <= kMaxStateValueBytes && value.back() != ' ' &&
         std::all_of(value.begin(), value.end(),
                     [](char c) { return c >= ' ' && c <= '~' && c != ',' && c != '='; });
}

std::string_view WithoutSpaceAround(std::string_view entry) {
  const size_t first = entry.find_first_not_of(" \t");
  if (first == std::string_view::npos) return "";
  return entry.substr(first, entry.find_last_not_of(" \t") - first + 1);
}

// The key of an entry; empty for one that is broken.
std::string_view StateKeyOf(std::string_view entry) {
  const size_t equals = entry.find('=');
  if (equals == std::string_view::npos || !IsStateValue(entry.substr(equals + 1))) return "";
  const std::string_view key = entry.substr(0, equals);
  return IsStateKey(key) ? key : "";
}

std::string JoinStates(const std::vector<std::string_view>& headers) {
  std::string joined;
  for (const std::string_view header : headers) {
    if (joined.size() > kMaxTraceStateBytes) break;  // too long already
    if (!joined.empty()) joined += ',';
    joined += header;
  }
  return joined;
}

}  // namespace

TraceContext TraceContext::Child(RandomBits random) const {
  TraceContext child = *this;
  child.span_id = MakeId<sizeof(SpanId)>(random);
  return child;
}

TraceContext NewTrace(RandomBits random) {
  TraceContext context;
  context.trace_id = MakeId<sizeof(TraceId)>(random);
  context.span_id = MakeId<sizeof(SpanId)>(random);
  return context;
}

std::optional<TraceContext> ReadTraceContext(const std::vector<std::string_view>& traceparents,
                                             const std::vector<std::string_view>& tracestates) {
  if (traceparents.size() != 1) return std::nullopt;
  std::optional<TraceContext> context = ParseTraceParent(traceparents.front());
  if (!context) return std::nullopt;
  std::string state = JoinStates(tracestates);
  if (IsTraceState(state)) context->state = std::move(state);
  return context;
}

std::optional<TraceContext> ParseTraceParent(std::string_view header) {
  if (header.size() < kTraceParentBytes) return std::nullopt;
  const bool has_dashes =
      header[kTraceIdAt - 1] == '-' && header[kSpanIdAt - 1] == '-' && header[kFlagsAt - 1] == '-';
  const auto version = ReadHex<1>(header, 0);
  const auto trace_id = ReadId<sizeof(TraceId)>(header, kTraceIdAt);
  const auto span_id = ReadId<sizeof(SpanId)>(header, kSpanIdAt);
  const auto flags = ReadHex<1>(header, kFlagsAt);
  if (!has_dashes || !version || !trace_id || !span_id || !flags) return std::nullopt;
  if (!IsReadable(version->front(), header)) return std::nullopt;
  return TraceContext{*trace_id, *span_id, (flags->front() & kSampledFlag) != 0, ""};
}

// Flags that version 00 does not know are set to zero, as it asks for.
std::string FormatTraceParent(const TraceContext& context) {
  return absl::StrCat("00-", HexOf(context.trace_id), "-", HexOf(context.span_id),
                      context.sampled ? "-01" : "-00");
}

bool IsTraceState(std::string_view header) {
  if (header.empty() || header.size() > kMaxTraceStateBytes) return false;
  std::vector<std::string_view> keys;
  int entries = 0;
  for (size_t at = 0; at <= header.size(); ++entries) {
    const size_t end = std::min(header.find(',', at), header.size());
    const std::string_view entry = WithoutSpaceAround(header.substr(at, end - at));
    at = end + 1;
    if (entry.empty()) continue;
    const std::string_view key = StateKeyOf(entry);
    if (key.empty() || std::find(keys.begin(), keys.end(), key) != keys.end()) return false;
    keys.push_back(key);
  }
  return !keys.empty() && entries <= kMaxTraceStateEntries;
}

std::string HexOf(const TraceId& id) { return WriteHex(id); }

std::string HexOf(const SpanId& id) { return WriteHex(id); }

}  // namespace bookings
