// See wix_v1_booking.h. The structs hold what has a canonical place, the tables list every
// documented field.
#include "connectors/wix/wix_v1_booking.h"

#include "connectors/api/civil.h"
#include "connectors/api/fingerprint.h"
#include "connectors/api/time.h"
#include "connectors/wix/wix_v1_payment.h"

namespace bookings::wix {
namespace {

using json::FieldTable;

struct Entry {
  json::Value booking, allowed_actions;
};

Entry ReadEntry(json::Value entry, ItemReader& reader) {
  static const FieldTable<Entry> fields = {
      {"booking", &Entry::booking},
      {"allowedActions", &Entry::allowed_actions},
  };
  return reader.Read(fields, entry, "");
}

struct V1Booking {
  std::string_view id, status, created, created_date, external_id;
  json::Value entity, resources, form, payment;
};

V1Booking ReadBooking(json::Value booking, ItemReader& reader) {
  using Fields = FieldTable<V1Booking>;
  static const Fields fields = {
      {"id", &V1Booking::id},
      {"bookedEntity", &V1Booking::entity},
      {"bookedResources", &V1Booking::resources},
      {"formInfo", &V1Booking::form},
      {"paymentDetails", &V1Booking::payment},
      {"status", &V1Booking::status},
      {"created", &V1Booking::created},
      {"createdDate", &V1Booking::created_date},
      {"externalUserId", &V1Booking::external_id},
      {"attendanceInfo", Fields::NoPlace{}},
      {"bookingSource", Fields::NoPlace{}},
  };
  return reader.Read(fields, booking, "");
}

struct Entity {
  std::string_view service_id, schedule_id, title;
  json::Value session, course, location, tags, conference;
};

Entity ReadEntity(json::Value entity, ItemReader& reader) {
  using Fields = FieldTable<Entity>;
  static const Fields fields = {
      {"serviceId", &Entity::service_id},
      {"scheduleId", &Entity::schedule_id},
      {"singleSession", &Entity::session},
      {"setOfSessions", &Entity::course},
      {"title", &Entity::title},
      {"location", &Entity::location},
      {"rate", Fields::NoPlace{}},
      {"tags", &Entity::tags},
      {"onlineConference", &Entity::conference},
  };
  return reader.Read(fields, entity, "bookedEntity");
}

void FillSession(json::Value session_object, ItemReader& reader) {
  struct Session {
    std::string_view id, start, end;
  };
  static const FieldTable<Session> fields = {
      {"sessionId", &Session::id},
      {"start", &Session::start},
      {"end", &Session::end},
  };
  constexpr std::string_view kPath = "bookedEntity.singleSession";
  const Session session = reader.Read(fields, session_object, kPath);
  reader.booking().set_session_id(std::string(session.id));
  FillTimes({session.start, "bookedEntity.singleSession.start"},
            {session.end, "bookedEntity.singleSession.end"}, reader);
}

// The span of the whole course: not an appointment.
void FillCourse(json::Value course_object, ItemReader& reader) {
  struct Course {
    std::string_view first_start, last_end;
  };
  static const FieldTable<Course> fields = {
      {"firstSessionStart", &Course::first_start},
      {"lastSessionEnd", &Course::last_end},
  };
  const Course course = reader.Read(fields, course_object, "bookedEntity.setOfSessions");
  FillTimes({course.first_start, "bookedEntity.setOfSessions.firstSessionStart"},
            {course.last_end, "bookedEntity.setOfSessions.lastSessionEnd"}, reader);
  AddNote(v1::MAPPING_NOTE_COURSE_SPAN, &reader.booking());
}

// The business's own location: its id, name and phone; gives its address.
std::string_view FillBusinessLocation(json::Value business, ItemReader& reader) {
  struct Business {
    std::string_view id, name, phone;
    json::Value address;
  };
  using Fields = FieldTable<Business>;
  static const Fields fields = {
      {"id", &Business::id},
      {"name", &Business::name},
      {"description", Fields::NoPlace{}},
      {"default", Fields::NoPlace{}},
      {"status", Fields::NoPlace{}},
      {"locationType", Fields::NoPlace{}},
      {"fax", Fields::NoPlace{}},
      {"timeZone", Fields::NoPlace{}},
      {"email", Fields::NoPlace{}},
      {"phone", &Business::phone},
      {"address", &Business::address},
      {"businessSchedule", Fields::NoPlace{}},
      {"revision", Fields::NoPlace{}},
      {"archived", Fields::NoPlace{}},
  };
  if (business.IsNullOrMissing()) return {};
  const Business read = reader.Read(fields, business, "bookedEntity.location.businessLocation");
  v1::Location* location = reader.booking().mutable_location();
  location->set_id(std::string(read.id));
  location->set_name(std::string(read.name));
  location->set_phone(std::string(read.phone));
  return ReadAddress(read.address, "bookedEntity.location.businessLocation.address", reader);
}

void FillLocation(json::Value location_object, ItemReader& reader) {
  struct Place {
    std::string_view type, address;
    json::Value custom, business;
  };
  static const FieldTable<Place> fields = {
      {"locationType", &Place::type},
      {"address", &Place::address},
      {"customAddress", &Place::custom},
      {"businessLocation", &Place::business},
  };
  const Place place = reader.Read(fields, location_object, "bookedEntity.location");
  FillLocationKind(place.type, reader);
  const std::string_view custom =
      ReadAddress(place.custom, "bookedEntity.location.customAddress", reader);
  const std::string_view business = FillBusinessLocation(place.business, reader);
  FillAddress({{custom, "bookedEntity.location.customAddress.formattedAddress"},
               {business, "bookedEntity.location.businessLocation.address.formattedAddress"},
               {place.address, "bookedEntity.location.address"}},
              reader);
}

void FillEntity(json::Value entity_object, ItemReader& reader) {
  const Entity entity = ReadEntity(entity_object, reader);
  v1::Booking& booking = reader.booking();
  if (!entity.service_id.empty()) {
    booking.mutable_service()->set_id(std::string(entity.service_id));
  }
  booking.set_schedule_id(std::string(entity.schedule_id));
  booking.set_title(std::string(entity.title));
  const bool is_course = !entity.session.IsObject() && entity.course.IsObject();
  FillKind(entity.tags, is_course ? v1::BOOKING_KIND_COURSE : v1::BOOKING_KIND_UNSPECIFIED, reader);
  if (is_course) {
    FillCourse(entity.course, reader);
    reader.Keep(entity.session, "bookedEntity.singleSession");
  } else {
    FillSession(entity.session, reader);
    reader.Keep(entity.course, "bookedEntity.setOfSessions");
  }
  FillLocation(entity.location, reader);
  FillMeeting(entity.conference, "bookedEntity.onlineConference", reader);
  if (booking.location().ByteSizeLong() == 0) booking.clear_location();
}

void FillForm(json::Value form_object, ItemReader& reader) {
  struct Form {
    json::Value contact, payment_selection, additional_fields;
  };
  using Fields = FieldTable<Form>;
  static const Fields fields = {
      {"contactDetails", &Form::contact},
      {"paymentSelection", &Form::payment_selection},
      {"customFormFields", Fields::NoPlace{}},
      {"additionalFields", &Form::additional_fields},
  };
  const Form form = reader.Read(fields, form_object, "formInfo");
  FillCustomer(form.contact, "formInfo.contactDetails", form.additional_fields,
               "formInfo.additionalFields", reader);
  FillPartySize(form.payment_selection, "formInfo.paymentSelection", reader);
}

// Older answers carry only `created`.
void FillCreateTime(const V1Booking& booking, ItemReader& reader) {
  const bool has_new_name = !booking.created_date.empty();
  const PlacedText created = has_new_name ? PlacedText{booking.created_date, "createdDate"}
                                          : PlacedText{booking.created, "created"};
  if (const auto time = reader.Instant(created)) {
    SetTimestamp(*time, reader.booking().mutable_create_time());
  }
  if (has_new_name && booking.created != booking.created_date) {
    reader.Keep({booking.created, "created"});
  }
}

void FillStatusWithDoubts(std::string_view status, ItemReader& reader) {
  FillStatus(status, V1StatusWords(), reader);
  if (status == "PENDING") AddNote(v1::MAPPING_NOTE_STATUS_AMBIGUOUS, &reader.booking());
}

}  // namespace

void AddV1Booking(json::Value entry_object, const Mapping& mapping, Page* page) {
  v1::Booking* booking = AddBooking(entry_object, mapping, page);
  if (booking == nullptr) return;
  ItemReader reader(mapping.view, page, booking);
  const Entry entry = ReadEntry(entry_object, reader);
  const V1Booking read = ReadBooking(entry.booking, reader);
  booking->set_etag(HexDigits(HashJson(entry.booking)));
  booking->set_external_id(std::string(read.external_id));
  FillStatusWithDoubts(read.status, reader);
  FillEntity(read.entity, reader);
  FillStaffMembers(read.resources, "bookedResources", reader);
  FillForm(read.form, reader);
  FillV1Payment(read.payment, reader);
  FillCreateTime(read, reader);
  FillTimeZone({}, mapping, reader);
  FillAllowedActions(entry.allowed_actions, reader);
}

}  // namespace bookings::wix
