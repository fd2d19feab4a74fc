// See mapping.h. What it fills is what the gateway's BASIC view holds of a Jicoo booking.
#include "tests/benchmarks/floor/mapping.h"

#include <string_view>

#include "rapidjson/document.h"

namespace bookings::benchmarks {
namespace {

using rapidjson::Value;

std::string_view Text(const Value& value) {
  return value.IsString() ? std::string_view(value.GetString(), value.GetStringLength())
                          : std::string_view();
}

int Two(const char* digits) { return (digits[0] - '0') * 10 + (digits[1] - '0'); }

// `2026-11-21T01:00:00.000Z` only.
void SetTime(const Value& value, google::protobuf::Timestamp* out) {
  const char* t = value.GetString();
  int64_t year = Two(t) * 100 + Two(t + 2);
  const int64_t month = Two(t + 5);
  year -= month <= 2;
  const int64_t era = year / 400;
  const int64_t year_of_era = year - era * 400;
  const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + Two(t + 8) - 1;
  const int64_t day = era * 146'097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
                      day_of_year - 719'468;
  out->set_seconds(day * 86'400 + Two(t + 11) * 3'600 + Two(t + 14) * 60 + Two(t + 17));
  out->set_nanos(((t[20] - '0') * 100 + Two(t + 21)) * 1'000'000);
}

void SetStatus(std::string_view word, v1::Booking* booking) {
  booking->set_vendor_status(word.data(), word.size());
  booking->set_status(word == "open"      ? v1::BOOKING_STATUS_CONFIRMED
                      : word == "cancel"  ? v1::BOOKING_STATUS_CANCELLED
                      : word == "request" ? v1::BOOKING_STATUS_PENDING
                                          : v1::BOOKING_STATUS_UNKNOWN);
}

void SetLocation(std::string_view word, v1::Booking* booking) {
  v1::Location* location = booking->mutable_location();
  location->set_vendor_kind(word.data(), word.size());
  const bool online = word == "zoom" || word == "googleMeet" || word == "teams";
  location->set_kind(word == "inPerson"     ? v1::LOCATION_KIND_BUSINESS
                     : word == "phone"      ? v1::LOCATION_KIND_PHONE
                     : word == "askInvitee" ? v1::LOCATION_KIND_CUSTOMER
                     : online               ? v1::LOCATION_KIND_ONLINE
                                            : v1::LOCATION_KIND_CUSTOM);
}

void SetPriority(std::string_view word, v1::Booking* booking) {
  booking->set_priority(word == "low"    ? v1::PRIORITY_LOW
                        : word == "high" ? v1::PRIORITY_HIGH
                                         : v1::PRIORITY_MEDIUM);
}

void AddHosts(const Value& hosts, v1::Booking* booking) {
  for (const Value& host : hosts.GetArray()) {
    v1::StaffMember* member = booking->add_staff();
    for (const auto& field : host.GetObject()) {
      const std::string_view text = Text(field.value);
      if (Text(field.name) == "userId") member->set_id(text.data(), text.size());
      if (Text(field.name) == "role") member->set_role(text.data(), text.size());
    }
  }
}

// A cheap hash in the place of the gateway's etag.
uint64_t Hash(uint64_t hash, std::string_view text) {
  for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  return hash;
}

void SetEtag(uint64_t hash, v1::Booking* booking) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string* etag = booking->mutable_etag();
  etag->resize(16);
  for (char& digit : *etag) {
    digit = kHex[hash & 15];
    hash >>= 4;
  }
}

// Fields are told apart by the length of their key first, then by one character.
void SetField(std::string_view key, const Value& value, v1::Booking* booking) {
  const std::string_view text = Text(value);
  if (value.IsNull()) return;
  switch (key.size()) {
    case 3:  // uid, url
      if (key == "uid") {
        booking->set_vendor_id(text.data(), text.size());
        booking->mutable_name()->append("connections/floor/bookings/").append(text);
      } else {
        booking->mutable_location()->set_url(text.data(), text.size());
      }
      return;
    case 4:
      booking->set_title(text.data(), text.size());
      return;
    case 5:
      AddHosts(value, booking);
      return;
    case 6:  // status, access
      if (key[0] == 's') {
        SetStatus(text, booking);
      } else {
        booking->mutable_location()->set_access(text.data(), text.size());
      }
      return;
    case 7:  // endedAt, address
      if (key[0] == 'e') {
        SetTime(value, booking->mutable_end_time());
      } else {
        booking->mutable_location()->set_address(text.data(), text.size());
      }
      return;
    case 8:  // timeZone, priority
      if (key[0] == 't') {
        booking->set_time_zone(text.data(), text.size());
        booking->set_time_zone_source(v1::TIME_ZONE_SOURCE_CUSTOMER);
      } else {
        SetPriority(text, booking);
      }
      return;
    case 9:  // startedAt, createdAt, updatedAt
      SetTime(value, key[0] == 's'   ? booking->mutable_start_time()
                     : key[0] == 'c' ? booking->mutable_create_time()
                                     : booking->mutable_update_time());
      return;
    case 10:
      SetLocation(text, booking);
      return;
    case 11:  // eventTypeId, description, phoneNumber, cancelledAt, cancelledBy
      if (key == "eventTypeId") booking->mutable_service()->set_id(text.data(), text.size());
      if (key == "description") booking->set_description(text.data(), text.size());
      if (key == "phoneNumber") booking->mutable_location()->set_phone(text.data(), text.size());
      if (key == "cancelledAt") SetTime(value, booking->mutable_cancellation()->mutable_time());
      if (key == "cancelledBy") {
        booking->mutable_cancellation()->set_actor(
            text == "host" ? v1::CANCELLATION_ACTOR_BUSINESS : v1::CANCELLATION_ACTOR_CUSTOMER);
      }
      return;
    case 12:
      booking->mutable_cancellation()->set_reason(text.data(), text.size());
      return;
    case 14:
      booking->mutable_location()->set_name(text.data(), text.size());
      return;
    default:
      return;
  }
}

void MapBooking(const Value& item, v1::Booking* booking) {
  booking->set_vendor("jicoo");
  uint64_t hash = 0xCBF29CE484222325;
  for (const auto& field : item.GetObject()) {
    SetField(Text(field.name), field.value, booking);
    hash = Hash(hash, Text(field.value));
  }
  SetEtag(hash, booking);
}

}  // namespace

bool MapPage(std::string& body, v1::ListBookingsResponse* page) {
  rapidjson::Document document;
  document.ParseInsitu(body.data());
  const Value& items = document["data"];
  page->mutable_bookings()->Reserve(page->bookings_size() + static_cast<int>(items.Size()));
  for (const Value& item : items.GetArray()) MapBooking(item, page->add_bookings());
  return document.HasMember("nextPage") && !document["nextPage"].IsNull();
}

bool MapOne(std::string& body, v1::Booking* booking) {
  if (body.empty()) return false;
  rapidjson::Document document;
  document.ParseInsitu(body.data());
  if (!document.IsObject() || !document.HasMember("data")) return false;
  MapBooking(document["data"], booking);
  return true;
}

size_t ParsePage(std::string& body) {
  rapidjson::Document document;
  document.ParseInsitu(body.data());
  return document["data"].Size();
}

}  // namespace bookings::benchmarks
