// The interface of all connectors: pure translations between canonical messages and a vendor's HTTP
// API. docs/adding-a-connector.md walks through writing one.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "bookings/config/v1/config.pb.h"
#include "bookings/v1/bookings.pb.h"
#include "bookings/v1/connections.pb.h"
#include "connectors/api/credentials.h"
#include "connectors/api/failure.h"
#include "connectors/api/http_exchange.h"
#include "connectors/api/page.h"
#include "connectors/api/slots.h"
#include "connectors/api/step.h"
#include "connectors/api/writes.h"

namespace bookings {

// A list as the caller wants it from one connection.
struct ListQuery {
  v1::BookingFilter filter;
  v1::OrderBy order = v1::ORDER_BY_UNSPECIFIED;
  v1::BookingView view = v1::BOOKING_VIEW_BASIC;
  // The caller's time of asking: connectors have no clock.
  absl::Time now;
  // Only for a list that goes on: only bookings at or behind this instant are still wanted, in the
  // direction and by the time of `order`, or where that is UNSPECIFIED of the `vendor_order` that
  // the plan chooses. To be pushed down where the vendor can narrow by that time; the engine
  // checks.
  std::optional<absl::Time> resume_from;
};

// Further calls that complete the rows of a list.
enum class DetailCalls {
  kNone,
  // One call per booking (Jicoo's contacts): FetchDetails.
  kPerBooking,
  // One call for all bookings of the list (Tiquo's profile): FetchSharedDetails.
  kShared,
};

// How a connector will read a list.
struct ListPlan {
  ListQuery query;
  // The vendor's query, in a form of the connector's own; ListPage adds the cursor.
  std::string vendor_query;
  // Names of the BookingFilter fields that the vendor narrows: a sound over-approximation, the
  // engine checks again.
  std::vector<std::string> pushed_down;
  // The order that the vendor is asked for; UNSPECIFIED = its own, of which nothing is known. The
  // engine checks it as it comes, and leaves a list once it is past the filter's range.
  v1::OrderBy vendor_order = v1::ORDER_BY_UNSPECIFIED;
  // Whether the vendor itself leaves out what is before `query.resume_from`: its rows count from
  // there.
  bool starts_at_resume = false;
  // Whether pages can be asked for by the numbers of their rows (Connector::PageAt), several at a
  // time.
  bool numbered = false;
  // For numbered plans: whether rows keep their places while a list is read, so that the vendor's
  // total tells of every change. Pages then lie side by side; otherwise each begins with a row of
  // the page before, by which the engine sees that none was missed.
  bool rows_stay = false;
  DetailCalls details = DetailCalls::kNone;
  // Vendor calls for the whole list, where that is known beforehand.
  std::optional<int64_t> expected_calls;
};

// Whose calls a vendor counts together for its rate limit.
enum class RateLimitScope {
  // Those of one account.
  kAccount,
  // Those from one address of the caller's, whatever the account.
  kAddress,
};

// Const and thread-safe; no socket, thread, clock, log, environment, file or global state. Lives as
// long as its connection.
class Connector {
 public:
  virtual ~Connector() = default;

  virtual std::string_view vendor() const = 0;
  // `client`, `admin`, `v1`, `v2`; empty where the vendor has one API only.
  virtual std::string_view mode() const { return ""; }
  // The vendor's public address, without a slash at the end.
  virtual std::string_view default_base_url() const = 0;
  virtual const v1::Capabilities& capabilities() const = 0;
  virtual RateLimitScope rate_limit_scope() const { return RateLimitScope::kAccount; }
  virtual Credentials credentials() const = 0;

  // Fails with INVALID_ARGUMENT only, for vendor_filter entries that this vendor does not know.
  virtual absl::StatusOr<ListPlan> PlanList(const ListQuery& query) const = 0;
  // Reads one page; an empty cursor is the first one.
  virtual Step<Page> ListPage(const ListPlan& plan, std::string_view cursor) const = 0;
  // For plans that are `numbered`: of the pages that hold this row (counted from 0 in the vendor's
  // order) the one that reaches furthest behind it.
  virtual NumberedPage PageAt(const ListPlan& plan, int64_t row) const;

  // The page that holds the booking with this vendor id, or NOT_FOUND / BOOKING_NOT_FOUND.
  // Connectors whose capability says EMULATED leave it out: the engine scans lists.
  virtual Step<Page> GetBooking(std::string_view vendor_id, v1::BookingView view) const;
  // What a further call tells of this booking: canonical fields and vendor_fields to merge into it.
  virtual Step<v1::Booking> FetchDetails(const v1::Booking& booking) const;
  // What a further call tells of all bookings that this credential sees.
  virtual Step<v1::Booking> FetchSharedDetails() const;

  // Splits a range of slots into vendor calls; may read what it must know of the service first.
  virtual Step<SlotPlan> PlanSlots(const SlotQuery& query) const;
  // Reads one window of the plan; an empty cursor is its beginning.
  virtual Step<SlotPage> ListSlots(const SlotPlan& plan, std::string_view window,
                                   std::string_view cursor) const;

  // What this vendor cannot do of a request that keeps to its declared fields (write_fields.h).
  virtual WriteProblems CheckCreate(const CreateInput& input) const;
  virtual WriteProblems CheckCancel(const CancelInput& input) const;
  virtual WriteProblems CheckReschedule(const RescheduleInput& input) const;
  virtual WriteProblems CheckUpdate(const UpdateInput& input) const;
  virtual WriteProblems CheckUpdateStatus(const UpdateStatusInput& input) const;

  // How a creation is recognised whose answer was lost.
  virtual CreateGuarantee create_guarantee() const;
  // Reads only: finds out what sending will need (ids, an end, a revision).
  virtual Step<CreatePlan> PlanCreate(const CreateInput& input) const;
  // Exactly one request with Effect::kWrites, and what completes it (see CompleteCreated).
  virtual Step<v1::Booking> SendCreate(const CreatePlan& plan, const WriteIdentity& identity) const;
  // Reads only: the bookings that may be the one of this plan and identity. Fails where it cannot
  // be sure to have seen all.
  virtual Step<FoundBookings> FindCreated(const CreatePlan& plan,
                                          const WriteIdentity& identity) const;
  // Turns what was found into what was asked for, where the vendor takes more than one request
  // (Wix v2: confirms it); aims at a state, as the writes below.
  virtual Step<v1::Booking> CompleteCreated(const CreatePlan& plan, const WriteIdentity& identity,
                                            const v1::Booking& found) const;

  // Each reads first, decides, and can be done again from its start at any time.
  virtual Step<Written> Cancel(const CancelInput& input, const WriteIdentity& identity) const;
  virtual Step<Written> Reschedule(const RescheduleInput& input,
                                   const WriteIdentity& identity) const;
  virtual Step<Written> Update(const UpdateInput& input, const WriteIdentity& identity) const;
  virtual Step<Written> UpdateStatus(const UpdateStatusInput& input,
                                     const WriteIdentity& identity) const;

  // Trades a secret (see Credentials) for tokens.
  virtual Step<Tokens> ExchangeTokens(std::string_view secret) const;

  // The failure that an answer other than 2xx means: by the vendor's own code first, then by
  // status. Never OK.
  virtual absl::Status ExplainFailure(Purpose purpose, const HttpResponse& response) const = 0;
};

// Makes the connector of a connection from its checked configuration.
using ConnectorFactory = std::unique_ptr<Connector> (*)(const config::v1::ConnectionConfig&);
// All that is wrong with the vendor's part of a connection's configuration; paths are relative to
// the connection.
using ConfigCheck = Violations (*)(const config::v1::ConnectionConfig&);

}  // namespace bookings
