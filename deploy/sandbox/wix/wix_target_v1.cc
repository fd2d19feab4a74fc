// See wix_target_v1.h.
#include "deploy/sandbox/wix/wix_target_v1.h"

#include <array>
#include <string>

#include "absl/time/civil_time.h"
#include "deploy/sandbox/core/civil_time.h"

namespace bookings::sandbox::wix {
namespace {

constexpr std::array<std::string_view, 2> kTransparencies = {"FREE", "BUSY"};
constexpr std::size_t kMaxAffected = 10;

const WixAccount& AccountOf(const Call& call) {
  return static_cast<const WixAccount&>(call.account);
}

// `{year, monthOfYear, dayOfMonth, hourOfDay, minutesOfHour}`
std::optional<std::int64_t> ReadLocal(BodyReader& point, const absl::TimeZone& zone) {
  BodyReader local(point.Object("localDateTime"), point.Path("localDateTime"), point.switches());
  local.Allow({"year", "monthOfYear", "dayOfMonth", "hourOfDay", "minutesOfHour"});
  std::array<std::int64_t, 5> parts = {};
  std::size_t i = 0;
  for (const std::string_view name :
       {"year", "monthOfYear", "dayOfMonth", "hourOfDay", "minutesOfHour"}) {
    const auto number = local.Number(name, 0, 9999);
    if (!number) local.Fail(name, "must not be empty", "REQUIRED_FIELD");
    parts[i++] = number.value_or(0);
  }
  const absl::CivilMinute wall(parts[0], static_cast<int>(parts[1]), static_cast<int>(parts[2]),
                               static_cast<int>(parts[3]), static_cast<int>(parts[4]));
  const bool exists = wall.month() == parts[1] && wall.day() == parts[2] &&
                      wall.hour() == parts[3] && wall.minute() == parts[4];
  if (!exists) local.Fail("", "is no date and time", "FORMAT");
  point.Take(local.refusal());
  if (point.refusal()) return std::nullopt;
  return absl::ToUnixSeconds(zone.At(absl::CivilSecond(wall)).pre);
}

// `start` or `end`: `{timestamp}` or `{localDateTime}`, with the deprecated `timeZone`.
std::optional<std::int64_t> ReadPoint(BodyReader& reader, std::string_view name,
                                      absl::TimeZone zone) {
  BodyReader point(reader.RequiredObject(name), reader.Path(name), reader.switches());
  point.Allow({"timestamp", "localDateTime", "timeZone"});
  const std::string zone_name = point.Text("timeZone");
  if (!zone_name.empty() && !absl::LoadTimeZone(zone_name, &zone)) {
    point.Fail("timeZone", "must be an IANA time zone", "FORMAT");
  }
  std::optional<std::int64_t> seconds;
  if (point.Has("localDateTime")) {
    seconds = ReadLocal(point, zone);
  } else {
    const auto millis = ParseInstantMillis(point.RequiredText("timestamp"));
    if (!millis) point.Fail("timestamp", "must be an RFC 3339 timestamp", "FORMAT");
    if (millis) seconds = *millis / kMillisPerSecond;
  }
  reader.Take(point.refusal());
  return seconds;
}

// The staff member whose schedule the session affects.
void ReadAffected(BodyReader& reader, const Catalogue& catalogue, Target& target) {
  for (const Json& item : reader.List("affectedSchedules", kMaxAffected)) {
    BodyReader affected(item, reader.Path("affectedSchedules"), reader.switches());
    affected.Allow({"scheduleId", "transparency"});
    const std::string id = affected.RequiredText("scheduleId");
    (void)affected.Word("transparency", kTransparencies);
    reader.Take(affected.refusal());
    bool known = false;
    for (const std::uint8_t staff : target.offer->staff) {
      if (catalogue.StaffScheduleId(staff) != id) continue;
      target.staff = staff;
      known = true;
    }
    if (!known) target.is_offered = false;
  }
}

void ReadPlace(BodyReader& reader, const Catalogue& catalogue, Target& target) {
  BodyReader place(reader.Object("location"), reader.Path("location"), reader.switches());
  place.Allow({"locationType", "businessLocation"});
  const std::string word = place.Word("locationType", LocationTypeWords());
  BodyReader business(place.Object("businessLocation"), place.Path("businessLocation"),
                      reader.switches());
  const std::string id = business.Text("id");
  reader.Take(place.refusal());
  reader.Take(business.refusal());
  target.place = target.offer->place;
  if (!word.empty() && word != WordsOf(target.place).word) target.is_offered = false;
  if (!id.empty() && id != catalogue.PlaceId(target.offer->place_number())) {
    target.is_offered = false;
  }
}

Checked<Target> ReadNewSession(BodyReader& root, const Call& call) {
  const WixAccount& account = AccountOf(call);
  BodyReader reader(root.Object("createSession"), "createSession", call.account.switches);
  reader.Allow({"scheduleId", "start", "end", "affectedSchedules", "location", "timeZone"});
  const std::string id = reader.RequiredText("scheduleId");
  const auto start = ReadPoint(reader, "start", account.offers().zone());
  const auto end = ReadPoint(reader, "end", account.offers().zone());
  if (reader.refusal()) return *reader.refusal();
  const auto service = account.offers().ServiceBySchedule(account.catalogue(), id);
  if (!service || account.offers().At(*service).kind != Kind::kAppointment) {
    return RefuseBusiness("SCHEDULE_NOT_FOUND", "The schedule was not found");
  }
  Target target;
  target.offer = &account.offers().At(*service);
  target.span = {*start, *end};
  target.zone = account.offers().zone().name();
  ReadAffected(reader, account.catalogue(), target);
  ReadPlace(reader, account.catalogue(), target);
  if (reader.refusal()) return *reader.refusal();
  if (*end - *start != absl::ToInt64Seconds(target.offer->length()) ||
      !account.offers().StartsAt(*target.offer, *start)) {
    target.is_offered = false;
  }
  return target;
}

// `bySessionId`, whose times are compared with the session's, or the deprecated plain `sessionId`.
Checked<Target> ReadSession(BodyReader& root, const Call& call) {
  const WixAccount& account = AccountOf(call);
  const absl::TimeZone& zone = account.offers().zone();
  std::string id = root.Text("sessionId");
  std::optional<Span> told;
  if (root.Has("bySessionId")) {
    BodyReader reader(root.Object("bySessionId"), "bySessionId", call.account.switches);
    reader.Allow({"sessionId", "start", "end"});
    id = reader.RequiredText("sessionId");
    if (reader.Has("start") || reader.Has("end")) {
      const auto start = ReadPoint(reader, "start", zone);
      const auto end = ReadPoint(reader, "end", zone);
      if (start && end) told = Span{*start, *end};
    }
    root.Take(reader.refusal());
  }
  if (root.refusal()) return *root.refusal();
  Checked<Target> target = TargetOfSession(SessionBySessionId(account.catalogue(), id), account);
  if (RefusalIn(target) != nullptr || !told) return target;
  const Span span = std::get<Target>(target).span;
  const bool same = span.start_s == told->start_s && span.end_s == told->end_s;
  if (!same) return RefuseBusiness("SESSION_NOT_FOUND", "The session has other times");
  return target;
}

Checked<Target> ReadCourse(BodyReader& root, const Call& call) {
  const WixAccount& account = AccountOf(call);
  const std::string id = root.Text("scheduleId");
  if (root.refusal()) return *root.refusal();
  const auto service = account.offers().ServiceBySchedule(account.catalogue(), id);
  if (!service || account.offers().At(*service).kind != Kind::kCourse) {
    return RefuseBusiness("SCHEDULE_NOT_FOUND", "The schedule was not found");
  }
  return TargetOfCourse(account.offers().At(*service), account);
}

}  // namespace

std::optional<Refusal> RefuseV1(const Call& call) {
  if (call.account.switches.Is("v1_served", "removed")) return RefuseUnknownPath();
  return std::nullopt;
}

Checked<Target> ReadTargetV1(BodyReader& root, const Call& call) {
  int told = 0;
  for (const std::string_view name : {"createSession", "bySessionId", "scheduleId", "sessionId"}) {
    told += root.Has(name) ? 1 : 0;
  }
  if (told != 1) {
    root.Fail("createSession", "exactly one of createSession, bySessionId, scheduleId",
              "REQUIRED_FIELD");
    return *root.refusal();
  }
  if (root.Has("createSession")) return ReadNewSession(root, call);
  return root.Has("scheduleId") ? ReadCourse(root, call) : ReadSession(root, call);
}

}  // namespace bookings::sandbox::wix
