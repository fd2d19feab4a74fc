// See wix_api.h. Here stand the routes and what the wrapper asks of a vendor; the answers are made
// in wix_v1 and wix_v2.
#include "deploy/sandbox/wix/wix_api.h"

#include <cstdint>
#include <string>
#include <utility>

#include "deploy/sandbox/wix/wix_access.h"
#include "deploy/sandbox/wix/wix_account.h"
#include "deploy/sandbox/wix/wix_calendar.h"
#include "deploy/sandbox/wix/wix_describe.h"
#include "deploy/sandbox/wix/wix_refusal.h"
#include "deploy/sandbox/wix/wix_rows.h"
#include "deploy/sandbox/wix/wix_slots_v2.h"
#include "deploy/sandbox/wix/wix_switches.h"
#include "deploy/sandbox/wix/wix_v1.h"
#include "deploy/sandbox/wix/wix_v2.h"
#include "deploy/sandbox/wix/wix_writer_v1.h"
#include "deploy/sandbox/wix/wix_writer_v2.h"

namespace bookings::sandbox {
namespace {

using wix::WixAccount;

// For each app instance (wix.md 5.4).
constexpr std::int64_t kRequestsPerMinute = 200;

WixAccount& Wix(Account& account) { return static_cast<WixAccount&>(account); }
const WixAccount& Wix(const Account& account) { return static_cast<const WixAccount&>(account); }

void AddV1(Router& router) {
  const std::string bookings = "/bookings/v1/bookings";
  router.Add("GET", bookings, wix::ListV1);
  router.Add("POST", bookings + "/query", wix::QueryV1);
  router.Add("POST", bookings + "/book", wix::BookV1);
  router.Add("POST", bookings + "/{id}/cancel", wix::CancelV1);
  for (const std::string base : {"", "/requests"}) {
    router.Add("POST", bookings + base + "/{id}/confirm", wix::ConfirmV1);
    router.Add("POST", bookings + base + "/{id}/decline", wix::DeclineV1);
  }
  router.Add("POST", bookings + "/{id}/reschedule", wix::RescheduleV1);
  router.Add("POST", bookings + "/{id}/setAttendance", wix::SetAttendanceV1);
  router.Add("POST", bookings + "/{id}/markAsPaid", wix::MarkAsPaidV1);
  router.Add("GET", "/bookings/v1/availability", wix::AvailabilityV1);
  router.Add("POST", "/bookings/v1/availability/lock", wix::LockV1);
  router.Add("POST", "/bookings/v1/availability/unlock", wix::UnlockV1);
}

void AddWriter(Router& router) {
  for (const std::string base : {"/_api/bookings-service/v2/bookings", "/bookings/v2/bookings"}) {
    router.Add("POST", base, wix::CreateV2);
    router.Add("POST", base + "/{id}/cancel", wix::CancelV2);
    router.Add("POST", base + "/{id}/confirm", wix::ConfirmV2);
    router.Add("POST", base + "/{id}/decline", wix::DeclineV2);
    router.Add("POST", base + "/{id}/reschedule", wix::RescheduleV2);
    router.Add("POST", base + "/{id}/update_number_of_participants", wix::UpdateParticipantsV2);
    router.Add("POST", base + "/{id}/mark_booking_as_pending", wix::MarkAsPendingV2);
  }
  router.Add("POST", "/bookings/v2/confirmation/{id}", wix::ConfirmOrDeclineV2);
}

void AddAvailability(Router& router) {
  for (const std::string base : {"/_api/service-availability", "/service-availability"}) {
    router.Add("POST", base + "/v2/time-slots", wix::ListTimeSlots);
    router.Add("POST", base + "/v2/time-slots/get", wix::GetTimeSlot);
    router.Add("POST", base + "/v2/time-slots/event", wix::ListEventSlots);
    router.Add("GET", base + "/v2/time-slots/event/{id}", wix::GetEventSlot);
  }
  for (const std::string path : {"/availability-calendar/v1", "/bookings/availability-calendar/v1",
                                 "/bookings/v1", "/_api/availability-calendar/v1"}) {
    router.Add("POST", path + "/availability/query", wix::QueryAvailability);
  }
  for (const std::string base : {"", "/_api/availability-calendar"}) {
    router.Add("GET", base + "/v2/availability/schedule/{id}", wix::GetScheduleAvailability);
  }
  router.Add("POST", "/bookings/v2/services/query", wix::QueryServices);
}

// Two base paths reach the same service (wix.md 3.1).
Router MakeRoutes() {
  Router router;
  router.Add("POST", "/oauth2/token", wix::AnswerToken);
  AddV1(router);
  AddWriter(router);
  AddAvailability(router);
  for (const std::string base : {"/_api/bookings-reader", "/bookings/bookings-reader"}) {
    router.Add("POST", base + "/v2/extended-bookings/query", wix::QueryV2);
    router.Add("POST", base + "/v2/extended-bookings/count", wix::CountV2);
  }
  return router;
}

class WixVendor : public Vendor {
 public:
  std::string_view name() const override { return "wix"; }
  absl::Span<const SwitchSpec> switches() const override { return wix::WixSwitches(); }
  const Router& router() const override { return router_; }

  Identity Identify(const Request& request, const AccountTable& accounts,
                    absl::Time now) const override {
    return wix::IdentifyCaller(request, accounts, now);
  }

  std::vector<RateRule> RateRules(const Request& request, const Account&,
                                  absl::Time) const override {
    if (wix::IsTokenRequest(request)) return {};
    return {{"instance", kRequestsPerMinute, absl::Minutes(1)}};
  }

  Answer RateLimited(const RateRefusal& refusal, const Account& account,
                     absl::Time) const override {
    Answer answer =
        wix::RefuseApplication({429, "Too many requests", "RESOURCE_EXHAUSTED", ""}).ToAnswer();
    if (account.switches.Is("retry_after", "seconds")) {
      const std::int64_t seconds =
          absl::ToInt64Seconds(absl::Ceil(refusal.retry_after, absl::Seconds(1)));
      answer.headers.push_back({"Retry-After", std::to_string(seconds)});
    }
    return answer;
  }

  Answer NotRouted(const RouteMatch&) const override { return wix::RefuseUnknownPath().ToAnswer(); }

  absl::StatusOr<std::shared_ptr<Account>> MakeAccount(const AccountSpec& spec) const override {
    absl::StatusOr<wix::Offers> offers = wix::Offers::Make(spec);
    if (!offers.ok()) return offers.status();
    return std::make_shared<WixAccount>(spec, *std::move(offers));
  }

  std::vector<std::string> Credentials(const Account& account) const override {
    const wix::WixCredentials& credentials = Wix(account).credentials();
    return {credentials.api_key, credentials.client_id, credentials.member_token};
  }

  Json Describe(const Account& account) const override {
    const wix::WixCredentials& credentials = Wix(account).credentials();
    return {{"api_key", credentials.api_key},
            {"site_id", credentials.site_id},
            {"client_id", credentials.client_id},
            {"client_secret", credentials.client_secret},
            {"instance_id", credentials.instance_id},
            {"member_token", credentials.member_token},
            {"services", wix::DescribeServices(Wix(account))}};
  }

  std::uint64_t RowSlots(const Account& account) const override {
    return Wix(account).store().slots();
  }

  std::optional<Json> Row(const Account& account, std::uint64_t slot) const override {
    const RowStore<wix::Row>& store = Wix(account).store();
    if (store.IsRemoved(slot)) return std::nullopt;
    return wix::DumpRow(store.At(static_cast<Slot>(slot)), Wix(account).catalogue());
  }

  absl::StatusOr<Json> InsertRow(Account& account, const Json& fields) const override {
    RowStore<wix::Row>& store = Wix(account).store();
    absl::StatusOr<wix::Row> row = wix::WithRowFields(store.Template(), fields);
    if (!row.ok()) return row.status();
    if (store.Find(row->id)) return absl::InvalidArgumentError("the id exists");
    store.Insert(*row);
    Wix(account).TakeUp(*row);
    return wix::DumpRow(*row, Wix(account).catalogue());
  }

  absl::StatusOr<Json> PatchRow(Account& account, std::string_view id,
                                const Json& fields) const override {
    RowStore<wix::Row>& store = Wix(account).store();
    const std::optional<Slot> slot = store.Find(id);
    if (!slot) return absl::NotFoundError("no such row");
    absl::StatusOr<wix::Row> row = wix::WithRowFields(store.At(*slot), fields);
    if (!row.ok()) return row.status();
    store.Replace(*slot, *row);
    Wix(account).TakeUp(*row);
    return wix::DumpRow(*row, Wix(account).catalogue());
  }

  absl::Status DeleteRow(Account& account, std::string_view id) const override {
    RowStore<wix::Row>& store = Wix(account).store();
    const std::optional<Slot> slot = store.Find(id);
    if (!slot) return absl::NotFoundError("no such row");
    store.Remove(*slot);
    Wix(account).LetGo(std::string(id));
    return absl::OkStatus();
  }

 private:
  const Router router_ = MakeRoutes();
};

}  // namespace

std::unique_ptr<Vendor> MakeWixVendor() { return std::make_unique<WixVendor>(); }

}  // namespace bookings::sandbox
