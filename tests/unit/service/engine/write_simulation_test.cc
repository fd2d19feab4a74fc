// Creations against a simulated vendor that loses answers, fails before and after booking, books
// late and shows it late, while processes crash or are drained and callers ask again: thousands of
// seeded runs in simulated time. Whatever happens, a request id makes one booking at most, and
// nobody is told something wrong.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <map>
#include <optional>
#include <random>
#include <set>

#include "absl/strings/numbers.h"
#include "service/engine/create_call.h"
#include "service/engine/write_identity.h"
#include "tests/fakes/fake_ledger.h"
#include "tests/fakes/writing_connection.h"

namespace bookings {
namespace {

// Of each simulation, unless BOOKINGS_SIMULATION_RUNS says otherwise: some seconds' worth.
constexpr int kDefaultRuns = 700;
constexpr absl::Duration kSettleTime = absl::Seconds(5);
// The vendor keeps to its settle time: what it books or shows late is not later than this.
constexpr absl::Duration kLatest = absl::Milliseconds(4'500);

// One thing that the vendor may do with a creation.
enum class Deed {
  kAnswer,
  kRefuse,
  kFailBefore,
  kBookThenFail,
  kBookThenSilence,
  kSilence,
  kBookLate,
  kNeverReached,
};

class SimulatedVendor {
 public:
  SimulatedVendor(FakeLoop* loop, std::mt19937_64* random, CreateGuarantee::Trace trace)
      : loop_(loop), random_(random), trace_(trace) {}

  struct Row {
    std::string id;
    std::string owner;
    absl::Time visible;
  };

  // What waits at the sender, in the order in which it came.
  void Serve(SentRequests& sent) {
    for (; seen_ < sent.size(); ++seen_) Take(sent, seen_);
    for (auto task = later_.begin(); task != later_.end() && task->first <= loop_->Now();) {
      std::move(task->second)();
      task = later_.erase(task);
    }
  }
  absl::Time next() const {
    return later_.empty() ? absl::InfiniteFuture() : later_.begin()->first;
  }
  const std::vector<Row>& rows() const { return rows_; }

 private:
  int Pick(int below) { return std::uniform_int_distribution<int>(0, below - 1)(*random_); }
  absl::Duration Upto(absl::Duration longest) {
    return absl::Milliseconds(Pick(static_cast<int>(absl::ToInt64Milliseconds(longest)) + 1));
  }
  void Later(absl::Duration delay, absl::AnyInvocable<void() &&> task) {
    later_.emplace(loop_->Now() + delay, std::move(task));
  }
  void Answer(SentRequests& sent, size_t i, absl::Duration delay,
              absl::StatusOr<HttpResponse> result) {
    Later(delay, [&sent, i, result = std::move(result)]() mutable {
      if (sent.waits(i)) sent.Answer(i, std::move(result));
    });
  }

  void Take(SentRequests& sent, size_t i) {
    const HttpRequest& request = sent.request(i);
    if (request.target == "/plan")
      return Answer(sent, i, Upto(absl::Milliseconds(50)), Response(200));
    if (request.target == "/find") return Find(sent, i);
    // As the transport does: what is late does not leave.
    if (loop_->Now() >= sent.context(i).send_before) return Answer(sent, i, {}, NeverSent());
    Create(sent, i, static_cast<Deed>(Pick(8)));
  }

  void Find(SentRequests& sent, size_t i) {
    if (Pick(4) == 0) return Answer(sent, i, Upto(absl::Milliseconds(50)), AnsweredWith(503));
    std::string ids;
    for (const Row& row : rows_) {
      if (row.visible <= loop_->Now()) ids += (ids.empty() ? "" : ",") + row.id;
    }
    // Now and then the process is stopped meanwhile: it learns what was so long ago.
    Answer(sent, i, Pick(8) == 0 ? Upto(2 * kLatest) : Upto(absl::Milliseconds(50)),
           Response(200, ids));
  }

  void Create(SentRequests& sent, size_t i, Deed deed) {
    const std::string owner = HeaderOf(sent.request(i), "Id");
    const absl::Duration delay = Upto(absl::Milliseconds(100));
    switch (deed) {
      case Deed::kAnswer:
        return Answer(sent, i, delay, Response(200, Book(owner)));
      case Deed::kRefuse:
        return Answer(sent, i, delay, AnsweredWith(409));
      case Deed::kFailBefore:
        return Answer(sent, i, delay, AnsweredWith(500));
      case Deed::kBookThenFail:
        Book(owner);
        return Answer(sent, i, delay, AnsweredWith(502));
      case Deed::kBookThenSilence:
        Book(owner);
        return Answer(sent, i, absl::Seconds(30), AnswerLost());
      case Deed::kSilence:
        return Answer(sent, i, absl::Seconds(30), AnswerLost());
      case Deed::kBookLate:
        Later(Upto(kLatest), [this, owner] { Book(owner); });
        return Answer(sent, i, delay, AnswerLost());
      case Deed::kNeverReached:
        return Answer(sent, i, delay, NeverSent());
    }
  }

  // A vendor that de-duplicates answers a repetition with the booking that it has.
  std::string Book(const std::string& owner) {
    if (trace_ == CreateGuarantee::Trace::kDeduplicated) {
      for (const Row& row : rows_) {
        if (row.owner == owner) return row.id;
      }
    }
    const std::string id = "b" + std::to_string(rows_.size() + 1);
    rows_.push_back({id, owner, loop_->Now()});
    return id;
  }

  FakeLoop* const loop_;
  std::mt19937_64* const random_;
  const CreateGuarantee::Trace trace_;
  size_t seen_ = 0;
  std::vector<Row> rows_;
  std::multimap<absl::Time, absl::AnyInvocable<void() &&>> later_;
};

// Two callers' requests that look alike, each repeated until it has a final answer.
class Simulation {
 public:
  Simulation(uint64_t seed, CreateGuarantee::Trace trace)
      : random_(seed),
        vendor_(&loop_, &random_, trace),
        process_(&loop_),
        ledger_([this] { return loop_.Now(); }) {
    process_.vendor->guarantee.trace = trace;
    process_.vendor->rivalry = "alike";
    process_.connection->settle_time = kSettleTime;
    options_.ledger = &ledger_;
    options_.identity_key = Secret("a key of the tests");
    options_.write_times.lease = absl::Seconds(2);
    options_.write_times.attempt = absl::Seconds(3);
  }
  ~Simulation() {
    process_.connection->writes.StopAll();
    loop_.RunUntilIdle();
  }

  struct Client {
    std::string request_id;
    // Of its last answer; no value while it waits.
    std::optional<std::string> booking;
    bool surely_not = false;
    bool done = false;
    int calls = 0;
    bool waits = false;
    absl::Time next_call;
    std::shared_ptr<CreateCall> call;
  };

  void Run() {
    AddClient("r1", absl::ZeroDuration());
    AddClient("r2", absl::Milliseconds(Upto(2'000)));
    crash_at_ = loop_.Now() + absl::Milliseconds(Upto(8'000));
    drain_at_ = loop_.Now() + absl::Milliseconds(Upto(8'000));
    const absl::Time end = loop_.Now() + absl::Minutes(10);
    while (loop_.Now() < end && !AllDone()) Turn();
    // What still comes late must come.
    for (int i = 0; i < 40; ++i) Turn();
  }

  const std::deque<Client>& clients() const { return clients_; }
  const SimulatedVendor& vendor() const { return vendor_; }
  std::string BookedBy(const Client& client) {
    return MakeWriteIdentity(options_.identity_key,
                             {"caller", kWritingConnection, "CreateBooking", client.request_id});
  }

 private:
  void AddClient(const std::string& request_id, absl::Duration delay) {
    Client& client = clients_.emplace_back();
    client.request_id = request_id;
    client.next_call = loop_.Now() + delay;
  }
  int Upto(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }
  bool AllDone() const {
    return std::all_of(clients_.begin(), clients_.end(), [](const Client& c) { return c.done; });
  }

  void Turn() {
    if (loop_.Now() >= drain_at_) Drain();
    if (loop_.Now() >= crash_at_) Crash();
    for (Client& client : clients_) {
      if (!client.done && !client.waits && loop_.Now() >= client.next_call) Call(client);
    }
    loop_.RunUntilIdle();
    vendor_.Serve(process_.sent);
    loop_.RunUntilIdle();
    loop_.Advance(absl::Milliseconds(20 + Upto(200)));
  }

  // The process ends soon, and is told so before; what is left of it then crashes.
  void Drain() {
    process_.connection->writes.Drain(loop_, loop_.Now() + absl::Milliseconds(Upto(1'000)));
    drain_at_ = absl::InfiniteFuture();
    crash_at_ = loop_.Now() + absl::Milliseconds(1'000);
  }

  void Crash() {
    process_.connection->writes.StopAll();
    process_.connection->writes = RunningWrites();
    for (Client& client : clients_) {
      if (!client.waits) continue;
      client.waits = false;
      client.next_call = loop_.Now() + absl::Milliseconds(Upto(3'000));
    }
    crash_at_ =
        Upto(2) == 0 ? loop_.Now() + absl::Milliseconds(Upto(8'000)) : absl::InfiniteFuture();
    if (Upto(2) == 0) drain_at_ = loop_.Now() + absl::Milliseconds(Upto(8'000));
  }

  void Call(Client& client) {
    client.waits = true;
    const int number = ++client.calls;
    WriteOrder order;
    order.key = {"caller", kWritingConnection, "CreateBooking", client.request_id};
    order.fingerprint = "what is asked";
    order.deadline = loop_.Now() + absl::Seconds(1 + Upto(9));
    order.done = [this, &client, number](absl::StatusOr<WriteAnswer> answer) {
      if (client.waits && client.calls == number) OnAnswer(client, answer);
    };
    client.call = std::make_shared<CreateCall>(std::move(order), CreateInput(), CreateMode::kSend,
                                               process_.connection, options_);
    client.call->Start();
  }

  void OnAnswer(Client& client, const absl::StatusOr<WriteAnswer>& answer) {
    client.waits = false;
    client.next_call = loop_.Now() + absl::Milliseconds(200 + Upto(1'000));
    if (answer.ok()) {
      client.booking = answer->result.booking().vendor_id();
      client.done = true;
      return;
    }
    const auto details = DetailsOf(answer.status());
    const bool surely_not = details && details->metadata().at("booking_state") == "NOT_CREATED";
    const bool refused = ReasonOf(answer.status()) == v1::ERROR_REASON_BOOKING_REFUSED;
    client.surely_not = surely_not && refused;
    client.done = client.surely_not;
  }

  std::mt19937_64 random_;
  FakeLoop loop_;
  SimulatedVendor vendor_;
  WritingFixture process_;
  FakeLedger ledger_;
  EngineOptions options_;
  std::deque<Client> clients_;
  absl::Time crash_at_;
  absl::Time drain_at_;
};

// What one run shows.
struct Tally {
  int booked = 0;
  int refused = 0;
  int undecided = 0;
};

void Check(Simulation& simulation, int seed, Tally& tally) {
  std::set<std::string> answered;
  for (const Simulation::Client& client : simulation.clients()) {
    const std::string owner = simulation.BookedBy(client);
    const auto& rows = simulation.vendor().rows();
    const auto own = std::count_if(rows.begin(), rows.end(),
                                   [&](const auto& row) { return row.owner == owner; });
    EXPECT_LE(own, 1) << "seed " << seed << ": " << client.request_id << " booked twice";
    if (client.booking) {
      ++tally.booked;
      EXPECT_TRUE(answered.insert(*client.booking).second)
          << "seed " << seed << ": two requests share " << *client.booking;
      EXPECT_TRUE(std::any_of(rows.begin(), rows.end(),
                              [&](const auto& row) { return row.id == *client.booking; }))
          << "seed " << seed;
    } else if (client.surely_not) {
      ++tally.refused;
      EXPECT_EQ(own, 0) << "seed " << seed << ": " << client.request_id << " was denied and booked";
    } else {
      ++tally.undecided;
    }
  }
}

int Runs() {
  const char* wanted = std::getenv("BOOKINGS_SIMULATION_RUNS");
  int runs = kDefaultRuns;
  if (wanted != nullptr && !absl::SimpleAtoi(wanted, &runs)) runs = kDefaultRuns;
  return runs;
}

Tally RunAll(CreateGuarantee::Trace trace) {
  Tally tally;
  for (int seed = 1; seed <= Runs() && !testing::Test::HasFailure(); ++seed) {
    Simulation simulation(static_cast<uint64_t>(seed), trace);
    simulation.Run();
    Check(simulation, seed, tally);
  }
  return tally;
}

TEST(WriteSimulation, LookAlikesAreMadeOnceEach) {
  const Tally tally = RunAll(CreateGuarantee::Trace::kLookAlike);
  EXPECT_GT(tally.booked, Runs() / 2);
  EXPECT_GT(tally.refused, Runs() / 20);
  RecordProperty("undecided", tally.undecided);
}

TEST(WriteSimulation, DeduplicatingVendorsLeaveNothingUndecided) {
  const Tally tally = RunAll(CreateGuarantee::Trace::kDeduplicated);
  EXPECT_GT(tally.booked, Runs() / 2);
  EXPECT_EQ(tally.undecided, 0);
}

}  // namespace
}  // namespace bookings
