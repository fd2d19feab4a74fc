// The reactor of an RPC with one answer that the engine gives later. Streams are page_stream.h.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "service/rpc/rpc_record.h"
#include "service/rpc/status_details.h"

namespace bookings {

// `Running` is the engine's handle of the call, with a thread-safe Cancel(). The reactor deletes
// itself once gRPC is done with it; Finish is its last touch.
template <typename Running>
class UnaryCall final : public grpc::ServerUnaryReactor {
 public:
  using Done = absl::AnyInvocable<void(absl::Status) &&>;
  // Starts the call; `done` runs exactly once, with the response filled in where it is OK.
  using Begin = absl::AnyInvocable<std::shared_ptr<Running>(Done) &&>;

  // `context` is gRPC's, of this call.
  UnaryCall(grpc::CallbackServerContext* context, RpcRecord record, Clock now, Begin begin)
      : context_(context), record_(std::move(record)), now_(std::move(now)) {
    std::shared_ptr<Running> running =
        std::move(begin)([this](absl::Status outcome) { OnOutcome(std::move(outcome)); });
    bool cancel = false;
    {
      const absl::MutexLock lock(&mutex_);
      running_ = running;
      cancel = cancelled_;
    }
    if (cancel) running->Cancel();
    Release(std::nullopt);
  }

  void OnCancel() override {
    std::shared_ptr<Running> running;
    {
      const absl::MutexLock lock(&mutex_);
      if (finished_) return;
      cancelled_ = true;
      running = running_;
      ++holders_;
    }
    if (running != nullptr) running->Cancel();
    Release(std::nullopt);
  }
  void OnDone() override { delete this; }

 private:
  void OnOutcome(absl::Status outcome) { Release(std::move(outcome)); }

  // Gives up one holder, with the outcome if it brought that; the last one finishes the RPC.
  void Release(std::optional<absl::Status> outcome) {
    absl::Status end;
    {
      const absl::MutexLock lock(&mutex_);
      if (outcome) outcome_ = std::move(*outcome);
      if (--holders_ > 0) return;
      finished_ = true;
      end = outcome_;
    }
    record_.Finish(end, now_());
    AddRetryPushback(end);
    Finish(ToGrpcStatus(end));
  }

  void AddRetryPushback(const absl::Status& end) {
    // By the clock that gRPC's deadlines are of.
    const absl::Duration left = absl::FromChrono(context_->deadline()) - absl::Now();
    const std::string pushback = RetryPushbackOf(end, left);
    if (!pushback.empty()) context_->AddTrailingMetadata(kRetryPushback, pushback);
  }

  grpc::CallbackServerContext* const context_;
  const RpcRecord record_;
  const Clock now_;
  absl::Mutex mutex_;
  // Who will still touch this object: the constructor, the engine, each OnCancel.
  int holders_ ABSL_GUARDED_BY(mutex_) = 2;
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  std::shared_ptr<Running> running_ ABSL_GUARDED_BY(mutex_);
  absl::Status outcome_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace bookings
