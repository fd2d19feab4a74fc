// See wix_v2_booking.h. The structs hold what has a canonical place, the tables list every
// documented field, with those that Wix's own samples or typings show without documenting them.
#include "connectors/wix/wix_v2_booking.h"

#include "connectors/api/civil.h"
#include "connectors/api/fingerprint.h"
#include "connectors/api/time.h"

namespace bookings::wix {
namespace {

using json::FieldTable;

// Attendance, order and the like lie beside the booking, not in it.
struct Entry {
  json::Value booking, allowed_actions, conferencing, order;
};

Entry ReadEntry(json::Value entry, ItemReader& reader) {
  using Fields = FieldTable<Entry>;
  static const Fields fields = {
      {"booking", &Entry::booking},
      {"allowedActions", &Entry::allowed_actions},
      {"attendance", Fields::NoPlace{}},
      {"conferencingDetails", &Entry::conferencing},
      {"bookingPolicySettings", Fields::NoPlace{}},
      {"bookingFeeDetails", Fields::NoPlace{}},
      {"order", &Entry::order},
      {"waiver", Fields::NoPlace{}},
      {"transactions", Fields::NoPlace{}},
      {"formSubmissions", Fields::NoPlace{}},
      {"subscriptionInfo", Fields::NoPlace{}},
  };
  return reader.Read(fields, entry, "");
}

struct V2Booking {
  std::string_view id, status, payment_status, created, updated, start, end, revision, external_id,
      cancelled;
  json::Value entity, participants, choices, contact, additional_fields;
};

V2Booking ReadBooking(json::Value booking, ItemReader& reader) {
  using Fields = FieldTable<V2Booking>;
  static const Fields fields = {
      {"id", &V2Booking::id},
      {"bookedEntity", &V2Booking::entity},
      {"contactDetails", &V2Booking::contact},
      {"additionalFields", &V2Booking::additional_fields},
      {"totalParticipants", &V2Booking::participants},
      {"participantsChoices", &V2Booking::choices},
      {"status", &V2Booking::status},
      {"paymentStatus", &V2Booking::payment_status},
      {"selectedPaymentOption", Fields::NoPlace{}},
      {"createdDate", &V2Booking::created},
      {"updatedDate", &V2Booking::updated},
      {"externalUserId", &V2Booking::external_id},
      {"revision", &V2Booking::revision},
      {"createdBy", Fields::NoPlace{}},
      {"startDate", &V2Booking::start},
      {"endDate", &V2Booking::end},
      {"extendedFields", Fields::NoPlace{}},
      {"doubleBooked", Fields::NoPlace{}},
      {"multiServiceBookingInfo", Fields::NoPlace{}},
      {"formSubmissionId", Fields::NoPlace{}},
      {"formId", Fields::NoPlace{}},
      {"bookedAddOns", Fields::NoPlace{}},
      {"appId", Fields::NoPlace{}},
      {"createdByAppId", Fields::NoPlace{}},
      {"depositSelected", Fields::NoPlace{}},
      {"numberOfParticipants", Fields::NoPlace{}},
      {"bookingSource", Fields::NoPlace{}},
      {"participantNotification", Fields::NoPlace{}},
      {"sendSmsReminder", Fields::NoPlace{}},
      {"flowControlSettings", Fields::NoPlace{}},
      {"internalBusinessNote", Fields::NoPlace{}},
      {"canceledDate", &V2Booking::cancelled},
      {"language", Fields::NoPlace{}},
      {"recurringGroupId", Fields::NoPlace{}},
      {"bookedForSomeoneElse", Fields::NoPlace{}},
      {"cancellationScheduled", Fields::NoPlace{}},
      {"adjustedStart", Fields::NoPlace{}},
      {"adjustedEnd", Fields::NoPlace{}},
  };
  return reader.Read(fields, booking, "");
}

void FillLocation(json::Value location_object, std::string_view path, ItemReader& reader) {
  struct Place {
    std::string_view id, name, address, type;
  };
  using Fields = FieldTable<Place>;
  static const Fields fields = {
      {"id", &Place::id},
      {"name", &Place::name},
      {"formattedAddress", &Place::address},
      {"formattedAddressTranslated", Fields::NoPlace{}},
      {"locationType", &Place::type},
  };
  if (location_object.IsNullOrMissing()) return;
  const Place place = reader.Read(fields, location_object, path);
  FillLocationKind(place.type, reader);
  v1::Location* location = reader.booking().mutable_location();
  location->set_id(std::string(place.id));
  location->set_name(std::string(place.name));
  location->set_address(std::string(place.address));
}

// Ids of what was booked, which slots and schedules have alike.
void FillIds(std::string_view service_id, std::string_view schedule_id, ItemReader& reader) {
  if (!service_id.empty()) reader.booking().mutable_service()->set_id(std::string(service_id));
  reader.booking().set_schedule_id(std::string(schedule_id));
}

struct Slot {
  std::string_view service_id, schedule_id, event_id, session_id, zone;
  json::Value resource, location;
};

Slot ReadSlot(json::Value slot, ItemReader& reader) {
  using Fields = FieldTable<Slot>;
  static const Fields fields = {
      {"serviceId", &Slot::service_id},
      {"scheduleId", &Slot::schedule_id},
      {"eventId", &Slot::event_id},
      {"sessionId", &Slot::session_id},
      {"startDate", Fields::NoPlace{}},
      {"endDate", Fields::NoPlace{}},
      {"timezone", &Slot::zone},
      {"resource", &Slot::resource},
      {"location", &Slot::location},
      {"resourceSelections", Fields::NoPlace{}},
      {"allDay", Fields::NoPlace{}},
      {"durationUnitType", Fields::NoPlace{}},
      {"durationUnitCount", Fields::NoPlace{}},
  };
  return reader.Read(fields, slot, "bookedEntity.slot");
}

// Its own start and end are texts in local time: the booking's UTC ones count.
void FillSlot(json::Value slot_object, const Mapping& mapping, ItemReader& reader) {
  const Slot slot = ReadSlot(slot_object, reader);
  FillIds(slot.service_id, slot.schedule_id, reader);
  // sessionId is the deprecated twin of eventId.
  const bool has_event = !slot.event_id.empty();
  reader.booking().set_session_id(std::string(has_event ? slot.event_id : slot.session_id));
  if (has_event && slot.session_id != slot.event_id) {
    reader.Keep({slot.session_id, "bookedEntity.slot.sessionId"});
  }
  FillTimeZone({slot.zone, "bookedEntity.slot.timezone"}, mapping, reader);
  FillStaffMember(slot.resource, "bookedEntity.slot.resource", reader);
  FillLocation(slot.location, "bookedEntity.slot.location", reader);
}

void FillSchedule(json::Value schedule_object, const Mapping& mapping, ItemReader& reader) {
  struct Schedule {
    std::string_view service_id, schedule_id, zone;
    json::Value location;
  };
  using Fields = FieldTable<Schedule>;
  static const Fields fields = {
      {"scheduleId", &Schedule::schedule_id},   {"serviceId", &Schedule::service_id},
      {"location", &Schedule::location},        {"timezone", &Schedule::zone},
      {"firstSessionStart", Fields::NoPlace{}}, {"lastSessionEnd", Fields::NoPlace{}},
  };
  const Schedule schedule = reader.Read(fields, schedule_object, "bookedEntity.schedule");
  FillIds(schedule.service_id, schedule.schedule_id, reader);
  FillTimeZone({schedule.zone, "bookedEntity.schedule.timezone"}, mapping, reader);
  FillLocation(schedule.location, "bookedEntity.schedule.location", reader);
  AddNote(v1::MAPPING_NOTE_COURSE_SPAN, &reader.booking());
}

void FillEntity(json::Value entity_object, const Mapping& mapping, ItemReader& reader) {
  struct Entity {
    std::string_view title;
    json::Value slot, schedule, tags;
  };
  static const FieldTable<Entity> fields = {
      {"slot", &Entity::slot},
      {"schedule", &Entity::schedule},
      {"title", &Entity::title},
      {"tags", &Entity::tags},
  };
  const Entity entity = reader.Read(fields, entity_object, "bookedEntity");
  reader.booking().set_title(std::string(entity.title));
  const bool is_course = !entity.slot.IsObject() && entity.schedule.IsObject();
  FillKind(entity.tags, is_course ? v1::BOOKING_KIND_COURSE : v1::BOOKING_KIND_UNSPECIFIED, reader);
  if (is_course) {
    FillSchedule(entity.schedule, mapping, reader);
    reader.Keep(entity.slot, "bookedEntity.slot");
  } else {
    FillSlot(entity.slot, mapping, reader);
    reader.Keep(entity.schedule, "bookedEntity.schedule");
  }
}

// Either a total, or a sum over the chosen variants.
void FillParticipants(const V2Booking& booking, ItemReader& reader) {
  struct Choices {
    json::Value service_choices;
  };
  static const FieldTable<Choices> fields = {{"serviceChoices", &Choices::service_choices}};
  constexpr std::string_view kTotalPath = "totalParticipants";
  constexpr std::string_view kChoicesPath = "participantsChoices.serviceChoices";
  const Choices choices = reader.Read(fields, booking.choices, "participantsChoices");
  FillPartySize(choices.service_choices, kChoicesPath, reader);
  const int64_t total = booking.participants.AsInt64().value_or(-1);
  if (booking.participants.IsNullOrMissing() || total == 0) return;
  FillPartySize(total, booking.participants, kTotalPath, reader);
}

// The order may hold more than this booking: bookingPrice is the booking's line of it.
void FillOrder(json::Value order_object, ItemReader& reader) {
  struct Order {
    std::string_view currency;
    json::Value price;
  };
  using Orders = FieldTable<Order>;
  static const Orders order_fields = {
      {"id", Orders::NoPlace{}},
      {"number", Orders::NoPlace{}},
      {"status", Orders::NoPlace{}},
      {"paymentStatus", Orders::NoPlace{}},
      {"totalPrice", Orders::NoPlace{}},
      {"bookingPrice", &Order::price},
      {"bookingPriceDescription", Orders::NoPlace{}},
      {"balance", Orders::NoPlace{}},
      {"currency", &Order::currency},
  };
  struct Price {
    std::string_view amount;
  };
  using Prices = FieldTable<Price>;
  static const Prices price_fields = {{"amount", &Price::amount},
                                      {"formattedAmount", Prices::NoPlace{}}};
  const Order order = reader.Read(order_fields, order_object, "order");
  const Price price = reader.Read(price_fields, order.price, "order.bookingPrice");
  // The order's other amounts, which have no place, need their currency.
  reader.Keep({order.currency, "order.currency"});
  const auto total = ReadMoney({price.amount, "order.bookingPrice.amount"}, order.currency, reader);
  if (total) *reader.booking().mutable_total() = *total;
}

void FillHistory(const V2Booking& read, ItemReader& reader) {
  v1::Booking& booking = reader.booking();
  if (const auto time = reader.Instant({read.created, "createdDate"})) {
    SetTimestamp(*time, booking.mutable_create_time());
  }
  if (const auto time = reader.Instant({read.updated, "updatedDate"})) {
    SetTimestamp(*time, booking.mutable_update_time());
  }
  if (booking.status() != v1::BOOKING_STATUS_CANCELLED) {
    reader.Keep({read.cancelled, "canceledDate"});
  } else if (const auto time = reader.Instant({read.cancelled, "canceledDate"})) {
    SetTimestamp(*time, booking.mutable_cancellation()->mutable_time());
  }
}

}  // namespace

void AddV2Booking(json::Value entry_object, const Mapping& mapping, Page* page) {
  v1::Booking* booking = AddBooking(entry_object, mapping, page);
  if (booking == nullptr) return;
  ItemReader reader(mapping.view, page, booking);
  const Entry entry = ReadEntry(entry_object, reader);
  const V2Booking read = ReadBooking(entry.booking, reader);
  booking->set_etag(read.revision.empty() ? HexDigits(HashJson(entry.booking))
                                          : std::string(read.revision));
  booking->set_external_id(std::string(read.external_id));
  FillStatus(read.status, V2StatusWords(), reader);
  FillPaymentStatus({read.payment_status, "paymentStatus"}, V2PaymentWords(), reader);
  FillEntity(read.entity, mapping, reader);
  FillMeeting(entry.conferencing, "conferencingDetails", reader);
  if (booking->location().ByteSizeLong() == 0) booking->clear_location();
  FillTimes({read.start, "startDate"}, {read.end, "endDate"}, reader);
  FillCustomer(read.contact, "contactDetails", read.additional_fields, "additionalFields", reader);
  FillParticipants(read, reader);
  FillOrder(entry.order, reader);
  FillHistory(read, reader);
  FillAllowedActions(entry.allowed_actions, reader);
}

}  // namespace bookings::wix
