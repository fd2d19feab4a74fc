// See wix_v2_slots.h.
#include "connectors/wix/wix_v2_slots.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "connectors/api/civil.h"
#include "connectors/api/cursor.h"
#include "connectors/api/json_writer.h"
#include "connectors/api/money.h"
#include "connectors/api/page.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"
#include "connectors/wix/wix_messages.h"
#include "connectors/wix/wix_slot_parts.h"
#include "connectors/wix/wix_words.h"

namespace bookings::wix {
namespace {

constexpr std::string_view kServicesTarget = "/bookings/v2/services/query";
constexpr std::string_view kAppointmentsTarget = "/_api/service-availability/v2/time-slots";
constexpr std::string_view kClassesTarget = "/_api/service-availability/v2/time-slots/event";
// wix.md 3.6: the type of those resources that are people.
constexpr std::string_view kStaffType = "1cd44cf8-756f-41c3-bd90-3e2ffcaf1155";
// wix.md 3.7: the type of those services that are classes.
constexpr std::string_view kClassType = "CLASS";
constexpr std::string_view kSlotCursorMark = "c:";
constexpr std::string_view kUtc = "UTC";
// At one start every five minutes a window takes a handful of pages.
constexpr absl::Duration kWindow = absl::Hours(24 * 14);

// What every call of a plan must know of the service; SlotPlan::vendor_data as JSON.
struct Service {
  v1::BookingKind kind = v1::BOOKING_KIND_UNSPECIFIED;
  std::string type;
  v1::ServiceReference service;
  std::optional<v1::Money> price;
  std::string price_amount, price_currency;
  std::string zone;
};

std::string TextOf(json::Value value) {
  return std::string(value.AsString().value_or(std::string_view()));
}

void SetPrice(std::string amount, std::string currency, Service* service) {
  service->price = MoneyFromDecimal(amount, currency);
  service->price_amount = std::move(amount);
  service->price_currency = std::move(currency);
}

std::string WriteService(const Service& service) {
  json::Writer out;
  out.Open('{').Key("type").String(service.type);
  out.Key("id").String(service.service.id()).Key("name").String(service.service.name());
  out.Key("category").String(service.service.category());
  out.Key("amount").String(service.price_amount).Key("currency").String(service.price_currency);
  out.Key("zone").String(service.zone).Close('}');
  return std::move(out).Take();
}

absl::StatusOr<Service> ReadService(const std::string& vendor_data) {
  const absl::StatusOr<json::Document> data = json::Document::Parse(vendor_data);
  if (!data.ok()) return data.status();
  const json::Value root = data->root();
  Service service;
  service.type = TextOf(root["type"]);
  service.kind = Translate(ServiceTypeWords(), service.type).value_or(v1::BOOKING_KIND_UNSPECIFIED);
  service.service.set_id(TextOf(root["id"]));
  service.service.set_name(TextOf(root["name"]));
  service.service.set_category(TextOf(root["category"]));
  SetPrice(TextOf(root["amount"]), TextOf(root["currency"]), &service);
  service.zone = TextOf(root["zone"]);
  return service;
}

Service ReadVendorService(json::Value read) {
  Service service;
  service.type = TextOf(read["type"]);
  service.kind = Translate(ServiceTypeWords(), service.type).value_or(v1::BOOKING_KIND_UNSPECIFIED);
  service.service.set_id(TextOf(read["id"]));
  service.service.set_name(TextOf(read["name"]));
  service.service.set_category(TextOf(read["category"]["name"]));
  const json::Value price = read["payment"]["fixed"]["price"];
  SetPrice(TextOf(price["value"]), TextOf(price["currency"]), &service);
  return service;
}

// A course is booked as a whole: it has no slots.
SlotPlan PlanFor(const Service& service, const SlotQuery& query) {
  SlotPlan plan;
  plan.query = query;
  plan.vendor_data = WriteService(service);
  if (service.kind != v1::BOOKING_KIND_COURSE) plan.windows = CutWindows(query, kWindow);
  return plan;
}

void WriteSlotRange(SlotWindow window, json::Writer& out) {
  out.Key("fromLocalDate").String(FormatLocal(window.from, absl::UTCTimeZone()));
  out.Key("toLocalDate").String(FormatLocal(window.to, absl::UTCTimeZone()));
  out.Key("timeZone").String(kUtc);
}

void WriteStaffType(json::Writer& out) {
  out.Key("includeResourceTypeIds").Open('[').String(kStaffType).Close(']');
}

void WriteAppointments(const SlotPlan& plan, const Service& service, SlotWindow window,
                       json::Writer& out) {
  out.Key("serviceId").String(service.service.id());
  WriteSlotRange(window, out);
  if (plan.query.unavailable == UnavailableSlots::kHide) out.Key("bookable").Bool(true);
  WriteStaffType(out);
}

void WriteClasses(const SlotPlan& plan, const Service& service, SlotWindow window,
                  json::Writer& out) {
  WriteSlotRange(window, out);
  out.Key("serviceIds").Open('[').String(service.service.id()).Close(']');
  out.Key("includeNonBookable").Bool(plan.query.unavailable == UnavailableSlots::kShow);
}

// The cursor carries all other arguments.
void WritePaging(std::string_view cursor, json::Writer& out) {
  out.Key("cursorPaging").Open('{').Key("limit").Number(kTimeSlotPageSize);
  if (!cursor.empty()) out.Key("cursor").String(cursor);
  out.Close('}');
}

// The calls name their metadata differently (wix.md 3.3, trap 22).
absl::StatusOr<std::optional<std::string>> ReadCursor(json::Value root) {
  json::Value paging = root["cursorPagingMetadata"];
  if (!paging.IsObject()) paging = root["pagingMetadata"];
  const std::string next = TextOf(paging["cursors"]["next"]);
  if (next.empty()) return std::optional<std::string>();
  if (next.size() + kSlotCursorMark.size() > kMaxCursorBytes) {
    return ResponseInvalid("the answer's cursor is longer than documented");
  }
  return std::optional<std::string>(absl::StrCat(ToAbsl(kSlotCursorMark), next));
}

// The zone that the answer's wall times are in.
absl::TimeZone AnswerZone(json::Value root) {
  return FindZone(TextOf(root["timeZone"])).value_or(absl::UTCTimeZone());
}

struct Staff {
  std::vector<v1::StaffMember> members;
  // Wix lists ten at most.
  bool has_more = false;
};

Staff ReadStaff(json::Value time_slot) {
  Staff staff;
  for (json::Value type : json::Elements(time_slot["availableResources"])) {
    if (TextOf(type["resourceTypeId"]) != kStaffType) continue;
    staff.has_more |= type["hasMoreAvailableResources"].AsBool().value_or(false);
    for (json::Value resource : json::Elements(type["resources"])) {
      v1::StaffMember member;
      member.set_id(TextOf(resource["id"]));
      member.set_name(TextOf(resource["name"]));
      if (!member.id().empty()) staff.members.push_back(std::move(member));
    }
  }
  return staff;
}

void FillSlotLocation(json::Value read, FoundSlot* found) {
  if (!read.IsObject()) return;
  const std::string word = TextOf(read["locationType"]);
  v1::Location& location = *found->slot.mutable_location();
  location.set_id(TextOf(read["id"]));
  location.set_name(TextOf(read["name"]));
  location.set_address(TextOf(read["formattedAddress"]));
  location.set_vendor_kind(word);
  if (word.empty()) return;
  location.set_kind(Translate(SlotLocationWords(), word).value_or(v1::LOCATION_KIND_UNKNOWN));
  const std::string_view booking_word = BookingLocationWord(word);
  if (booking_word.empty()) return;
  (*found->reference.mutable_vendor())[kLocationType] = std::string(booking_word);
}

void FillCapacity(json::Value read, v1::Slot* slot) {
  const std::optional<int64_t> left = read["remainingCapacity"].AsInt64();
  if (!left) return;
  slot->set_capacity_left(
      static_cast<int32_t>(std::clamp<int64_t>(*left, 0, std::numeric_limits<int32_t>::max())));
}

// A time slot without its staff; no value where it tells no start.
std::optional<FoundSlot> ReadTimeSlot(json::Value read, absl::TimeZone zone) {
  const std::optional<absl::Time> start = ReadTime(TextOf(read["localStartDate"]), zone);
  if (!start) return std::nullopt;
  FoundSlot found;
  v1::Slot& slot = found.slot;
  SetTimestamp(*start, slot.mutable_start_time());
  if (const auto end = ReadTime(TextOf(read["localEndDate"]), zone)) {
    SetTimestamp(*end, slot.mutable_end_time());
  }
  slot.set_available(read["bookable"].AsBool().value_or(false));
  slot.mutable_service()->set_id(TextOf(read["serviceId"]));
  FillCapacity(read, &slot);
  FillSlotLocation(read["location"], &found);
  found.reference.set_schedule_id(TextOf(read["scheduleId"]));
  found.reference.set_session_id(TextOf(read["eventInfo"]["eventId"]));
  return found;
}

bool Wants(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

void AddSlot(FoundSlot found, std::vector<FoundSlot>* slots) {
  FillReference(&found);
  slots->push_back(std::move(found));
}

// One slot for each time; where the caller names staff members, one for each of those, so that its
// token books that very one.
void AddSlots(const FoundSlot& found, const Staff& staff, const SlotQuery& query,
              std::vector<FoundSlot>* slots) {
  if (query.staff_ids.empty()) {
    FoundSlot slot = found;
    for (const v1::StaffMember& member : staff.members) *slot.slot.add_staff() = member;
    AddSlot(slot, slots);
    if (staff.has_more) slots->back().reference.clear_staff_id();
    return;
  }
  for (const v1::StaffMember& member : staff.members) {
    if (!Wants(query.staff_ids, member.id())) continue;
    FoundSlot slot = found;
    *slot.slot.add_staff() = member;
    AddSlot(std::move(slot), slots);
  }
}

void FillService(const Service& service, v1::Slot* slot) {
  *slot->mutable_service() = service.service;
  if (service.price) *slot->mutable_price() = *service.price;
  slot->set_time_zone(service.zone);
}

bool HasLocation(const FoundSlot& found, const internal::v1::SlotReference& wish) {
  return wish.location_id().empty() || found.slot.location().id() == wish.location_id();
}

// The staff member to be booked; empty where the slot has nobody to choose from.
std::optional<std::string> ChooseStaff(const Staff& staff, const SlotWish& wish) {
  const std::string& wanted = wish.slot.staff_id();
  const auto has = [&](const std::string& id) {
    return std::any_of(staff.members.begin(), staff.members.end(),
                       [&](const v1::StaffMember& member) { return member.id() == id; });
  };
  if (!wanted.empty()) {
    const bool may_be = has(wanted) || staff.has_more || staff.members.empty();
    return may_be ? std::optional(wanted) : std::nullopt;
  }
  if (!wish.preferred_staff.empty() && has(wish.preferred_staff)) return wish.preferred_staff;
  return staff.members.empty() ? std::string() : staff.members.front().id();
}

internal::v1::SlotReference CompleteSlots(FoundSlot found, std::string staff,
                                          const SlotWish& wish) {
  FillReference(&found);
  internal::v1::SlotReference slot = std::move(found.reference);
  slot.set_service_id(wish.slot.service_id());
  slot.set_staff_id(std::move(staff));
  slot.set_time_zone(wish.slot.time_zone());
  return slot;
}

}  // namespace

HttpRequest BuildServiceQuery(std::string_view service_id) {
  json::Writer body;
  body.Open('{').Key("query").Open('{').Key("filter").Open('{');
  body.Key("id").String(service_id).Close('}');
  body.Key("paging").Open('{').Key("limit").Number(1).Close('}').Close('}').Close('}');
  return BuildRead(std::string(kServicesTarget), std::move(body).Take(), Purpose::kListSlots);
}

absl::StatusOr<SlotPlan> ParseServiceForSlots(HttpResponse response, const SlotQuery& query,
                                              std::string_view zone) {
  const absl::StatusOr<json::Document> answer = ReadAnswer(std::move(response));
  if (!answer.ok()) return answer.status();
  for (json::Value read : json::Elements(answer->root()["services"])) {
    if (TextOf(read["id"]) != query.service_id) continue;
    Service service = ReadVendorService(read);
    if (service.kind == v1::BOOKING_KIND_UNSPECIFIED) {
      return ResponseInvalid("the service is neither appointment, class nor course");
    }
    service.zone = query.time_zone.empty() ? std::string(zone) : query.time_zone;
    return PlanFor(service, query);
  }
  return MakeFailure(absl::StatusCode::kFailedPrecondition,
                     v1::ERROR_REASON_VENDOR_RESOURCE_MISSING, "the vendor knows no such service");
}

absl::StatusOr<HttpRequest> BuildTimeSlots(const SlotPlan& plan, std::string_view window,
                                           std::string_view cursor) {
  const absl::StatusOr<Service> service = ReadService(plan.vendor_data);
  if (!service.ok()) return service.status();
  const std::optional<SlotWindow> range = ReadWindow(window);
  const bool ours = cursor.empty() || cursor.starts_with(kSlotCursorMark);
  if (!range || !ours) return GarbledCursor();
  const bool is_class = service->kind == v1::BOOKING_KIND_CLASS;
  json::Writer body;
  body.Open('{');
  if (!cursor.empty()) {
    WritePaging(cursor.substr(kSlotCursorMark.size()), body);
  } else {
    is_class ? WriteClasses(plan, *service, *range, body)
             : WriteAppointments(plan, *service, *range, body);
    WritePaging("", body);
  }
  body.Close('}');
  return BuildRead(std::string(is_class ? kClassesTarget : kAppointmentsTarget),
                   std::move(body).Take(), Purpose::kListSlots);
}

absl::StatusOr<SlotPage> ParseTimeSlots(HttpResponse response, const SlotPlan& plan) {
  const absl::StatusOr<Service> service = ReadService(plan.vendor_data);
  if (!service.ok()) return service.status();
  const absl::StatusOr<json::Document> answer = ReadAnswer(std::move(response));
  if (!answer.ok()) return answer.status();
  const json::Value root = answer->root();
  if (!root["timeSlots"].IsArray() && !root["timeSlots"].IsNullOrMissing()) {
    return ResponseInvalid("the answer holds no list of time slots");
  }
  SlotPage page;
  for (json::Value read : json::Elements(root["timeSlots"])) {
    std::optional<FoundSlot> found = ReadTimeSlot(read, AnswerZone(root));
    if (!found) return ResponseInvalid("a time slot tells no start");
    FillService(*service, &found->slot);
    AddSlots(*found, ReadStaff(read), plan.query, &page.slots);
  }
  absl::StatusOr<std::optional<std::string>> next = ReadCursor(root);
  if (!next.ok()) return next.status();
  page.next_cursor = *std::move(next);
  return page;
}

SlotPlan PlanSessionLookUp(const std::string& service_id, absl::Time start) {
  Service service;
  service.type = kClassType;
  service.service.set_id(service_id);
  SlotQuery query;
  query.from = start;
  query.to = start + absl::Seconds(1);
  query.unavailable = UnavailableSlots::kShow;
  return PlanFor(service, query);
}

HttpRequest BuildSlotLookUp(std::string_view service_id, absl::Time start) {
  json::Writer body;
  body.Open('{').Key("serviceId").String(service_id);
  WriteSlotRange({start, start + absl::Seconds(1)}, body);
  WriteStaffType(body);
  WritePaging("", body);
  body.Close('}');
  return BuildRead(std::string(kAppointmentsTarget), std::move(body).Take(), Purpose::kListSlots);
}

absl::StatusOr<internal::v1::SlotReference> ParseSlotLookUp(HttpResponse response,
                                                            const SlotWish& wish) {
  const absl::StatusOr<json::Document> answer = ReadAnswer(std::move(response));
  if (!answer.ok()) return answer.status();
  const json::Value root = answer->root();
  const absl::Time start = FromTimestamp(wish.slot.start_time());
  for (json::Value read : json::Elements(root["timeSlots"])) {
    std::optional<FoundSlot> found = ReadTimeSlot(read, AnswerZone(root));
    if (!found || FromTimestamp(found->slot.start_time()) != start) continue;
    if (!HasLocation(*found, wish.slot)) continue;
    if (!found->slot.available() && wish.unavailable == UnavailableSlots::kHide) continue;
    std::optional<std::string> staff = ChooseStaff(ReadStaff(read), wish);
    if (staff) return CompleteSlots(*std::move(found), *std::move(staff), wish);
  }
  return NoSuchSlot("the service has no free slot at this time, place and staff member");
}

}  // namespace bookings::wix
