// The row as the control path shows and takes it.
#include "deploy/sandbox/core/row_fields.h"
#include "deploy/sandbox/tiquo/tiquo_model.h"

namespace bookings::sandbox::tiquo {
namespace {

constexpr EnumWord<Ticketing> kTicketingWords[] = {
    {Ticketing::kNone, "none"}, {Ticketing::kOff, "off"}, {Ticketing::kOn, "on"}};

}  // namespace

// Found by the field table through the enum's namespace.
bool Assign(const Json& value, Ticketing& field) {
  return AssignWord(kTicketingWords, value, field);
}

void Put(std::string_view name, const Ticketing& field, Json& object) {
  PutWord(kTicketingWords, name, field, object);
}

namespace {

bool AssignVenueZone(const Json& value, Row& row) {
  absl::TimeZone zone;
  return sandbox::Assign(value, row.venue_zone) && absl::LoadTimeZone(row.venue_zone, &zone);
}

constexpr RowField<Row> kFields[] = {
    FieldOf<Row, &Row::id>("id"),
    FieldOf<Row, &Row::booking_number>("bookingNumber"),
    FieldOf<Row, &Row::confirmation_code>("confirmationCode"),
    FieldOf<Row, &Row::status>("status"),
    FieldOf<Row, &Row::day>("day"),
    FieldOf<Row, &Row::start_time>("startTime"),
    FieldOf<Row, &Row::end_time>("endTime"),
    FieldOf<Row, &Row::duration>("duration"),
    FieldOf<Row, &Row::time_zone>("timezone"),
    {"venueZone", AssignVenueZone, FieldOf<Row, &Row::venue_zone>("venueZone").put},
    FieldOf<Row, &Row::attendees>("attendeeCount"),
    FieldOf<Row, &Row::service_name>("serviceName"),
    FieldOf<Row, &Row::service_id>("serviceId"),
    FieldOf<Row, &Row::service_group>("serviceGroupName"),
    FieldOf<Row, &Row::service_category>("serviceCategoryName"),
    FieldOf<Row, &Row::sublocation_id>("sublocationId"),
    FieldOf<Row, &Row::sublocation_name>("sublocationName"),
    FieldOf<Row, &Row::ticketing>("ticketing"),
    FieldOf<Row, &Row::source>("source"),
    FieldOf<Row, &Row::customer>("customer"),
    FieldOf<Row, &Row::created_ms>("createdAt"),
    FieldOf<Row, &Row::updated_ms>("updatedAt"),
    FieldOf<Row, &Row::unknown_fields>("unknownFields"),
    FieldOf<Row, &Row::trap>("trap"),
};

}  // namespace

absl::Span<const RowField<Row>> Fields() { return kFields; }

}  // namespace bookings::sandbox::tiquo
