// The tables of filterable fields (wix.md 4.1, 4.2). Declared in wix_value.h.
#include <algorithm>
#include <array>
#include <optional>

#include "deploy/sandbox/wix/wix_facts.h"
#include "deploy/sandbox/wix/wix_value.h"

namespace bookings::sandbox::wix {
namespace {

constexpr Operators kEqOnly = Only(Operator::kEq);
constexpr Operators kAnyOf = Only(Operator::kEq, Operator::kIn, Operator::kHasSome);
constexpr Operators kEqNeIn = Only(Operator::kEq, Operator::kNe, Operator::kIn);
constexpr Operators kEqNe = Only(Operator::kEq, Operator::kNe);
constexpr Operators kFromUntil = Only(Operator::kGte, Operator::kLt);
constexpr Operators kAfterUpTo = Only(Operator::kGt, Operator::kLte);
constexpr Operators kScalar = Only(Operator::kEq, Operator::kNe, Operator::kGt, Operator::kGte,
                                   Operator::kLt, Operator::kLte, Operator::kIn, Operator::kNin);
constexpr Operators kListed = Only(Operator::kHasSome, Operator::kHasAll);

Value FieldText(std::string_view text) {
  if (text.empty()) return std::monostate();
  return std::string(text);
}
Value Seconds(std::int64_t seconds) {
  if (seconds == kNoTime) return std::monostate();
  return absl::FromUnixSeconds(seconds);
}
Value Millis(std::int64_t millis) { return absl::FromUnixMillis(millis); }

bool IsSlot(const Row& row) { return row.kind != Kind::kCourse; }

Value Id(const Row& row, const Catalogue&) { return row.id; }
Value ContactId(const Row& row, const Catalogue& catalogue) {
  return HasContact(row) ? FieldText(catalogue.ContactId(row)) : Value();
}
Value Email(const Row& row, const Catalogue&) { return FieldText(TextsOf(row).email); }
Value ExternalId(const Row& row, const Catalogue&) { return FieldText(TextsOf(row).external_id); }
Value AnySchedule(const Row& row, const Catalogue& catalogue) { return catalogue.ScheduleId(row); }
Value Start(const Row& row, const Catalogue&) { return Seconds(row.start_s); }
Value End(const Row& row, const Catalogue&) { return Seconds(row.end_s); }
Value Created(const Row& row, const Catalogue&) { return Millis(row.created_ms); }
Value Updated(const Row& row, const Catalogue&) { return Millis(row.updated_ms); }
Value V1Session(const Row& row, const Catalogue& catalogue) {
  return IsSlot(row) ? FieldText(catalogue.SessionId(row)) : Value();
}
Value V1Status(const Row& row, const Catalogue&) { return FieldText(WordsOf(row.state).v1); }
Value V2Status(const Row& row, const Catalogue&) { return FieldText(WordsOf(row.state).v2); }
Value PaymentStatus(const Row& row, const Catalogue&) {
  return FieldText(WordsOf(row.payment).v2_status);
}
Value PaymentOption(const Row& row, const Catalogue&) { return FieldText(PaymentOptionOf(row)); }
Value Tags(const Row& row, const Catalogue&) {
  const std::optional<std::string_view> tag = TagOf(row);
  return tag ? Value(std::vector<std::string>{std::string(*tag)}) : Value();
}
Value DoubleBooked(const Row& row, const Catalogue&) { return IsDoubleBooked(row); }

Value SlotEvent(const Row& row, const Catalogue& catalogue) {
  return HasEvent(row) ? FieldText(catalogue.EventId(row)) : Value();
}
Value SlotSession(const Row& row, const Catalogue& catalogue) {
  return HasEvent(row) ? FieldText(catalogue.SessionId(row)) : Value();
}
Value SlotStaff(const Row& row, const Catalogue& catalogue) {
  return HasStaff(row) ? FieldText(catalogue.StaffId(row)) : Value();
}

// Fields that slot and schedule have in common, each told under the path of one of them only.
Value ServiceOf(const Row& row, const Catalogue& catalogue) { return catalogue.ServiceId(row); }
Value PlaceIdOf(const Row& row, const Catalogue& catalogue) {
  return HasPlaceId(row) ? FieldText(catalogue.PlaceId(row)) : Value();
}
Value PlaceWordOf(const Row& row, const Catalogue&) {
  return HasPlace(row) ? FieldText(WordsOf(row.place).word) : Value();
}
template <Value (*read)(const Row&, const Catalogue&)>
Value OfSlot(const Row& row, const Catalogue& catalogue) {
  return IsSlot(row) ? read(row, catalogue) : Value();
}
template <Value (*read)(const Row&, const Catalogue&)>
Value OfSchedule(const Row& row, const Catalogue& catalogue) {
  return IsSlot(row) ? Value() : read(row, catalogue);
}

Value CreatorIs(std::string_view key, const Row& row, const Catalogue& catalogue) {
  const Creator creator = CreatorOf(row, catalogue);
  return creator.key == key ? FieldText(creator.id) : Value();
}
Value AppCreator(const Row& row, const Catalogue& c) { return CreatorIs("appId", row, c); }
Value UserCreator(const Row& row, const Catalogue& c) { return CreatorIs("wixUserId", row, c); }
Value MemberCreator(const Row& row, const Catalogue& c) { return CreatorIs("memberId", row, c); }
Value VisitorCreator(const Row& row, const Catalogue& c) {
  return CreatorIs("anonymousVisitorId", row, c);
}

Value TotalParticipants(const Row& row, const Catalogue&) {
  if (HasChoices(row) || PartySize(row) == 0) return std::monostate();
  return std::int64_t{PartySize(row)};
}
Value OptionIds(const Row& row, const Catalogue& catalogue) {
  if (!HasChoices(row)) return std::monostate();
  return std::vector<std::string>{catalogue.OwnId(row, "option")};
}
Value CustomChoices(const Row& row, const Catalogue&) {
  if (!HasChoices(row)) return std::monostate();
  return std::vector<std::string>{"Adult"};
}

constexpr ValueType kText = ValueType::kText;
constexpr ValueType kTime = ValueType::kTime;

// The creation date comes last and under two names, of which the list endpoint knows the second
// only.
const std::array<Field, 10>& V1Table() {
  static const std::array<Field, 10> table = {{
      {"bookingId", kText, kEqOnly, Id},
      {"id", kText, kEqOnly, Id},
      {"contactId", kText, kEqOnly, ContactId},
      {"sessionId", kText, kAnyOf, V1Session},
      {"scheduleId", kText, kAnyOf, AnySchedule},
      {"startTime", kTime, kFromUntil, Start},
      {"endTime", kTime, kAfterUpTo, End},
      {"status", kText, kAnyOf, V1Status, V1StatusWords()},
      {"created", kTime, kFromUntil, Created},
      {"createdDate", kTime, kFromUntil, Created},
  }};
  return table;
}

const std::array<Field, 32>& V2Table() {
  static const std::array<Field, 32> table = {{
      {"id", kText, kEqNeIn, Id},
      {"status", kText, kEqNeIn, V2Status, V2StatusWords()},
      {"paymentStatus", kText, kEqNeIn, PaymentStatus, V2PaymentStatusWords()},
      {"selectedPaymentOption", kText, kEqNeIn, PaymentOption, PaymentOptionWords()},
      {"externalUserId", kText, kEqNeIn, ExternalId},
      {"bookedEntity.item.slot.sessionId", kText, kEqNeIn, SlotSession},
      {"bookedEntity.item.slot.eventId", kText, kEqNeIn, SlotEvent},
      {"bookedEntity.item.slot.serviceId", kText, kEqNeIn, OfSlot<ServiceOf>},
      {"bookedEntity.item.slot.scheduleId", kText, kEqNeIn, OfSlot<AnySchedule>},
      {"bookedEntity.item.slot.resource.id", kText, kEqNeIn, SlotStaff},
      {"bookedEntity.item.slot.location.id", kText, kEqNeIn, OfSlot<PlaceIdOf>},
      {"bookedEntity.item.slot.location.locationType", kText, kEqNeIn, OfSlot<PlaceWordOf>,
       LocationTypeWords()},
      {"bookedEntity.item.schedule.scheduleId", kText, kEqNeIn, OfSchedule<AnySchedule>},
      {"bookedEntity.item.schedule.serviceId", kText, kEqNeIn, OfSchedule<ServiceOf>},
      {"bookedEntity.item.schedule.location.id", kText, kEqNeIn, OfSchedule<PlaceIdOf>},
      {"bookedEntity.item.schedule.location.locationType", kText, kEqNeIn, OfSchedule<PlaceWordOf>,
       LocationTypeWords()},
      {"bookedEntity.tags", ValueType::kTexts, kListed, Tags, TagWords()},
      {"contactDetails.contactId", kText, kEqNeIn, ContactId},
      {"contactDetails.email", kText, kEqNeIn, Email},
      {"createdDate", kTime, kScalar, Created},
      {"updatedDate", kTime, kScalar, Updated},
      {"startDate", kTime, kScalar, Start},
      {"endDate", kTime, kScalar, End},
      {"createdBy.contactId", kText, kEqNeIn, ContactId},
      {"createdBy.id.appId", kText, kEqNeIn, AppCreator},
      {"createdBy.id.wixUserId", kText, kEqNeIn, UserCreator},
      {"createdBy.id.memberId", kText, kEqNeIn, MemberCreator},
      {"createdBy.id.anonymousVisitorId", kText, kEqNeIn, VisitorCreator},
      {"doubleBooked", ValueType::kTruth, kEqNe, DoubleBooked},
      {"participantsInfo.type.totalParticipants.value", ValueType::kNumber, kScalar,
       TotalParticipants},
      {"participantsInfo.type.participantsChoices.serviceChoices.choices.optionId",
       ValueType::kTexts, kListed, OptionIds},
      {"participantsInfo.type.participantsChoices.serviceChoices.choices.choice.custom.value",
       ValueType::kTexts, kListed, CustomChoices},
  }};
  return table;
}

}  // namespace

std::span<const Field> V1QueryFields() { return V1Table(); }
std::span<const Field> V1ListFields() { return std::span(V1Table()).first(V1Table().size() - 1); }
std::span<const Field> V2Fields() { return V2Table(); }

const Field* FindField(std::span<const Field> fields, std::string_view path) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& field) { return field.path == path; });
  return found == fields.end() ? nullptr : &*found;
}

}  // namespace bookings::sandbox::wix
