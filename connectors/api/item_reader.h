// Reads the nested objects of one vendor item: what has no canonical place goes to vendor_fields
// under its own path, drift is counted on the page, and what cannot be read leaves a note.
#pragma once

#include <optional>
#include <string_view>
#include <utility>

#include "absl/time/time.h"
#include "bookings/v1/bookings.pb.h"
#include "connectors/api/fields.h"
#include "connectors/api/json.h"
#include "connectors/api/page.h"

namespace bookings {

// A text of the vendor and where it stood. Paths are dotted: `bookedEntity.slot.location`; the
// empty path is the item itself.
struct PlacedText {
  std::string_view text;
  std::string_view path;
};

// Lives on the stack while one item is mapped; page and booking must outlive it.
class ItemReader {
 public:
  ItemReader(v1::BookingView view, Page* page, v1::Booking* booking)
      : view_(view), page_(*page), booking_(*booking) {}
  ItemReader(const ItemReader&) = delete;
  ItemReader& operator=(const ItemReader&) = delete;

  v1::Booking& booking() const { return booking_; }

  // Reads the object at `path`. A missing one reads as empty; anything else than an object is kept
  // whole, with a note.
  template <typename T>
  T Read(const json::FieldTable<T>& table, json::Value object, std::string_view path) {
    if (!Expect(json::Kind::kObject, object, path)) return T{};
    left_.Clear();
    T out = table.Read(object, left_);
    NoteLeftovers();
    KeepLeftovers(path);
    return out;
  }

  // Reads one element of the array at `path`. When a part of it has no place, the whole array is
  // kept: alone that part would not show which element it belongs to.
  template <typename T>
  T ReadElement(const json::FieldTable<T>& table, json::Value element, json::Value array,
                std::string_view path) {
    left_.Clear();
    T out = table.Read(element, left_);
    NoteLeftovers();
    if (!element.IsObject()) NoteUnreadable();
    if (!left_.unplaced.empty() || !element.IsObject()) KeepOnce(array, path);
    return out;
  }

  // The array at `path`; a missing value where it is something else, which is kept with a note.
  json::Value Array(json::Value value, std::string_view path) {
    return Expect(json::Kind::kArray, value, path) ? value : json::Value();
  }

  // The instant; no value where the text is empty or unreadable, which is kept with a note.
  std::optional<absl::Time> Instant(PlacedText text);

  // Puts a value into vendor_fields, in the FULL view. Nothing to keep: null, missing, "".
  void Keep(json::Value value, std::string_view path);
  void Keep(PlacedText text);

  // As Keep, for an array of which many elements may ask it.
  void KeepOnce(json::Value array, std::string_view path) {
    if (std::exchange(kept_array_, array.node()) != array.node()) Keep(array, path);
  }

  void NoteUnreadable();
  // Counts an enum word that the tables do not know.
  void CountUnknownWord() { ++page_.unknown_words; }

 private:
  bool Expect(json::Kind kind, json::Value value, std::string_view path);
  void NoteLeftovers();
  void KeepLeftovers(std::string_view path);
  bool keeps() const { return view_ == v1::BOOKING_VIEW_FULL; }
  google::protobuf::Struct* ObjectAt(std::string_view path);
  google::protobuf::Value* ValueAt(std::string_view path);

  const v1::BookingView view_;
  Page& page_;
  v1::Booking& booking_;
  json::Leftovers left_;
  const json::Node* kept_array_ = nullptr;
};

}  // namespace bookings
