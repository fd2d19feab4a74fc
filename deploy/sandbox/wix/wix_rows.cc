// See wix_rows.h.
#include "deploy/sandbox/wix/wix_rows.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/core/row_fields.h"
#include "deploy/sandbox/wix/wix_facts.h"

namespace bookings::sandbox::wix {
namespace {

using StoredField = RowField<Row>;

// The index of the table's row of that name.
template <typename Words>
std::optional<std::size_t> IndexNamed(std::span<const Words> table, const Json& name) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const Words& words) {
    return name.is_string() && words.name == name.get_ref<const std::string&>();
  });
  if (found == table.end()) return std::nullopt;
  return static_cast<std::size_t>(found - table.begin());
}

template <auto kTable, auto kMember>
bool AssignRowWord(const Json& value, Row& row) {
  const auto index = IndexNamed(kTable(), value);
  if (!index) return false;
  using Enum = std::remove_reference_t<decltype(row.*kMember)>;
  row.*kMember = static_cast<Enum>(*index);
  return true;
}

template <auto kMember>
void PutRowWord(std::string_view key, const Row& row, Json& object) {
  object[std::string(key)] = WordsOf(row.*kMember).name;
}

template <auto kTable, auto kMember>
constexpr StoredField WordField(std::string_view name) {
  return {name, &AssignRowWord<kTable, kMember>, &PutRowWord<kMember>};
}

// A scheduled instant in seconds, or null where the booking has none.
template <auto kMember>
constexpr StoredField SecondsField(std::string_view name) {
  return {name,
          [](const Json& value, Row& row) {
            row.*kMember = kNoTime;
            if (value.is_null()) return true;
            const auto millis =
                value.is_string() ? ParseInstantMillis(value.get<std::string>()) : std::nullopt;
            if (millis) row.*kMember = *millis / kMillisPerSecond;
            return millis.has_value();
          },
          [](std::string_view key, const Row& row, Json& object) {
            const std::int64_t seconds = row.*kMember;
            Json& place = object[std::string(key)];
            if (seconds != kNoTime) place = FormatSeconds(seconds * kMillisPerSecond);
          }};
}

template <auto kMember>
constexpr StoredField MillisField(std::string_view name) {
  return {name,
          [](const Json& value, Row& row) {
            const auto millis =
                value.is_string() ? ParseInstantMillis(value.get<std::string>()) : std::nullopt;
            row.*kMember = millis.value_or(0);
            return millis.has_value();
          },
          [](std::string_view key, const Row& row, Json& object) {
            object[std::string(key)] = FormatMillis(row.*kMember);
          }};
}

// A whole number that its member can hold.
template <auto kMember>
constexpr StoredField NumberField(std::string_view name) {
  return {name,
          [](const Json& value, Row& row) {
            using Number = std::remove_reference_t<decltype(row.*kMember)>;
            if (!value.is_number_integer()) return false;
            const auto number = value.get<std::int64_t>();
            if (number < 0 || static_cast<std::uint64_t>(number) >
                                  static_cast<std::uint64_t>(std::numeric_limits<Number>::max())) {
              return false;
            }
            row.*kMember = static_cast<Number>(number);
            return true;
          },
          [](std::string_view key, const Row& row, Json& object) {
            object[std::string(key)] = row.*kMember;
          }};
}

// A text of the row's own; the first that is set makes the others the row's own too.
template <auto kMember>
constexpr StoredField TextField(std::string_view name) {
  return {name,
          [](const Json& value, Row& row) {
            if (!value.is_string()) return false;
            Texts texts = StoredTexts(row);  // the trap may be yet to be set
            texts.*kMember = value.get<std::string>();
            row.own_texts = std::make_shared<const Texts>(std::move(texts));
            return true;
          },
          [](std::string_view key, const Row& row, Json& object) {
            object[std::string(key)] = TextsOf(row).*kMember;
          }};
}

bool AssignId(const Json& value, Row& row) {
  if (!value.is_string() || !IsGuid(value.get_ref<const std::string&>())) return false;
  row.id = value.get<std::string>();
  return true;
}

bool AssignZone(const Json& value, Row& row) {
  for (std::uint8_t number = 0; number < kZones; ++number) {
    if (!value.is_string() || value.get_ref<const std::string&>() != ZoneAt(number).name) continue;
    row.zone = number;
    return true;
  }
  return false;
}

bool AssignParty(const Json& value, Row& row) {
  if (!value.is_array() || value.size() != kMaxRates) return false;
  for (std::size_t i = 0; i < kMaxRates; ++i) {
    if (!value[i].is_number_unsigned() || value[i].get<std::uint64_t>() > 255) return false;
    row.party[i] = value[i].get<std::uint8_t>();
  }
  return true;
}

constexpr StoredField kStored[] = {
    {"id", &AssignId,
     [](std::string_view key, const Row& row, Json& object) { object[std::string(key)] = row.id; }},
    NumberField<&Row::salt>("salt"),
    WordField<&Kinds, &Row::kind>("kind"),
    WordField<&States, &Row::state>("state"),
    WordField<&Payments, &Row::payment>("payment"),
    WordField<&Places, &Row::place>("place"),
    WordField<&Traps, &Row::trap>("trap"),
    SecondsField<&Row::start_s>("start"),
    SecondsField<&Row::end_s>("end"),
    MillisField<&Row::created_ms>("created"),
    MillisField<&Row::updated_ms>("updated"),
    NumberField<&Row::revision>("revision"),
    NumberField<&Row::total_minor>("total_minor"),
    NumberField<&Row::received_minor>("received_minor"),
    NumberField<&Row::session>("session"),
    NumberField<&Row::contact>("contact"),
    NumberField<&Row::service>("service"),
    NumberField<&Row::staff>("staff"),
    {"zone", &AssignZone,
     [](std::string_view key, const Row& row, Json& object) {
       object[std::string(key)] = row.written ? row.written->zone : ZoneAt(row.zone).name;
     }},
    {"party", &AssignParty,
     [](std::string_view key, const Row& row, Json& object) {
       object[std::string(key)] = row.party;
     }},
    TextField<&Texts::title>("title"),
    TextField<&Texts::first_name>("first_name"),
    TextField<&Texts::last_name>("last_name"),
    TextField<&Texts::email>("email"),
    TextField<&Texts::phone>("phone"),
    TextField<&Texts::external_id>("external_id"),
};

Json TextOrNull(bool known, const std::string& text) { return known ? Json(text) : Json(); }

void PutIds(Json& dump, const Row& row, const Catalogue& catalogue) {
  const bool is_course = row.kind == Kind::kCourse;
  dump["service_id"] = catalogue.ServiceId(row);
  dump["schedule_id"] = catalogue.ScheduleId(row);
  dump["session_id"] = TextOrNull(!is_course, catalogue.SessionId(row));
  dump["event_id"] = TextOrNull(HasEvent(row), catalogue.EventId(row));
  dump["contact_id"] = TextOrNull(HasContact(row), catalogue.ContactId(row));
  dump["staff_id"] = TextOrNull(HasStaff(row), catalogue.StaffId(row));
  dump["location_id"] = TextOrNull(HasPlaceId(row), catalogue.PlaceId(row));
  dump["form_field_ids"] = {catalogue.OwnId(row, "form 1"), catalogue.OwnId(row, "form 2"),
                            catalogue.OwnId(row, "form 3")};
}

void PutWords(Json& dump, const Row& row) {
  dump["status_v1"] = WordsOf(row.state).v1;
  dump["status_v2"] = WordsOf(row.state).v2;
  dump["payment_v1"] = WordsOf(row.payment).v1_state;
  dump["payment_v2"] = WordsOf(row.payment).v2_status;
  const std::optional<std::string_view> tag = TagOf(row);
  dump["tag"] = tag ? Json(*tag) : Json();
  dump["location_type"] = HasPlace(row) ? Json(WordsOf(row.place).word) : Json();
  dump["zone_told"] = ZoneName(row);
  dump["country"] = CountryOf(row);
}

void PutTold(Json& dump, const Row& row) {
  dump["staff_name"] = TextOrNull(HasStaff(row), StaffName(row));
  dump["staff_email"] = TextOrNull(HasStaff(row), StaffEmail(row));
  dump["location_name"] = TextOrNull(HasPlaceId(row), PlaceName(row));
  dump["location_address"] = TextOrNull(HasPlaceAddress(row), PlaceAddress(row));
  dump["currency"] = ServiceAt(row.service).currency;
  dump["total"] = TotalText(row);
  dump["received"] = ReceivedText(row);
  dump["has_balance"] = HasBalance(row);
  dump["has_order"] = HasOrder(row);
  dump["has_choices"] = HasChoices(row);
}

void PutActions(Json& dump, const Row& row) {
  const AllowedActions actions = AllowedActionsOf(row);
  dump["may_cancel"] = actions.cancel;
  dump["may_reschedule"] = actions.reschedule;
  dump["may_book_another"] = actions.book_another;
  dump["may_refund"] = actions.refund == AllowedActions::Refund::kYes;
}

}  // namespace

Json DumpRow(const Row& row, const Catalogue& catalogue) {
  Json dump = FieldsToJson<Row>(kStored, row);
  PutIds(dump, row, catalogue);
  PutWords(dump, row);
  PutTold(dump, row);
  PutActions(dump, row);
  return dump;
}

absl::StatusOr<Row> WithRowFields(Row row, const Json& fields) {
  return WithFields<Row>(kStored, std::move(row), fields);
}

}  // namespace bookings::sandbox::wix
