// The ledger: what is known of every write, kept so that it outlives a crash and is shared by all
// replicas. It is what makes a request id count once. The stores are service/ledger; docs/
// exactly-once.md draws the states.
//
//   (none) --Begin--> kIntent --MarkSending--> kSending --Complete--> kDone
//                        |                        |
//                        +--------Release---------+--> kReleased --Begin--> kIntent
//
// Whoever moves an entry holds its claim: a fence number that grows with every take-over, and a
// lease. Every change compares the fence, so that a holder who was replaced changes nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/engine/quota_store.h"

namespace bookings {

// Whose request it is: an id counts within its caller, connection and operation only.
struct WriteKey {
  std::string caller;
  // Connection id.
  std::string connection;
  // Name of the RPC, or of the part of one (`RescheduleBooking/create`).
  std::string operation;
  std::string request_id;
};

enum class WriteState {
  // Written down; nothing has been sent to the vendor.
  kIntent,
  // A request that changes something may have been sent.
  kSending,
  // Ended: the result is kept and answered to every repetition.
  kDone,
  // Ended without any effect at the vendor; the id can be used again for the same request.
  kReleased,
};

// The right to move one entry.
struct Claim {
  WriteKey key;
  int64_t fence = 0;
};

// What an entry holds.
struct WriteEntry {
  WriteKey key;
  WriteState state = WriteState::kIntent;
  int64_t fence = 0;
  // Made at the first Begin, the same for all attempts under this key: a v4-shaped UUID.
  std::string identity;
  // How often the entry was released: part of what tells one attempt from the next.
  int64_t released = 0;
  // The ledger's clock when the entry was read: the other times are by it.
  absl::Time now;
  // When the running attempt began.
  absl::Time begin_time;
  // When the latest request was marked as being sent; InfinitePast while nothing was.
  absl::Time send_time = absl::InfinitePast();
  // Requests marked as being sent in the running attempt.
  int64_t sends = 0;
  // What going on needs, in the engine's own form. Holds customers' data: encrypted at rest.
  std::string plan;
  // In the engine's own form; for kDone only. Encrypted at rest.
  std::string result;
};

// Asks for the right to work on a key.
struct BeginWrite {
  WriteKey key;
  // Digest of the request in canonical form.
  std::string fingerprint;
  // Used where the key is new (WriteEntry::identity).
  std::string identity;
  absl::Duration lease;
};

struct BegunWrite {
  enum class Outcome {
    // The caller holds the claim on a fresh intent: entry.state is kIntent.
    kStarted,
    // The caller holds the claim on what another left behind: entry.state is kSending. It is to be
    // resolved first.
    kTakenOver,
    // Somebody else holds it; `retry_after` says how long at most.
    kInProgress,
    // Ended before: entry.result.
    kDone,
    // The id was used with another request.
    kReused,
  };
  Outcome outcome = Outcome::kStarted;
  WriteEntry entry;
  absl::Duration retry_after;
};

// What is set just before a request that changes something is sent.
struct SendMark {
  std::string plan;
  // Requests that a look-up could not tell apart share it: of these only one may be kSending.
  // Empty = look-ups are unmistakable.
  std::string rivalry;
  absl::Duration lease;
};

enum class Marked {
  kYes,
  // The claim was taken over: stop, and send nothing.
  kLost,
  // Another entry with the same rivalry is kSending: nothing was changed.
  kRival,
};

struct Completion {
  std::string result;
  // The vendor's id of the booking that this entry adopts; empty = none (not a creation).
  std::string adopted;
};

enum class Completed {
  kYes,
  // The claim was taken over; the other holder decides.
  kLost,
  // Another entry has adopted that booking: nothing was changed.
  kAdoptedElsewhere,
};

// One store. Every call is atomic. With a status other than OK nothing was changed, and the message
// is for logs only. For one thread at a time.
class LedgerStore : public QuotaStore {
 public:
  // An entry in kIntent or kSending whose lease is over is taken over with the next fence. One in
  // kReleased begins anew: `released` counts up, plan and sends are empty.
  virtual absl::StatusOr<BegunWrite> Begin(const BeginWrite& begin) = 0;
  // kIntent or kSending -> kSending; counts `sends`, sets send_time.
  virtual absl::StatusOr<Marked> MarkSending(const Claim& claim, const SendMark& mark) = 0;
  // Prolongs the lease from now on; a lease of zero gives the claim back, so that the next Begin
  // need not wait. False = the claim was taken over.
  virtual absl::StatusOr<bool> Renew(const Claim& claim, absl::Duration lease) = 0;
  // kIntent or kSending -> kDone.
  virtual absl::StatusOr<Completed> Complete(const Claim& claim, const Completion& completion) = 0;
  // kIntent or kSending -> kReleased; plan is emptied. False = the claim was taken over.
  virtual absl::StatusOr<bool> Release(const Claim& claim) = 0;

  // Those of the vendor's bookings that another entry than `claim`'s has adopted.
  virtual absl::StatusOr<std::vector<std::string>> AdoptedElsewhere(
      const Claim& claim, const std::vector<std::string>& vendor_ids) = 0;
  // Takes over at most `limit` entries in kIntent or kSending whose lease was over for at least
  // `idle`; two replicas never get the same one.
  virtual absl::StatusOr<std::vector<WriteEntry>> TakeAbandoned(absl::Duration idle,
                                                                absl::Duration lease,
                                                                int limit) = 0;
  // Deletes ended entries that ended longer than `retention` ago, and what they adopted. Answers
  // how many.
  virtual absl::StatusOr<int64_t> Prune(absl::Duration retention) = 0;
};

// Runs tasks against the store on threads of its own, several in one commit where that helps.
// Thread-safe.
class Ledger {
 public:
  // Runs once the task's changes are durable (OK) or known not to be; on the ledger's thread, so it
  // must not take long. A failure is UNAVAILABLE / LEDGER_UNAVAILABLE.
  using Deliver = absl::AnyInvocable<void(absl::Status committed) &&>;
  using Task = absl::AnyInvocable<Deliver(LedgerStore& store) &&>;

  virtual ~Ledger() = default;
  // Never blocks. Where too many tasks wait already, or the store cannot be reached, or the ledger
  // stops, the task is not run: `refused` is then called with the failure.
  virtual void Run(Task task, Deliver refused) = 0;
};

}  // namespace bookings
