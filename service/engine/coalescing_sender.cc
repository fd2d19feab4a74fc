// See coalescing_sender.h.
#include "service/engine/coalescing_sender.h"

#include <algorithm>
#include <list>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/failure.h"
#include "service/sealing/sealer.h"

namespace bookings {
namespace {

bool IsShareable(const HttpRequest& request, const CallContext& context) {
  return context.kind != CallKind::kWrite && request.replay == ReplaySafety::kSafe &&
         request.effect == Effect::kReads;
}

// Of the time that a call has left, how much sooner it may end than the one that it joins. Timeouts
// are rounded up by as much as 1 % on their way (gRPC's grpc-timeout header), and calls come late:
// those that were given the same time come with deadlines that differ by that.
constexpr double kSlack = 0.05;

bool EndsInTime(absl::Time flight, absl::Time own, absl::Time now) {
  return flight <= own || flight - own <= kSlack * (own - now);
}

// With its length in front, so that no two lists of parts read alike.
void AddPart(const std::string& part, std::string& key) {
  absl::StrAppend(&key, part.size(), ":", part);
}

std::string KeyOf(const HttpRequest& request, const CallContext& context) {
  std::string key =
      absl::StrCat(static_cast<int>(request.method), ",", static_cast<int>(request.purpose), ",",
                   static_cast<int>(request.authorization), ",");
  AddPart(context.caller, key);
  AddPart(context.caller_token.empty() ? "" : Sha256(context.caller_token.RevealForUse()), key);
  AddPart(request.target, key);
  AddPart(request.body, key);
  for (const Header& header : request.headers) {
    AddPart(header.name, key);
    AddPart(header.value, key);
  }
  for (int status : request.expected_statuses) absl::StrAppend(&key, status, ",");
  return key;
}

}  // namespace

// The shared call. Kept by its passengers and, while it answers them, by itself.
class CoalescingSender::Flight final : public std::enable_shared_from_this<Flight> {
 public:
  Flight(CoalescingSender* sender, std::string key, HttpRequest request, const CallContext& context)
      : sender_(sender), key_(std::move(key)), request_(std::move(request)), context_(context) {}
  ~Flight() { sender_->Forget(key_, this); }

  absl::Time deadline() const { return context_.deadline; }
  std::list<Passenger*>& passengers() { return passengers_; }

  void Begin() {
    exchange_ = sender_->next_->Send(
        HttpRequest(request_), context_,
        [this](absl::StatusOr<HttpResponse> response) { OnResponse(std::move(response)); });
  }

 private:
  void OnResponse(absl::StatusOr<HttpResponse> response);
  // Whether more time could have made something else of it.
  bool IsCutShort(const absl::Status& outcome) const;
  void AnswerUntil(absl::Time deadline, const absl::StatusOr<HttpResponse>& response);

  CoalescingSender* const sender_;
  const std::string key_;
  const HttpRequest request_;
  CallContext context_;
  std::list<Passenger*> passengers_;
  std::unique_ptr<Exchange> exchange_;
};

// One who waits for a flight.
class CoalescingSender::Passenger final : public Exchange {
 public:
  Passenger(std::shared_ptr<Flight> flight, absl::Time deadline, Done done)
      : flight_(std::move(flight)), deadline_(deadline), done_(std::move(done)) {
    place_ = flight_->passengers().insert(flight_->passengers().end(), this);
  }
  ~Passenger() override {
    if (flight_ != nullptr) flight_->passengers().erase(place_);
  }

  absl::Time deadline() const { return deadline_; }
  void Answer(absl::StatusOr<HttpResponse> response) {
    flight_->passengers().erase(place_);
    flight_.reset();  // which answers, and so keeps itself
    Done done = std::move(done_);
    std::move(done)(std::move(response));  // may destroy *this
  }

 private:
  std::shared_ptr<Flight> flight_;  // null once it was answered
  const absl::Time deadline_;
  Done done_;
  std::list<Passenger*>::iterator place_;
};

void CoalescingSender::Flight::OnResponse(absl::StatusOr<HttpResponse> response) {
  const std::shared_ptr<Flight> alive = shared_from_this();
  exchange_.reset();
  if (IsCutShort(response.status())) {
    AnswerUntil(context_.deadline, response);
    if (passengers_.empty()) return;
    const auto soonest = std::min_element(
        passengers_.begin(), passengers_.end(),
        [](const Passenger* a, const Passenger* b) { return a->deadline() < b->deadline(); });
    context_.deadline = (*soonest)->deadline();
    return Begin();
  }
  sender_->Forget(key_, this);
  while (passengers_.size() > 1) passengers_.front()->Answer(response);
  if (!passengers_.empty()) passengers_.front()->Answer(std::move(response));
}

bool CoalescingSender::Flight::IsCutShort(const absl::Status& outcome) const {
  if (outcome.ok() || context_.deadline == absl::InfiniteFuture()) return false;
  if (absl::IsDeadlineExceeded(outcome)) return true;
  const std::optional<absl::Duration> delay = RetryDelayOf(outcome);
  return delay && sender_->loop_->Now() + *delay >= context_.deadline;
}

void CoalescingSender::Flight::AnswerUntil(absl::Time deadline,
                                           const absl::StatusOr<HttpResponse>& response) {
  const auto is_due = [deadline](const Passenger* passenger) {
    return passenger->deadline() <= deadline;
  };
  // An answer may make others leave: look anew after each.
  for (auto due = std::find_if(passengers_.begin(), passengers_.end(), is_due);
       due != passengers_.end();
       due = std::find_if(passengers_.begin(), passengers_.end(), is_due)) {
    (*due)->Answer(response);
  }
}

// From its end on reads must not join what began before, however it ended.
class CoalescingSender::Write final : public Exchange {
 public:
  explicit Write(CoalescingSender* sender) : sender_(sender) {}
  ~Write() override { sender_->flights_.clear(); }

  void Begin(HttpRequest request, const CallContext& context, Done done) {
    exchange_ = sender_->next_->Send(
        std::move(request), context,
        [sender = sender_, done = std::move(done)](absl::StatusOr<HttpResponse> response) mutable {
          sender->flights_.clear();
          std::move(done)(std::move(response));
        });
  }

 private:
  CoalescingSender* const sender_;
  std::unique_ptr<Exchange> exchange_;
};

CoalescingSender::CoalescingSender(std::unique_ptr<Sender> next, EventLoop* loop)
    : next_(std::move(next)), loop_(loop) {}

std::unique_ptr<Exchange> CoalescingSender::Send(HttpRequest request, const CallContext& context,
                                                 Done done) {
  if (request.effect == Effect::kWrites) {
    auto write = std::make_unique<Write>(this);
    write->Begin(std::move(request), context, std::move(done));
    return write;
  }
  if (!IsShareable(request, context)) {
    return next_->Send(std::move(request), context, std::move(done));
  }
  std::string key = KeyOf(request, context);
  const auto found = flights_.find(key);
  std::shared_ptr<Flight> flight = found == flights_.end() ? nullptr : found->second.lock();
  if (flight != nullptr && EndsInTime(flight->deadline(), context.deadline, loop_->Now())) {
    return std::make_unique<Passenger>(std::move(flight), context.deadline, std::move(done));
  }
  flight = std::make_shared<Flight>(this, key, std::move(request), context);
  flights_.insert_or_assign(std::move(key), flight);
  auto passenger = std::make_unique<Passenger>(flight, context.deadline, std::move(done));
  flight->Begin();
  return passenger;
}

void CoalescingSender::Forget(const std::string& key, const Flight* flight) {
  const auto found = flights_.find(key);
  if (found == flights_.end()) return;
  const std::shared_ptr<Flight> known = found->second.lock();
  if (known == nullptr || known.get() == flight) flights_.erase(found);
}

}  // namespace bookings
