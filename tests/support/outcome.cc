// See outcome.h.
#include "tests/support/outcome.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "google/protobuf/util/json_util.h"

namespace bookings::testing {
namespace {

using nlohmann::json;

constexpr char kReasonPrefix[] = "ERROR_REASON_";
constexpr char kSourceNotePrefix[] = "SOURCE_NOTE_";

json ToJson(const google::protobuf::Message& message) {
  std::string text;
  const auto status = google::protobuf::util::MessageToJsonString(message, &text);
  if (!status.ok()) return absl::StrCat("cannot be written as JSON: ", status.ToString());
  return json::parse(text);
}

json BookingJson(v1::Booking booking) {
  std::sort(booking.mutable_mapping_notes()->begin(), booking.mutable_mapping_notes()->end());
  // Bytes that are no UTF-8 pass through protobuf's writer, but no peer could read them.
  v1::Booking reread;
  if (!reread.ParseFromString(booking.SerializeAsString())) return "holds text that is no UTF-8";
  return ToJson(booking);
}

std::string WithoutPrefix(const std::string& name, std::string_view prefix) {
  return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
}

// Expected and actual booking, in one form.
absl::Status AlignBooking(json* expected, json* actual) {
  v1::Booking booking;
  const auto status = google::protobuf::util::JsonStringToMessage(expected->dump(), &booking);
  if (!status.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("expected booking: ", status.ToString()));
  }
  *expected = BookingJson(std::move(booking));
  const bool open_etag = !expected->contains("etag") && actual->is_object() &&
                         !actual->value("etag", std::string()).empty();
  if (open_etag) actual->erase("etag");
  return absl::OkStatus();
}

// Bookings one by one; what is missing or too many is left for the comparison.
absl::Status AlignBookings(json* expected, json* actual) {
  json missing;
  for (size_t i = 0; i < expected->size(); ++i) {
    const absl::Status status =
        AlignBooking(&(*expected)[i], i < actual->size() ? &(*actual)[i] : &missing);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

// The message in the form in which protobuf writes it.
template <typename Message>
absl::Status Normalise(json* text) {
  Message message;
  const auto status = google::protobuf::util::JsonStringToMessage(text->dump(), &message);
  if (!status.ok()) return absl::InvalidArgumentError(status.ToString());
  *text = ToJson(message);
  return absl::OkStatus();
}

absl::Status AlignSlots(json* expected) {
  for (json& slot : *expected) {
    absl::Status status = Normalise<v1::Slot>(&slot["slot"]);
    status.Update(Normalise<internal::v1::SlotReference>(&slot["reference"]));
    if (!status.ok()) {
      return absl::InvalidArgumentError(absl::StrCat("expected slot: ", status.message()));
    }
  }
  return absl::OkStatus();
}

absl::Status AlignPage(json* expected, json* actual) {
  for (const char* count : {"dropped", "unknownFields", "unknownWords"}) {
    if (!expected->contains(count)) (*expected)[count] = 0;
  }
  for (const char* list : {"bookings", "notes"}) {
    if (!expected->contains(list)) (*expected)[list] = json::array();
  }
  for (json& note : expected->at("notes")) {
    note = WithoutPrefix(note.get<std::string>(), kSourceNotePrefix);
  }
  const json cursor = expected->value("nextCursor", json());
  if (cursor.is_null() || cursor == "") expected->erase("nextCursor");
  if (!expected->contains("vendorTotal")) actual->erase("vendorTotal");
  return AlignBookings(&expected->at("bookings"), &actual->at("bookings"));
}

void AlignError(json* expected) {
  if (!expected->contains("metadata")) (*expected)["metadata"] = json::object();
  (*expected)["reason"] = WithoutPrefix(expected->value("reason", std::string()), kReasonPrefix);
}

// An expectation may tell the booking of a one-booking page alone.
void UnwrapPage(const json& expected, json* actual) {
  if (!expected.contains("booking") || !actual->contains("page")) return;
  const json bookings = actual->at("page").at("bookings");
  if (bookings.size() == 1) *actual = {{"booking", bookings[0]}};
}

}  // namespace

json OutcomeOf(const Page& page) {
  json bookings = json::array();
  for (const v1::Booking* booking : page.bookings) bookings.push_back(BookingJson(*booking));
  json notes = json::array();
  for (const v1::SourceNote note : page.notes) {
    notes.push_back(WithoutPrefix(v1::SourceNote_Name(note), kSourceNotePrefix));
  }
  json out = {{"bookings", std::move(bookings)},
              {"dropped", page.dropped},
              {"unknownFields", page.unknown_fields},
              {"unknownWords", page.unknown_words},
              {"notes", std::move(notes)}};
  if (page.next_cursor) out["nextCursor"] = *page.next_cursor;
  if (page.vendor_total) out["vendorTotal"] = *page.vendor_total;
  if (page.rest_from) out["restFrom"] = absl::FormatTime(*page.rest_from, absl::UTCTimeZone());
  return {{"page", std::move(out)}};
}

json OutcomeOf(const v1::Booking& booking) { return {{"booking", BookingJson(booking)}}; }

json OutcomeOf(const Tokens& tokens) {
  json out = {{"accessToken", tokens.access_token},
              {"lifetime", absl::StrCat(absl::ToInt64Seconds(tokens.lifetime), "s")}};
  if (!tokens.refresh_token.empty()) out["refreshToken"] = tokens.refresh_token;
  return {{"tokens", std::move(out)}};
}

json OutcomeOf(const std::vector<FoundSlot>& slots) {
  json out = json::array();
  for (const FoundSlot& found : slots) {
    out.push_back({{"slot", ToJson(found.slot)}, {"reference", ToJson(found.reference)}});
  }
  return {{"slots", std::move(out)}};
}

json OutcomeOf(const FoundBookings& found) {
  json out = json::array();
  for (const v1::Booking& booking : found.bookings) out.push_back(BookingJson(booking));
  return {{"found", std::move(out)}};
}

json OutcomeOf(const Written& written) {
  json out = OutcomeOf(written.booking);
  if (written.unchanged) out["unchanged"] = true;
  return out;
}

json OutcomeOf(const absl::Status& failure) {
  const FailureDetails details = DetailsOf(failure).value_or(FailureDetails());
  json metadata = json::object();
  for (const auto& [key, value] : details.metadata()) metadata[key] = value;
  json out = {{"code", absl::StatusCodeToString(failure.code())},
              {"reason", WithoutPrefix(v1::ErrorReason_Name(details.reason()), kReasonPrefix)},
              {"metadata", std::move(metadata)}};
  if (details.has_retry_delay()) out["retryDelay"] = ToJson(details.retry_delay());
  return {{"error", std::move(out)}};
}

absl::Status Align(json* expected, json* actual) {
  UnwrapPage(*expected, actual);
  if (expected->contains("error")) AlignError(&expected->at("error"));
  if (expected->contains("booking") && actual->contains("booking")) {
    return AlignBooking(&expected->at("booking"), &actual->at("booking"));
  }
  if (expected->contains("page") && actual->contains("page")) {
    return AlignPage(&expected->at("page"), &actual->at("page"));
  }
  if (expected->contains("found") && actual->contains("found")) {
    return AlignBookings(&expected->at("found"), &actual->at("found"));
  }
  if (expected->contains("slots")) return AlignSlots(&expected->at("slots"));
  return absl::OkStatus();
}

}  // namespace bookings::testing
