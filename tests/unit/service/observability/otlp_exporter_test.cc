// The exporter against a collector that listens on a real socket.
#include "service/observability/otlp_exporter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "tests/support/event.h"
#include "tests/unit/service/observability/collector_stub.h"
#include "tests/unit/service/observability/host_certificate.h"

namespace bookings {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

FinishedSpan SpanOf(std::string name) {
  FinishedSpan span;
  span.name = std::move(name);
  span.kind = SpanKind::kClient;
  span.span.context = ParseTraceParent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                          .value_or(TraceContext());
  span.span.parent = {1, 2, 3, 4, 5, 6, 7, 8};
  span.span.start = absl::FromUnixMillis(1'700'000'000'001);
  span.end = absl::FromUnixMillis(1'700'000'000'003);
  span.attributes = {{"connection", "paris"}};
  return span;
}

class OtlpExporterTest : public testing::Test {
 protected:
  OtlpExporterTest() {
    options_.transport = CollectorTransport::kClearText;
    options_.resource = {"1.2.3", "replica-7"};
    options_.batching.every = absl::Hours(1);  // only full batches, and what is left at the end
    options_.batching.batch = 2;
    options_.batching.first_wait = absl::ZeroDuration();
    options_.batching.flush = absl::Seconds(10);
    options_.batching.report = [this](const absl::Status& problem) {
      problem_ = problem;
      reported_.Happen();
    };
  }

  void Start(const std::string& collector) {
    options_.collector = collector;
    exporter_ = MakeOtlpExporter(options_);
  }
  void Add(int spans) {
    for (int i = 0; i < spans; ++i) exporter_->Add(SpanOf(std::to_string(i)));
  }
  // What the exporter tells of its first problem.
  absl::StatusCode ProblemTold() {
    return reported_.Comes() ? problem_.code() : absl::StatusCode::kOk;
  }

  OtlpExporterOptions options_;
  absl::Status problem_;
  Event reported_;
  std::unique_ptr<BatchingSink> exporter_;
};

TEST_F(OtlpExporterTest, BringsSpansAsTheyAre) {
  CollectorStub collector;
  Start(collector.address());
  Add(2);
  const std::vector<CollectorStub::Request> requests = collector.Requests(1);
  ASSERT_THAT(requests, SizeIs(1));
  EXPECT_EQ(requests[0].SerializeAsString(),
            ToOtlp(options_.resource, {SpanOf("0"), SpanOf("1")}).SerializeAsString());
  exporter_->Stop();
  EXPECT_EQ(exporter_->dropped(), 0);
}

TEST_F(OtlpExporterTest, BringsWhatIsLeftWhenItStops) {
  CollectorStub collector;
  Start(collector.address());
  Add(5);
  exporter_->Stop();
  EXPECT_THAT(collector.Requests(3), SizeIs(3));
  EXPECT_EQ(exporter_->dropped(), 0);
}

TEST_F(OtlpExporterTest, SpeaksToCollectorsOnIpv6) {
  CollectorStub collector(grpc::InsecureServerCredentials(), "[::1]");
  if (collector.address() == "[::1]:0") GTEST_SKIP() << "there is no IPv6 here";
  Start(collector.address());
  Add(2);
  EXPECT_THAT(collector.Requests(1), SizeIs(1));
}

TEST_F(OtlpExporterTest, DropsAndCountsWhereNobodyListens) {
  CollectorStub collector;
  collector.Stop();
  Start(collector.address());
  Add(4);
  EXPECT_EQ(ProblemTold(), absl::StatusCode::kUnavailable);
  exporter_->Stop();
  EXPECT_EQ(exporter_->dropped(), 4);
}

TEST_F(OtlpExporterTest, NobodyWaitsForASlowCollector) {
  options_.batching.waiting = 10;
  CollectorStub collector;
  collector.Close();
  Start(collector.address());
  Add(2);
  ASSERT_THAT(collector.Requests(1), SizeIs(1));
  Add(10'000);  // would never end if somebody waited: the collector opens only thereafter
  EXPECT_EQ(exporter_->dropped(), 9'990);
  collector.Open();
  exporter_->Stop();
  EXPECT_THAT(collector.Requests(6), SizeIs(6));
  EXPECT_EQ(exporter_->dropped(), 9'990);
}

TEST_F(OtlpExporterTest, GivesACollectorThatHangsUpAfterAWhile) {
  options_.batching.timeout = absl::Milliseconds(200);
  CollectorStub collector;
  collector.Close();
  Start(collector.address());
  Add(2);
  EXPECT_EQ(ProblemTold(), absl::StatusCode::kDeadlineExceeded);
  collector.Open();
  exporter_->Stop();
  EXPECT_EQ(exporter_->dropped(), 2);
}

TEST_F(OtlpExporterTest, StopsInTimeWhereTheCollectorHangs) {
  options_.batching.timeout = absl::Hours(1);
  options_.batching.flush = absl::Milliseconds(1);
  CollectorStub collector;
  collector.Close();
  Start(collector.address());
  Add(5);
  exporter_->Stop();  // would not return otherwise: the collector stays closed
  EXPECT_EQ(exporter_->dropped(), 5);
}

TEST_F(OtlpExporterTest, CountsWhatTheCollectorRejects) {
  CollectorStub collector;
  collector.Reject(1);
  Start(collector.address());
  Add(2);
  exporter_->Stop();
  EXPECT_EQ(exporter_->dropped(), 1);
}

TEST_F(OtlpExporterTest, SpeaksTls) {
  const PemPair pair = MakeHostCertificate();
  CollectorStub collector(TlsServerCredentials(pair));
  options_.transport = CollectorTransport::kTls;
  options_.authorities = pair.certificate;
  Start(collector.address());
  Add(2);
  EXPECT_THAT(collector.Requests(1), SizeIs(1));
  exporter_->Stop();
  EXPECT_EQ(exporter_->dropped(), 0);
}

TEST_F(OtlpExporterTest, SendsNothingToACollectorThatItDoesNotTrust) {
  CollectorStub collector(TlsServerCredentials(MakeHostCertificate()));
  options_.transport = CollectorTransport::kTls;
  options_.authorities = MakeHostCertificate().certificate;
  Start(collector.address());
  Add(2);
  exporter_->Stop();
  EXPECT_EQ(exporter_->dropped(), 2);
  EXPECT_THAT(collector.Requests(0), IsEmpty());
}

TEST_F(OtlpExporterTest, SendsNothingInClearTextUnlessToldTo) {
  CollectorStub collector;
  options_.transport = CollectorTransport::kTls;
  Start(collector.address());
  Add(2);
  exporter_->Stop();
  EXPECT_EQ(exporter_->dropped(), 2);
  EXPECT_THAT(collector.Requests(0), IsEmpty());
}

}  // namespace
}  // namespace bookings
