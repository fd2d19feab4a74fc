// Pages of a list as one sequence that outlives broken connections: it resumes behind the last page
// that was handed out.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "src/link.h"
#include "src/status_details.h"

namespace bookings::client::internal {

// One stream, cancelled when it is destroyed before its end.
template <typename Page>
class PageStream {
 public:
  // `open` starts the RPC with a grpc::ClientContext*.
  template <typename Open>
  PageStream(const Link& link, absl::Duration timeout, const std::stop_token& stop, Open open)
      : context_(link, timeout, stop), reader_(open(&context_.get())) {}
  ~PageStream() {
    if (ended_) return;
    context_.get().TryCancel();
    reader_->Finish();
  }
  PageStream(const PageStream&) = delete;
  PageStream& operator=(const PageStream&) = delete;

  // Nothing when the stream has ended, for which Finish tells why.
  std::optional<Page> Read() {
    Page page;
    if (reader_->Read(&page)) return page;
    return std::nullopt;
  }
  grpc::Status Finish() {
    ended_ = true;
    return reader_->Finish();
  }

 private:
  AttemptContext context_;
  std::unique_ptr<grpc::ClientReaderInterface<Page>> reader_;
  bool ended_ = false;
};

template <typename Request, typename Page>
class Pages {
 public:
  using Reader = std::unique_ptr<grpc::ClientReaderInterface<Page>>;
  using Rpc = Reader (v1::BookingService::StubInterface::*)(grpc::ClientContext*, const Request&);

  Pages(std::shared_ptr<const Link> link, Rpc rpc, Request request, const CallOptions& options)
      : link_(std::move(link)),
        rpc_(rpc),
        request_(std::move(request)),
        behind_(request_.page_token()),
        stop_(options.stop),
        attempts_(link_->MakeAttempts(link_->options().timeouts.list, options)) {}

  // The next page: all items of the one before were handed out. Nothing behind the last one, and
  // behind an error.
  std::optional<Result<Page>> Next() {
    request_.set_page_token(behind_);
    if (link_->unusable() && !std::exchange(ended_, true)) return *link_->unusable();
    while (!ended_) {
      if (std::optional<Page> page = Receive()) return Taken(*std::move(page));
      Error error = Failure();
      if (!attempts_.WaitAfter(error, StreamMayPass)) {
        ended_ = true;
        return error;
      }
    }
    return std::nullopt;
  }

  // Resumes behind the last page whose items were all handed out.
  const std::string& page_token() const { return request_.page_token(); }

 private:
  std::optional<Page> Receive() {
    if (!stream_) {
      const auto open = [this](grpc::ClientContext* context) {
        return (link_->bookings().*rpc_)(context, request_);
      };
      stream_ = std::make_unique<PageStream<Page>>(*link_, attempts_.Left(), stop_, open);
    }
    return stream_->Read();
  }

  Page Taken(Page page) {
    // A page that leads nowhere is no progress: attempts stay bounded whatever answers.
    if (page.next_page_token() != behind_) attempts_.Progress();
    behind_ = page.next_page_token();
    if (page.has_complete()) {
      ended_ = true;
      stream_.reset();
    }
    return page;
  }

  Error Failure() {
    const grpc::Status status = stream_->Finish();
    stream_.reset();
    Error error = status.ok() ? Error{.code = absl::StatusCode::kUnavailable,
                                      .message = "the stream ended before the list did",
                                      .reason = Reason::kIncomplete}
                              : ErrorOf(status);
    error.page_token = page_token();
    return error;
  }

  std::shared_ptr<const Link> link_;
  Rpc rpc_;
  Request request_;
  // The token of the last page that came.
  std::string behind_;
  std::stop_token stop_;
  Attempts attempts_;
  std::unique_ptr<PageStream<Page>> stream_;
  bool ended_ = false;
};

}  // namespace bookings::client::internal
