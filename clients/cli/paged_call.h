// Reads a stream of pages to its end. One that breaks goes on behind the last page that was handed
// out, so nothing is missing and nothing comes twice.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/support/sync_stream.h>

#include <functional>
#include <memory>
#include <random>
#include <string>

#include "absl/time/clock.h"
#include "clients/cli/call.h"
#include "clients/cli/flags.h"
#include "clients/cli/retry.h"

namespace bookings::cli {

// Waits so long; gRPC makes a new connection only while somebody waits for it.
inline void AwaitConnection(grpc::Channel& channel, absl::Duration wait) {
  const absl::Time until = absl::Now() + wait;
  channel.WaitForConnected(absl::ToChronoTime(until));
  absl::SleepFor(until - absl::Now());
}

template <typename Request, typename Page>
struct PagedCall {
  std::shared_ptr<grpc::Channel> channel;
  std::function<std::unique_ptr<grpc::ClientReader<Page>>(grpc::ClientContext*, const Request&)>
      open;
  std::function<void(const Page&)> on_page;
  // Told before each wait; OK = the stream ended early.
  std::function<void(const grpc::Status&, absl::Duration)> on_break;
};

struct PagedEnd {
  grpc::Status status;
  // The gateway said that this was the end.
  bool ended = false;
  // Resumes behind what was handed out; empty where there is nothing to resume.
  std::string token;
};

// One attempt. `request` is left as the one that goes on.
template <typename Request, typename Page>
PagedEnd ReadStream(const Settings& settings, absl::Time deadline,
                    const PagedCall<Request, Page>& call, Request& request, Attempts& attempts) {
  PagedEnd end;
  grpc::ClientContext context;
  if (!PrepareContext(settings, deadline, &context)) return end;
  const auto stream = call.open(&context, request);
  Page page;
  while (stream->Read(&page)) {
    call.on_page(page);
    // A page that leads nowhere is no progress: the attempts stay bounded whatever answers.
    if (page.next_page_token() != request.page_token()) attempts.Progress();
    request.set_page_token(page.next_page_token());
    end.ended = page.has_complete();
  }
  end.status = stream->Finish();
  end.token = request.page_token();
  return end;
}

template <typename Request, typename Page>
PagedEnd ReadPages(const Settings& settings, const PagedCall<Request, Page>& call,
                   Request request) {
  const absl::Time deadline = absl::Now() + settings.timeout;
  Attempts attempts(deadline);
  std::random_device random;
  while (true) {
    PagedEnd end = ReadStream(settings, deadline, call, request, attempts);
    if (end.status.ok() && end.ended) return end;
    const double chance = std::uniform_real_distribution<double>(0, 1)(random);
    const auto wait = attempts.WaitAfter(end.status, absl::Now(), chance);
    if (!wait) return end;
    call.on_break(end.status, *wait);
    AwaitConnection(*call.channel, *wait);
  }
}

}  // namespace bookings::cli
