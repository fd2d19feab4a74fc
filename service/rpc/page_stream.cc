// See page_stream.h.
#include "service/rpc/page_stream.h"

#include <chrono>
#include <utility>

#include "connectors/api/failure.h"
#include "service/rpc/status_details.h"

namespace bookings {
namespace {

absl::Status Draining() {
  return MakeFailure(absl::StatusCode::kUnavailable, v1::ERROR_REASON_DRAINING,
                     "the gateway is shutting down: resume elsewhere with the last page token");
}

absl::Status Stalled() {
  return MakeFailure(absl::StatusCode::kAborted, v1::ERROR_REASON_STREAM_STALLED,
                     "the stream was not read: resume with the last page token");
}

}  // namespace

PageStream* PageStream::Start(grpc::CallbackServerContext* context, std::shared_ptr<ListCall> call,
                              PageStreamOptions options) {
  const std::shared_ptr<PageStream> stream(
      new PageStream(context, std::move(call), std::move(options)));
  stream->self_ = stream;
  if (!stream->options_.streams->Add(stream)) {
    stream->Stop(Draining(), Reach::kEngine);
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

PageStream::PageStream(grpc::CallbackServerContext* context, std::shared_ptr<ListCall> call,
                       PageStreamOptions options)
    : context_(context), call_(std::move(call)), options_(std::move(options)) {}

void PageStream::Drain() {
  {
    const absl::MutexLock lock(&mutex_);
    if (last_arrived_) return;  // it ends by itself, and completely
  }
  Stop(Draining(), Reach::kEngine);
}

void PageStream::CutIfStalledSince(absl::Time before) {
  {
    const absl::MutexLock lock(&mutex_);
    if (!writing_ || write_started_ > before) return;
  }
  Stop(Stalled(), Reach::kEngineAndPeer);
}

void PageStream::OnPage(absl::StatusOr<StreamPage> page) {
  const absl::Status arrival = page.ok() ? AddToken(*page) : page.status();
  Moves moves;
  {
    const absl::MutexLock lock(&mutex_);
    asking_ = false;
    if (arrival.ok()) {
      last_arrived_ = page->last;
      next_ = *std::move(page);
    } else if (!end_) {
      end_ = arrival;
    }
    moves = Decide();
  }
  Act(moves);
}

absl::Status PageStream::AddToken(StreamPage& page) const {
  if (page.position == nullptr) return absl::OkStatus();
  absl::StatusOr<std::string> token = options_.seal(*std::move(page.position));
  if (!token.ok()) return token.status();
  page.response->set_next_page_token(*std::move(token));
  return absl::OkStatus();
}

void PageStream::OnWriteDone(bool ok) {
  if (!ok) Stop(absl::CancelledError("the caller is gone"), Reach::kEngine);
  StreamPage written;  // destroyed outside the lock
  Moves moves;
  {
    const absl::MutexLock lock(&mutex_);
    writing_ = false;
    written = std::exchange(written_, StreamPage());
    if (ok) counts_.Add(*written.response);
    if (ok && written.last && !end_) end_ = absl::OkStatus();
    moves = Decide();
  }
  Act(moves);
}

void PageStream::OnCancel() {
  const bool late = std::chrono::system_clock::now() >= context_->deadline();
  Stop(late ? absl::DeadlineExceededError("the caller's deadline has passed")
            : absl::CancelledError("the caller has cancelled"),
       Reach::kEngine);
}

void PageStream::OnDone() { const std::shared_ptr<PageStream> last = std::move(self_); }

void PageStream::Stop(const absl::Status& end, Reach reach) {
  {
    const absl::MutexLock lock(&mutex_);
    if (finished_) return;
    if (!end_) end_ = end;
    ++stopping_;
  }
  call_->Cancel();
  if (reach == Reach::kEngineAndPeer) context_->TryCancel();
  Moves moves;
  {
    const absl::MutexLock lock(&mutex_);
    --stopping_;
    moves = Decide();
  }
  Act(moves);
}

PageStream::Moves PageStream::Decide() {
  Moves moves;
  if (end_) {
    moves.finish = !finished_ && !asking_ && !writing_ && stopping_ == 0;
    finished_ = finished_ || moves.finish;
    return moves;
  }
  if (!writing_ && next_) {
    written_ = *std::exchange(next_, std::nullopt);
    writing_ = true;
    write_started_ = options_.now();
    moves.write = written_.response;
  }
  moves.ask = !asking_ && !next_ && !last_arrived_;
  asking_ = asking_ || moves.ask;
  return moves;
}

void PageStream::Act(Moves moves) {
  if (moves.ask) {
    const std::shared_ptr<ListCall> call = call_;  // the page may arrive before Next returns
    call->Next([this](absl::StatusOr<StreamPage> page) { OnPage(std::move(page)); });
  }
  if (moves.write != nullptr) return StartWrite(moves.write);
  if (moves.finish) End();
}

void PageStream::End() {
  options_.streams->Remove(this);
  absl::Status end;
  StreamCounts counts;
  {
    const absl::MutexLock lock(&mutex_);
    end = *end_;
    counts = counts_;
  }
  options_.record.Finish(end, options_.now(), counts);
  Finish(ToGrpcStatus(end));
}

}  // namespace bookings
