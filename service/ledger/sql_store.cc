// See sql_store.h.
#include "service/ledger/sql_store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/failure.h"
#include "service/ledger/states.h"

namespace bookings {
namespace {

// Each further round means that somebody else moved the entry meanwhile.
constexpr int kMaxRounds = 8;
// Longer spans are as good as for ever; the limit keeps sums of times within 64 bits.
constexpr absl::Duration kLongest = absl::Hours(24 * 365 * 100);

// The columns of every row that entries are read from (queries.cc, `@entry`).
enum EntryColumn : size_t {
  kState,
  kFence,
  kIdentity,
  kReleased,
  kNow,
  kBeginTime,
  kSendTime,
  kSends,
  kPlan,
  kResult,
  kSealedKey,
  kEntryColumns,
};
// Behind them in Query::kFind.
constexpr size_t kFingerprint = kEntryColumns;
constexpr size_t kLeaseEnd = kEntryColumns + 1;
// Behind them in Query::kTakeAbandoned.
constexpr size_t kEntryId = kEntryColumns;

// Reads cells; remembers whether one was not what it should be.
class RowReader {
 public:
  explicit RowReader(const SqlRow& row) : row_(row) {}

  int64_t Number(size_t column) {
    const int64_t* const number =
        column < row_.size() ? std::get_if<int64_t>(&row_[column]) : nullptr;
    broken_ = broken_ || number == nullptr;
    return number == nullptr ? 0 : *number;
  }
  std::string Bytes(size_t column) {
    const std::string* const bytes =
        column < row_.size() ? std::get_if<std::string>(&row_[column]) : nullptr;
    broken_ = broken_ || bytes == nullptr;
    return bytes == nullptr ? std::string() : *bytes;
  }
  bool broken() const { return broken_; }

 private:
  const SqlRow& row_;
  bool broken_ = false;
};

int64_t Micros(absl::Duration span) {
  return absl::ToInt64Microseconds(std::clamp(span, -kLongest, kLongest));
}

absl::Time TimeOf(int64_t micros) {
  return micros == 0 ? absl::InfinitePast() : absl::FromUnixMicros(micros);
}

absl::Status NoRandomness() { return absl::UnavailableError("the system gives no randomness"); }
absl::Status Unreadable() {
  return absl::DataLossError("an entry is broken, or sealed with a key that is not configured");
}

}  // namespace

absl::StatusOr<BegunWrite> SqlStore::Begin(const BeginWrite& begin) {
  const std::string id = EntryIdOf(begin.key);
  for (int round = 0; round < kMaxRounds; ++round) {
    absl::StatusOr<std::optional<BegunWrite>> begun = TryBegin(begin, id);
    if (!begun.ok()) return Failed(begun.status());
    if (*begun) return **std::move(begun);
  }
  return Failed(absl::AbortedError("too many begin the same write at once"));
}

absl::StatusOr<std::optional<BegunWrite>> SqlStore::TryBegin(const BeginWrite& begin,
                                                             const std::string& id) {
  const absl::StatusOr<SqlRows> inserted = Insert(begin, id);
  if (!inserted.ok()) return inserted.status();
  if (!inserted->empty()) {
    std::optional<WriteEntry> entry = ReadEntry(inserted->front(), id);
    if (!entry) return Unreadable();
    return BegunWrite{BegunWrite::Outcome::kStarted, *std::move(entry), absl::ZeroDuration()};
  }
  const absl::StatusOr<SqlRows> found = connection_->Run(Query::kFind, {SqlBytes{id}});
  if (!found.ok()) return found.status();
  if (found->empty()) return std::nullopt;
  return BeginAgain(begin, id, found->front());
}

absl::StatusOr<SqlRows> SqlStore::Insert(const BeginWrite& begin, const std::string& id) {
  std::optional<std::string> sealed_key = seals_->SealKey(begin.key, id);
  if (!sealed_key) return NoRandomness();
  return connection_->Run(
      Query::kInsert, {SqlBytes{id}, SqlText{begin.key.connection}, SqlText{begin.key.operation},
                       SqlBytes{*std::move(sealed_key)}, SqlBytes{begin.fingerprint},
                       SqlText{begin.identity}, Micros(begin.lease), SqlBytes{}});
}

absl::StatusOr<std::optional<BegunWrite>> SqlStore::BeginAgain(const BeginWrite& begin,
                                                               const std::string& id,
                                                               const SqlRow& found) {
  using Outcome = BegunWrite::Outcome;
  RowReader row(found);
  const std::string fingerprint = row.Bytes(kFingerprint);
  const absl::Duration left = absl::Microseconds(row.Number(kLeaseEnd) - row.Number(kNow));
  std::optional<WriteEntry> entry = ReadEntry(found, id);
  if (row.broken() || !entry) return Unreadable();
  const SqlBytes key{id};
  const int64_t fence = entry->fence;
  const WriteState state = entry->state;
  if (fingerprint != begin.fingerprint) {
    return BegunWrite{Outcome::kReused, *std::move(entry), absl::ZeroDuration()};
  }
  if (state == WriteState::kDone) {
    return BegunWrite{Outcome::kDone, *std::move(entry), absl::ZeroDuration()};
  }
  if (state == WriteState::kReleased) {
    return Claimed(id, Query::kRestart, {key, fence, Micros(begin.lease), SqlBytes{}});
  }
  if (left > absl::ZeroDuration()) {
    return BegunWrite{Outcome::kInProgress, *std::move(entry), left};
  }
  return Claimed(id, Query::kTakeOver, {key, fence, NumberOf(state), Micros(begin.lease)});
}

absl::StatusOr<std::optional<BegunWrite>> SqlStore::Claimed(const std::string& id, Query query,
                                                            const SqlValues& values) {
  const absl::StatusOr<SqlRows> claimed = connection_->Run(query, values);
  if (!claimed.ok()) return claimed.status();
  if (claimed->empty()) return std::nullopt;
  std::optional<WriteEntry> entry = ReadEntry(claimed->front(), id);
  if (!entry) return Unreadable();
  const auto outcome = entry->state == WriteState::kIntent ? BegunWrite::Outcome::kStarted
                                                           : BegunWrite::Outcome::kTakenOver;
  return BegunWrite{outcome, *std::move(entry), absl::ZeroDuration()};
}

absl::StatusOr<Marked> SqlStore::MarkSending(const Claim& claim, const SendMark& mark) {
  const std::string id = EntryIdOf(claim.key);
  std::optional<std::string> plan = seals_->Seal(mark.plan, id, SealedColumn::kPlan);
  if (!plan) return Failed(NoRandomness());
  const absl::StatusOr<SqlRows> marked =
      connection_->Run(Query::kMark, {SqlBytes{id}, claim.fence, SqlBytes{*std::move(plan)},
                                      SqlBytes{mark.rivalry}, Micros(mark.lease)});
  if (absl::IsAlreadyExists(marked.status())) return Marked::kRival;
  if (!marked.ok()) return Failed(marked.status());
  return marked->empty() ? Marked::kLost : Marked::kYes;
}

absl::StatusOr<bool> SqlStore::Renew(const Claim& claim, absl::Duration lease) {
  const absl::StatusOr<SqlRows> renewed =
      connection_->Run(Query::kRenew, {SqlBytes{EntryIdOf(claim.key)}, claim.fence, Micros(lease)});
  if (!renewed.ok()) return Failed(renewed.status());
  return !renewed->empty();
}

absl::StatusOr<Completed> SqlStore::Complete(const Claim& claim, const Completion& completion) {
  const std::string id = EntryIdOf(claim.key);
  std::optional<std::string> result = seals_->Seal(completion.result, id, SealedColumn::kResult);
  if (!result) return Failed(NoRandomness());
  const absl::StatusOr<SqlRows> completed = connection_->Run(
      Query::kComplete,
      {SqlBytes{id}, claim.fence, SqlBytes{*std::move(result)}, SqlBytes{completion.adopted}});
  if (absl::IsAlreadyExists(completed.status())) return Completed::kAdoptedElsewhere;
  if (!completed.ok()) return Failed(completed.status());
  return completed->empty() ? Completed::kLost : Completed::kYes;
}

absl::StatusOr<bool> SqlStore::Release(const Claim& claim) {
  const absl::StatusOr<SqlRows> released =
      connection_->Run(Query::kRelease, {SqlBytes{EntryIdOf(claim.key)}, claim.fence, SqlBytes{}});
  if (!released.ok()) return Failed(released.status());
  return !released->empty();
}

absl::StatusOr<std::vector<std::string>> SqlStore::AdoptedElsewhere(
    const Claim& claim, const std::vector<std::string>& vendor_ids) {
  const SqlBytes id{EntryIdOf(claim.key)};
  std::vector<std::string> adopted;
  for (const std::string& vendor_id : vendor_ids) {
    const absl::StatusOr<SqlRows> found =
        connection_->Run(Query::kAdopted, {SqlText{claim.key.connection}, SqlBytes{vendor_id}, id});
    if (!found.ok()) return Failed(found.status());
    if (!found->empty()) adopted.push_back(vendor_id);
  }
  return adopted;
}

absl::StatusOr<std::vector<WriteEntry>> SqlStore::TakeAbandoned(absl::Duration idle,
                                                                absl::Duration lease, int limit) {
  const absl::StatusOr<SqlRows> taken = connection_->Run(
      Query::kTakeAbandoned, {Micros(idle), int64_t{std::max(limit, 0)}, Micros(lease)});
  if (!taken.ok()) return Failed(taken.status());
  std::vector<WriteEntry> entries;
  for (const SqlRow& row : *taken) {
    std::optional<WriteEntry> entry = ReadEntry(row, RowReader(row).Bytes(kEntryId));
    if (entry) {
      entries.push_back(*std::move(entry));
    } else {
      Report(Unreadable());
    }
  }
  return entries;
}

absl::StatusOr<int64_t> SqlStore::Prune(absl::Duration retention) {
  const absl::StatusOr<SqlRows> deleted =
      connection_->Run(Query::kPrune, {Micros(retention), kMaxPruned});
  if (!deleted.ok()) return Failed(deleted.status());
  return static_cast<int64_t>(deleted->size());
}

absl::StatusOr<QuotaShare> SqlStore::ClaimCalls(const QuotaClaim& claim) {
  const absl::StatusOr<SqlRows> rows = connection_->Run(
      Query::kClaimCalls, {SqlText{claim.connection}, claim.month, claim.calls, claim.quota});
  if (!rows.ok()) return Failed(rows.status());
  if (rows->size() != 1) return Failed(Unreadable());
  RowReader reader(rows->front());
  const QuotaShare share{reader.Number(0), reader.Number(1)};
  if (reader.broken()) return Failed(Unreadable());
  return share;
}

absl::Status SqlStore::BeginGroup() {
  absl::Status begun = connection_->BeginGroup();
  return begun.ok() ? begun : Failed(begun);
}

absl::Status SqlStore::EndGroup() {
  absl::Status ended = connection_->EndGroup();
  if (!ended.ok()) return Failed(ended);
  if (!std::exchange(group_failed_, false)) reported_.clear();
  return ended;
}

absl::Status SqlStore::TakeProblem() { return std::exchange(problem_, absl::OkStatus()); }

std::optional<WriteEntry> SqlStore::ReadEntry(const SqlRow& row, const std::string& id) const {
  RowReader cells(row);
  WriteEntry entry;
  const std::optional<WriteState> state = StateOf(cells.Number(kState));
  entry.fence = cells.Number(kFence);
  entry.identity = cells.Bytes(kIdentity);
  entry.released = cells.Number(kReleased);
  entry.now = absl::FromUnixMicros(cells.Number(kNow));
  entry.begin_time = TimeOf(cells.Number(kBeginTime));
  entry.send_time = TimeOf(cells.Number(kSendTime));
  entry.sends = cells.Number(kSends);
  std::optional<std::string> plan = seals_->Open(cells.Bytes(kPlan), id, SealedColumn::kPlan);
  std::optional<std::string> result = seals_->Open(cells.Bytes(kResult), id, SealedColumn::kResult);
  std::optional<WriteKey> key = seals_->OpenKey(cells.Bytes(kSealedKey), id);
  if (cells.broken() || !state || !plan || !result || !key) return std::nullopt;
  entry.state = *state;
  entry.plan = *std::move(plan);
  entry.result = *std::move(result);
  entry.key = *std::move(key);
  return entry;
}

absl::Status SqlStore::Failed(const absl::Status& cause) {
  absl::Status failure =
      MakeFailure(absl::StatusCode::kUnavailable, v1::ERROR_REASON_LEDGER_UNAVAILABLE,
                  std::string(absl::StrCat("the ledger failed: ", cause.message())));
  if (problem_.ok()) problem_ = failure;
  Report(cause);
  return failure;
}

void SqlStore::Report(const absl::Status& cause) {
  group_failed_ = true;
  if (!report_ || reported_ == cause.message()) return;
  reported_ = std::string(cause.message());
  report_(reported_);
}

}  // namespace bookings
