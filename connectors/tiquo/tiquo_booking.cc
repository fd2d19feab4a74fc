// See tiquo_booking.h.
#include "connectors/tiquo/tiquo_booking.h"

#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "connectors/api/booking_parts.h"
#include "connectors/api/civil.h"
#include "connectors/api/fields.h"
#include "connectors/api/fingerprint.h"
#include "connectors/api/item_reader.h"
#include "connectors/api/time.h"
#include "connectors/tiquo/tiquo_words.h"

namespace bookings::tiquo {
namespace {

// Longest duration in minutes that is believed: a year and a day.
constexpr int64_t kMaxDurationMinutes = int64_t{366} * 24 * 60;

// What the Client API (tiquo.md 2.1) and the Admin API (2.3) tell of a booking.
struct VendorBooking {
  std::string_view id;
  std::string_view booking_number;
  std::string_view confirmation_code;
  std::string_view status;
  json::Value date;
  json::Value start_time;
  json::Value end_time;
  json::Value duration;
  std::string_view timezone;
  json::Value attendee_count;
  std::string_view service_name;
  std::string_view service_id;
  std::string_view service_category_name;
  std::string_view sublocation_id;
  std::string_view sublocation_name;
  std::string_view customer_id;
  std::string_view customer_name;
  std::string_view customer_email;
  json::Value created_at;
  json::Value updated_at;
};

const json::FieldTable<VendorBooking>& Fields() {
  using B = VendorBooking;
  using NoPlace = json::FieldTable<B>::NoPlace;
  static const json::FieldTable<B> fields = {
      {"id", &B::id},
      {"bookingNumber", &B::booking_number},
      {"confirmationCode", &B::confirmation_code},
      {"status", &B::status},
      {"date", &B::date},
      {"startTime", &B::start_time},
      {"endTime", &B::end_time},
      {"duration", &B::duration},
      {"timezone", &B::timezone},
      {"attendeeCount", &B::attendee_count},
      {"source", NoPlace{}},
      {"serviceName", &B::service_name},
      {"serviceId", &B::service_id},
      {"sublocationId", &B::sublocation_id},
      {"serviceGroupName", NoPlace{}},
      {"serviceCategoryName", &B::service_category_name},
      {"ticketing", NoPlace{}},
      {"sublocationName", &B::sublocation_name},
      {"customerId", &B::customer_id},
      {"customerName", &B::customer_name},
      {"customerEmail", &B::customer_email},
      {"createdAt", &B::created_at},
      {"updatedAt", &B::updated_at},
  };
  return fields;
}

std::string Text(std::string_view text) { return std::string(text); }

bool IsTold(json::Value value) { return !value.IsNullOrMissing() && value.AsString() != ""; }

// Maps one booking; lives while it does.
class BookingMapping {
 public:
  BookingMapping(const VendorBooking& vendor, const Settings& settings, ItemReader& reader)
      : vendor_(vendor), settings_(settings), reader_(reader), booking_(reader.booking()) {}

  void Fill() {
    FillStatus(vendor_.status, StatusWords(), reader_);
    FillReferences();
    FillTimes();
    FillService();
    FillLocation();
    FillCustomer();
    FillPartySize();
    if (auto time = Millis(vendor_.created_at, "createdAt")) {
      SetTimestamp(*time, booking_.mutable_create_time());
    }
    if (auto time = Millis(vendor_.updated_at, "updatedAt")) {
      SetTimestamp(*time, booking_.mutable_update_time());
    }
  }

 private:
  void FillReferences() {
    AddReference("bookingNumber", vendor_.booking_number);
    AddReference("confirmationCode", vendor_.confirmation_code);
  }

  void AddReference(std::string_view kind, std::string_view value) {
    if (value.empty()) return;
    v1::BookingReference* reference = booking_.add_references();
    reference->set_kind(Text(kind));
    reference->set_value(Text(value));
  }

  void FillTimes() {
    const std::optional<absl::TimeZone> zone = FillZone();
    const std::optional<absl::CivilDay> day = Day(zone);
    const std::optional<absl::Duration> start = TimeOfDay(vendor_.start_time, "startTime");
    const std::optional<absl::Duration> end = TimeOfDay(vendor_.end_time, "endTime");
    const std::optional<absl::Duration> duration = Duration();
    if (!IsTold(vendor_.start_time) || !IsTold(vendor_.date)) {
      AddNote(v1::MAPPING_NOTE_START_UNKNOWN, &booking_);
    }
    if (!zone || !day || !start) return KeepWallTimes();
    const WallInstant instant = ResolveWallTime(*day, *start, *zone);
    SetTimestamp(instant.time, booking_.mutable_start_time());
    AddNote(instant.note, &booking_);
    FillEnd(ResolveWallEnd(*day, *start, end, duration, *zone));
  }

  // The booking's own zone; one that is not known is never replaced (tiquo.md 7.4).
  std::optional<absl::TimeZone> FillZone() {
    const bool own = !vendor_.timezone.empty();
    const std::optional<absl::TimeZone> zone = own ? FindZone(vendor_.timezone) : settings_.zone;
    if (!zone) {
      AddNote(v1::MAPPING_NOTE_TIME_ZONE_UNKNOWN, &booking_);
      reader_.Keep({vendor_.timezone, "timezone"});
      return std::nullopt;
    }
    booking_.set_time_zone(own ? Text(vendor_.timezone) : settings_.zone_name);
    booking_.set_time_zone_source(own ? v1::TIME_ZONE_SOURCE_VENUE
                                      : v1::TIME_ZONE_SOURCE_CONFIGURED);
    return zone;
  }

  std::optional<absl::CivilDay> Day(std::optional<absl::TimeZone> zone) {
    if (vendor_.date.IsNullOrMissing()) return std::nullopt;
    if (settings_.date_form == DateForm::kCivilDate) {
      const auto text = vendor_.date.AsString();
      const auto day = text ? ParseDate(*text) : std::nullopt;
      if (!day) KeepUnreadable(vendor_.date, "date");
      return day;
    }
    const auto millis = vendor_.date.AsInt64();
    const auto instant = millis ? InstantFromMillis(*millis) : std::nullopt;
    if (!instant) KeepUnreadable(vendor_.date, "date");
    if (!instant || !zone) return std::nullopt;
    return DayOf(*instant, *zone);
  }

  // Which day the instant names is undocumented: the connection says how it is read, and a booking
  // for which the two readings differ says so.
  absl::CivilDay DayOf(absl::Time instant, absl::TimeZone zone) {
    const absl::CivilDay in_zone = absl::ToCivilDay(instant, zone);
    const absl::CivilDay in_utc = absl::ToCivilDay(instant, absl::UTCTimeZone());
    if (in_zone != in_utc) {
      AddNote(v1::MAPPING_NOTE_DAY_AMBIGUOUS, &booking_);
      reader_.Keep(vendor_.date, "date");
    }
    return settings_.date_form == DateForm::kInstantInUtc ? in_utc : in_zone;
  }

  std::optional<absl::Duration> TimeOfDay(json::Value value, std::string_view path) {
    if (!IsTold(value)) return std::nullopt;
    const std::optional<absl::Duration> time = ParseTimeOfDay(value.AsString().value_or(""));
    if (!time) KeepUnreadable(value, path);
    return time;
  }

  std::optional<absl::Duration> Duration() {
    if (vendor_.duration.IsNullOrMissing()) return std::nullopt;
    const std::optional<int64_t> minutes = vendor_.duration.AsInt64();
    if (minutes && *minutes >= 0 && *minutes <= kMaxDurationMinutes) return absl::Minutes(*minutes);
    KeepUnreadable(vendor_.duration, "duration");
    return std::nullopt;
  }

  void FillEnd(const WallEnd& end) {
    if (end.time) {
      SetTimestamp(*end.time, booking_.mutable_end_time());
    } else {
      reader_.Keep(vendor_.end_time, "endTime");
    }
    if (!end.time || end.how == v1::MAPPING_NOTE_END_DURATION_MISMATCH) {
      reader_.Keep(vendor_.duration, "duration");
    }
    AddNote(end.how, &booking_);
    AddNote(end.daylight, &booking_);
  }

  // Without a start the parts of it, and of the end, are all that is known.
  void KeepWallTimes() {
    reader_.Keep(vendor_.date, "date");
    reader_.Keep(vendor_.start_time, "startTime");
    reader_.Keep(vendor_.end_time, "endTime");
    reader_.Keep(vendor_.duration, "duration");
    if (!IsTold(vendor_.end_time) && !IsTold(vendor_.duration)) {
      AddNote(v1::MAPPING_NOTE_END_UNKNOWN, &booking_);
    }
  }

  void FillService() {
    const bool told = !vendor_.service_id.empty() || !vendor_.service_name.empty() ||
                      !vendor_.service_category_name.empty();
    if (!told) return;
    v1::ServiceReference* service = booking_.mutable_service();
    service->set_id(Text(vendor_.service_id));
    service->set_name(Text(vendor_.service_name));
    service->set_category(Text(vendor_.service_category_name));
  }

  void FillLocation() {
    if (vendor_.sublocation_id.empty() && vendor_.sublocation_name.empty()) return;
    booking_.mutable_location()->set_id(Text(vendor_.sublocation_id));
    booking_.mutable_location()->set_name(Text(vendor_.sublocation_name));
  }

  void FillCustomer() {
    const bool told = !vendor_.customer_id.empty() || !vendor_.customer_name.empty() ||
                      !vendor_.customer_email.empty();
    if (!told) return;
    v1::Customer* customer = booking_.add_customers();
    customer->set_id(Text(vendor_.customer_id));
    customer->set_display_name(Text(vendor_.customer_name));
    customer->set_email(Text(vendor_.customer_email));
  }

  void FillPartySize() {
    if (vendor_.attendee_count.IsNullOrMissing()) return;
    const std::optional<int64_t> count = vendor_.attendee_count.AsInt64();
    if (!count || *count < 0 || *count > std::numeric_limits<int32_t>::max()) {
      return KeepUnreadable(vendor_.attendee_count, "attendeeCount");
    }
    booking_.set_party_size(static_cast<int32_t>(*count));
  }

  // Unix milliseconds; other parts of Tiquo's API write ISO text (tiquo.md 7.4), which is as clear.
  std::optional<absl::Time> Millis(json::Value value, std::string_view path) {
    if (const auto text = value.AsString()) return reader_.Instant({*text, path});
    if (value.IsNullOrMissing()) return std::nullopt;
    const std::optional<int64_t> millis = value.AsInt64();
    const auto instant = millis ? InstantFromMillis(*millis) : std::nullopt;
    if (!instant) KeepUnreadable(value, path);
    return instant;
  }

  void KeepUnreadable(json::Value value, std::string_view path) {
    reader_.NoteUnreadable();
    reader_.Keep(value, path);
  }

  const VendorBooking& vendor_;
  const Settings& settings_;
  ItemReader& reader_;
  v1::Booking& booking_;
};

}  // namespace

void AddBooking(json::Value item, const Settings& settings, v1::BookingView view, Page* page) {
  v1::Booking* booking = page->Add();
  ItemReader reader(view, page, booking);
  const VendorBooking vendor = reader.Read(Fields(), item, "");
  if (vendor.id.empty()) {
    page->RemoveLast();
    ++page->dropped;
    return;
  }
  FillIdentity({settings.connection_id, "tiquo", vendor.id}, booking);
  booking->set_etag(HexDigits(HashJson(item)));
  BookingMapping(vendor, settings, reader).Fill();
}

}  // namespace bookings::tiquo
