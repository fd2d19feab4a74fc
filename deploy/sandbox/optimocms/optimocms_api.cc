#include "deploy/sandbox/optimocms/optimocms_api.h"

#include <mutex>
#include <utility>

#include "absl/time/civil_time.h"
#include "deploy/sandbox/core/retry_after.h"
#include "deploy/sandbox/core/row_control.h"
#include "deploy/sandbox/optimocms/optimocms_account.h"
#include "deploy/sandbox/optimocms/optimocms_render.h"
#include "deploy/sandbox/optimocms/optimocms_routes.h"
#include "deploy/sandbox/optimocms/optimocms_switches.h"

namespace bookings::sandbox {
namespace optimocms {
namespace {

constexpr std::string_view kMonthBucket = "month";
constexpr std::string_view kMinuteBucket = "minute";

struct Period {
  absl::Time start;
  absl::Time end;
};

Period MonthOf(absl::Time now) {
  const absl::CivilMonth month = absl::ToCivilMonth(now, absl::UTCTimeZone());
  return {absl::FromCivil(month, absl::UTCTimeZone()),
          absl::FromCivil(month + 1, absl::UTCTimeZone())};
}

Period MinuteOf(absl::Time now) {
  const absl::CivilMinute minute = absl::ToCivilMinute(now, absl::UTCTimeZone());
  return {absl::FromCivil(minute, absl::UTCTimeZone()),
          absl::FromCivil(minute + 1, absl::UTCTimeZone())};
}

// A rolling window that reaches back to the start of the calendar period, and no further.
RateRule CalendarRule(std::string_view bucket, int64_t limit, const Period& period,
                      absl::Time now) {
  return {std::string(bucket), limit, now - period.start + absl::Nanoseconds(1)};
}

std::optional<std::string> KeyOf(const Request& request) { return request.Header("x-api-key"); }

const OptimocmsAccount& Own(const Account& account) {
  return static_cast<const OptimocmsAccount&>(account);
}

class OptimocmsVendor : public StoredRows<OptimocmsAccount, optimocms::Row> {
 public:
  OptimocmsVendor() : StoredRows(Fields()) { AddRoutes(router_); }

  std::string_view name() const override { return "optimocms"; }
  absl::Span<const SwitchSpec> switches() const override { return OptimocmsSwitches(); }
  const Router& router() const override { return router_; }

  Identity Identify(const Request& request, const AccountTable& accounts,
                    absl::Time now) const override {
    const std::optional<std::string> key = KeyOf(request);
    const std::optional<std::string> bearer = BearerToken(request);
    std::shared_ptr<Account> account = accounts.ByCredential(key ? *key : bearer.value_or(""));
    if (account == nullptr) {
      return {nullptr, ErrorAnswer(kUnauthorized, "The API key is missing or invalid", {}, request,
                                   nullptr, now)};
    }
    const std::lock_guard lock(account->mutex);
    const Switches* switches = &account->switches;
    if (!key && switches->Is("bearer", "refuse")) {
      return {account, ErrorAnswer(kUnauthorized, "The header X-Api-Key is missing", {}, request,
                                   switches, now)};
    }
    if (router_.Find(request).route == nullptr) {
      return {account, ErrorAnswer(kNotFound, "No such route", {}, request, switches, now)};
    }
    return {account, std::nullopt};
  }

  std::vector<RateRule> RateRules(const Request&, const Account& account,
                                  absl::Time now) const override {
    const Plan& plan = Own(account).plan;
    RateRule minute{std::string(kMinuteBucket), plan.calls_a_minute, absl::Minutes(1)};
    if (account.switches.Is("rate_window", "fixed")) {
      minute = CalendarRule(kMinuteBucket, plan.calls_a_minute, MinuteOf(now), now);
    }
    return {minute, CalendarRule(kMonthBucket, plan.calls_a_month, MonthOf(now), now)};
  }

  Answer RateLimited(const RateRefusal& refusal, const Account& account,
                     absl::Time now) const override {
    // The wrapper has no request at hand for meta.requestId: the rule that refused stands in.
    const Request request = ParseTarget("/" + refusal.rule.bucket);
    Answer answer =
        ErrorAnswer(kRateLimitExceeded, "Too many requests", {}, request, &account.switches, now);
    AddRetryAfter(account.switches.Get("retry_after"), WaitFor(refusal, account, now), now, answer);
    return answer;
  }

  // Unknown routes are refused on the way in.
  Answer NotRouted(const RouteMatch&) const override {
    return JsonAnswer(kNotFound.status, {{"error", {{"code", kNotFound.code}}}});
  }

  absl::StatusOr<std::shared_ptr<Account>> MakeAccount(const AccountSpec& spec) const override {
    absl::StatusOr<std::shared_ptr<OptimocmsAccount>> account =
        MakeOptimocmsAccount(spec, OptimocmsSwitches());
    if (!account.ok()) return account.status();
    return std::shared_ptr<Account>(*std::move(account));
  }

  std::vector<std::string> Credentials(const Account& account) const override {
    return {Own(account).key};
  }

  Json Describe(const Account& account) const override {
    const OptimocmsAccount& own = Own(account);
    return {{"api_key", own.key},
            {"site_id", own.sites.front().id},
            {"plan", own.plan.name},
            {"scopes", own.scopes},
            {"services", DescribeServices(own.catalogue)},
            {"staff", DescribeStaff(own.catalogue)},
            {"branches", DescribeBranches(own.catalogue)}};
  }

 protected:
  // In the forms that the account's switches give it.
  Json Tell(const Account& account, const optimocms::Row& row) const override {
    return StoredRows::Tell(account, Effective(row, account.switches));
  }

 private:
  static absl::Duration WaitFor(const RateRefusal& refusal, const Account& account,
                                absl::Time now) {
    if (refusal.rule.bucket == kMonthBucket) return MonthOf(now).end - now;
    if (account.switches.Is("rate_window", "fixed")) return MinuteOf(now).end - now;
    return refusal.retry_after;
  }

  Router router_;
};

}  // namespace
}  // namespace optimocms

std::unique_ptr<Vendor> MakeOptimocmsVendor() {
  return std::make_unique<optimocms::OptimocmsVendor>();
}

}  // namespace bookings::sandbox
