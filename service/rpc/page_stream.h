// The reactor of a ListBookings stream: asks the engine for pages and writes them, one of each
// under way at a time. What is listed is the engine's affair.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "bookings/v1/bookings.pb.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "service/engine/engine.h"
#include "service/rpc/open_streams.h"
#include "service/rpc/rpc_record.h"

namespace bookings {

struct PageStreamOptions {
  // Makes the token of a page that is not the last.
  absl::AnyInvocable<absl::StatusOr<std::string>(internal::v1::PageTokenState) const> seal;
  RpcRecord record;
  // Outlives the stream.
  OpenStreams* streams = nullptr;
  Clock now;
};

// Keeps itself alive until gRPC is done with it. gRPC, the engine and OpenStreams call it from
// threads of their own: it decides what to do next under its lock and does it outside. Finish is
// called once nothing is under way any more; StartWrite and Finish are its last touch, as gRPC may
// destroy it before they return.
class PageStream final : public grpc::ServerWriteReactor<v1::ListBookingsResponse>,
                         public OpenStream,
                         public std::enable_shared_from_this<PageStream> {
 public:
  // The reactor to return from the RPC's handler.
  static PageStream* Start(grpc::CallbackServerContext* context, std::shared_ptr<ListCall> call,
                           PageStreamOptions options);

  void Drain() override;
  void CutIfStalledSince(absl::Time before) override;

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  // What to do next, outside the lock.
  struct Moves {
    const v1::ListBookingsResponse* write = nullptr;
    bool ask = false;
    bool finish = false;
  };
  // Whom Stop tells: just the engine, or gRPC as well, so that a write under way ends.
  enum class Reach { kEngine, kEngineAndPeer };

  PageStream(grpc::CallbackServerContext* context, std::shared_ptr<ListCall> call,
             PageStreamOptions options);

  void OnPage(absl::StatusOr<StreamPage> page);
  absl::Status AddToken(StreamPage& page) const;
  void Stop(const absl::Status& end, Reach reach);
  Moves Decide() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Act(Moves moves);
  void End();

  grpc::CallbackServerContext* const context_;
  const std::shared_ptr<ListCall> call_;
  const PageStreamOptions options_;
  std::shared_ptr<PageStream> self_;

  absl::Mutex mutex_;
  // Things under way that will touch this object again: an ask, a write, a Stop.
  bool asking_ ABSL_GUARDED_BY(mutex_) = false;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  int stopping_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Time write_started_ ABSL_GUARDED_BY(mutex_);
  StreamPage written_ ABSL_GUARDED_BY(mutex_);
  // Arrived while the page before is being written.
  std::optional<StreamPage> next_ ABSL_GUARDED_BY(mutex_);
  bool last_arrived_ ABSL_GUARDED_BY(mutex_) = false;
  // How the stream ends; no page is asked for or written any more.
  std::optional<absl::Status> end_ ABSL_GUARDED_BY(mutex_);
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  StreamCounts counts_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace bookings
