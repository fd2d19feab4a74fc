#include "deploy/sandbox/core/control_server.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/core/control_operations.h"
#include "deploy/sandbox/core/sandbox.h"

namespace bookings::sandbox {
namespace {

// Rows written to the dump in one go, and under one hold of the account's lock.
constexpr uint64_t kDumpRows = 1000;

// Rows that one account may generate: a slot number has 32 bits, and the kept lists 4 bytes a row
// each.
constexpr uint64_t kMaxBookings = 10'000'000;

// /__sandbox/{vendor}/accounts/{account}
constexpr size_t kAccountSegments = 4;

std::string DumpRows(const Vendor& vendor, Account& account, uint64_t first) {
  std::string lines;
  const std::lock_guard lock(account.mutex);
  const uint64_t end = std::min(first + kDumpRows, vendor.RowSlots(account));
  for (uint64_t slot = first; slot < end; ++slot) {
    const std::optional<Json> row = vendor.Row(account, slot);
    if (row) lines += JsonString(*row) + "\n";
  }
  return lines;
}

uint64_t RowSlots(const Vendor& vendor, Account& account) {
  const std::lock_guard lock(account.mutex);
  return vendor.RowSlots(account);
}

void StreamRows(const Vendor& vendor, std::shared_ptr<Account> account,
                httplib::Response& response) {
  response.status = 200;
  auto next = std::make_shared<uint64_t>(0);
  response.set_chunked_content_provider(
      "application/x-ndjson",
      [&vendor, account = std::move(account), next](size_t, httplib::DataSink& sink) {
        if (*next >= RowSlots(vendor, *account)) {
          sink.done();
          return true;
        }
        const std::string lines = DumpRows(vendor, *account, *next);
        *next += kDumpRows;
        // An empty chunk would end the stream.
        return lines.empty() || sink.write(lines.data(), lines.size());
      });
}

struct SpecOrError {
  AccountSpec spec;
  std::optional<Answer> error;
};

bool HasType(const Json& object, const char* member, bool (Json::*is_type)() const noexcept) {
  return !object.contains(member) || (object[member].*is_type)();
}

SpecOrError ParseSpec(const Request& request) {
  ParsedBody body = ParseObject(request);
  if (body.error) return {{}, std::move(body.error)};
  if (!HasType(body.object, "seed", &Json::is_number_unsigned) ||
      !HasType(body.object, "bookings", &Json::is_number_unsigned) ||
      !HasType(body.object, "traps", &Json::is_boolean) ||
      !HasType(body.object, "epoch", &Json::is_string)) {
    return {{}, ControlError(400, "seed and bookings are whole numbers, traps true or false")};
  }
  AccountSpec spec;
  spec.name = request.segments[kAccountSegments - 1];
  spec.seed = body.object.value("seed", spec.seed);
  spec.bookings = body.object.value("bookings", spec.bookings);
  spec.traps = body.object.value("traps", spec.traps);
  const auto epoch = ParseInstantMillis(body.object.value("epoch", std::string(kDefaultEpoch)));
  if (!epoch) return {{}, ControlError(400, "epoch is an RFC 3339 instant")};
  spec.epoch = absl::FromUnixMillis(*epoch);
  if (spec.bookings > kMaxBookings) return {{}, ControlError(400, "too many bookings")};
  spec.settings = std::move(body.object);
  return {std::move(spec), std::nullopt};
}

Answer DescribeAccount(const Vendor& vendor, Account& account) {
  const std::lock_guard lock(account.mutex);
  Json description = vendor.Describe(account);
  description["account"] = account.name;
  return JsonAnswer(200, description);
}

Answer PutAccount(VendorServer& vendor, const Request& request) {
  SpecOrError parsed = ParseSpec(request);
  if (parsed.error) return *std::move(parsed.error);
  const auto account = vendor.CreateAccount(parsed.spec);
  if (!account.ok()) return ControlError(400, std::string(account.status().message()));
  return DescribeAccount(vendor.vendor(), **account);
}

bool IsDump(const Request& request) {
  return request.method == "GET" && request.segments.size() == kAccountSegments + 1 &&
         request.segments.back() == "bookings";
}

}  // namespace

ControlServer::ControlServer(std::vector<VendorServer*> vendors, VirtualClock& clock)
    : vendors_(std::move(vendors)),
      clock_(clock),
      server_([this](const Request& request, Connection&, httplib::Response& response) {
        Serve(request, response);
      }) {}

void ControlServer::Serve(const Request& request, httplib::Response& response) {
  const std::vector<std::string>& path = request.segments;
  if (path.size() < 2 || path[0] != "__sandbox") {
    return SetAnswer(response, ControlError(404, "control paths start with /__sandbox/"));
  }
  if (path.size() == 2 && path[1] == "now") return SetAnswer(response, SetNow(request));
  VendorServer* vendor = FindVendor(path[1]);
  if (vendor == nullptr) return SetAnswer(response, ControlError(404, "no such vendor"));
  ServeVendor(request, *vendor, response);
}

void ControlServer::ServeVendor(const Request& request, VendorServer& vendor,
                                httplib::Response& response) {
  const std::vector<std::string>& path = request.segments;
  if (path.size() == 3 && path[2] == "requests") {
    return SetAnswer(response, JsonAnswer(200, DescribeRequests(vendor.strangers())));
  }
  if (path.size() < kAccountSegments || path[2] != "accounts" || path[3].empty()) {
    return SetAnswer(response,
                     ControlError(404, "expected /__sandbox/{vendor}/accounts/{account}"));
  }
  const bool on_account = path.size() == kAccountSegments;
  if (on_account && request.method == "PUT")
    return SetAnswer(response, PutAccount(vendor, request));
  std::shared_ptr<Account> account = vendor.accounts().ByName(path[3]);
  if (account == nullptr) return SetAnswer(response, ControlError(404, "no such account"));
  if (on_account) return SetAnswer(response, DescribeAccount(vendor.vendor(), *account));
  if (IsDump(request)) return StreamRows(vendor.vendor(), std::move(account), response);
  SetAnswer(response, RunAccountOperation(vendor.vendor(), *account, request));
}

Answer ControlServer::SetNow(const Request& request) {
  if (request.method != "PUT") return ControlError(405, "PUT {\"now\": instant or null}");
  ParsedBody body = ParseObject(request);
  if (body.error) return *std::move(body.error);
  const Json now = body.object.value("now", Json());
  std::optional<int64_t> millis;
  if (now.is_string()) millis = ParseInstantMillis(now.get_ref<const std::string&>());
  if (!millis && !now.is_null()) return ControlError(400, "now is an RFC 3339 instant or null");
  clock_.Set(millis ? std::optional(absl::FromUnixMillis(*millis)) : std::nullopt);
  return JsonAnswer(200, body.object);
}

VendorServer* ControlServer::FindVendor(const std::string& name) const {
  const auto found = std::find_if(vendors_.begin(), vendors_.end(), [&](VendorServer* vendor) {
    return vendor->vendor().name() == name;
  });
  return found == vendors_.end() ? nullptr : *found;
}

}  // namespace bookings::sandbox
