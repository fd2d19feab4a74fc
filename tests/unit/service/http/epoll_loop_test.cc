// The real loop: order of tasks, timers, descriptors, and what stopping does.
#include "service/http/epoll_loop.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/epoll.h>

#include <array>
#include <thread>
#include <vector>

#include "service/http/loop_group.h"
#include "tests/support/event.h"

namespace bookings {
namespace {

using ::testing::ElementsAre;

class EpollLoopTest : public ::testing::Test {
 protected:
  // Runs the task on the loop and waits for it.
  void Run(EventLoop::Task task) {
    Event done;
    loop_->Post([&] {
      std::move(task)();
      done.Happen();
    });
    done.Wait();
  }

  std::unique_ptr<EpollLoop> loop_ = *EpollLoop::Start();
};

TEST_F(EpollLoopTest, RunsTasksInOrderOnOneThread) {
  std::vector<int> ran;
  std::thread::id thread;
  loop_->Post([&] {
    thread = std::this_thread::get_id();
    ran.push_back(1);
  });
  loop_->Post([&] { ran.push_back(2); });
  Run([&] {
    ran.push_back(3);
    EXPECT_EQ(thread, std::this_thread::get_id());
  });
  EXPECT_THAT(ran, ElementsAre(1, 2, 3));
  EXPECT_NE(thread, std::this_thread::get_id());
}

TEST_F(EpollLoopTest, LosesNoTaskOfManyThreads) {
  constexpr int kThreads = 4;
  constexpr int kTasks = 2'000;
  int ran = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int task = 0; task < kTasks; ++task) loop_->Post([&] { ++ran; });
    });
  }
  for (std::thread& thread : threads) thread.join();
  Run([] {});
  EXPECT_EQ(ran, kThreads * kTasks);
}

// A loop that is awake is not woken: it must look by itself for what its own tasks and timers post.
TEST_F(EpollLoopTest, RunsWhatIsPostedOnTheLoopItself) {
  Event done;
  std::unique_ptr<Timer> timer;
  loop_->Post([&] {
    loop_->Post([&] {
      timer = loop_->CallAt(loop_->Now() + absl::Milliseconds(1),
                            [&] { loop_->Post([&] { done.Happen(); }); });
    });
  });
  done.Wait();
  Run([&] { timer.reset(); });
}

// The timerfd stays at the time of the one that was cancelled.
TEST_F(EpollLoopTest, ATimerBehindACancelledOneStillRuns) {
  Event done;
  std::unique_ptr<Timer> timer;
  const absl::Time start = absl::Now();
  Run([&] {
    auto cancelled = loop_->CallAt(start + absl::Milliseconds(2), [] {});
    timer = loop_->CallAt(start + absl::Milliseconds(10), [&] { done.Happen(); });
  });
  done.Wait();
  EXPECT_GE(absl::Now() - start, absl::Milliseconds(10));
  Run([&] { timer.reset(); });
}

TEST_F(EpollLoopTest, RunsTimersInOrderOfTimeAndNotTooEarly) {
  std::vector<int> ran;
  std::vector<std::unique_ptr<Timer>> timers;
  Event done;
  const absl::Time start = absl::Now();
  absl::Time end;
  Run([&] {
    timers.push_back(loop_->CallAt(start + absl::Milliseconds(20), [&] {
      ran.push_back(2);
      end = absl::Now();
      timers.clear();
      done.Happen();
    }));
    timers.push_back(loop_->CallAt(start + absl::Milliseconds(10), [&] { ran.push_back(1); }));
    timers.push_back(loop_->CallAt(absl::InfinitePast(), [&] { ran.push_back(0); }));
    timers.push_back(loop_->CallAt(absl::InfiniteFuture(), [&] { ran.push_back(9); }));
  });
  done.Wait();
  EXPECT_THAT(ran, ElementsAre(0, 1, 2));
  EXPECT_GE(end - start, absl::Milliseconds(20));
}

TEST_F(EpollLoopTest, ATimerForNowRunsLater) {
  Event done;
  std::unique_ptr<Timer> timer;
  bool returned = false;
  Run([&] {
    timer = loop_->CallAt(loop_->Now(), [&] {
      EXPECT_TRUE(returned);
      done.Happen();
    });
    returned = true;
  });
  done.Wait();
  Run([&] { timer.reset(); });
}

TEST_F(EpollLoopTest, ADestroyedTimerDoesNotRun) {
  bool ran = false;
  Event done;
  std::unique_ptr<Timer> later;
  Run([&] {
    auto cancelled = loop_->CallAt(loop_->Now(), [&] { ran = true; });
    cancelled.reset();
    later = loop_->CallAt(loop_->Now(), [&] { done.Happen(); });
  });
  done.Wait();
  Run([&] { later.reset(); });
  EXPECT_FALSE(ran);
}

TEST_F(EpollLoopTest, ReportsReadyDescriptorsUntilTheyAreUnwatched) {
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe(ends.data()), 0);
  const UniqueFd out(ends[0]);
  const UniqueFd in(ends[1]);
  Event ready;
  int calls = 0;
  Run([&] {
    loop_->WatchFd(out.get(), EPOLLIN, [&](uint32_t events) {
      EXPECT_TRUE(events & EPOLLIN);
      ++calls;
      loop_->UnwatchFd(out.get());
      ready.Happen();
    });
  });
  ASSERT_EQ(write(in.get(), "x", 1), 1);
  ready.Wait();
  Run([] {});
  EXPECT_EQ(calls, 1);
}

TEST_F(EpollLoopTest, StoppingRunsLastTasksOnTheLoopTheLatestFirst) {
  std::vector<int> ran;
  std::thread::id thread;
  std::unique_ptr<Timer> timer;
  Run([&] {
    thread = std::this_thread::get_id();
    timer = loop_->CallAt(absl::InfiniteFuture(), [] {});
  });
  loop_->AtStop([&] {
    EXPECT_EQ(thread, std::this_thread::get_id());
    ran.push_back(1);
    timer.reset();
  });
  loop_->AtStop([&] { ran.push_back(2); });
  loop_->Stop();
  loop_->Stop();
  EXPECT_THAT(ran, ElementsAre(2, 1));
}

TEST_F(EpollLoopTest, TasksBehindAStopAreDestroyedWithoutBeingRun) {
  const auto held = std::make_shared<int>();
  bool ran = false;
  loop_->AtStop([&] { loop_->Post([&ran, held] { ran = true; }); });
  loop_->Stop();
  EXPECT_EQ(held.use_count(), 1);
  loop_->Post([&ran, held] { ran = true; });
  EXPECT_EQ(held.use_count(), 1);
  EXPECT_FALSE(ran);
}

TEST(LoopGroup, GivesLoopsInTurn) {
  absl::StatusOr<LoopGroup> group = LoopGroup::Start(2);
  ASSERT_TRUE(group.ok());
  EpollLoop* first = &group->Next();
  EpollLoop* second = &group->Next();
  EXPECT_NE(first, second);
  EXPECT_EQ(&group->Next(), first);
  group->Stop();
}

}  // namespace
}  // namespace bookings
