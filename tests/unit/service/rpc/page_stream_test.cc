// The stream reactor between a real gRPC client and a scripted engine call.
#include "service/rpc/page_stream.h"

#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/synchronization/notification.h"
#include "bookings/v1/bookings.grpc.pb.h"
#include "service/rpc/booking_pages.h"
#include "service/rpc/server.h"
#include "tests/unit/service/rpc/status_decoding.h"

namespace bookings {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// How long a test waits for what must happen before it fails.
constexpr absl::Duration kPatience = absl::Seconds(30);
// More than gRPC sends ahead to a reader that does not read, less than clients accept (4 MiB).
constexpr size_t kHugePage = size_t{3} << 20;

// An engine call that the test answers by hand.
class ScriptedCall final : public ListCall {
 public:
  void Next(Arrived arrived) override {
    const absl::MutexLock lock(&mutex_);
    EXPECT_EQ(arrived_, nullptr) << "two pages are asked for at a time";
    arrived_ = std::make_unique<Arrived>(std::move(arrived));
    ++asked_;
  }
  // A page that is asked for arrives as CANCELLED, on the thread that cancels.
  void Cancel() override {
    std::unique_ptr<Arrived> arrived;
    {
      const absl::MutexLock lock(&mutex_);
      cancelled_ = true;
      arrived = std::move(arrived_);
    }
    if (arrived != nullptr) std::move (*arrived)(absl::CancelledError("stopped"));
  }

  void Answer(absl::StatusOr<StreamPage> page) {
    std::unique_ptr<Arrived> arrived;
    {
      const absl::MutexLock lock(&mutex_);
      ASSERT_TRUE(
          mutex_.AwaitWithTimeout(absl::Condition(this, &ScriptedCall::IsAsked), kPatience));
      arrived = std::move(arrived_);
    }
    std::move (*arrived)(std::move(page));
  }
  bool AwaitAsked(int times) {
    const absl::MutexLock lock(&mutex_);
    const auto enough = [this, times]()
                            ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return asked_ >= times; };
    return mutex_.AwaitWithTimeout(absl::Condition(&enough), kPatience);
  }
  bool AwaitCancelled() {
    const absl::MutexLock lock(&mutex_);
    return mutex_.AwaitWithTimeout(absl::Condition(&cancelled_), kPatience);
  }
  int asked() {
    const absl::MutexLock lock(&mutex_);
    return asked_;
  }

 private:
  bool IsAsked() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return arrived_ != nullptr; }

  absl::Mutex mutex_;
  std::unique_ptr<Arrived> arrived_ ABSL_GUARDED_BY(mutex_);
  int asked_ ABSL_GUARDED_BY(mutex_) = 0;
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
};

StreamPage PageWith(const std::string& name, bool last = false) {
  StreamPage page;
  page.arenas.push_back(std::make_shared<google::protobuf::Arena>());
  page.response =
      google::protobuf::Arena::CreateMessage<v1::ListBookingsResponse>(page.arenas[0].get());
  page.response->add_bookings()->set_name(name);
  page.last = last;
  if (last) return page;
  page.position = std::make_unique<internal::v1::PageTokenState>();
  page.position->add_sources()->set_anchor(name);
  return page;
}

// What a reader that does not read is not sent, of a list that can begin anew behind it.
StreamPage HugePage() {
  StreamPage page = PageWith("huge");
  page.response->mutable_bookings(0)->set_title(std::string(kHugePage, 'x'));
  page.restartable = true;
  return page;
}

// What the calls of a stream are, and where the later ones began.
struct Script {
  const std::shared_ptr<ScriptedCall> call = std::make_shared<ScriptedCall>();
  const std::shared_ptr<ScriptedCall> again = std::make_shared<ScriptedCall>();
  std::string begun_behind;
  absl::Status begins;
};

// Remembers what the streams told.
class KeptMeter final : public RpcMeter {
 public:
  void OnDelivered(std::string_view /*rpc*/, int64_t pages, int64_t bookings) override {
    const absl::MutexLock lock(&mutex_);
    pages_ += pages;
    bookings_ += bookings;
  }
  void OnWaited(std::string_view /*rpc*/, WaitsFor whom, absl::Duration waited) override {
    const absl::MutexLock lock(&mutex_);
    waited_[static_cast<size_t>(whom)] += waited;
  }

  int64_t pages() {
    const absl::MutexLock lock(&mutex_);
    return pages_;
  }
  int64_t bookings() {
    const absl::MutexLock lock(&mutex_);
    return bookings_;
  }
  absl::Duration waited(WaitsFor whom) {
    const absl::MutexLock lock(&mutex_);
    return waited_[static_cast<size_t>(whom)];
  }

 private:
  absl::Mutex mutex_;
  int64_t pages_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t bookings_ ABSL_GUARDED_BY(mutex_) = 0;
  std::array<absl::Duration, 2> waited_ ABSL_GUARDED_BY(mutex_);
};

// A service whose every stream is one scripted call, and a second one after a rest.
class ScriptedService final : public v1::BookingService::CallbackService {
 public:
  ScriptedService(Script* script, OpenStreams* streams, const Log* log, RpcMeter* meter)
      : script_(script), streams_(streams), log_(log), meter_(meter) {}

  grpc::ServerWriteReactor<v1::ListBookingsResponse>* ListBookings(
      grpc::CallbackServerContext* context, const v1::ListBookingsRequest*) override {
    PageStreamOptions options;
    options.streams = streams_;
    options.now = [] { return absl::Now(); };
    options.record.log = log_;
    options.record.meter = meter_;
    options.record.rpc = "ListBookings";
    auto seal = [](const internal::v1::PageTokenState& state) -> absl::StatusOr<std::string> {
      if (state.sources(0).anchor() == "unsealable") return absl::InternalError("no seal");
      return "token behind " + state.sources(0).anchor();
    };
    auto restart =
        [script = script_](
            BookingPages::Position position) -> absl::StatusOr<std::shared_ptr<ListCall>> {
      script->begun_behind += position->sources(0).anchor() + " ";
      if (!script->begins.ok()) return script->begins;
      return script->again;
    };
    return PageStream<v1::ListBookingsResponse>::Start(
        context, std::make_shared<BookingPages>(script_->call, std::move(seal), std::move(restart)),
        std::move(options));
  }

 private:
  Script* const script_;
  OpenStreams* const streams_;
  const Log* const log_;
  RpcMeter* const meter_;
};

class PageStreamTest : public testing::Test {
 protected:
  PageStreamTest() : service_(&script_, &streams_, &log_, &meter_) {
    server_ = Server::Start({"127.0.0.1:0", {&service_}, &streams_}).value();
    grpc::ChannelArguments arguments;
    // Else the window grows while nobody reads, and takes in even a huge page now and then.
    arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
    stub_ = v1::BookingService::NewStub(grpc::CreateCustomChannel(
        server_->address(), grpc::InsecureChannelCredentials(), arguments));
    context_.set_deadline(absl::ToChronoTime(absl::Now() + 2 * kPatience));  // a failure ends, too
    reader_ = stub_->ListBookings(&context_, {});
  }
  ~PageStreamTest() override {
    context_.TryCancel();
    reader_.reset();
    server_->Stop(absl::ZeroDuration());
  }

  // Name and token of the next page; no value at the end of the stream.
  std::optional<std::string> Read() {
    v1::ListBookingsResponse page;
    if (!reader_->Read(&page)) return std::nullopt;
    return page.bookings(0).name() + " | " + page.next_page_token();
  }
  void Answer(absl::StatusOr<StreamPage> page) { call_->Answer(std::move(page)); }

  const absl::Time before_the_stream_ = absl::Now();
  Script script_;
  const std::shared_ptr<ScriptedCall> call_ = script_.call;
  OpenStreams streams_;
  Log log_;
  KeptMeter meter_;
  ScriptedService service_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<v1::BookingService::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::ListBookingsResponse>> reader_;
};

TEST_F(PageStreamTest, DeliversEveryPageWithItsTokenAndEndsBehindTheLast) {
  Answer(PageWith("a"));
  Answer(PageWith("b"));
  Answer(PageWith("c", true));
  EXPECT_EQ(Read(), "a | token behind a");
  EXPECT_EQ(Read(), "b | token behind b");
  EXPECT_EQ(Read(), "c | ");
  EXPECT_EQ(Read(), std::nullopt);
  EXPECT_TRUE(reader_->Finish().ok());
  EXPECT_EQ(call_->asked(), 3);
}

TEST_F(PageStreamTest, TellsWhatTheReaderTookAndWhomItWaitedFor) {
  ASSERT_TRUE(call_->AwaitAsked(1));
  Answer(PageWith("a"));
  EXPECT_EQ(Read(), "a | token behind a");
  const std::vector<OpenStreamView> views = streams_.Look();
  ASSERT_EQ(views.size(), 1u);
  EXPECT_EQ(views[0].rpc, "ListBookings");
  Answer(PageWith("b", true));
  EXPECT_EQ(Read(), "b | ");
  EXPECT_EQ(Read(), std::nullopt);
  EXPECT_TRUE(reader_->Finish().ok());
  EXPECT_EQ(meter_.pages(), 2);
  EXPECT_EQ(meter_.bookings(), 2);
  EXPECT_GT(meter_.waited(WaitsFor::kVendor), absl::ZeroDuration());
  EXPECT_GT(meter_.waited(WaitsFor::kReader), absl::ZeroDuration());
  EXPECT_LE(meter_.waited(WaitsFor::kVendor) + meter_.waited(WaitsFor::kReader),
            absl::Now() - before_the_stream_);
}

TEST_F(PageStreamTest, FailureAtOnceFailsTheRpcWithItsDetails) {
  Answer(MakeFailure(absl::StatusCode::kUnavailable, v1::ERROR_REASON_VENDOR_UNAVAILABLE, "down"));
  EXPECT_EQ(Read(), std::nullopt);
  const grpc::Status status = reader_->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(DecodeReason(status), "VENDOR_UNAVAILABLE");
}

TEST_F(PageStreamTest, FailureBehindAPageLeavesThatPageToTheReader) {
  Answer(PageWith("a"));
  Answer(absl::DeadlineExceededError("too slow"));
  EXPECT_EQ(Read(), "a | token behind a");
  EXPECT_EQ(Read(), std::nullopt);
  EXPECT_EQ(reader_->Finish().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
}

TEST_F(PageStreamTest, TokenThatCannotBeSealedFailsTheStream) {
  Answer(PageWith("unsealable"));
  EXPECT_EQ(Read(), std::nullopt);
  EXPECT_EQ(DecodeReason(reader_->Finish()), "INTERNAL");
}

TEST_F(PageStreamTest, CancelReachesTheEngine) {
  ASSERT_TRUE(call_->AwaitAsked(1));
  context_.TryCancel();
  EXPECT_TRUE(call_->AwaitCancelled());
  EXPECT_EQ(reader_->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(PageStreamTest, DrainEndsAStreamBehindThePageThatIsOut) {
  Answer(PageWith("a"));
  EXPECT_EQ(Read(), "a | token behind a");
  ASSERT_TRUE(call_->AwaitAsked(2));
  streams_.Drain();
  EXPECT_EQ(Read(), std::nullopt);
  const grpc::Status status = reader_->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(DecodeReason(status), "DRAINING");
  EXPECT_TRUE(call_->AwaitCancelled());
}

TEST_F(PageStreamTest, StreamThatBeginsWhileDrainingEndsAtOnce) {
  ASSERT_TRUE(call_->AwaitAsked(1));
  streams_.Drain();
  grpc::ClientContext late;
  const auto reader = stub_->ListBookings(&late, {});
  EXPECT_EQ(DecodeReason(reader->Finish()), "DRAINING");
}

TEST_F(PageStreamTest, AfterADrainTheTokenThatWasReadIsThatOfTheLastPage) {
  Answer(PageWith("a"));
  Answer(PageWith("b"));
  ASSERT_TRUE(call_->AwaitAsked(3));
  streams_.Drain();
  std::optional<std::string> last;
  for (std::optional<std::string> page = Read(); page; page = Read()) last = page;
  EXPECT_EQ(last, "b | token behind b") << "what was written is read, whatever comes behind it";
  EXPECT_EQ(DecodeReason(reader_->Finish()), "DRAINING");
}

TEST_F(PageStreamTest, ReaderThatDoesNotReadHoldsTwoPagesAndIsCutOff) {
  Answer(PageWith(std::string(kHugePage, 'x')));
  Answer(PageWith("waits"));
  streams_.CutStalledSince(absl::InfinitePast());
  EXPECT_EQ(call_->asked(), 2) << "a third page was asked for while the first is not taken";
  streams_.CutStalledSince(absl::InfiniteFuture());
  EXPECT_TRUE(call_->AwaitCancelled());
  EXPECT_EQ(Read(), std::nullopt);
  EXPECT_EQ(reader_->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(PageStreamTest, AStreamAtRestHoldsNothingAndReadsOn) {
  Answer(HugePage());
  StreamPage waiting = PageWith("waits");
  waiting.restartable = true;
  const std::weak_ptr<google::protobuf::Arena> held = waiting.arenas[0];
  Answer(std::move(waiting));
  EXPECT_EQ(streams_.RestStalledSince(absl::InfinitePast()), 0) << "it has only begun to wait";
  EXPECT_EQ(streams_.RestStalledSince(absl::InfiniteFuture()), 1)
      << call_->asked() << " pages were asked for";
  EXPECT_TRUE(held.expired());
  EXPECT_TRUE(call_->AwaitCancelled());
  EXPECT_EQ(streams_.RestStalledSince(absl::InfiniteFuture()), 0) << "it rests already";

  EXPECT_EQ(Read(), "huge | token behind huge");
  script_.again->Answer(PageWith("waits"));
  EXPECT_EQ(Read(), "waits | token behind waits");
  script_.again->Answer(PageWith("last", true));
  EXPECT_EQ(Read(), "last | ");
  EXPECT_EQ(Read(), std::nullopt);
  EXPECT_TRUE(reader_->Finish().ok());
  EXPECT_EQ(script_.begun_behind, "huge ");
}

TEST_F(PageStreamTest, AListThatCannotBeginAnewDoesNotRest) {
  Answer(HugePage());
  Answer(PageWith("waits"));
  EXPECT_EQ(streams_.RestStalledSince(absl::InfiniteFuture()), 0);
  EXPECT_EQ(Read(), "huge | token behind huge");
  EXPECT_EQ(Read(), "waits | token behind waits");
  EXPECT_EQ(script_.begun_behind, "");
}

TEST_F(PageStreamTest, AStreamAtRestCanBeDrainedAndCancelled) {
  Answer(HugePage());
  StreamPage waiting = PageWith("waits");
  waiting.restartable = true;
  Answer(std::move(waiting));
  EXPECT_EQ(streams_.RestStalledSince(absl::InfiniteFuture()), 1)
      << call_->asked() << " pages were asked for";
  streams_.Drain();
  EXPECT_EQ(Read(), "huge | token behind huge");
  EXPECT_EQ(Read(), std::nullopt);
  EXPECT_EQ(DecodeReason(reader_->Finish()), "DRAINING");
  EXPECT_EQ(script_.begun_behind, "");
}

TEST_F(PageStreamTest, AListThatCannotBeginAnewAfterItsRestFails) {
  script_.begins = absl::InternalError("no plan");
  Answer(HugePage());
  StreamPage waiting = PageWith("waits");
  waiting.restartable = true;
  Answer(std::move(waiting));
  EXPECT_EQ(streams_.RestStalledSince(absl::InfiniteFuture()), 1)
      << call_->asked() << " pages were asked for";
  EXPECT_EQ(Read(), "huge | token behind huge");
  EXPECT_EQ(Read(), std::nullopt);
  EXPECT_EQ(reader_->Finish().error_code(), grpc::StatusCode::INTERNAL);
}

TEST_F(PageStreamTest, ReaderThatHasTakenEverythingIsNotStalled) {
  Answer(PageWith("a"));
  EXPECT_EQ(Read(), "a | token behind a");
  ASSERT_TRUE(call_->AwaitAsked(2));
  Answer(PageWith("b"));
  EXPECT_EQ(Read(), "b | token behind b");
  ASSERT_TRUE(call_->AwaitAsked(3));
  streams_.CutStalledSince(absl::Now() - absl::Minutes(5));
  Answer(PageWith("c", true));
  EXPECT_EQ(Read(), "c | ");
  EXPECT_TRUE(reader_->Finish().ok());
}

TEST_F(PageStreamTest, StopDrainsAndWaitsForTheStream) {
  Answer(PageWith("a"));
  EXPECT_EQ(Read(), "a | token behind a");
  server_->Stop(kPatience);
  EXPECT_EQ(DecodeReason(reader_->Finish()), "DRAINING");
}

}  // namespace
}  // namespace bookings
