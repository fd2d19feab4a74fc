// HostelMate's bookings and guests as the simulator knows them, and their generator. Not how they
// look over HTTP (hostelmate_render.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/rng.h"
#include "deploy/sandbox/core/row_fields.h"
#include "deploy/sandbox/core/text.h"

namespace bookings::sandbox::hostelmate {

struct Night {
  absl::CivilDay date;
  // Minor units.
  int64_t amount = 0;
  std::string room;
  Text bed;
};

// Times are milliseconds since 1970 UTC, whole seconds. Text fields may be null or absent.
struct Row {
  std::string id;
  // The trap of hostelmate_traps.cc that shaped the row; empty = none.
  std::string trap;
  std::string status;
  // Minor units.
  int64_t total = 0;
  int64_t created_ms = 0;
  int64_t updated_ms = 0;
  // No value = absent.
  std::optional<int64_t> paid_days;
  Text description;
  // The booking's own reference to its guest: not the id of the Guests API (hostelmate.md 7.3).
  std::string guest_internal_id;
  std::string guest_first_name;
  std::string guest_last_name;
  Text guest_email;
  Text guest_phone;
  // "object", "null" or "absent": how the member `guest` is sent.
  std::string guest_presence = "object";
  // The id of the Guests API, by which the list can be filtered; in no booking's JSON.
  std::string guest_id;
  // In the order sent.
  std::vector<Night> stay_dates;
  // Members that no page documents.
  Json unknown_fields = Json::object();
};

// A guest of the Guests API.
struct Guest {
  std::string id;
  std::string first_name;
  std::string last_name;
  std::string email;
  std::string phone;
  std::string country_code;
  // As sent on creation; an empty object = unknown.
  Json address = Json::object();
  int64_t created_ms = 0;
};

// A version 4 UUID of the next 128 bits.
std::string NextUuid(Rng& rng);

// What the generator is given; two accounts with equal specs hold equal rows.
struct Generator {
  uint64_t seed = 1;
  bool traps = true;
  // Rows of the generated set; those behind it are never traps.
  uint64_t rows = 0;
  int64_t epoch_ms = 0;

  Row Make(uint64_t number) const;
  Guest MakeGuest(uint64_t number) const;
};

// Guests of an account: few enough that many have several bookings.
inline constexpr uint64_t kGuests = 500;

inline constexpr size_t kRooms = 8;
// The last two rooms are private: they have no beds.
inline constexpr size_t kPrivateRooms = 2;
inline constexpr size_t kBedsPerRoom = 6;

// The same for all accounts.
const std::string& RoomId(size_t room);
const std::string& BedId(size_t room, size_t bed);

// The row as the control path shows and takes it.
absl::Span<const RowField<Row>> RowFields();

bool Assign(const Json& value, std::vector<Night>& nights);
void Put(std::string_view name, const std::vector<Night>& nights, Json& object);

}  // namespace bookings::sandbox::hostelmate
