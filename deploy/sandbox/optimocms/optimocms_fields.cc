// The row as the control path shows and takes it; its forms have the same words there and in the
// switches.
#include "deploy/sandbox/optimocms/optimocms_model.h"

namespace bookings::sandbox::optimocms {
namespace {

constexpr EnumWord<DateForm> kDateForms[] = {{DateForm::kPlain, "plain"},
                                             {DateForm::kMidnightUtc, "midnight_utc"},
                                             {DateForm::kMidnightMs, "midnight_ms"},
                                             {DateForm::kMidnight, "midnight"},
                                             {DateForm::kEveningUtc, "evening_utc"},
                                             {DateForm::kNull, "null"},
                                             {DateForm::kAbsent, "absent"}};

constexpr EnumWord<TimeForm> kTimeForms[] = {
    {TimeForm::kMinutes, "minutes"},    {TimeForm::kSeconds, "seconds"},
    {TimeForm::kShort, "short"},        {TimeForm::kDateTime, "date_time"},
    {TimeForm::kOtherDay, "other_day"}, {TimeForm::kWords, "words"},
    {TimeForm::kEmpty, "empty"},        {TimeForm::kNull, "null"},
    {TimeForm::kAbsent, "absent"}};

constexpr EnumWord<CustomerShape> kCustomerShapes[] = {{CustomerShape::kNamed, "named"},
                                                       {CustomerShape::kEmpty, "empty"},
                                                       {CustomerShape::kSplit, "split"},
                                                       {CustomerShape::kFlat, "flat"},
                                                       {CustomerShape::kEmailOnly, "email_only"},
                                                       {CustomerShape::kExtended, "extended"},
                                                       {CustomerShape::kNull, "null"},
                                                       {CustomerShape::kAbsent, "absent"}};

constexpr EnumWord<CreatedForm> kCreatedForms[] = {
    {CreatedForm::kSeconds, "seconds"}, {CreatedForm::kMillis, "millis"},
    {CreatedForm::kNanos, "nanos"},     {CreatedForm::kOffset, "offset"},
    {CreatedForm::kNull, "null"},       {CreatedForm::kAbsent, "absent"}};

}  // namespace

// Found by the field table through the enums' namespace.
bool Assign(const Json& value, DateForm& field) { return AssignWord(kDateForms, value, field); }
bool Assign(const Json& value, TimeForm& field) { return AssignWord(kTimeForms, value, field); }
bool Assign(const Json& value, CustomerShape& field) {
  return AssignWord(kCustomerShapes, value, field);
}
bool Assign(const Json& value, CreatedForm& field) {
  return AssignWord(kCreatedForms, value, field);
}
void Put(std::string_view name, const DateForm& field, Json& object) {
  PutWord(kDateForms, name, field, object);
}
void Put(std::string_view name, const TimeForm& field, Json& object) {
  PutWord(kTimeForms, name, field, object);
}
void Put(std::string_view name, const CustomerShape& field, Json& object) {
  PutWord(kCustomerShapes, name, field, object);
}
void Put(std::string_view name, const CreatedForm& field, Json& object) {
  PutWord(kCreatedForms, name, field, object);
}

namespace {

constexpr RowField<Row> kFields[] = {
    FieldOf<Row, &Row::id>("id"),
    FieldOf<Row, &Row::status>("status"),
    FieldOf<Row, &Row::day>("day"),
    FieldOf<Row, &Row::start>("start"),
    FieldOf<Row, &Row::minutes>("minutes"),
    FieldOf<Row, &Row::date_form>("dateForm"),
    FieldOf<Row, &Row::time_form>("timeForm"),
    FieldOf<Row, &Row::customer>("customer"),
    FieldOf<Row, &Row::first_name>("firstName"),
    FieldOf<Row, &Row::last_name>("lastName"),
    FieldOf<Row, &Row::email>("email"),
    FieldOf<Row, &Row::phone>("phone"),
    FieldOf<Row, &Row::given_customer>("givenCustomer"),
    FieldOf<Row, &Row::created_ms>("createdAt"),
    FieldOf<Row, &Row::created_form>("createdForm"),
    FieldOf<Row, &Row::service_id>("serviceId"),
    FieldOf<Row, &Row::staff_id>("staffId"),
    FieldOf<Row, &Row::branch_id>("branchId"),
    FieldOf<Row, &Row::branch_zone>("branchZone"),
    FieldOf<Row, &Row::unknown_fields>("unknownFields"),
    FieldOf<Row, &Row::trap>("trap"),
};

}  // namespace

absl::Span<const RowField<Row>> Fields() { return kFields; }

Row Effective(Row row, const Switches& switches) {
  const auto word = [&](std::string_view name) { return Json(std::string(switches.Get(name))); };
  // Date and time are read together: a row that is odd in one keeps the plain form of the other.
  if (row.date_form == DateForm::kPlain && row.time_form == TimeForm::kMinutes) {
    Assign(word("date_form"), row.date_form);
    Assign(word("time_form"), row.time_form);
  }
  if (row.customer == CustomerShape::kNamed) Assign(word("customer"), row.customer);
  return row;
}

}  // namespace bookings::sandbox::optimocms
