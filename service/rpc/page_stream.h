// The reactor of a stream of pages: asks for them and writes them, one of each under way at a time.
// What is on them is the affair of who fills them (booking_pages.h, slot_pages.h).
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
#include "service/rpc/open_streams.h"
#include "service/rpc/rpc_record.h"

namespace bookings {

// One message of a stream, ready to be written.
template <typename Response>
struct ServedPage {
  const Response* response = nullptr;
  // What the response lives on.
  std::shared_ptr<const void> keeps;
  bool last = false;
};

// Where the pages of one stream come from. Thread-safe.
template <typename Response>
class PageSource {
 public:
  using Arrived = absl::AnyInvocable<void(absl::StatusOr<ServedPage<Response>>) &&>;

  virtual ~PageSource() = default;
  // `arrived` runs exactly once, on any thread. Not called before the page before has arrived, nor
  // behind the last page or a failure. The source is kept until then.
  virtual void Next(Arrived arrived) = 0;
  // Lets go of what it has read, if it can do so and go on later as if nothing had been: the page
  // that arrived last, `unwritten`, will be asked for once more. Whether it does. Only while no
  // page is asked for; calls nobody back.
  virtual bool Rest(const Response& unwritten) = 0;
  // A page that is asked for arrives as CANCELLED. Idempotent.
  virtual void Cancel() = 0;
};

struct PageStreamOptions {
  RpcRecord record;
  // Outlives the stream.
  OpenStreams* streams = nullptr;
  StreamOwner owner;
  Clock now;
};

// Keeps itself alive until gRPC is done with it. gRPC, the source and OpenStreams call it from
// threads of their own: it decides what to do next under its lock and does it outside. Finish is
// called once nothing is under way any more; StartWrite and Finish are its last touch, as gRPC may
// destroy it before they return. Made for the responses that page_stream.cc names.
template <typename Response>
class PageStream final : public grpc::ServerWriteReactor<Response>,
                         public OpenStream,
                         public std::enable_shared_from_this<PageStream<Response>> {
 public:
  using Source = PageSource<Response>;

  // The reactor to return from the RPC's handler.
  static PageStream* Start(grpc::CallbackServerContext* context, std::shared_ptr<Source> source,
                           PageStreamOptions options);

  OpenStreamView Look() const override;
  void Drain() override;
  bool RestIfStalledSince(absl::Time before) override;
  void CutIfStalledSince(absl::Time before) override;

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  using Page = ServedPage<Response>;

  // What to do next, outside the lock.
  struct Moves {
    Page write;
    bool ask = false;
    bool finish = false;
  };
  // What is left of a page once it is being written.
  struct Written {
    StreamCounts counts;
    bool last = false;
    std::shared_ptr<const void> keeps;
  };
  // Whom Stop tells: just the source, or gRPC as well, so that a write under way ends.
  enum class Reach { kSource, kSourceAndPeer };

  PageStream(grpc::CallbackServerContext* context, std::shared_ptr<Source> source,
             PageStreamOptions options);

  void OnPage(absl::StatusOr<Page> page);
  void Stop(const absl::Status& end, Reach reach);
  Moves Decide() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void NoteWait() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Act(Moves moves);
  void End();

  grpc::CallbackServerContext* const context_;
  const std::shared_ptr<Source> source_;
  const PageStreamOptions options_;
  std::shared_ptr<PageStream> self_;

  mutable absl::Mutex mutex_;
  // Things under way that will touch this object again: an ask, a write, a Stop.
  bool asking_ ABSL_GUARDED_BY(mutex_) = false;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  int stopping_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Time write_started_ ABSL_GUARDED_BY(mutex_);
  // Whom it waits for, and since when.
  std::optional<WaitsFor> waits_for_ ABSL_GUARDED_BY(mutex_);
  absl::Time wait_start_ ABSL_GUARDED_BY(mutex_);
  // Of the page that is asked for.
  OpenSpan page_span_ ABSL_GUARDED_BY(mutex_);
  Written written_ ABSL_GUARDED_BY(mutex_);
  bool has_written_ ABSL_GUARDED_BY(mutex_) = false;
  // Arrived while the page before is being written.
  std::optional<Page> next_ ABSL_GUARDED_BY(mutex_);
  bool last_arrived_ ABSL_GUARDED_BY(mutex_) = false;
  // How the stream ends; no page is asked for or written any more.
  std::optional<absl::Status> end_ ABSL_GUARDED_BY(mutex_);
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  StreamCounts counts_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace bookings
