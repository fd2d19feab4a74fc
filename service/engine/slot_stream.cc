// See slot_stream.h.
#include "service/engine/slot_stream.h"

#include <algorithm>
#include <deque>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "connectors/api/failure.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"
#include "service/engine/drive.h"
#include "service/engine/immediate_failure.h"
#include "service/engine/recent.h"
#include "service/engine/slot_match.h"
#include "service/engine/source_error.h"

namespace bookings {
namespace {

// Delivered slots that are remembered to tell a repetition from a breach of the order: more than
// windows that overlap by a day hold.
constexpr size_t kRememberedSlots = 10'000;

std::string TextOf(const SlotPlace& place) {
  return absl::StrCat(absl::ToUnixNanos(place.start), " ", place.key);
}

struct PlacedSlot {
  SlotPlace place;
  FoundSlot found;
};

// One window of the plan, begun and not yet taken over.
struct Window {
  std::string name;
  std::unique_ptr<Drive<SlotPage>> drive;
  std::vector<PlacedSlot> slots;
  absl::flat_hash_set<std::string> cursors;
  int pages = 0;
  bool complete = false;
};

}  // namespace

// What runs on the connection's loop.
class SlotStream : public std::enable_shared_from_this<SlotStream> {
 public:
  SlotStream(SlotRequest request, std::shared_ptr<Connection> connection, int windows_in_flight)
      : request_(std::move(request)),
        connection_(std::move(connection)),
        windows_in_flight_(static_cast<size_t>(windows_in_flight)),
        resumed_{request_.resume_start, request_.resume_key},
        delivered_(resumed_),
        remembered_(kRememberedSlots) {
    context_.caller = request_.caller;
    context_.kind = CallKind::kStream;
    context_.deadline = request_.deadline;
    context_.caller_token = request_.caller_token;
    context_.trace = request_.trace;
  }

  void Ask(SlotCall::Arrived arrived) {
    arrived_ = std::move(arrived);
    Advance();
  }
  void Fail(const absl::Status& failure);

 private:
  void Advance();
  void Plan();
  void OnPlan(absl::StatusOr<SlotPlan> plan);
  void BeginWindows();
  void Read(Window& window, const std::string& cursor);
  void OnPage(Window& window, absl::StatusOr<SlotPage> page);
  absl::Status Collect(Window& window, std::vector<FoundSlot> slots) const;
  bool GoOn(Window& window, const std::string& cursor);
  void TakeWindows();
  absl::Status Take(PlacedSlot slot);
  bool AllTaken() const { return plan_ && next_window_ == plan_->windows.size() && open_.empty(); }
  size_t CountReady() const;
  SlotStreamPage CutPage();
  void Answer(absl::StatusOr<SlotStreamPage> page);

  const SlotRequest request_;
  const std::shared_ptr<Connection> connection_;
  const size_t windows_in_flight_;
  CallContext context_;
  // Where an earlier call has ended, and the last slot that was delivered since.
  const SlotPlace resumed_;
  SlotPlace delivered_;
  SlotCall::Arrived arrived_;  // set while a page is asked for
  absl::Status failure_;
  std::unique_ptr<Drive<SlotPlan>> plan_drive_;
  std::optional<SlotPlan> plan_;
  size_t next_window_ = 0;
  std::deque<Window> open_;  // in order of the plan; keeps its elements in place
  // Of the windows that were taken over, in order; from `latest_` on, more of the same start may
  // come.
  std::map<SlotPlace, FoundSlot> ready_;
  absl::Time latest_ = absl::InfinitePast();
  RecentTexts remembered_;
};

void SlotStream::Fail(const absl::Status& failure) {
  if (!failure_.ok()) return;
  failure_ = OfConnection(failure, *connection_);
  plan_drive_.reset();
  open_.clear();
  ready_.clear();
  Advance();
}

void SlotStream::Advance() {
  if (!arrived_) return;
  if (!failure_.ok()) return Answer(failure_);
  if (!plan_) return Plan();
  TakeWindows();
  if (!failure_.ok()) return;  // which was answered already
  BeginWindows();
  const size_t wanted = static_cast<size_t>(request_.page_size);
  if (AllTaken() || CountReady() >= wanted) Answer(CutPage());
}

void SlotStream::Plan() {
  if (plan_drive_ != nullptr) return;
  const Connector& connector = *connection_->connector;
  plan_drive_ = std::make_unique<Drive<SlotPlan>>(
      connector.PlanSlots(QueryBehind(request_.query, resumed_)), *connection_, context_,
      [this](absl::StatusOr<SlotPlan> plan) { OnPlan(std::move(plan)); });
}

void SlotStream::OnPlan(absl::StatusOr<SlotPlan> plan) {
  const std::shared_ptr<SlotStream> alive = shared_from_this();  // answering may give it up
  if (!plan.ok()) return Fail(plan.status());
  if (plan->windows.size() > kMaxSlotWindows) {
    return Fail(MakeFailure(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                            "the range takes too many vendor calls"));
  }
  plan_ = *std::move(plan);
  plan_drive_.reset();
  Advance();
}

void SlotStream::BeginWindows() {
  while (open_.size() < windows_in_flight_ && next_window_ < plan_->windows.size()) {
    open_.emplace_back().name = plan_->windows[next_window_++];
    Read(open_.back(), "");
  }
}

void SlotStream::Read(Window& window, const std::string& cursor) {
  window.drive = std::make_unique<Drive<SlotPage>>(
      connection_->connector->ListSlots(*plan_, window.name, cursor), *connection_, context_,
      [this, &window](absl::StatusOr<SlotPage> page) { OnPage(window, std::move(page)); });
}

void SlotStream::OnPage(Window& window, absl::StatusOr<SlotPage> page) {
  const std::shared_ptr<SlotStream> alive = shared_from_this();  // answering may give it up
  if (!page.ok()) return Fail(page.status());
  ++window.pages;
  if (absl::Status read = Collect(window, std::move(page->slots)); !read.ok()) return Fail(read);
  if (page->next_cursor) {
    if (!GoOn(window, *page->next_cursor)) {
      Fail(ResponseInvalid("the vendor's pages of slots go in a circle, or on forever"));
    }
    return;
  }
  window.drive.reset();
  window.complete = true;
  Advance();
}

// Keeps those slots that the caller wants.
absl::Status SlotStream::Collect(Window& window, std::vector<FoundSlot> slots) const {
  for (FoundSlot& found : slots) {
    std::optional<SlotPlace> place = PlaceOf(found);
    if (!place) return ResponseInvalid("a slot tells neither a start nor a night");
    if (!Matches(request_.query, found.slot)) continue;
    const bool bookable = IsBookable(request_.query, found.slot);
    if (!bookable && request_.query.unavailable == UnavailableSlots::kHide) continue;
    found.slot.set_available(bookable);
    SetTimestamp(connection_->loop->Now(), found.slot.mutable_observed_time());
    found.reference.set_connection(connection_->id);
    window.slots.push_back({*std::move(place), std::move(found)});
  }
  return absl::OkStatus();
}

bool SlotStream::GoOn(Window& window, const std::string& cursor) {
  if (window.pages >= kMaxPagesPerWindow || cursor.empty()) return false;
  if (!window.cursors.insert(cursor).second) return false;
  Read(window, cursor);
  return true;
}

void SlotStream::TakeWindows() {
  const size_t wanted = static_cast<size_t>(request_.page_size);
  while (!open_.empty() && open_.front().complete && CountReady() < wanted) {
    std::vector<PlacedSlot> slots = std::move(open_.front().slots);
    open_.pop_front();
    for (PlacedSlot& slot : slots) {
      if (absl::Status taken = Take(std::move(slot)); !taken.ok()) return Fail(taken);
    }
  }
}

absl::Status SlotStream::Take(PlacedSlot slot) {
  if (!(resumed_ < slot.place)) return absl::OkStatus();
  if (!(delivered_ < slot.place)) {
    if (!remembered_.Insert(TextOf(slot.place))) return absl::OkStatus();
    return ResponseInvalid("a slot came behind later ones");
  }
  latest_ = std::max(latest_, slot.place.start);
  ready_.emplace(std::move(slot.place), std::move(slot.found));
  return absl::OkStatus();
}

// Slots that can be delivered: nothing that is still to come stands before them.
size_t SlotStream::CountReady() const {
  if (AllTaken()) return ready_.size();
  const auto doubtful = ready_.lower_bound({latest_, ""});
  return ready_.size() - static_cast<size_t>(std::distance(doubtful, ready_.end()));
}

SlotStreamPage SlotStream::CutPage() {
  SlotStreamPage page;
  const size_t count = std::min(CountReady(), static_cast<size_t>(request_.page_size));
  for (size_t i = 0; i < count; ++i) {
    const auto first = ready_.begin();
    remembered_.Insert(TextOf(first->first));
    delivered_ = first->first;
    page.slots.push_back(std::move(first->second));
    ready_.erase(first);
  }
  if (count > 0) {
    page.last_start = delivered_.start;
    page.last_key = delivered_.key;
  }
  page.last = AllTaken() && ready_.empty();
  return page;
}

void SlotStream::Answer(absl::StatusOr<SlotStreamPage> page) {
  SlotCall::Arrived arrived = std::exchange(arrived_, nullptr);
  std::move(arrived)(std::move(page));
}

SlotStreamCall::SlotStreamCall(SlotRequest request, std::shared_ptr<Connection> connection,
                               int windows_in_flight)
    : loop_(*connection->loop),
      stream_(std::make_shared<SlotStream>(std::move(request), std::move(connection),
                                           windows_in_flight)) {}

SlotStreamCall::~SlotStreamCall() { Cancel(); }

void SlotStreamCall::Next(Arrived arrived) {
  loop_.Post([stream = stream_, arrived = std::move(arrived)]() mutable {
    stream->Ask(std::move(arrived));
  });
}

void SlotStreamCall::Cancel() {
  loop_.Post([stream = stream_] { stream->Fail(Cancelled()); });
}

}  // namespace bookings
