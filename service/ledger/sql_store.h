// The ledger's transitions as SQL, the same over both databases. Every change is one statement that
// compares fence and state, so that it is atomic by itself and a lost answer leaves a state that
// the next Begin can read.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/ledger/entry_seals.h"
#include "service/ledger/grouped_store.h"
#include "service/ledger/sql.h"

namespace bookings {

// Entries that one call of Prune deletes at most: some ten milliseconds, in which nothing else is
// written. Call again while as many were deleted.
inline constexpr int64_t kMaxPruned = 1000;

// Told of what went wrong, once until something went well or wrong otherwise; called by the threads
// of the ledger. Texts hold no data of requests.
using ReportProblem = std::function<void(std::string_view problem)>;

// Failures are UNAVAILABLE / LEDGER_UNAVAILABLE. After a lost connection to PostgreSQL a change may
// have been made nevertheless.
class SqlStore final : public GroupedStore {
 public:
  SqlStore(std::unique_ptr<SqlConnection> connection, std::shared_ptr<const EntrySeals> seals,
           ReportProblem report)
      : connection_(std::move(connection)), seals_(std::move(seals)), report_(std::move(report)) {}

  absl::StatusOr<BegunWrite> Begin(const BeginWrite& begin) override;
  absl::StatusOr<Marked> MarkSending(const Claim& claim, const SendMark& mark) override;
  absl::StatusOr<bool> Renew(const Claim& claim, absl::Duration lease) override;
  absl::StatusOr<Completed> Complete(const Claim& claim, const Completion& completion) override;
  absl::StatusOr<bool> Release(const Claim& claim) override;
  absl::StatusOr<std::vector<std::string>> AdoptedElsewhere(
      const Claim& claim, const std::vector<std::string>& vendor_ids) override;
  // An entry that cannot be opened is left out and reported: it must not keep the others
  // from being recovered.
  absl::StatusOr<std::vector<WriteEntry>> TakeAbandoned(absl::Duration idle, absl::Duration lease,
                                                        int limit) override;
  // At most kMaxPruned.
  absl::StatusOr<int64_t> Prune(absl::Duration retention) override;
  absl::StatusOr<QuotaShare> ClaimCalls(const QuotaClaim& claim) override;

  absl::Status BeginGroup() override;
  absl::Status EndGroup() override;
  size_t group_limit() const override { return connection_->group_limit(); }
  absl::Status TakeProblem() override;

 private:
  // No value: others were faster, look again.
  absl::StatusOr<std::optional<BegunWrite>> TryBegin(const BeginWrite& begin,
                                                     const std::string& id);
  absl::StatusOr<SqlRows> Insert(const BeginWrite& begin, const std::string& id);
  absl::StatusOr<std::optional<BegunWrite>> BeginAgain(const BeginWrite& begin,
                                                       const std::string& id, const SqlRow& found);
  // A change of an entry, which has begun if it applied.
  absl::StatusOr<std::optional<BegunWrite>> Claimed(const std::string& id, Query query,
                                                    const SqlValues& values);
  // No value for a row that cannot be read or opened.
  std::optional<WriteEntry> ReadEntry(const SqlRow& row, const std::string& id) const;
  absl::Status Failed(const absl::Status& cause);
  void Report(const absl::Status& cause);

  const std::unique_ptr<SqlConnection> connection_;
  const std::shared_ptr<const EntrySeals> seals_;
  const ReportProblem report_;
  absl::Status problem_;
  std::string reported_;
  bool group_failed_ = false;
};

}  // namespace bookings
