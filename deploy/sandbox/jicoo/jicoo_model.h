// Jicoo's bookings as the simulator knows them: the model row and its generator. Not how they look
// over HTTP (jicoo_render.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/rng.h"
#include "deploy/sandbox/core/row_fields.h"

namespace bookings::sandbox::jicoo {

struct Host {
  std::string user_id;
  std::string role;
};

// A list of contacts with the members of jicoo.md 2.8, times aside: `created_ms`, `updated_ms`.
struct ContactList {
  Json items = Json::array();
};

// Times are milliseconds since 1970 UTC. "No value" is null over HTTP.
struct Row {
  std::string id;
  // The trap of jicoo_traps.cc that shaped the row; empty = none.
  std::string trap;
  std::optional<std::string> event_type_id;
  std::string title;
  std::optional<std::string> description;
  std::string status;
  int64_t started_ms = 0;
  int64_t ended_ms = 0;
  std::optional<std::string> location_id;
  std::optional<std::string> url;
  std::optional<std::string> phone_number;
  std::optional<std::string> address;
  std::optional<std::string> custom_location;
  std::optional<std::string> access;
  std::string time_zone;
  std::optional<std::string> priority;
  std::optional<std::string> cancel_reason;
  std::optional<int64_t> cancelled_ms;
  std::optional<std::string> cancelled_by;
  std::vector<Host> hosts;
  int64_t created_ms = 0;
  int64_t updated_ms = 0;
  // "millis", or "seconds": without fraction digits, as some samples show (jicoo.md 2.1).
  std::string time_style = "millis";
  // Members that no page documents.
  Json unknown_fields = Json::object();
  // No value: ContactsOf makes them from the id when they are asked for; a list never needs them.
  std::optional<ContactList> contacts;
};

struct EventType {
  std::string uid;
  std::string name;
  std::string status;
  int64_t duration_minutes = 0;
};

struct User {
  std::string id;
  std::string name;
  std::string email;
};

// What the generator is given; two accounts with equal specs hold equal rows.
struct Generator {
  uint64_t seed = 1;
  bool traps = true;
  // Rows of the generated set; those behind it are never traps.
  uint64_t rows = 0;
  int64_t epoch_ms = 0;

  Row Make(uint64_t number) const;
};

// Fixed for all accounts.
absl::Span<const EventType> EventTypes();
absl::Span<const User> Users();

ContactList ContactsOf(const Row& row);

// Sets the location and what belongs to it; `id` is one of jicoo.md 2.1.
void SetLocation(std::string_view id, Row& row);

// The row as the control path shows and takes it.
absl::Span<const RowField<Row>> RowFields();

bool Assign(const Json& value, std::vector<Host>& hosts);
bool Assign(const Json& value, ContactList& contacts);
void Put(std::string_view name, const std::vector<Host>& hosts, Json& object);

}  // namespace bookings::sandbox::jicoo
