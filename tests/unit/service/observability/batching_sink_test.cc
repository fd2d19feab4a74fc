// Batches of spans: that they arrive, that nobody waits for them, and that what is lost is counted.
#include "service/observability/batching_sink.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace bookings {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// As good as never: longer than any test.
constexpr absl::Duration kNever = absl::Hours(1);

FinishedSpan SampledSpan(std::string name) {
  FinishedSpan span;
  span.name = std::move(name);
  span.span.context.sampled = true;
  return span;
}

// Takes all, unless told otherwise.
class ScriptedDestination final : public SpanDestination {
 public:
  using Answer = absl::StatusOr<size_t>;

  absl::StatusOr<size_t> Send(const std::vector<FinishedSpan>& batch, absl::Duration) override {
    std::unique_lock lock(mutex_);
    std::string names;
    for (const FinishedSpan& span : batch) names += span.name;
    sent_.push_back(names);
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_ || cancelled_; });
    if (cancelled_) return absl::CancelledError("cancelled");
    if (answers_.empty()) return batch.size();
    const Answer answer = answers_.front();
    answers_.pop_front();
    return answer;
  }
  void Cancel() override {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    changed_.notify_all();
  }

  void AnswerWith(std::deque<Answer> answers) {
    const std::lock_guard lock(mutex_);
    answers_ = std::move(answers);
  }
  // From now on what is sent waits until it is opened.
  void Close() {
    const std::lock_guard lock(mutex_);
    open_ = false;
  }
  void Open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  // Waits until there were so many attempts; the spans' names of each.
  std::vector<std::string> Sent(size_t attempts) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(10), [&] { return sent_.size() >= attempts; });
    return sent_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> sent_;
  std::deque<Answer> answers_;
  bool open_ = true;
  bool cancelled_ = false;
};

class BatchingSinkTest : public testing::Test {
 protected:
  BatchingSinkTest() {
    options_.batch = 3;
    options_.every = kNever;
    options_.first_wait = absl::ZeroDuration();
    options_.flush = kNever;
    options_.report = [this](const absl::Status& problem) {
      const std::lock_guard lock(mutex_);
      reported_.emplace_back(problem.message().data(), problem.message().size());
    };
  }

  void Start() {
    auto destination = std::make_unique<ScriptedDestination>();
    destination_ = destination.get();
    sink_ = std::make_unique<BatchingSink>(std::move(destination), options_);
  }
  void Add(std::string_view names) {
    for (const char name : names) sink_->Add(SampledSpan(std::string(1, name)));
  }
  std::vector<std::string> Reported() {
    const std::lock_guard lock(mutex_);
    return reported_;
  }

  BatchingOptions options_;
  std::mutex mutex_;
  std::vector<std::string> reported_;
  std::unique_ptr<BatchingSink> sink_;
  ScriptedDestination* destination_ = nullptr;
};

TEST_F(BatchingSinkTest, SendsAFullBatchAtOnce) {
  Start();
  Add("abcdefg");
  EXPECT_THAT(destination_->Sent(2), ElementsAre("abc", "def"));
  EXPECT_EQ(sink_->dropped(), 0);
}

TEST_F(BatchingSinkTest, SendsWhatThereIsAfterAWhile) {
  options_.every = absl::Milliseconds(1);
  Start();
  Add("a");
  EXPECT_THAT(destination_->Sent(1), ElementsAre("a"));
}

TEST_F(BatchingSinkTest, LeavesOutWhatIsNotSampled) {
  Start();
  FinishedSpan span = SampledSpan("a");
  span.span.context.sampled = false;
  sink_->Add(span);
  Add("bcd");
  EXPECT_THAT(destination_->Sent(1), ElementsAre("bcd"));
  EXPECT_EQ(sink_->dropped(), 0);
}

TEST_F(BatchingSinkTest, NobodyWaitsForADestinationAndWhatFindsNoRoomIsCounted) {
  options_.waiting = 5;
  Start();
  destination_->Close();
  Add("abc");
  EXPECT_THAT(destination_->Sent(1), ElementsAre("abc"));
  Add("defghijkl");
  EXPECT_EQ(sink_->dropped(), 4);
  destination_->Open();
  sink_->Stop();
  EXPECT_THAT(destination_->Sent(3), ElementsAre("abc", "def", "gh"));
  EXPECT_EQ(sink_->dropped(), 4);
}

TEST_F(BatchingSinkTest, TriesAgainWhereTheDestinationIsUnavailable) {
  Start();
  destination_->AnswerWith({absl::UnavailableError("down"), absl::UnavailableError("still down")});
  Add("abc");
  EXPECT_THAT(destination_->Sent(3), ElementsAre("abc", "abc", "abc"));
  sink_->Stop();
  EXPECT_EQ(sink_->dropped(), 0);
  EXPECT_THAT(Reported(), ElementsAre("down"));
}

TEST_F(BatchingSinkTest, GivesABatchUpAfterAFewAttemptsAndGoesOn) {
  options_.attempts = 2;
  Start();
  destination_->AnswerWith({absl::UnavailableError("down"), absl::UnavailableError("down")});
  Add("abcdef");
  EXPECT_THAT(destination_->Sent(3), ElementsAre("abc", "abc", "def"));
  sink_->Stop();
  EXPECT_EQ(sink_->dropped(), 3);
}

TEST_F(BatchingSinkTest, DoesNotRepeatWhatIsRefusedOrTooSlow) {
  Start();
  destination_->AnswerWith({absl::InvalidArgumentError("no"), absl::DeadlineExceededError("late")});
  Add("abcdefghi");
  EXPECT_THAT(destination_->Sent(3), ElementsAre("abc", "def", "ghi"));
  sink_->Stop();
  EXPECT_EQ(sink_->dropped(), 6);
}

TEST_F(BatchingSinkTest, TellsOfEachOutageOnce) {
  Start();
  destination_->AnswerWith({absl::InternalError("one"), absl::InternalError("one still"), 3,
                            absl::InternalError("two")});
  Add("abcdefghijkl");
  destination_->Sent(4);
  sink_->Stop();
  EXPECT_THAT(Reported(), ElementsAre("one", "two"));
}

TEST_F(BatchingSinkTest, CountsWhatTheDestinationDidNotTake) {
  Start();
  destination_->AnswerWith({1, 7});
  Add("abcdef");
  destination_->Sent(2);
  sink_->Stop();
  EXPECT_EQ(sink_->dropped(), 2);
  EXPECT_THAT(Reported(), IsEmpty());
}

TEST_F(BatchingSinkTest, SendsAllThatWaitsWhenItStops) {
  Start();
  destination_->Close();
  Add("abcdefgh");
  destination_->Sent(1);
  destination_->Open();
  sink_->Stop();
  EXPECT_THAT(destination_->Sent(3), ElementsAre("abc", "def", "gh"));
  EXPECT_EQ(sink_->dropped(), 0);
  sink_->Stop();
}

TEST_F(BatchingSinkTest, StopsInTimeWhereTheDestinationHangs) {
  options_.flush = absl::Milliseconds(1);
  Start();
  destination_->Close();
  Add("abcdefgh");
  sink_->Stop();
  EXPECT_EQ(sink_->dropped(), 8);
}

TEST_F(BatchingSinkTest, AStopEndsTheWaitsBetweenAttempts) {
  options_.first_wait = kNever;
  options_.batch = 1;
  Start();
  destination_->AnswerWith({absl::UnavailableError("down"), absl::UnavailableError("down")});
  Add("ab");
  destination_->Sent(1);
  sink_->Stop();
  EXPECT_THAT(destination_->Sent(4), ElementsAre("a", "a", "a", "b"));
  EXPECT_EQ(sink_->dropped(), 0);
}

TEST_F(BatchingSinkTest, CountsWhatComesTooLate) {
  Start();
  sink_->Stop();
  Add("ab");
  EXPECT_EQ(sink_->dropped(), 2);
  EXPECT_THAT(destination_->Sent(0), IsEmpty());
}

TEST_F(BatchingSinkTest, TakesSpansFromManyThreadsAndLosesNoneUncounted) {
  constexpr int kThreads = 4;
  constexpr int kSpans = 2'000;
  options_.waiting = 100;
  Start();
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([this] {
      for (int span = 0; span < kSpans; ++span) sink_->Add(SampledSpan("x"));
    });
  }
  for (std::thread& thread : threads) thread.join();
  sink_->Stop();
  size_t arrived = 0;
  for (const std::string& names : destination_->Sent(0)) arrived += names.size();
  EXPECT_EQ(static_cast<int64_t>(arrived) + sink_->dropped(), kThreads * kSpans);
}

}  // namespace
}  // namespace bookings
