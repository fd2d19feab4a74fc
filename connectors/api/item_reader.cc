// See item_reader.h.
#include "connectors/api/item_reader.h"

#include <string>

#include "connectors/api/civil.h"
#include "connectors/api/time.h"

namespace bookings {

std::optional<absl::Time> ItemReader::Instant(PlacedText text) {
  if (text.text.empty()) return std::nullopt;
  const std::optional<absl::Time> time = ParseInstant(text.text);
  if (!time) {
    NoteUnreadable();
    Keep(text);
  }
  return time;
}

void ItemReader::Keep(json::Value value, std::string_view path) {
  const bool is_empty = value.IsNullOrMissing() || value.AsString() == "";
  if (keeps() && !is_empty) json::ToProto(value, ValueAt(path));
}

void ItemReader::Keep(PlacedText text) {
  if (keeps() && !text.text.empty()) {
    ValueAt(text.path)->set_string_value(std::string(text.text));
  }
}

void ItemReader::NoteUnreadable() { AddNote(v1::MAPPING_NOTE_ITEM_PARTLY_UNREADABLE, &booking_); }

bool ItemReader::Expect(json::Kind kind, json::Value value, std::string_view path) {
  if (value.kind() == kind) return true;
  if (value.IsNullOrMissing()) return false;
  NoteUnreadable();
  Keep(value, path);
  return false;
}

void ItemReader::NoteLeftovers() {
  page_.unknown_fields += left_.unknown;
  if (left_.unreadable) NoteUnreadable();
}

void ItemReader::KeepLeftovers(std::string_view path) {
  if (keeps() && !left_.unplaced.empty()) left_.MoveTo("", ObjectAt(path));
}

google::protobuf::Struct* ItemReader::ObjectAt(std::string_view path) {
  return path.empty() ? booking_.mutable_vendor_fields() : ValueAt(path)->mutable_struct_value();
}

google::protobuf::Value* ItemReader::ValueAt(std::string_view path) {
  google::protobuf::Struct* object = booking_.mutable_vendor_fields();
  for (size_t dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.')) {
    object = (*object->mutable_fields())[std::string(path.substr(0, dot))].mutable_struct_value();
    path.remove_prefix(dot + 1);
  }
  return &(*object->mutable_fields())[std::string(path)];
}

}  // namespace bookings
