// A Sender that sends nothing: tests look at what was asked and answer it by hand.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "service/engine/sender.h"

namespace bookings {

// What came back for one request.
class Reply {
 public:
  Sender::Done Done() {
    return [this](absl::StatusOr<HttpResponse> result) { result_ = std::move(result); };
  }
  bool arrived() const { return result_.has_value(); }
  bool ok() const { return arrived() && result_->ok(); }
  const HttpResponse& response() const { return **result_; }
  // UNKNOWN while nothing has arrived.
  absl::Status status() const {
    return arrived() ? result_->status() : absl::UnknownError("nothing has arrived");
  }

 private:
  std::optional<absl::StatusOr<HttpResponse>> result_;
};

inline HttpResponse Response(int status, std::string body = "", std::vector<Header> headers = {}) {
  HttpResponse response;
  response.status = status;
  response.headers = std::move(headers);
  response.body = std::move(body);
  return response;
}

inline std::string HeaderOf(const HttpRequest& request, std::string_view name) {
  for (const Header& header : request.headers) {
    if (header.name == name) return header.value;
  }
  return "";
}

// What a FakeSender has been asked; it outlives the sender.
class SentRequests {
 public:
  struct Entry {
    HttpRequest request;
    CallContext context;
    Sender::Done done;  // empty once answered or cancelled
    bool cancelled = false;
  };

  size_t size() const { return entries_.size(); }
  const HttpRequest& request(size_t i) const { return entries_[i].request; }
  const CallContext& context(size_t i) const { return entries_[i].context; }
  bool cancelled(size_t i) const { return entries_[i].cancelled; }
  bool waits(size_t i) const { return entries_[i].done != nullptr; }
  // Requests that wait for an answer.
  size_t open() const {
    size_t count = 0;
    for (const Entry& entry : entries_) count += entry.done ? 1 : 0;
    return count;
  }
  // In the order in which they were asked for.
  std::vector<std::string> targets() const {
    std::vector<std::string> targets;
    for (const Entry& entry : entries_) targets.push_back(entry.request.target);
    return targets;
  }
  void Answer(size_t i, absl::StatusOr<HttpResponse> result) {
    Sender::Done done = std::exchange(entries_[i].done, nullptr);
    std::move(done)(std::move(result));
  }
  // Answers the latest request that waits; false where none does.
  bool AnswerLatest(absl::StatusOr<HttpResponse> result) {
    for (size_t i = size(); i-- > 0;) {
      if (!waits(i)) continue;
      Answer(i, std::move(result));
      return true;
    }
    return false;
  }

  Entry& Add(Entry entry) { return entries_.emplace_back(std::move(entry)); }

 private:
  std::deque<Entry> entries_;  // keeps its elements in place
};

class FakeSender final : public Sender {
 public:
  explicit FakeSender(SentRequests* sent) : sent_(sent) {}

  std::unique_ptr<Exchange> Send(HttpRequest request, const CallContext& context,
                                 Done done) override {
    return std::make_unique<FakeExchange>(
        sent_->Add({std::move(request), context, std::move(done), false}));
  }

 private:
  class FakeExchange : public Exchange {
   public:
    explicit FakeExchange(SentRequests::Entry& entry) : entry_(entry) {}
    ~FakeExchange() override {
      if (!entry_.done) return;
      entry_.cancelled = true;
      entry_.done = nullptr;
    }

   private:
    SentRequests::Entry& entry_;
  };

  SentRequests* const sent_;
};

}  // namespace bookings
