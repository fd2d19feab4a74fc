// A store of the ledger in memory, with a clock of the test's; the suite of the real stores runs
// over it too.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "service/engine/ledger.h"

namespace bookings {

// For one thread.
class FakeLedgerStore final : public LedgerStore {
 public:
  using Clock = std::function<absl::Time()>;

  explicit FakeLedgerStore(Clock now) : now_(std::move(now)) {}

  absl::StatusOr<BegunWrite> Begin(const BeginWrite& begin) override {
    const auto [found, is_new] = rows_.try_emplace(IdOf(begin.key));
    Row& row = found->second;
    if (is_new) {
      row.fingerprint = begin.fingerprint;
      row.entry.key = begin.key;
      row.entry.identity = begin.identity;
      return Begun(BegunWrite::Outcome::kStarted, Restart(row, begin.lease));
    }
    if (row.fingerprint != begin.fingerprint) return Begun(BegunWrite::Outcome::kReused, row);
    if (row.entry.state == WriteState::kDone) return Begun(BegunWrite::Outcome::kDone, row);
    if (row.entry.state == WriteState::kReleased) {
      ++row.entry.released;
      return Begun(BegunWrite::Outcome::kStarted, Restart(row, begin.lease));
    }
    if (row.lease_end > now_()) return Begun(BegunWrite::Outcome::kInProgress, row);
    TakeOver(row, begin.lease);
    return Begun(row.entry.state == WriteState::kIntent ? BegunWrite::Outcome::kStarted
                                                        : BegunWrite::Outcome::kTakenOver,
                 row);
  }

  absl::StatusOr<Marked> MarkSending(const Claim& claim, const SendMark& mark) override {
    Row* const row = Held(claim);
    if (row == nullptr) return Marked::kLost;
    for (const auto& [id, other] : rows_) {
      if (&other != row && other.entry.state == WriteState::kSending && !mark.rivalry.empty() &&
          other.entry.key.connection == claim.key.connection && other.rivalry == mark.rivalry) {
        return Marked::kRival;
      }
    }
    row->entry.state = WriteState::kSending;
    row->entry.plan = mark.plan;
    row->entry.send_time = now_();
    ++row->entry.sends;
    row->rivalry = mark.rivalry;
    row->lease_end = now_() + mark.lease;
    return Marked::kYes;
  }

  absl::StatusOr<bool> Renew(const Claim& claim, absl::Duration lease) override {
    Row* const row = Held(claim);
    if (row == nullptr) return false;
    row->lease_end = now_() + lease;
    return true;
  }

  absl::StatusOr<Completed> Complete(const Claim& claim, const Completion& completion) override {
    Row* const row = Held(claim);
    if (row == nullptr) return Completed::kLost;
    if (!AdoptedElsewhere(claim, {completion.adopted})->empty())
      return Completed::kAdoptedElsewhere;
    row->entry.state = WriteState::kDone;
    row->entry.result = completion.result;
    row->adopted = completion.adopted;
    row->end_time = now_();
    return Completed::kYes;
  }

  absl::StatusOr<bool> Release(const Claim& claim) override {
    Row* const row = Held(claim);
    if (row == nullptr) return false;
    row->entry.state = WriteState::kReleased;
    row->entry.plan.clear();
    row->end_time = now_();
    return true;
  }

  absl::StatusOr<std::vector<std::string>> AdoptedElsewhere(
      const Claim& claim, const std::vector<std::string>& vendor_ids) override {
    std::vector<std::string> adopted;
    for (const std::string& vendor_id : vendor_ids) {
      const bool elsewhere = std::any_of(rows_.begin(), rows_.end(), [&](const auto& item) {
        return item.first != IdOf(claim.key) && !vendor_id.empty() &&
               item.second.entry.key.connection == claim.key.connection &&
               item.second.adopted == vendor_id;
      });
      if (elsewhere) adopted.push_back(vendor_id);
    }
    return adopted;
  }

  absl::StatusOr<std::vector<WriteEntry>> TakeAbandoned(absl::Duration idle, absl::Duration lease,
                                                        int limit) override {
    std::vector<WriteEntry> taken;
    for (auto& [id, row] : rows_) {
      if (static_cast<int>(taken.size()) == limit) break;
      if (!IsOpen(row) || row.lease_end > now_() - idle) continue;
      TakeOver(row, lease);
      taken.push_back(Seen(row));
    }
    return taken;
  }

  absl::StatusOr<int64_t> Prune(absl::Duration retention) override {
    return static_cast<int64_t>(std::erase_if(rows_, [&](const auto& item) {
      return !IsOpen(item.second) && item.second.end_time <= now_() - retention;
    }));
  }

  absl::StatusOr<QuotaShare> ClaimCalls(const QuotaClaim& claim) override {
    int64_t& used = used_calls_[{claim.connection, claim.month}];
    const int64_t left = std::max<int64_t>(0, claim.quota - used);
    const int64_t granted =
        claim.calls < 0 ? std::max(claim.calls, -used) : std::min(claim.calls, left);
    used += granted;
    return QuotaShare{granted, used};
  }

  // What the ledger holds of a key, without touching it; for what tests expect.
  std::optional<WriteEntry> Find(const WriteKey& key) const {
    const auto found = rows_.find(IdOf(key));
    if (found == rows_.end()) return std::nullopt;
    return Seen(found->second);
  }
  size_t size() const { return rows_.size(); }

 private:
  using Id = std::tuple<std::string, std::string, std::string, std::string>;

  struct Row {
    WriteEntry entry;
    std::string fingerprint;
    std::string rivalry;
    std::string adopted;
    absl::Time lease_end;
    absl::Time end_time;
  };

  static Id IdOf(const WriteKey& key) {
    return {key.caller, key.connection, key.operation, key.request_id};
  }
  static bool IsOpen(const Row& row) {
    return row.entry.state == WriteState::kIntent || row.entry.state == WriteState::kSending;
  }

  WriteEntry Seen(const Row& row) const {
    WriteEntry entry = row.entry;
    entry.now = now_();
    return entry;
  }
  BegunWrite Begun(BegunWrite::Outcome outcome, const Row& row) const {
    const bool waits = outcome == BegunWrite::Outcome::kInProgress;
    return {outcome, Seen(row), waits ? row.lease_end - now_() : absl::ZeroDuration()};
  }
  Row& Restart(Row& row, absl::Duration lease) {
    TakeOver(row, lease);
    row.entry.state = WriteState::kIntent;
    row.entry.begin_time = now_();
    row.entry.send_time = absl::InfinitePast();
    row.entry.sends = 0;
    return row;
  }
  void TakeOver(Row& row, absl::Duration lease) {
    ++row.entry.fence;
    row.lease_end = now_() + lease;
  }
  // The entry, if it is open and the claim on it is the newest.
  Row* Held(const Claim& claim) {
    const auto found = rows_.find(IdOf(claim.key));
    if (found == rows_.end()) return nullptr;
    Row& row = found->second;
    return IsOpen(row) && row.entry.fence == claim.fence ? &row : nullptr;
  }

  const Clock now_;
  std::map<Id, Row> rows_;
  std::map<std::pair<std::string, int64_t>, int64_t> used_calls_;  // by connection and month
};

}  // namespace bookings
