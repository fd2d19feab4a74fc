// See wix_messages.h.
#include "connectors/wix/wix_messages.h"

#include <optional>
#include <utility>

#include "connectors/api/json_writer.h"

namespace bookings::wix {
namespace {

constexpr std::string_view kTokenTarget = "/oauth2/token";
// wix.md 1.3: what client credentials are given, should an answer not say it.
constexpr absl::Duration kTokenLifetime = absl::Hours(4);

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

}  // namespace bookings::wix
