// See tiquo_messages.h.
#include "connectors/tiquo/tiquo_messages.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/civil.h"
#include "connectors/api/failure.h"
#include "connectors/api/fields.h"
#include "connectors/api/json_writer.h"
#include "connectors/api/refusal.h"
#include "connectors/api/text.h"
#include "connectors/tiquo/tiquo_booking.h"

namespace bookings::tiquo {
namespace {

// What the vendor documents (tiquo.md 1), for an answer that does not say it.
constexpr absl::Duration kAccessTokenLifetime = absl::Hours(1);
// More than any token lives, and far from overflow.
constexpr int64_t kMaxLifetimeSeconds = int64_t{30} * 24 * 3600;

// The `data` member of a successful answer.
absl::StatusOr<json::Value> DataOf(const json::Document& document) {
  if (!document.root().IsObject()) return ResponseInvalid("the answer is no JSON object");
  if (document.root()["success"].AsBool() == false) {
    return ResponseInvalid("the answer says that it failed, with a status that says it did not");
  }
  return document.root()["data"];
}

// The id that the next page starts behind: the last one that can be used.
std::optional<std::string> NextCursor(const Page& page) {
  if (page.bookings.empty()) return std::nullopt;
  return page.bookings.back()->vendor_id();
}

struct VendorCustomer {
  std::string_view id;
  std::string_view first_name;
  std::string_view last_name;
  std::string_view display_name;
  std::string_view customer_number;
  std::string_view email;
  std::string_view phone;
};

// tiquo.md 1, `GET /profile`.
const json::FieldTable<VendorCustomer>& CustomerFields() {
  using C = VendorCustomer;
  using NoPlace = json::FieldTable<C>::NoPlace;
  static const json::FieldTable<C> fields = {
      {"id", &C::id},
      {"firstName", &C::first_name},
      {"lastName", &C::last_name},
      {"displayName", &C::display_name},
      {"customerNumber", &C::customer_number},
      {"email", &C::email},
      {"phone", &C::phone},
      {"profilePhoto", NoPlace{}},
      {"status", NoPlace{}},
      {"totalOrders", NoPlace{}},
      {"totalSpent", NoPlace{}},
      {"lifetimeValue", NoPlace{}},
  };
  return fields;
}

std::string DisplayName(const VendorCustomer& vendor) {
  if (!vendor.display_name.empty()) return std::string(vendor.display_name);
  const std::string_view space = vendor.first_name.empty() || vendor.last_name.empty() ? "" : " ";
  return absl::StrCat(ToAbsl(vendor.first_name), ToAbsl(space), ToAbsl(vendor.last_name));
}

void FillCustomer(const VendorCustomer& vendor, v1::Customer* customer) {
  customer->set_id(std::string(vendor.id));
  customer->set_display_name(DisplayName(vendor));
  customer->set_first_name(std::string(vendor.first_name));
  customer->set_last_name(std::string(vendor.last_name));
  customer->set_email(std::string(vendor.email));
  customer->set_phone(std::string(vendor.phone));
  customer->set_number(std::string(vendor.customer_number));
}

absl::Duration LifetimeOf(json::Value data) {
  const std::optional<int64_t> seconds = data["expires_in"].AsInt64();
  if (!seconds || *seconds <= 0 || *seconds > kMaxLifetimeSeconds) return kAccessTokenLifetime;
  return absl::Seconds(*seconds);
}

// The current APIs send a sentence as `error`; the legacy one an object with a code (tiquo.md 5).
std::string CodeOf(const HttpResponse& response) {
  const absl::StatusOr<json::Document> document = json::Document::Parse(response.body);
  if (!document.ok()) return "";
  return std::string(document->root()["error"]["code"].AsString().value_or(""));
}

}  // namespace

HttpRequest GetRequest(std::string target, Purpose purpose) {
  HttpRequest request;
  request.target = std::move(target);
  request.purpose = purpose;
  request.replay = ReplaySafety::kSafe;
  return request;
}

absl::StatusOr<Page> ParseClientPage(HttpResponse response, const Settings& settings,
                                     v1::BookingView view) {
  absl::StatusOr<json::Document> document = json::Document::Parse(std::move(response.body));
  if (!document.ok()) return document.status();
  const absl::StatusOr<json::Value> data = DataOf(*document);
  if (!data.ok()) return data.status();
  const json::Value rows = (*data)["bookings"];
  const std::optional<bool> has_more = (*data)["hasMore"].AsBool();
  if (!rows.IsArray() || !has_more)
    return ResponseInvalid("data.bookings or data.hasMore is missing");
  Page page;
  for (const json::Value row : json::Elements(rows)) AddBooking(row, settings, view, &page);
  if (!*has_more) return page;
  page.next_cursor = NextCursor(page);
  if (!page.next_cursor) return ResponseInvalid("data.hasMore is true on a page without bookings");
  return page;
}

absl::StatusOr<AdminRows> ParseAdminRows(HttpResponse response) {
  absl::StatusOr<json::Document> document = json::Document::Parse(std::move(response.body));
  if (!document.ok()) return document.status();
  const absl::StatusOr<json::Value> data = DataOf(*document);
  if (!data.ok()) return data.status();
  if (!data->IsArray()) return ResponseInvalid("data is no array of bookings");
  // The sibling lists of this API tell of more rows; for bookings it is undocumented
  // (tiquo.md 2.3).
  const bool says_more = document->root()["pagination"]["hasMore"].AsBool().value_or(false);
  const bool full = data->size() >= kPageSize || says_more;
  return AdminRows{*std::move(document), *data, full};
}

absl::StatusOr<Page> ParseAdminBooking(HttpResponse response, std::string_view vendor_id,
                                       const Settings& settings) {
  absl::StatusOr<json::Document> document = json::Document::Parse(std::move(response.body));
  if (!document.ok()) return document.status();
  const absl::StatusOr<json::Value> data = DataOf(*document);
  if (!data.ok()) return data.status();
  if (!data->IsObject()) return ResponseInvalid("data is no booking");
  // The page that shows this answer is cut behind the envelope: `data` is the booking, or wraps it.
  const json::Value wrapped = (*data)["booking"];
  Page page;
  AddBooking(wrapped.IsObject() ? wrapped : *data, settings, v1::BOOKING_VIEW_FULL, &page);
  if (page.bookings.empty()) return ResponseInvalid("the booking has no id");
  if (page.bookings.front()->vendor_id() == vendor_id) return page;
  return MakeFailure(absl::StatusCode::kNotFound, v1::ERROR_REASON_BOOKING_NOT_FOUND,
                     "the vendor knows the id as another reference of a booking only");
}

absl::StatusOr<v1::Booking> ParseProfile(HttpResponse response) {
  const absl::StatusOr<json::Document> document = json::Document::Parse(std::move(response.body));
  if (!document.ok()) return document.status();
  const absl::StatusOr<json::Value> data = DataOf(*document);
  if (!data.ok()) return data.status();
  if (!data->IsObject()) return ResponseInvalid("data is no profile");
  v1::Booking booking;
  const json::Value user = (*data)["user"];
  if (!user.IsNullOrMissing()) {
    json::ToProto(user, &(*booking.mutable_vendor_fields()->mutable_fields())["user"]);
  }
  const json::Value customer = (*data)["customer"];
  if (!customer.IsObject()) return booking;  // an account that no customer is linked to
  json::Leftovers left;
  FillCustomer(CustomerFields().Read(customer, left), booking.add_customers());
  left.MoveTo("customer", booking.mutable_vendor_fields());
  if (left.unreadable) AddNote(v1::MAPPING_NOTE_ITEM_PARTLY_UNREADABLE, &booking);
  return booking;
}

HttpRequest BuildRefresh(std::string_view refresh_token) {
  HttpRequest request;
  request.method = HttpMethod::kPost;
  request.target = "/refresh";
  request.headers = {{"Content-Type", "application/json"}};
  json::Writer body;
  body.Open('{').Key("refresh_token").String(refresh_token).Close('}');
  request.body = std::move(body).Take();
  request.purpose = Purpose::kExchangeTokens;
  request.replay = ReplaySafety::kUnsafe;  // a refresh token works once
  request.authorization = Authorization::kNone;
  return request;
}

absl::StatusOr<Tokens> ParseTokens(HttpResponse response) {
  const absl::StatusOr<json::Document> document = json::Document::Parse(std::move(response.body));
  if (!document.ok()) return document.status();
  const absl::StatusOr<json::Value> data = DataOf(*document);
  if (!data.ok()) return data.status();
  Tokens tokens;
  tokens.access_token = std::string((*data)["access_token"].AsString().value_or(""));
  tokens.refresh_token = std::string((*data)["refresh_token"].AsString().value_or(""));
  if (tokens.access_token.empty() || tokens.refresh_token.empty()) {
    return ResponseInvalid("data.access_token or data.refresh_token is missing");
  }
  tokens.lifetime = LifetimeOf(*data);
  return tokens;
}

absl::Status ExplainFailure(Purpose purpose, const HttpResponse& response) {
  // No header with a request id is documented.
  return ExplainHttpStatus(purpose, ReadRefusal(response, CodeOf(response), ""));
}

}  // namespace bookings::tiquo
