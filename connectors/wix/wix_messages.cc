// See wix_messages.h.
#include "connectors/wix/wix_messages.h"

#include <optional>
#include <utility>

#include "connectors/api/json_writer.h"
#include "connectors/api/refusal.h"

namespace bookings::wix {
namespace {

constexpr std::string_view kTokenTarget = "/oauth2/token";
// wix.md 1.3: what client credentials are given, should an answer not say it.
constexpr absl::Duration kTokenLifetime = absl::Hours(4);
// wix.md 5.4: the limit counts calls per minute, answers do not say how long to wait.
constexpr absl::Duration kThrottleWait = absl::Minutes(1);
// A refusal is a few hundred bytes; more is no JSON of Wix and is not parsed for a code.
constexpr size_t kMaxRefusalBytes = 65'536;

// `details.applicationError.code`, or `error` in the OAuth form.
std::string ReadCode(Purpose purpose, const HttpResponse& response) {
  if (response.body.size() > kMaxRefusalBytes) return "";
  const absl::StatusOr<json::Document> body = json::Document::Parse(response.body);
  if (!body.ok()) return "";
  std::optional<std::string_view> code =
      body->root()["details"]["applicationError"]["code"].AsString();
  if (!code && purpose == Purpose::kExchangeTokens) code = body->root()["error"].AsString();
  return std::string(code.value_or(std::string_view()));
}

struct CodeMeaning {
  std::string_view code;
  absl::StatusCode status;
  ErrorReason reason;
  std::string_view message;
};

constexpr auto kPrecondition = absl::StatusCode::kFailedPrecondition;

// Codes whose HTTP status alone would mean something else. OAuth's stand in RFC 6749 5.2.
constexpr CodeMeaning kCodes[] = {
    {"MISSING_METASITE_ID", kPrecondition, v1::ERROR_REASON_VENDOR_RESOURCE_MISSING,
     "the credential names no site"},
    {"FEATURE_LIMIT_EXCEEDED", absl::StatusCode::kResourceExhausted,
     v1::ERROR_REASON_QUOTA_EXHAUSTED, "the site's plan does not include more of this feature"},
    {"invalid_client", kPrecondition, v1::ERROR_REASON_VENDOR_AUTH_FAILED,
     "the vendor refuses the app's credentials"},
    {"invalid_grant", kPrecondition, v1::ERROR_REASON_VENDOR_AUTH_FAILED,
     "the vendor refuses the app's credentials"},
    {"unauthorized_client", kPrecondition, v1::ERROR_REASON_VENDOR_AUTH_FAILED,
     "the vendor refuses the app's credentials"},
};

// Bookings are found by a query: its 404 says that the endpoint is gone, not the booking.
Purpose MeaningfulPurpose(Purpose purpose) {
  return purpose == Purpose::kGetBooking ? Purpose::kListBookings : purpose;
}

}  // namespace

HttpRequest BuildRead(std::string target, std::string body, Purpose purpose) {
  HttpRequest request;
  request.method = HttpMethod::kPost;
  request.target = std::move(target);
  request.headers = {{"Content-Type", "application/json"}};
  request.body = std::move(body);
  request.purpose = purpose;
  request.replay = ReplaySafety::kSafe;
  return request;
}

HttpRequest BuildTokenExchange(const config::v1::WixApp& app, std::string_view client_secret) {
  json::Writer body;
  body.Open('{').Key("grant_type").String("client_credentials");
  body.Key("client_id").String(app.client_id());
  body.Key("client_secret").String(client_secret);
  body.Key("instance_id").String(app.instance_id()).Close('}');
  HttpRequest request =
      BuildRead(std::string(kTokenTarget), std::move(body).Take(), Purpose::kExchangeTokens);
  request.authorization = Authorization::kNone;
  return request;
}

absl::StatusOr<Tokens> ParseTokens(HttpResponse response) {
  absl::StatusOr<json::Document> answer = ReadAnswer(std::move(response));
  if (!answer.ok()) return answer.status();
  const std::optional<std::string_view> token = answer->root()["access_token"].AsString();
  if (!token || token->empty()) return ResponseInvalid("the token answer holds no access token");
  Tokens tokens{std::string(*token), "", kTokenLifetime};
  const json::Value lifetime = answer->root()["expires_in"];
  if (lifetime.IsNullOrMissing()) return tokens;
  const int64_t seconds = lifetime.AsInt64().value_or(0);
  if (seconds <= 0) return ResponseInvalid("the token answer's lifetime is no number of seconds");
  tokens.lifetime = absl::Seconds(seconds);
  return tokens;
}

absl::StatusOr<json::Document> ReadAnswer(HttpResponse response) {
  if (response.status != 200) return ResponseInvalid("the vendor answers with a success but 200");
  absl::StatusOr<json::Document> answer = json::Document::Parse(std::move(response.body));
  if (answer.ok() && !answer->root().IsObject()) {
    return ResponseInvalid("the answer is no JSON object");
  }
  return answer;
}

absl::StatusOr<json::Value> FindEntries(const json::Document& answer, std::string_view key,
                                        json::Value paging) {
  const json::Value entries = answer.root()[key];
  if (entries.IsArray()) return entries;
  if (entries.IsNullOrMissing() && paging.IsObject()) return json::Value();
  return ResponseInvalid("the answer holds no list of bookings");
}

std::optional<int64_t> ReadTotal(json::Value paging, int64_t rows) {
  const std::optional<int64_t> total = paging["total"].AsInt64();
  if (!total || *total < rows || paging["tooManyToCount"].AsBool().value_or(false)) {
    return std::nullopt;
  }
  return total;
}

absl::StatusOr<Page> OnlyBooking(Page page, std::string_view vendor_id) {
  if (page.bookings.empty() && page.dropped == 0) {
    return MakeFailure(absl::StatusCode::kNotFound, v1::ERROR_REASON_BOOKING_NOT_FOUND,
                       "the vendor knows no such booking");
  }
  std::erase_if(page.bookings, [vendor_id](const v1::Booking* booking) {
    return booking->vendor_id() != vendor_id;
  });
  if (page.bookings.empty()) {
    return ResponseInvalid("the vendor answers with other bookings than the one asked for");
  }
  page.bookings.resize(1);
  page.next_cursor.reset();
  return page;
}

absl::Status ExplainRefusal(Purpose purpose, const HttpResponse& response) {
  VendorRefusal refusal = ReadRefusal(response, ReadCode(purpose, response), "x-wix-request-id");
  for (const CodeMeaning& known : kCodes) {
    if (known.code == refusal.code) {
      return RefusalFailure(known.status, known.reason, known.message, refusal);
    }
  }
  if (response.status == 429 && !refusal.retry_after) refusal.retry_after = kThrottleWait;
  return ExplainHttpStatus(MeaningfulPurpose(purpose), refusal);
}

}  // namespace bookings::wix
