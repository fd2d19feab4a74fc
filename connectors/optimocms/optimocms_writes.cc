// See optimocms_writes.h.
#include "connectors/optimocms/optimocms_writes.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/civil.h"
#include "connectors/api/failure.h"
#include "connectors/api/http_status.h"
#include "connectors/api/json_writer.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"
#include "connectors/api/url.h"
#include "connectors/optimocms/optimocms_messages.h"
#include "connectors/optimocms/optimocms_order.h"

namespace bookings::optimocms {
namespace {

// Between the vendor's clock, which dates the bookings, and ours.
constexpr absl::Duration kClockAllowance = absl::Minutes(2);
// 2,000 bookings of one day: more is no usual site, and the quota is counted by the month.
constexpr int kMaxLookupPages = 20;
// 1,000 bookings of one status.
constexpr int kMaxEchoPages = 10;

HttpRequest BuildWrite(HttpMethod method, std::string target, std::string body) {
  HttpRequest request;
  request.method = method;
  request.target = std::move(target);
  request.headers = {{"Content-Type", "application/json"}};
  request.body = std::move(body);
  request.effect = Effect::kWrites;
  return request;
}

struct Lookup {
  SentOrder sent;
  absl::Time since;
  Settings settings;
  FoundBookings found;
  // Whether a booking was seen that tells too little to rule it out.
  bool is_unsure = false;
  int pages = 0;
};

// Same day by the query. A booking without a readable start may be at ours.
bool IsCandidate(const v1::Booking& booking, const Lookup& lookup) {
  const bool is_older =
      booking.has_create_time() && FromTimestamp(booking.create_time()) < lookup.since;
  if (is_older) return false;
  return !booking.has_start_time() || FromTimestamp(booking.start_time()) == lookup.sent.start;
}

void Judge(const v1::Booking& booking, Lookup* lookup) {
  if (!IsCandidate(booking, *lookup)) return;
  const Likeness likeness = CompareCustomers(lookup->sent, booking);
  if (likeness == Likeness::kDifferent) return;
  if (likeness == Likeness::kSame && booking.has_start_time()) {
    lookup->found.bookings.push_back(Completed(booking, lookup->sent));
  } else {
    lookup->is_unsure = true;
  }
}

// One page of the bookings of which this query parameter holds.
HttpRequest BuildList(const Settings& settings, std::string_view name, std::string_view value,
                      std::string_view cursor) {
  UrlTarget target(settings.site_path + "/bookings");
  target.Add("limit", std::to_string(kPageSize)).Add(name, value);
  if (!cursor.empty()) target.Add("cursor", cursor);
  HttpRequest request;
  request.target = std::move(target).Take();
  request.purpose = Purpose::kListBookings;
  request.replay = ReplaySafety::kSafe;
  return request;
}

Step<FoundBookings> Conclude(Lookup lookup) {
  if (!lookup.is_unsure || !lookup.found.bookings.empty()) return std::move(lookup.found);
  return MakeFailure(absl::StatusCode::kUnavailable, v1::ERROR_REASON_VENDOR_UNAVAILABLE,
                     "the vendor does not tell whose a new booking at this start is");
}

Step<FoundBookings> ReadWrittenDay(Lookup lookup, const std::string& cursor) {
  if (++lookup.pages > kMaxLookupPages) {
    return MakeFailure(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_SCAN_LIMIT_REACHED,
                       "the day has too many bookings to look for one");
  }
  HttpRequest request = BuildList(lookup.settings, "date", FormatDate(lookup.sent.day), cursor);
  return {std::move(request),
          [lookup = std::move(lookup)](HttpResponse response) mutable -> Step<FoundBookings> {
            absl::StatusOr<ListAnswer> answer =
                ParseList(std::move(response), lookup.settings, v1::BOOKING_VIEW_FULL);
            if (!answer.ok()) return answer.status();
            if (answer->page.dropped > 0) return ResponseInvalid("a booking has no id");
            for (const v1::Booking* booking : answer->page.bookings) Judge(*booking, &lookup);
            if (answer->vendor_cursor.empty()) return Conclude(std::move(lookup));
            return ReadWrittenDay(std::move(lookup), answer->vendor_cursor);
          }};
}

// A move of the status that was refused: where the booking has that status, the refusal is an echo
// of an earlier request.
struct RefusedMove {
  std::string vendor_id;
  std::string word;
  Settings settings;
  HttpResponse refused;
  int pages = 0;
};

Step<Written> ReadEcho(RefusedMove move, const std::string& cursor);

Step<Written> OnEchoPage(RefusedMove move, HttpResponse response) {
  absl::StatusOr<ListAnswer> answer =
      ParseList(std::move(response), move.settings, v1::BOOKING_VIEW_FULL);
  if (!answer.ok()) return answer.status();
  for (const v1::Booking* booking : answer->page.bookings) {
    const bool has_moved =
        booking->vendor_id() == move.vendor_id && booking->vendor_status() == move.word;
    if (has_moved) return Written{*booking, true};
  }
  if (answer->vendor_cursor.empty()) return ExplainFailure(Purpose::kChangeBooking, move.refused);
  return ReadEcho(std::move(move), answer->vendor_cursor);
}

Step<Written> ReadEcho(RefusedMove move, const std::string& cursor) {
  if (++move.pages > kMaxEchoPages) {
    return MakeFailure(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_SCAN_LIMIT_REACHED,
                       "the vendor refuses the status; whether the booking has it already was not "
                       "found within the bounded scan");
  }
  HttpRequest request = BuildList(move.settings, "status", move.word, cursor);
  return {std::move(request), [move = std::move(move)](HttpResponse response) mutable {
            return OnEchoPage(std::move(move), std::move(response));
          }};
}

}  // namespace

Step<v1::Booking> SendOrder(const CreatePlan& plan, const Settings& settings) {
  absl::StatusOr<SentOrder> sent = ReadOrder(plan, settings);
  if (!sent.ok()) return sent.status();
  HttpRequest request =
      BuildWrite(HttpMethod::kPost, settings.site_path + "/bookings", std::move(sent->body));
  request.purpose = Purpose::kCreateBooking;
  return {std::move(request),
          [sent = *std::move(sent), settings](HttpResponse response) -> Step<v1::Booking> {
            absl::StatusOr<v1::Booking> booking = ParseBooking(std::move(response), settings);
            if (!booking.ok()) return booking.status();
            return Completed(*std::move(booking), sent);
          }};
}

Step<FoundBookings> FindOrder(const CreatePlan& plan, absl::Time begun, const Settings& settings) {
  absl::StatusOr<SentOrder> sent = ReadOrder(plan, settings);
  if (!sent.ok()) return sent.status();
  Lookup lookup;
  lookup.sent = *std::move(sent);
  lookup.since = begun - kClockAllowance;
  lookup.settings = settings;
  return ReadWrittenDay(std::move(lookup), "");
}

Step<Written> SetStatus(std::string_view vendor_id, std::string_view word,
                        const Settings& settings) {
  if (!IsPathSegment(vendor_id)) return UnknownBooking();
  json::Writer body;
  body.Open('{').Key("status").String(word).Close('}');
  HttpRequest request = BuildWrite(
      HttpMethod::kPatch,
      absl::StrCat(settings.site_path, "/bookings/", PercentEncode(vendor_id), "/status"),
      std::move(body).Take());
  request.purpose = Purpose::kChangeBooking;
  request.replay = ReplaySafety::kSafe;
  request.expected_statuses = {http_status::kConflict};
  RefusedMove move;
  move.vendor_id = std::string(vendor_id);
  move.word = std::string(word);
  move.settings = settings;
  return {std::move(request),
          [move = std::move(move)](HttpResponse response) mutable -> Step<Written> {
            if (response.status == http_status::kConflict) {
              move.refused = std::move(response);
              return ReadEcho(std::move(move), "");
            }
            absl::StatusOr<v1::Booking> booking = ParseBooking(std::move(response), move.settings);
            if (!booking.ok()) return booking.status();
            return Written{*std::move(booking)};
          }};
}

}  // namespace bookings::optimocms
