// See hostelmate_writes.h.
#include "connectors/hostelmate/hostelmate_writes.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/booking_parts.h"
#include "connectors/api/fingerprint.h"
#include "connectors/api/http_status.h"
#include "connectors/api/item_reader.h"
#include "connectors/api/json.h"
#include "connectors/api/json_writer.h"
#include "connectors/api/money.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"
#include "connectors/api/url.h"
#include "connectors/hostelmate/hostelmate_order.h"
#include "connectors/hostelmate/hostelmate_words.h"

namespace bookings::hostelmate {
namespace {

constexpr std::string_view kWritesPath = "/api/v1/client/bookings";

// Every POST and PATCH of the client API wants the key (hostelmate.md 1); with it the vendor takes
// repetitions for one request.
HttpRequest BuildWrite(HttpMethod method, std::string target, std::string body,
                       std::string_view key) {
  HttpRequest request;
  request.method = method;
  request.target = std::move(target);
  request.headers = {{"Content-Type", "application/json"}, {"Idempotency-Key", std::string(key)}};
  request.body = std::move(body);
  request.replay = ReplaySafety::kSafe;
  request.effect = Effect::kWrites;
  return request;
}

void WriteDates(const v1::StayRequest& stay, const Property& property, json::Writer* body) {
  body->Key("dates").Open('[');
  for (const v1::Night& night : stay.nights()) {
    body->Open('{').Key("date").String(night.date()).Key("amount");
    body->Number(ToVendorAmount(night.amount(), property).value_or(0)).Close('}');
  }
  body->Close(']');
}

void WriteText(std::string_view key, std::string_view text, json::Writer* body) {
  if (!text.empty()) body->Key(key).String(text);
}

void WriteAddress(const google::protobuf::Struct& options, json::Writer* body) {
  const auto found = options.fields().find(std::string(kAddress));
  if (found == options.fields().end()) return;
  body->Key(kAddress).Open('{');
  const auto& parts = found->second.struct_value().fields();
  for (const std::string_view name : kAddressParts) {
    const auto part = parts.find(std::string(name));
    if (part != parts.end()) body->Key(name).String(part->second.string_value());
  }
  body->Close('}');
}

void WriteGuest(const v1::CreateBookingRequest& order, json::Writer* body) {
  const v1::Customer& customer = order.customer();
  body->Key("guest").Open('{');
  if (!customer.id().empty()) {
    body->Key("id").String(customer.id());
  } else {
    WriteText("first_name", customer.first_name(), body);
    WriteText("last_name", customer.last_name(), body);
    WriteText("email", customer.email(), body);
    WriteText("phone", customer.phone(), body);
    WriteText("country_code", customer.country_code(), body);
    WriteAddress(order.vendor_options(), body);
  }
  body->Close('}');
}

void FillAnswer(json::Value root, const Property& property, ItemReader& reader) {
  v1::Booking& booking = reader.booking();
  SetStatusWord(root["status"].AsString().value_or(""), &booking);
  if (const std::optional<int64_t> total = root["total"].AsInt64()) {
    *booking.mutable_total() =
        MoneyFromMinorUnits(*total, property.amount_scale, property.currency);
  }
  const auto created = reader.Instant({root["created"].AsString().value_or(""), "created"});
  const auto updated = reader.Instant({root["updated"].AsString().value_or(""), "updated"});
  if (created) SetTimestamp(*created, booking.mutable_create_time());
  if (updated) SetTimestamp(*updated, booking.mutable_update_time());
  // The room that was given where a room type was asked for (trap 13).
  const std::string_view room = root["room"].AsString().value_or("");
  if (room.empty()) return;
  for (v1::Night& night : *booking.mutable_stay()->mutable_nights()) {
    night.set_room_id(std::string(room));
  }
}

}  // namespace

HttpRequest BuildCreate(const v1::CreateBookingRequest& order, const WriteIdentity& identity,
                        const Property& property) {
  json::Writer body;
  body.Open('{').Key("booking").Open('{').Key("id").String(identity.id);
  WriteDates(order.stay(), property, &body);
  body.Close('}').Key("room").String(order.stay().room_id());
  WriteGuest(order, &body);
  WriteText(kNotes, order.notes(), &body);
  body.Close('}');
  HttpRequest request = BuildWrite(HttpMethod::kPost, std::string(kWritesPath),
                                   std::move(body).Take(), identity.attempt);
  request.purpose = Purpose::kCreateBooking;
  request.expected_statuses = {http_status::kConflict};
  return request;
}

std::string WriteStatusAndNotes(const StatusAndNotes& change) {
  json::Writer body;
  body.Open('{');
  WriteText("status", change.status, &body);
  if (change.notes) body.Key(kNotes).String(*change.notes);
  body.Close('}');
  return std::move(body).Take();
}

std::string WriteNights(const v1::StayRequest& stay, std::optional<std::string_view> notes,
                        const Property& property) {
  json::Writer body;
  body.Open('{').Key("booking").Open('{');
  WriteDates(stay, property, &body);
  body.Close('}').Key("room").String(stay.room_id());
  if (notes) body.Key(kNotes).String(*notes);
  body.Close('}');
  return std::move(body).Take();
}

HttpRequest BuildChange(ChangeCall call, std::string_view id, std::string body,
                        std::string_view key) {
  std::string target = absl::StrCat(ToAbsl(kWritesPath), "/", PercentEncode(id));
  HttpMethod method = HttpMethod::kPatch;
  if (call == ChangeCall::kStatusAndNotes) {
    method = HttpMethod::kPost;
    target += "/update";
  }
  HttpRequest request = BuildWrite(method, std::move(target), std::move(body), key);
  request.purpose = Purpose::kChangeBooking;
  return request;
}

std::string ChangeKey(std::string_view attempt, std::string_view body, std::string_view etag) {
  const std::string text = absl::StrCat(ToAbsl(attempt), "\n", ToAbsl(etag), "\n", ToAbsl(body));
  const uint64_t high = HashBytes(text);
  std::string hex = HexDigits(high) + HexDigits(HashBytes(text, high));
  hex[12] = '4';  // version and variant of RFC 9562
  hex[16] = '8';
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-",
                      hex.substr(16, 4), "-", hex.substr(20));
}

// A note on the word before is void.
void SetStatusWord(std::string_view word, v1::Booking* booking) {
  if (word.empty()) return;
  auto* notes = booking->mutable_mapping_notes();
  notes->erase(
      std::remove(notes->begin(), notes->end(), static_cast<int>(v1::MAPPING_NOTE_STATUS_UNKNOWN)),
      notes->end());
  Page page;
  ItemReader reader(v1::BOOKING_VIEW_BASIC, &page, booking);
  FillStatus(word, kStatuses, reader);
  booking->set_payment_status(
      Translate<v1::PaymentStatus>(kPayments, word).value_or(v1::PAYMENT_STATUS_UNSPECIFIED));
}

v1::Booking WithAnswer(v1::Booking booking, std::string body, const Property& property) {
  booking.clear_etag();
  const absl::StatusOr<json::Document> document = json::Document::Parse(std::move(body));
  if (!document.ok()) return booking;
  Page page;
  ItemReader reader(v1::BOOKING_VIEW_BASIC, &page, &booking);
  FillAnswer(document->root(), property, reader);
  return booking;
}

// Connectors are told `bookingId`; other calls of the vendor say `id` (trap 8).
std::string ReadId(std::string body, std::string_view sent) {
  const absl::StatusOr<json::Document> document = json::Document::Parse(std::move(body));
  if (!document.ok()) return std::string(sent);
  for (const std::string_view name : {"bookingId", "id"}) {
    const std::string_view id = document->root()[name].AsString().value_or("");
    if (!id.empty()) return std::string(id);
  }
  return std::string(sent);
}

}  // namespace bookings::hostelmate
