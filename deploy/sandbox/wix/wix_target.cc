// See wix_target.h.
#include "deploy/sandbox/wix/wix_target.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/wix/wix_body.h"
#include "deploy/sandbox/wix/wix_facts.h"

namespace bookings::sandbox::wix {
namespace {

// How far ahead can be booked: the simulated business's policy.
constexpr absl::Duration kBookingWindow = absl::Hours(24 * 365);

constexpr std::size_t kWallLength = std::string_view("2026-12-10T14:00:00").size();
constexpr std::size_t kMillisLength = std::string_view(".000").size();

bool IsDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Local with or without milliseconds, which the vendor's text sets off by a colon and its samples
// by a dot (wix.md 3.6), or with an offset. A skipped local time moves forward.
std::optional<std::int64_t> ParseSlotDate(const std::string& text, const absl::TimeZone& zone) {
  if (const auto millis = ParseInstantMillis(text)) return *millis / kMillisPerSecond;
  const bool plain = text.size() == kWallLength;
  const bool millis = text.size() == kWallLength + kMillisLength &&
                      (text[kWallLength] == '.' || text[kWallLength] == ':') &&
                      IsDigits(std::string_view(text).substr(kWallLength + 1));
  absl::CivilSecond wall;
  if ((!plain && !millis) || !absl::ParseCivilTime(text.substr(0, kWallLength), &wall)) {
    return std::nullopt;
  }
  return absl::ToUnixSeconds(zone.At(wall).pre);
}

Refusal RefuseInput(std::string_view code, std::string_view description) {
  return RefuseApplication({400, description, code, description});
}

const WixAccount& AccountOf(const Call& call) {
  return static_cast<const WixAccount&>(call.account);
}

struct SlotTimes {
  std::string zone;
  Span span;
};

Checked<SlotTimes> ReadTimes(BodyReader& reader) {
  SlotTimes times;
  const std::string start = reader.RequiredText("startDate");
  const std::string end = reader.RequiredText("endDate");
  times.zone = reader.RequiredText("timezone");
  if (reader.refusal()) return *reader.refusal();
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(times.zone, &zone)) {
    return RefuseInput("INVALID_TIME_ZONE", "The time zone is not valid");
  }
  const auto start_s = ParseSlotDate(start, zone);
  const auto end_s = ParseSlotDate(end, zone);
  if (!start_s || !end_s) return RefuseInput("INVALID_DATE_FORMAT", "The date is not valid");
  times.span = {*start_s, *end_s};
  return times;
}

// The staff member whom `resource.id` names, where the offer has one of that id.
std::optional<std::uint8_t> FindStaff(const Offer& offer, std::string_view id,
                                      const Catalogue& catalogue) {
  for (const std::uint8_t staff : offer.staff) {
    if (catalogue.StaffId(staff) == id) return staff;
  }
  return std::nullopt;
}

// Which place the request names, and whether the service is given there.
void ReadLocation(const Json& location, BodyReader& reader, const Catalogue& catalogue,
                  Target& target) {
  BodyReader place(location, reader.Path("location"), reader.switches());
  place.Allow({"id", "name", "formattedAddress", "formattedAddressTranslated", "locationType"});
  const std::string word = place.Word("locationType", LocationTypeWords());
  if (word.empty()) place.Fail("locationType", "must not be empty", "REQUIRED_FIELD");
  const std::string id = place.Text("id");
  target.address = place.Text("formattedAddress");
  reader.Take(place.refusal());
  target.place = target.offer->place;
  const bool own = id.empty() || id == catalogue.PlaceId(target.offer->place_number());
  if (WordsOf(target.place).word != word || !own) target.is_offered = false;
}

void ReadResource(BodyReader& reader, const Catalogue& catalogue, Target& target) {
  BodyReader resource(reader.Object("resource"), reader.Path("resource"), reader.switches());
  resource.Allow({"id", "name", "email", "scheduleId", "type"});
  const std::string id = resource.Text("id");
  reader.Take(resource.refusal());
  if (id.empty() && reader.switches().Is("missing_resource", "refuse")) {
    reader.Fail("resource.id", "must not be empty", "REQUIRED_FIELD");
  }
  if (id.empty()) return;
  target.staff = FindStaff(*target.offer, id, catalogue);
  if (!target.staff) target.is_offered = false;
}

// The appointment service that both ids name.
Checked<const Offer*> FindAppointment(BodyReader& reader, const WixAccount& account) {
  const std::string service_id = reader.RequiredText("serviceId");
  const std::string schedule_id = reader.RequiredText("scheduleId");
  if (reader.refusal()) return *reader.refusal();
  const auto service = account.offers().ServiceById(account.catalogue(), service_id);
  if (!service) {
    return RefuseBusiness(account.switches.Get("unknown_service"), "The service was not found");
  }
  if (account.offers().ServiceBySchedule(account.catalogue(), schedule_id) != service) {
    return RefuseBusiness("SCHEDULE_NOT_FOUND", "The schedule was not found");
  }
  const Offer& offer = account.offers().At(*service);
  if (offer.kind != Kind::kAppointment) {
    return RefuseBusiness("SESSION_NOT_FOUND", "The session was not found");
  }
  return &offer;
}

Checked<Target> ReadAppointment(BodyReader& reader, const WixAccount& account) {
  const Checked<SlotTimes> times = ReadTimes(reader);
  if (const Refusal* const refusal = RefusalIn(times)) return *refusal;
  const Checked<const Offer*> offer = FindAppointment(reader, account);
  if (const Refusal* const refusal = RefusalIn(offer)) return *refusal;
  Target target;
  target.offer = std::get<const Offer*>(offer);
  target.span = std::get<SlotTimes>(times).span;
  target.zone = std::get<SlotTimes>(times).zone;
  ReadResource(reader, account.catalogue(), target);
  ReadLocation(reader.RequiredObject("location"), reader, account.catalogue(), target);
  if (reader.refusal()) return *reader.refusal();
  const std::int64_t length = absl::ToInt64Seconds(target.offer->length());
  if (target.span.end_s - target.span.start_s != length ||
      !account.offers().StartsAt(*target.offer, target.span.start_s)) {
    target.is_offered = false;
  }
  return target;
}

Checked<Target> ReadClass(BodyReader& reader, const std::string& event_id,
                          const WixAccount& account) {
  const Catalogue& catalogue = account.catalogue();
  auto name = SessionByEventId(catalogue, event_id);
  if (!name) name = SessionBySessionId(catalogue, event_id);
  const std::string service_id = reader.Text("serviceId");
  // Given values are ignored, but an enum must be one of its words.
  BodyReader location(reader.Object("location"), reader.Path("location"), reader.switches());
  (void)location.Word("locationType", LocationTypeWords());
  reader.Take(location.refusal());
  if (reader.refusal()) return *reader.refusal();
  if (name && !service_id.empty() && catalogue.ServiceId(name->service) != service_id) {
    name.reset();
  }
  return TargetOfSession(name, account);
}

}  // namespace

Refusal RefuseBusiness(std::string_view code, std::string_view description) {
  return RefuseApplication({428, description, code, description});
}

Checked<Target> ReadSlot(const Json& slot, const std::string& path, const Call& call) {
  BodyReader reader(slot, path, call.account.switches);
  reader.Allow({"serviceId", "scheduleId", "eventId", "sessionId", "startDate", "endDate",
                "timezone", "resource", "location", "resourceSelections", "allDay"});
  std::string event_id = reader.Text("eventId");
  if (event_id.empty()) event_id = reader.Text("sessionId");
  if (reader.refusal()) return *reader.refusal();
  if (!event_id.empty()) return ReadClass(reader, event_id, AccountOf(call));
  return ReadAppointment(reader, AccountOf(call));
}

Checked<Target> ReadSchedule(const Json& schedule, const std::string& path, const Call& call) {
  const WixAccount& account = AccountOf(call);
  BodyReader reader(schedule, path, account.switches);
  reader.Allow(
      {"scheduleId", "serviceId", "location", "timezone", "firstSessionStart", "lastSessionEnd"});
  const std::string id = reader.RequiredText("scheduleId");
  const std::string service_id = reader.Text("serviceId");
  if (reader.refusal()) return *reader.refusal();
  const auto service = account.offers().ServiceBySchedule(account.catalogue(), id);
  const bool right = service && account.offers().At(*service).kind == Kind::kCourse &&
                     (service_id.empty() || account.catalogue().ServiceId(*service) == service_id);
  if (!right) return RefuseBusiness("SCHEDULE_NOT_FOUND", "The schedule was not found");
  return TargetOfCourse(account.offers().At(*service), account);
}

Checked<Target> TargetOfSession(const std::optional<SessionName>& name, const WixAccount& account) {
  const auto span = name ? account.offers().SpanOf(name->service, name->session) : std::nullopt;
  if (!span || account.offers().At(name->service).kind != Kind::kClass) {
    return RefuseBusiness("SESSION_NOT_FOUND", "The session was not found");
  }
  const Offer& offer = account.offers().At(name->service);
  return Target{&offer,
                name->session,
                *span,
                offer.staff.front(),
                offer.place,
                "",
                account.offers().zone().name()};
}

Target TargetOfCourse(const Offer& offer, const WixAccount& account) {
  const std::uint32_t run = account.offers().RunOf(offer);
  return {&offer,
          run,
          *account.offers().SpanOf(offer.service, run),
          offer.staff.front(),
          offer.place,
          "",
          account.offers().zone().name()};
}

Target TargetOf(const Row& row, const WixAccount& account) {
  Target target;
  target.offer = &account.offers().At(row.service);
  target.session = row.session;
  target.span = {row.start_s, row.end_s};
  if (HasStaff(row)) target.staff = row.staff;
  target.place = row.place;
  target.zone = ZoneName(row);
  return target;
}

bool HasRoom(const Target& target, int participants, const std::string& id,
             const WixAccount& account) {
  const Agenda& agenda = account.agenda();
  const Offer& offer = *target.offer;
  if (offer.kind != Kind::kAppointment) {
    return agenda.Participants(offer.service, target.session, id) + participants <= offer.capacity;
  }
  if (target.staff) return agenda.IsStaffFree(*target.staff, target.span, id);
  return std::any_of(offer.staff.begin(), offer.staff.end(), [&](std::uint8_t staff) {
    return agenda.IsStaffFree(staff, target.span, id);
  });
}

std::uint8_t StaffFor(const Target& target, const std::string& id, const WixAccount& account) {
  if (target.staff) return *target.staff;
  for (const std::uint8_t staff : target.offer->staff) {
    if (account.agenda().IsStaffFree(staff, target.span, id)) return staff;
  }
  return target.offer->staff.front();
}

PolicyViolations ViolationsOf(std::int64_t start_s, absl::Time now) {
  const absl::Time start = absl::FromUnixSeconds(start_s);
  return {start > now + kBookingWindow, start <= now};
}

std::optional<Refusal> RefuseTarget(const Target& target, int participants, const std::string& id,
                                    const Call& call) {
  constexpr std::array<std::string_view, 3> kFull = {
      "SLOT_NOT_AVAILABLE", "SESSION_CAPACITY_EXCEEDED", "SCHEDULE_CAPACITY_EXCEEDED"};
  const WixAccount& account = AccountOf(call);
  if (!target.is_offered) {
    return RefuseBusiness("SLOT_NOT_AVAILABLE", "The slot is not available");
  }
  const bool violates = ViolationsOf(target.span.start_s, call.now).any();
  if (violates && account.switches.Is("past_slot", "slot_not_available")) {
    return RefuseBusiness("SLOT_NOT_AVAILABLE", "The slot is not available");
  }
  if (violates) {
    return RefuseApplication({403, "Booking policy violation", "BOOKING_POLICY_VIOLATION",
                              "Too early or too late to book"});
  }
  if (HasRoom(target, participants, id, account)) return std::nullopt;
  return RefuseBusiness(kFull[static_cast<std::size_t>(target.offer->kind)], "No open spots");
}

}  // namespace bookings::sandbox::wix
