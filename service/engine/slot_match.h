// Which slots a question asks for, and where each stands in the stream. Not for reading them
// (slot_stream.h).
#pragma once

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "connectors/api/slots.h"

namespace bookings {

// A slot's place in the order of the stream.
struct SlotPlace {
  absl::Time start = absl::InfinitePast();
  // Canonical text of night, staff ids, location, session and service: slots of equal place are
  // one. Begins with the night and `|`.
  std::string key;

  bool operator==(const SlotPlace& other) const { return start == other.start && key == other.key; }
  bool operator<(const SlotPlace& other) const {
    return start == other.start ? key < other.key : start < other.start;
  }
};

// No value for a slot that tells neither a start nor an existing night. A night without a start
// stands at the midnight, in UTC, that begins its date.
std::optional<SlotPlace> PlaceOf(const FoundSlot& found);

// Whether the slot lies in the range and is of the staff and locations that the query names: a slot
// that tells no staff, or no place, is of none that a filter names. The service is not compared:
// it is the question itself, and vendors answer it under ids of their own (sessions, rooms).
bool Matches(const SlotQuery& query, const v1::Slot& slot);

// Whether it can be booked by this party now: the vendor says so, it is not past and, where places
// are told, enough are left. A night is past once its date is, in the slot's zone.
bool IsBookable(const SlotQuery& query, const v1::Slot& slot);

// The query without what lies before `place`, which was delivered already.
SlotQuery QueryBehind(SlotQuery query, const SlotPlace& place);

}  // namespace bookings
