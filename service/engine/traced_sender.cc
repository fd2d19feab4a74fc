// See traced_sender.h.
#include "service/engine/traced_sender.h"

#include <utility>
#include <vector>

#include "connectors/api/failure.h"
#include "service/engine/immediate_failure.h"

namespace bookings {

// Of one exchange; ends once. Travels in the exchange's callback, and so ends with it.
class TracedSender::Span {
 public:
  Span(const TracedSender* sender, OpenSpan span, HttpMethod method)
      : sender_(sender), span_(std::move(span)), method_(method) {}
  Span(Span&& other) noexcept
      : sender_(std::exchange(other.sender_, nullptr)),
        span_(std::move(other.span_)),
        method_(other.method_) {}
  Span& operator=(Span&&) = delete;
  ~Span() {
    if (sender_ != nullptr) End(Cancelled());
  }

  void End(const absl::Status& outcome) {
    const TracedSender* const sender = std::exchange(sender_, nullptr);
    if (!sender->tracer_->Records(span_)) return;
    std::string error;
    if (!outcome.ok()) error = ReasonName(PublicReasonOf(outcome));
    sender->tracer_->End(std::move(span_), "vendor request", SpanKind::kClient,
                         sender->loop_->Now(), std::move(error),
                         {{"http.request.method", std::string(MethodName(method_))},
                          {"bookings.connection", sender->names_.connection},
                          {"bookings.vendor", sender->names_.vendor}});
  }

 private:
  const TracedSender* sender_;
  OpenSpan span_;
  const HttpMethod method_;
};

TracedSender::TracedSender(std::unique_ptr<Sender> next, Names names, const Tracer* tracer,
                           EventLoop* loop)
    : next_(std::move(next)), names_(std::move(names)), tracer_(tracer), loop_(loop) {}

std::unique_ptr<Exchange> TracedSender::Send(HttpRequest request, const CallContext& context,
                                             Done done) {
  if (!IsTrace(context.trace)) return next_->Send(std::move(request), context, std::move(done));
  OpenSpan open = tracer_->BeginPart(context.trace, loop_->Now());
  request.headers.push_back({kTraceParent, FormatTraceParent(open.context)});
  if (!open.context.state.empty()) {
    request.headers.push_back({kTraceState, open.context.state});
  }
  Span span(this, std::move(open), request.method);
  return next_->Send(std::move(request), context,
                     [span = std::move(span),
                      done = std::move(done)](absl::StatusOr<HttpResponse> response) mutable {
                       span.End(response.status());
                       std::move(done)(std::move(response));
                     });
}

}  // namespace bookings
