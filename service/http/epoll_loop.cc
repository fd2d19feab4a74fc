// See epoll_loop.h.
#include "service/http/epoll_loop.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <utility>

#include "absl/status/status.h"

namespace bookings {
namespace {

// Descriptors that one wait reports at most; more are reported by the next one.
constexpr int kEventsPerWait = 64;

// An eventfd or timerfd stays readable until its counter is read.
void DrainCounter(int fd) {
  uint64_t counter = 0;
  [[maybe_unused]] const ssize_t size = read(fd, &counter, sizeof(counter));
}

itimerspec TimerSetting(absl::Time when) {
  itimerspec setting{};
  setting.it_value = absl::ToTimespec(std::max(when, absl::UnixEpoch() + absl::Nanoseconds(1)));
  return setting;
}

}  // namespace

absl::StatusOr<std::unique_ptr<EpollLoop>> EpollLoop::Start() {
  std::unique_ptr<EpollLoop> loop(new EpollLoop);
  if (absl::Status opened = loop->Open(); !opened.ok()) return opened;
  loop->thread_ = std::thread([raw = loop.get()] { raw->Run(); });
  return loop;
}

absl::Status EpollLoop::Open() {
  epoll_ = UniqueFd(epoll_create1(EPOLL_CLOEXEC));
  wake_ = UniqueFd(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  timer_ = UniqueFd(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
  if (!epoll_.ok() || !wake_.ok() || !timer_.ok() || !AddInternal(wake_.get()) ||
      !AddInternal(timer_.get())) {
    return absl::ErrnoToStatus(errno, "an event loop cannot be opened");
  }
  return absl::OkStatus();
}

bool EpollLoop::AddInternal(int fd) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = fd;
  return epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) == 0;
}

EpollLoop::~EpollLoop() { Stop(); }

void EpollLoop::Post(Task task) {
  {
    const std::lock_guard lock(mutex_);
    if (ended_) return;
    posted_.push_back(std::move(task));
    if (!std::exchange(asleep_, false)) return;  // it looks here before it sleeps
  }
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t size = write(wake_.get(), &one, sizeof(one));
}

std::unique_ptr<Timer> EpollLoop::CallAt(absl::Time when, Task task) {
  steady_.Observe(ReadClocks());
  return timers_.Add(steady_.Of(when), std::move(task));
}

void EpollLoop::WatchFd(int fd, uint32_t events, FdReady ready) {
  std::shared_ptr<FdReady>& watch = watches_[fd];
  const bool known = watch != nullptr;
  watch = std::make_shared<FdReady>(std::move(ready));
  epoll_event event{};
  event.events = events;
  event.data.fd = fd;
  const int operation = known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
  if (epoll_ctl(epoll_.get(), operation, fd, &event) == 0 || !known || errno != ENOENT) return;
  epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event);  // it was closed and opened anew
}

void EpollLoop::UnwatchFd(int fd) {
  if (watches_.erase(fd) == 0) return;
  epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr);
}

void EpollLoop::AtStop(Task task) {
  const std::lock_guard lock(mutex_);
  at_stop_.push_back(std::move(task));
}

void EpollLoop::Stop() {
  if (!thread_.joinable()) return;
  Post([this] { stopping_ = true; });
  thread_.join();
}

void EpollLoop::Run() {
  pthread_setname_np(pthread_self(), "vendor-loop");
  while (!stopping_) {
    WaitAndDispatch(Patience());
    timers_.RunDue(SteadyNow());
    RunPosted();
  }
  ShutDown();
}

int EpollLoop::Patience() {
  const absl::Time due = timers_.NextDue();
  if (due <= SteadyNow()) return 0;
  ArmTimer(due);
  const std::lock_guard lock(mutex_);
  asleep_ = posted_.empty();
  return asleep_ ? -1 : 0;
}

absl::Time EpollLoop::SteadyNow() {
  const ClockReading reading = ReadClocks();
  steady_.Observe(reading);
  return reading.steady;
}

// A timer that is set to an earlier time stays so: most are cancelled long before they are due, and
// waking up once too often is cheaper than setting it for each.
void EpollLoop::ArmTimer(absl::Time due) {
  if (due == absl::InfiniteFuture() || (armed_ && *armed_ <= due)) return;
  const itimerspec setting = TimerSetting(due);
  timerfd_settime(timer_.get(), TFD_TIMER_ABSTIME, &setting, nullptr);
  armed_ = due;
}

void EpollLoop::WaitAndDispatch(int patience) {
  std::array<epoll_event, kEventsPerWait> events;
  const int count = epoll_wait(epoll_.get(), events.data(), kEventsPerWait, patience);
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<size_t>(i)];
    Dispatch(event.data.fd, event.events);
  }
}

void EpollLoop::Dispatch(int fd, uint32_t events) {
  if (fd == wake_.get()) return DrainCounter(fd);
  if (fd == timer_.get()) {
    armed_.reset();  // spent, so that it is set again
    return DrainCounter(fd);
  }
  const auto found = watches_.find(fd);
  if (found == watches_.end()) return;  // unwatched since the wait
  const std::shared_ptr<FdReady> ready = found->second;
  (*ready)(events);
}

std::vector<EventLoop::Task> EpollLoop::TakePosted() {
  const std::lock_guard lock(mutex_);
  asleep_ = false;
  return std::exchange(posted_, {});
}

// Tasks that are posted meanwhile wait for the next turn; those behind a stop are destroyed.
void EpollLoop::RunPosted() {
  for (Task& task : TakePosted()) {
    if (stopping_) return;
    Task now = std::move(task);
    std::move(now)();
  }
}

void EpollLoop::ShutDown() {
  while (!TakePosted().empty()) {
  }
  std::vector<Task> last;
  {
    const std::lock_guard lock(mutex_);
    last.swap(at_stop_);
  }
  for (; !last.empty(); last.pop_back()) std::move(last.back())();
  timers_.Clear();
  watches_.clear();
  while (!End()) TakePosted();
}

// Takes no more tasks, if none is left: what is destroyed may post in turn.
bool EpollLoop::End() {
  const std::lock_guard lock(mutex_);
  ended_ = posted_.empty();
  return ended_;
}

}  // namespace bookings
