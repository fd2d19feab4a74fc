#include "deploy/sandbox/tiquo/tiquo_account.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/rng.h"

namespace bookings::sandbox::tiquo {
namespace {

// Draws for tokens, apart from the rows of bookings.
constexpr uint64_t kTokenRows = uint64_t{1} << 41;
// An RSA-2048 signature.
constexpr size_t kSignatureBytes = 256;

// FNV-1a, so that accounts of one seed do not share tokens.
uint64_t HashName(std::string_view name) {
  uint64_t hash = 0xcbf29ce484222325;
  for (unsigned char c : name) hash = (hash ^ c) * 0x100000001b3;
  return hash;
}

std::string Bytes(uint64_t seed, uint64_t row, size_t size) {
  Rng rng(seed, row);
  std::string bytes(size, '\0');
  for (char& c : bytes) c = static_cast<char>(rng.Below(256));
  return bytes;
}

std::string Base64Url(const std::string& bytes) { return absl::WebSafeBase64Escape(bytes); }

std::string NameOf(const AccountSpec& spec, std::string_view prefix) {
  const std::string suffix = spec.name == "default" ? "sandbox" : spec.name;
  return std::string(prefix) + suffix;
}

DataPlan PlanOf(const AccountSpec& spec, uint64_t foreign) {
  return {.seed = spec.seed,
          .own = spec.bookings,
          .foreign = foreign,
          .traps = spec.traps,
          .epoch = spec.epoch};
}

}  // namespace

Session::Session(uint64_t seed, std::string account_name, std::string refresh_token, absl::Time now)
    : seed_(seed ^ HashName(account_name)), account_name_(std::move(account_name)) {
  current_.refresh_token = std::move(refresh_token);
  current_.access_expires = now + kAccessTokenLife;
  current_.access_token = MakeAccessToken(now);
  refresh_expires_ = now + kRefreshTokenLife;
  access_expiry_.emplace(current_.access_token, current_.access_expires);
}

std::string Session::subject() const { return "usr_" + account_name_; }
std::string Session::email() const { return MakeCustomer(0).email.value(); }
std::string Session::organization() const { return "org_" + account_name_; }

bool Session::AccessIsValid(const std::string& token, absl::Time now) const {
  const auto found = access_expiry_.find(token);
  return found != access_expiry_.end() && now < found->second;
}

bool Session::RefreshIsValid(const std::string& token, absl::Time now) const {
  return token == current_.refresh_token && now < refresh_expires_;
}

const TokenPair& Session::Rotate(absl::Time now) {
  used_.insert(current_.refresh_token);
  ++rotations_;
  current_.refresh_token =
      "rt_" + Base64Url(Bytes(seed_, kTokenRows + 2 * rotations_, /*size=*/24));
  current_.access_expires = now + kAccessTokenLife;
  current_.access_token = MakeAccessToken(now);
  refresh_expires_ = now + kRefreshTokenLife;
  access_expiry_.emplace(current_.access_token, current_.access_expires);
  return current_;
}

void Session::End() {
  used_.insert(current_.refresh_token);
  current_.refresh_token.clear();
  refresh_expires_ = absl::InfinitePast();
  access_expiry_.clear();
}

// Shaped like the vendor's RS256 token. Nobody can verify the signature: the sandbox knows its
// tokens by their text.
std::string Session::MakeAccessToken(absl::Time now) const {
  const Json header = {{"alg", "RS256"}, {"typ", "JWT"}, {"kid", "sandbox-1"}};
  const Json claims = {{"sub", subject()},
                       {"email", email()},
                       {"token_source", "oauth"},
                       {"organization_id", organization()},
                       {"customer_id", MakeCustomer(0).id},
                       {"iss", "https://auth.tiquo.app"},
                       {"aud", "tiquo-client-api"},
                       {"iat", absl::ToUnixSeconds(now)},
                       {"exp", absl::ToUnixSeconds(now + kAccessTokenLife)},
                       {"jti", std::to_string(rotations_)}};
  const std::string signature = Bytes(seed_, kTokenRows + 2 * rotations_ + 1, kSignatureBytes);
  return Base64Url(JsonString(header)) + "." + Base64Url(JsonString(claims)) + "." +
         Base64Url(signature);
}

TiquoAccount::TiquoAccount(const AccountSpec& spec, const DataPlan& plan,
                           absl::Span<const SwitchSpec> specs)
    : Account(spec.name, specs),
      admin_key(NameOf(spec, "tq_admin_")),
      store(plan.size(), [plan](uint64_t i) { return MakeRow(plan, i); }),
      session(spec.seed, spec.name, NameOf(spec, "rt_"), spec.now) {}

absl::StatusOr<std::shared_ptr<TiquoAccount>> MakeTiquoAccount(
    const AccountSpec& spec, absl::Span<const SwitchSpec> switches) {
  const Json foreign = spec.settings.value("foreign_bookings", Json(uint64_t{0}));
  if (!foreign.is_number_unsigned()) {
    return absl::InvalidArgumentError("foreign_bookings is a whole number");
  }
  return std::make_shared<TiquoAccount>(spec, PlanOf(spec, foreign.get<uint64_t>()), switches);
}

}  // namespace bookings::sandbox::tiquo
