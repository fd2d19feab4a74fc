// The fields of Jicoo's model row by name: what the control path dumps, inserts and patches.
#include <algorithm>
#include <utility>

#include "deploy/sandbox/jicoo/jicoo_model.h"

namespace bookings::sandbox::jicoo {
namespace {

bool IsHost(const Json& item) {
  return item.is_object() && item.size() == 2 && item.contains("userId") &&
         item["userId"].is_string() && item.contains("role") && item["role"].is_string();
}

// The generated contacts too, though the row does not hold them.
void PutContacts(std::string_view name, const Row& row, Json& object) {
  object[std::string(name)] = ContactsOf(row).items;
}

bool AssignContacts(const Json& value, Row& row) { return Assign(value, row.contacts.emplace()); }

constexpr RowField<Row> kFields[] = {
    FieldOf<Row, &Row::id>("id"),
    FieldOf<Row, &Row::trap>("trap"),
    FieldOf<Row, &Row::event_type_id>("event_type_id"),
    FieldOf<Row, &Row::title>("title"),
    FieldOf<Row, &Row::description>("description"),
    FieldOf<Row, &Row::status>("status"),
    FieldOf<Row, &Row::started_ms>("started_ms"),
    FieldOf<Row, &Row::ended_ms>("ended_ms"),
    FieldOf<Row, &Row::location_id>("location_id"),
    FieldOf<Row, &Row::url>("url"),
    FieldOf<Row, &Row::phone_number>("phone_number"),
    FieldOf<Row, &Row::address>("address"),
    FieldOf<Row, &Row::custom_location>("custom_location"),
    FieldOf<Row, &Row::access>("access"),
    FieldOf<Row, &Row::time_zone>("time_zone"),
    FieldOf<Row, &Row::priority>("priority"),
    FieldOf<Row, &Row::cancel_reason>("cancel_reason"),
    FieldOf<Row, &Row::cancelled_ms>("cancelled_ms"),
    FieldOf<Row, &Row::cancelled_by>("cancelled_by"),
    FieldOf<Row, &Row::hosts>("hosts"),
    FieldOf<Row, &Row::created_ms>("created_ms"),
    FieldOf<Row, &Row::updated_ms>("updated_ms"),
    FieldOf<Row, &Row::time_style>("time_style"),
    FieldOf<Row, &Row::unknown_fields>("unknown_fields"),
    {"contacts", &AssignContacts, &PutContacts},
};

}  // namespace

absl::Span<const RowField<Row>> RowFields() { return kFields; }

bool Assign(const Json& value, std::vector<Host>& hosts) {
  if (!value.is_array()) return false;
  std::vector<Host> parsed;
  for (const Json& item : value) {
    if (!IsHost(item)) return false;
    parsed.push_back({item["userId"].get<std::string>(), item["role"].get<std::string>()});
  }
  hosts = std::move(parsed);
  return true;
}

bool Assign(const Json& value, ContactList& contacts) {
  const bool right =
      value.is_array() &&
      std::all_of(value.begin(), value.end(), [](const Json& item) { return item.is_object(); });
  if (right) contacts.items = value;
  return right;
}

void Put(std::string_view name, const std::vector<Host>& hosts, Json& object) {
  Json list = Json::array();
  for (const Host& host : hosts) list.push_back({{"userId", host.user_id}, {"role", host.role}});
  object[std::string(name)] = std::move(list);
}

}  // namespace bookings::sandbox::jicoo
