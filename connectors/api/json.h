// Reading JSON that cannot be trusted: the only door to RapidJSON. Parsing is bounded in depth and
// checks UTF-8; accessors return nothing instead of asserting. Numbers keep their exact decimal
// text.
#pragma once

#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "google/protobuf/struct.pb.h"

namespace bookings::json {

// Deepest nesting that is read: vendors' documents have at most 10 levels. Each level is three
// nested messages of a google.protobuf.Struct, and peers read at most 100 of those.
inline constexpr int kMaxDepth = 30;

enum class Kind : uint8_t { kMissing, kNull, kBool, kNumber, kString, kBadText, kArray, kObject };

struct Node {
  Kind kind;
  bool truth;
  // Bytes of text; for arrays and objects the number of elements or members.
  uint32_t size;
  // Nodes of this value with all it holds; a member is a key node followed by its value.
  uint32_t extent;
  const char* text;
};

struct Member;

// A value inside a Document, as cheap as a pointer and valid as long as the Document. A missing one
// behaves like null.
class Value {
 public:
  Value() = default;
  explicit Value(const Node* node) : node_(node) {}

  Kind kind() const { return node_ == nullptr ? Kind::kMissing : node_->kind; }
  bool IsNullOrMissing() const { return kind() <= Kind::kNull; }
  bool IsObject() const { return kind() == Kind::kObject; }
  bool IsArray() const { return kind() == Kind::kArray; }

  // The value, if it has exactly this type.
  std::optional<std::string_view> AsString() const { return TextOf(Kind::kString); }
  std::optional<bool> AsBool() const {
    return kind() == Kind::kBool ? std::optional(node_->truth) : std::nullopt;
  }
  std::optional<int64_t> AsInt64() const;
  // The decimal text of a number, as sent.
  std::optional<std::string_view> AsNumberText() const { return TextOf(Kind::kNumber); }

  // The member with this key, the last one where it is repeated; missing where this is no object.
  Value operator[](std::string_view key) const;
  // Elements of an array or members of an object; 0 for anything else.
  size_t size() const;

  const Node* node() const { return node_; }

 private:
  std::optional<std::string_view> TextOf(Kind wanted) const {
    if (kind() != wanted) return std::nullopt;
    return std::string_view(node_->text, node_->size);
  }

  const Node* node_ = nullptr;
};

// for (Value element : Elements(value)): nothing where it is no array.
class Elements {
 public:
  class Iterator {
   public:
    explicit Iterator(const Node* node) : node_(node) {}
    Value operator*() const { return Value(node_); }
    Iterator& operator++() {
      node_ += node_->extent;
      return *this;
    }
    bool operator==(const Iterator&) const = default;

   private:
    const Node* node_;
  };
  explicit Elements(Value value) : value_(value.IsArray() ? value : Value()) {}
  Iterator begin() const {
    return Iterator(value_.node() == nullptr ? nullptr : value_.node() + 1);
  }
  Iterator end() const {
    return Iterator(value_.node() == nullptr ? nullptr : value_.node() + value_.node()->extent);
  }

 private:
  Value value_;
};

struct Member {
  std::string_view key;
  Value value;
};

// for (Member member : Members(value)): nothing where it is no object. Repeated keys appear each
// time.
class Members {
 public:
  class Iterator {
   public:
    explicit Iterator(const Node* node) : node_(node) {}
    Member operator*() const {
      return {std::string_view(node_->text, node_->size), Value(node_ + 1)};
    }
    Iterator& operator++() {
      node_ += 1 + node_[1].extent;
      return *this;
    }
    bool operator==(const Iterator&) const = default;

   private:
    const Node* node_;
  };
  explicit Members(Value value) : value_(value.IsObject() ? value : Value()) {}
  Iterator begin() const {
    return Iterator(value_.node() == nullptr ? nullptr : value_.node() + 1);
  }
  Iterator end() const {
    return Iterator(value_.node() == nullptr ? nullptr : value_.node() + value_.node()->extent);
  }

 private:
  Value value_;
};

// A parsed text. Movable; values stay valid when it moves.
class Document {
 public:
  // Takes the text and parses it in place. Fails with INTERNAL / VENDOR_RESPONSE_INVALID for
  // anything but exactly one JSON object or array within kMaxDepth; invalid UTF-8 spoils only the
  // strings that hold it (Kind::kBadText).
  static absl::StatusOr<Document> Parse(std::string text);

  Value root() const { return Value(nodes_.get()); }

 private:
  Document() = default;

  std::unique_ptr<std::string> text_;
  std::unique_ptr<Node[]> nodes_;
};

// The value as protobuf's JSON value. A number that a double does not hold exactly becomes its
// text; bytes that are no UTF-8 become U+FFFD.
void ToProto(Value value, google::protobuf::Value* out);

// The text with U+FFFD for every byte that is not part of valid UTF-8.
std::string CleanText(std::string_view text);

}  // namespace bookings::json
