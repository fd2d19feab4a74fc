// See page_stream.h.
#include "service/rpc/page_stream.h"

#include <chrono>
#include <utility>

#include "connectors/api/failure.h"
#include "service/rpc/status_details.h"

namespace bookings {
namespace {

absl::Status Stalled() {
  return MakeFailure(absl::StatusCode::kAborted, v1::ERROR_REASON_STREAM_STALLED,
                     "the stream was not read: resume with the last page token");
}

}  // namespace

template <typename Response>
PageStream<Response>* PageStream<Response>::Start(grpc::CallbackServerContext* context,
                                                  std::shared_ptr<Source> source,
                                                  PageStreamOptions options) {
  const std::shared_ptr<PageStream> stream(
      new PageStream(context, std::move(source), std::move(options)));
  stream->self_ = stream;
  const absl::Status added = stream->options_.streams->Add(stream, stream->options_.owner);
  if (!added.ok()) {
    stream->Stop(added, Reach::kSource);
    return stream.get();
  }
  Moves moves;
  {
    const absl::MutexLock lock(&stream->mutex_);
    moves = stream->Decide();
  }
  stream->Act(moves);
  return stream.get();
}

template <typename Response>
PageStream<Response>::PageStream(grpc::CallbackServerContext* context,
                                 std::shared_ptr<Source> source, PageStreamOptions options)
    : context_(context), source_(std::move(source)), options_(std::move(options)) {}

template <typename Response>
OpenStreamView PageStream<Response>::Look() const {
  const RpcRecord& record = options_.record;
  OpenStreamView view;
  view.rpc = record.rpc;
  view.caller = record.caller;
  view.connections = record.connections;
  view.start = record.start;
  const absl::MutexLock lock(&mutex_);
  view.pages = counts_.pages;
  view.bookings = counts_.bookings;
  view.waits_for = waits_for_;
  return view;
}

template <typename Response>
void PageStream<Response>::Drain() {
  {
    const absl::MutexLock lock(&mutex_);
    if (last_arrived_) return;  // it ends by itself, and completely
  }
  Stop(Draining(), Reach::kSource);
}

// Of a stream at rest its reactor is left, the message that gRPC holds, and where to go on.
template <typename Response>
bool PageStream<Response>::RestIfStalledSince(absl::Time before) {
  std::optional<Page> unwritten;  // destroyed outside the lock
  const absl::MutexLock lock(&mutex_);
  const bool is_held_up = writing_ && next_ && !asking_ && !last_arrived_ && !end_;
  if (!is_held_up || write_started_ > before) return false;
  if (!source_->Rest(*next_->response)) return false;
  unwritten = std::exchange(next_, std::nullopt);
  return true;
}

template <typename Response>
void PageStream<Response>::CutIfStalledSince(absl::Time before) {
  {
    const absl::MutexLock lock(&mutex_);
    if (!writing_ || write_started_ > before) return;
  }
  Stop(Stalled(), Reach::kSourceAndPeer);
}

template <typename Response>
void PageStream<Response>::OnPage(absl::StatusOr<Page> page) {
  Moves moves;
  {
    const absl::MutexLock lock(&mutex_);
    asking_ = false;
    options_.record.EndPage(std::move(page_span_), page.status(), options_.now());
    if (page.ok()) {
      last_arrived_ = page->last;
      next_ = *std::move(page);
    } else if (!end_) {
      end_ = page.status();
    }
    moves = Decide();
  }
  Act(moves);
}

template <typename Response>
void PageStream<Response>::OnWriteDone(bool ok) {
  if (!ok) Stop(absl::CancelledError("the caller is gone"), Reach::kSource);
  Written written;  // destroyed outside the lock
  Moves moves;
  {
    const absl::MutexLock lock(&mutex_);
    writing_ = false;
    has_written_ = true;
    written = std::exchange(written_, Written());
    if (ok) {
      counts_.Add(written.counts);
      options_.record.Deliver(written.counts);
    }
    if (ok && written.last && !end_) end_ = absl::OkStatus();
    moves = Decide();
  }
  Act(moves);
}

template <typename Response>
void PageStream<Response>::OnCancel() {
  const bool late = std::chrono::system_clock::now() >= context_->deadline();
  Stop(late ? absl::DeadlineExceededError("the caller's deadline has passed")
            : absl::CancelledError("the caller has cancelled"),
       Reach::kSource);
}

template <typename Response>
void PageStream<Response>::OnDone() {
  const std::shared_ptr<PageStream> last = std::move(self_);
}

template <typename Response>
void PageStream<Response>::Stop(const absl::Status& end, Reach reach) {
  {
    const absl::MutexLock lock(&mutex_);
    if (finished_) return;
    if (!end_) end_ = end;
    ++stopping_;
  }
  source_->Cancel();
  if (reach == Reach::kSourceAndPeer) context_->TryCancel();
  Moves moves;
  {
    const absl::MutexLock lock(&mutex_);
    --stopping_;
    moves = Decide();
  }
  Act(moves);
}

template <typename Response>
typename PageStream<Response>::Moves PageStream<Response>::Decide() {
  Moves moves;
  if (end_) {
    moves.finish = !finished_ && !asking_ && !writing_ && stopping_ == 0;
    finished_ = finished_ || moves.finish;
    NoteWait();
    return moves;
  }
  if (!writing_ && next_) {
    moves.write = *std::exchange(next_, std::nullopt);
    written_ = {StreamCounts::Of(*moves.write.response), moves.write.last,
                has_written_ ? nullptr : moves.write.keeps};
    writing_ = true;
    write_started_ = options_.now();
  }
  moves.ask = !asking_ && !next_ && !last_arrived_;
  if (moves.ask) page_span_ = options_.record.BeginPage(options_.now());
  asking_ = asking_ || moves.ask;
  NoteWait();
  return moves;
}

template <typename Response>
void PageStream<Response>::NoteWait() {
  const absl::Time now = options_.now();
  if (waits_for_) options_.record.Wait(*waits_for_, now - wait_start_);
  waits_for_.reset();
  if (asking_) waits_for_ = WaitsFor::kVendor;
  if (writing_) waits_for_ = WaitsFor::kReader;
  if (finished_) waits_for_.reset();
  wait_start_ = now;
}

template <typename Response>
void PageStream<Response>::Act(Moves moves) {
  if (moves.ask) {
    const std::shared_ptr<Source> source = source_;  // the page may arrive before Next returns
    source->Next([this](absl::StatusOr<Page> page) { OnPage(std::move(page)); });
  }
  // gRPC has serialised the message when StartWrite returns: what it lives on goes with `moves`.
  // But for the first one, which may be written before gRPC has this reactor.
  if (moves.write.response != nullptr) return this->StartWrite(moves.write.response);
  if (moves.finish) End();
}

template <typename Response>
void PageStream<Response>::End() {
  options_.streams->Remove(this);
  absl::Status end;
  StreamCounts counts;
  {
    const absl::MutexLock lock(&mutex_);
    end = *end_;
    counts = counts_;
  }
  options_.record.Finish(end, options_.now(), counts);
  this->Finish(ToGrpcStatus(end));
}

template class PageStream<v1::ListBookingsResponse>;
template class PageStream<v1::ListSlotsResponse>;

}  // namespace bookings
