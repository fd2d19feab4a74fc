// See json.h.
#include "connectors/api/json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <utility>

#include "connectors/api/failure.h"
#include "connectors/api/text_scan.h"
#include "rapidjson/reader.h"
#include "simdjson.h"

namespace bookings::json {
namespace {

// UTF-8 to RapidJSON, and the mark of the Transcoder below.
struct Runs : rapidjson::UTF8<> {};
using InPlace = rapidjson::GenericInsituStringStream<Runs>;

}  // namespace
}  // namespace bookings::json

// What RapidJSON calls for a plain character of a string: takes all up to the next special one.
// Its own scan of 16 bytes a time first goes to the next aligned one, which is behind the end of
// most strings.
template <>
struct rapidjson::Transcoder<bookings::json::Runs, bookings::json::Runs>
    : Transcoder<rapidjson::UTF8<>, rapidjson::UTF8<>> {
  using Transcoder<rapidjson::UTF8<>, rapidjson::UTF8<>>::Transcode;
  static bool Transcode(bookings::json::InPlace& in, bookings::json::InPlace& out) {
    const char* const end = bookings::json::EndOfRun(in.src_ + 1);
    const size_t size = static_cast<size_t>(end - in.src_);
    if (out.dst_ != in.src_) std::memmove(out.dst_, in.src_, size);  // behind an escape
    in.src_ += size;
    out.dst_ += size;
    return true;
  }
};

namespace bookings::json {
namespace {

// RapidJSON descends recursively, which is faster than its loop over a table of states. TreeBuilder
// refuses to open a value deeper than kMaxDepth before RapidJSON goes down into it.
constexpr unsigned kParseFlags =
    rapidjson::kParseInsituFlag | rapidjson::kParseNumbersAsStringsFlag;

// The shortest JSON that makes a node is a digit and a comma, but vendors' documents have about 11
// bytes for each. Nodes that are reserved and not used are never touched.
constexpr size_t kBytesPerNode = 8;

// A double holds every decimal number of so many significant digits without a change (DBL_DIG).
constexpr size_t kExactDigits = 15;

// Whether the text may hold an escaped surrogate, which RapidJSON takes alone as well as in pairs.
bool MayHoldSurrogates(std::string_view text) {
  for (size_t at = text.find("\\u"); at != std::string_view::npos; at = text.find("\\u", at + 2)) {
    if (at + 2 < text.size() && (text[at + 2] == 'd' || text[at + 2] == 'D')) return true;
  }
  return false;
}

// Receives RapidJSON's events and lays the nodes out one behind the other, each container before
// what it holds.
class TreeBuilder {
 public:
  TreeBuilder(bool check_text, size_t expected_nodes)
      : check_text_(check_text),
        capacity_(expected_nodes),
        nodes_(std::make_unique_for_overwrite<Node[]>(capacity_)) {}

  std::unique_ptr<Node[]> Take() { return std::move(nodes_); }

  bool Null() { return Add({Kind::kNull, false, 0, 1, nullptr}); }
  bool Bool(bool truth) { return Add({Kind::kBool, truth, 0, 1, nullptr}); }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool) {
    return Add({Kind::kNumber, false, size, 1, text});
  }
  bool String(const char* text, rapidjson::SizeType size, bool) { return Add(Text(text, size)); }
  bool Key(const char* text, rapidjson::SizeType size, bool) { return Add(Text(text, size)); }
  bool StartObject() { return Open(Kind::kObject); }
  bool EndObject(rapidjson::SizeType members) { return Close(members); }
  bool StartArray() { return Open(Kind::kArray); }
  bool EndArray(rapidjson::SizeType elements) { return Close(elements); }

  // kParseNumbersAsStringsFlag hands every number to RawNumber; the others satisfy RapidJSON's
  // interface.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(int64_t) { return false; }
  bool Uint64(uint64_t) { return false; }
  bool Double(double) { return false; }

 private:
  Node Text(const char* text, rapidjson::SizeType size) const {
    const bool bad = check_text_ && !simdjson::validate_utf8(text, size);
    return {bad ? Kind::kBadText : Kind::kString, false, size, 1, text};
  }
  bool Add(const Node& node) {
    if (size_ == capacity_) Grow();
    nodes_[size_++] = node;
    return true;
  }
  // Rarely: the text has shorter values than expected.
  void Grow() {
    auto larger = std::make_unique_for_overwrite<Node[]>(capacity_ * 2);
    std::copy_n(nodes_.get(), size_, larger.get());
    nodes_ = std::move(larger);
    capacity_ *= 2;
  }
  bool Open(Kind kind) {
    if (depth_ == kMaxDepth) return false;
    open_[depth_++] = size_;
    return Add({kind, false, 0, 1, nullptr});
  }
  bool Close(rapidjson::SizeType size) {
    const size_t at = open_[--depth_];
    nodes_[at].size = size;
    nodes_[at].extent = static_cast<uint32_t>(size_ - at);
    return true;
  }

  const bool check_text_;
  size_t capacity_;
  size_t size_ = 0;
  std::unique_ptr<Node[]> nodes_;
  // Where the containers stand that are open, the innermost last.
  std::array<size_t, kMaxDepth> open_{};
  size_t depth_ = 0;
};

size_t SignificantDigits(std::string_view number) {
  size_t digits = 0;
  for (char c : number) {
    if (c == 'e' || c == 'E') break;
    if (c >= '0' && c <= '9' && (digits > 0 || c != '0')) ++digits;
  }
  return digits;
}

void NumberToProto(std::string_view text, google::protobuf::Value* out) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool exact = error == std::errc() && SignificantDigits(text) <= kExactDigits;
  if (exact) {
    out->set_number_value(number);
  } else {
    out->set_string_value(std::string(text));
  }
}

}  // namespace

std::optional<int64_t> Value::AsInt64() const {
  const std::optional<std::string_view> text = AsNumberText();
  if (!text) return std::nullopt;
  int64_t number = 0;
  const char* end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

Value Value::operator[](std::string_view key) const {
  Value found;
  for (const Member& member : Members(*this)) {
    if (member.key == key) found = member.value;
  }
  return found;
}

size_t Value::size() const { return IsArray() || IsObject() ? node_->size : 0; }

absl::StatusOr<Document> Document::Parse(std::string text) {
  Document document;
  document.text_ = std::make_unique<std::string>(std::move(text));
  std::string& body = *document.text_;
  // A NUL ends RapidJSON's in-situ stream: what stands behind it would be passed over in silence.
  if (body.find('\0') != std::string::npos)
    return ResponseInvalid("the JSON text holds a NUL byte");
  const bool check_text =
      MayHoldSurrogates(body) || !simdjson::validate_utf8(body.data(), body.size());
  TreeBuilder builder(check_text, body.size() / kBytesPerNode + 1);
  body.append(kScanBytes, '\0');
  InPlace stream(body.data());
  rapidjson::GenericReader<Runs, Runs> reader;
  const rapidjson::ParseResult result = reader.Parse<kParseFlags>(stream, builder);
  if (result.IsError()) {
    return ResponseInvalid(result.Code() == rapidjson::kParseErrorTermination
                               ? "the JSON text is nested too deeply"
                               : "the answer is not valid JSON");
  }
  document.nodes_ = builder.Take();
  return document;
}

std::string CleanText(std::string_view text) {
  std::string clean;
  while (!text.empty()) {
    size_t length = 1;
    while (length <= 4 && length <= text.size() && !simdjson::validate_utf8(text.data(), length)) {
      ++length;
    }
    const bool valid = length <= 4 && length <= text.size();
    clean += valid ? text.substr(0, length) : std::string_view("\xEF\xBF\xBD");
    text.remove_prefix(valid ? length : 1);
  }
  return clean;
}

void ToProto(Value value, google::protobuf::Value* out) {
  // What stood here before, by a repeated key, is replaced: lists and objects would be joined.
  out->Clear();
  switch (value.kind()) {
    case Kind::kMissing:
    case Kind::kNull:
      out->set_null_value(google::protobuf::NULL_VALUE);
      return;
    case Kind::kBool:
      out->set_bool_value(*value.AsBool());
      return;
    case Kind::kNumber:
      NumberToProto(*value.AsNumberText(), out);
      return;
    case Kind::kString:
      out->set_string_value(std::string(*value.AsString()));
      return;
    case Kind::kBadText:
      out->set_string_value(CleanText({value.node()->text, value.node()->size}));
      return;
    case Kind::kArray:
      out->mutable_list_value();
      for (Value element : Elements(value))
        ToProto(element, out->mutable_list_value()->add_values());
      return;
    case Kind::kObject:
      out->mutable_struct_value();
      for (const Member& member : Members(value)) {
        ToProto(member.value,
                &(*out->mutable_struct_value()->mutable_fields())[CleanText(member.key)]);
      }
      return;
  }
}

}  // namespace bookings::json
