// The engine's face to service/rpc: lists and gets bookings over any number of connections. Knows
// no gRPC, HTTP library or vendor.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "bookings/internal/v1/page_token.pb.h"
#include "bookings/v1/bookings.pb.h"
#include "bookings/v1/connections.pb.h"
#include "google/protobuf/arena.h"
#include "service/engine/connection.h"
#include "service/engine/engine_options.h"
#include "service/engine/ledger.h"
#include "service/engine/secret.h"
#include "service/engine/slot_call.h"
#include "service/engine/writes.h"

namespace bookings {

// A checked ListBookings request.
struct ListRequest {
  // Ids of existing connections, sorted, none twice, at least one.
  std::vector<std::string> connections;
  v1::BookingFilter filter;
  v1::OrderBy order = v1::ORDER_BY_UNSPECIFIED;
  v1::BookingView view = v1::BOOKING_VIEW_BASIC;
  // Bookings per page, 1 to 1000.
  int page_size = 50;
  // Most bookings to deliver; 0 = no limit.
  int64_t limit = 0;
  bool require_all_sources = false;
  absl::Time deadline = absl::InfiniteFuture();
  // CallContext::caller.
  std::string caller;
  // Customers' own vendor tokens, by connection id.
  std::map<std::string, Secret> caller_tokens;
  // CallContext::trace.
  TraceContext trace;
  // Where to go on: the sources (and `ended`, remaining_limit) of an opened page token; null = from
  // the start.
  std::shared_ptr<const internal::v1::PageTokenState> resume;
};

// One message of the stream. The response lives on `arenas.front()`, its bookings on any of
// `arenas`: keep them until it is written.
struct StreamPage {
  // For a source that failed in an ordered list, while others go on.
  struct Remainder {
    // Of response->sources().
    int source = 0;
    // What a token must hold that resumes this source alone.
    std::unique_ptr<internal::v1::PageTokenState> position;
  };

  v1::ListBookingsResponse* response = nullptr;
  std::vector<std::shared_ptr<google::protobuf::Arena>> arenas;
  // What a token behind this page must hold: sources, ended, remaining_limit. Null on the last
  // page.
  std::unique_ptr<internal::v1::PageTokenState> position;
  std::vector<Remainder> remainders;
  bool last = false;
  // Whether a list that begins anew at `position` gives what this one would, and reads little a
  // second time.
  bool restartable = false;
};

// A running list. Thread-safe. Keep it until the page that is asked for has arrived.
class ListCall {
 public:
  using Arrived = absl::AnyInvocable<void(absl::StatusOr<StreamPage>) &&>;

  virtual ~ListCall() = default;
  // Asks for the next page; `arrived` runs exactly once, on another thread. Not before the page
  // before has arrived, not behind the last page or a failure. While nothing is asked for, no
  // more vendor pages are begun.
  virtual void Next(Arrived arrived) = 0;
  // Stops all vendor calls; a page that is asked for arrives as CANCELLED. Idempotent.
  virtual void Cancel() = 0;
};

// A running GetBooking. Thread-safe. Keep it until the booking has arrived.
class GetCall {
 public:
  virtual ~GetCall() = default;
  // Stops the vendor calls; the booking arrives as CANCELLED. Idempotent.
  virtual void Cancel() = 0;
};

struct GetRequest {
  // Id of an existing connection.
  std::string connection;
  std::string vendor_id;
  v1::BookingView view = v1::BOOKING_VIEW_FULL;
  absl::Time deadline = absl::InfiniteFuture();
  // CallContext::caller.
  std::string caller;
  Secret caller_token;
  // CallContext::trace.
  TraceContext trace;
};

// The booking lives on `arena`.
struct FoundBooking {
  v1::Booking* booking = nullptr;
  std::shared_ptr<google::protobuf::Arena> arena;
};

struct WriteOrder;

// Thread-safe. Outlives its calls; the loops of the connections outlive it.
class Engine {
 public:
  using Found = absl::AnyInvocable<void(absl::StatusOr<FoundBooking>) &&>;

  Engine(std::vector<std::shared_ptr<Connection>> connections, EngineOptions options);

  // Null where there is none.
  const Connection* Find(std::string_view id) const;
  // Ids in order.
  std::vector<std::string> ConnectionIds() const;
  // The connection as callers see it.
  v1::Connection Describe(const Connection& connection, absl::Time now) const;

  // Fails at once for what only planning finds: vendor_filter entries that are unknown.
  absl::StatusOr<std::shared_ptr<ListCall>> List(ListRequest request) const;
  absl::StatusOr<v1::ListPlan> Explain(const ListRequest& request, absl::Time now) const;
  // `found` runs exactly once, on another thread.
  std::shared_ptr<GetCall> Get(GetRequest request, Found found) const;
  std::shared_ptr<SlotCall> Slots(SlotRequest request) const;

  // UNIMPLEMENTED / OPERATION_UNSUPPORTED where the connection's capabilities have no such
  // operation (rescheduling: unless a replacement is allowed and can be made).
  absl::Status CheckSupport(const Connection& connection, v1::Operation operation) const;
  absl::Status CheckReschedule(const Connection& connection,
                               const v1::RescheduleBookingRequest& request) const;
  // What the connection's vendor cannot do of a request, declared fields included.
  WriteProblems Check(const Connection& connection, const CreateInput& input) const;
  WriteProblems Check(const Connection& connection, const CancelInput& input) const;
  WriteProblems Check(const Connection& connection, const RescheduleInput& input) const;
  WriteProblems Check(const Connection& connection, const UpdateInput& input) const;
  WriteProblems Check(const Connection& connection, const UpdateStatusInput& input) const;
  // `done` runs exactly once, on another thread. Without a ledger: UNAVAILABLE /
  // LEDGER_UNAVAILABLE.
  std::shared_ptr<WriteCall> Write(WriteRequest<v1::CreateBookingRequest> request,
                                   WriteDone done) const;
  std::shared_ptr<WriteCall> Write(WriteRequest<v1::CancelBookingRequest> request,
                                   WriteDone done) const;
  std::shared_ptr<WriteCall> Write(WriteRequest<v1::RescheduleBookingRequest> request,
                                   WriteDone done) const;
  std::shared_ptr<WriteCall> Write(WriteRequest<v1::UpdateBookingRequest> request,
                                   WriteDone done) const;
  std::shared_ptr<WriteCall> Write(WriteRequest<v1::UpdateBookingStatusRequest> request,
                                   WriteDone done) const;
  // CreateBooking with validate_only: plans it and answers what is known beforehand.
  std::shared_ptr<WriteCall> Preview(WriteRequest<v1::CreateBookingRequest> request,
                                     WriteDone done) const;

  enum class Recovery {
    kBegun,
    // Nothing is to be followed up: the entry can be released.
    kNotNeeded,
    // The configuration has no such connection at present: the entry waits until it has again.
    kNoConnection,
  };
  // Follows up an entry in kSending that was taken over from a crashed process, without sending a
  // creation.
  Recovery Recover(const WriteEntry& entry) const;

 private:
  template <typename Input>
  using Operation = Step<Written> (Connector::*)(const Input&, const WriteIdentity&) const;
  template <typename Input>
  std::shared_ptr<WriteCall> StartChange(WriteOrder order, internal::v1::WritePlan plan,
                                         Input input, Operation<Input> operation) const;

  std::map<std::string, std::shared_ptr<Connection>, std::less<>> connections_;
  EngineOptions options_;
};

}  // namespace bookings
