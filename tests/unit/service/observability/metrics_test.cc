// What /metrics shows of what has happened.
#include "service/observability/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "connectors/api/failure.h"
#include "tests/fakes/fake_ledger_store.h"

namespace bookings {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Runs its tasks at once on a store, and says that they were committed.
class PromptLedger final : public Ledger {
 public:
  explicit PromptLedger(LedgerStore* store) : store_(store) {}
  void Run(Task task, Deliver refused) override {
    if (store_ == nullptr) return std::move(refused)(absl::UnavailableError("gone"));
    std::move(task) (*store_)(absl::OkStatus());
  }

 private:
  LedgerStore* const store_;
};

absl::Status Down() {
  return MakeFailure(absl::StatusCode::kUnavailable, v1::ERROR_REASON_VENDOR_UNAVAILABLE, "down");
}

class MetricsTest : public ::testing::Test {
 protected:
  Metrics metrics_{"1.2.3", absl::FromUnixSeconds(1'000)};
};

TEST_F(MetricsTest, CountRpcsByMethodCodeAndReason) {
  metrics_.rpcs()->OnStarted("GetBooking");
  metrics_.rpcs()->OnStarted("GetBooking");
  metrics_.rpcs()->OnFinished("GetBooking", UnknownBooking(), absl::Milliseconds(3));
  const std::string text = metrics_.Text();
  EXPECT_THAT(text, HasSubstr("bookings_rpc_started_total{rpc=\"GetBooking\"} 2"));
  EXPECT_THAT(text, HasSubstr("bookings_rpc_finished_total{code=\"NOT_FOUND\","
                              "rpc=\"GetBooking\"} 1"));
  EXPECT_THAT(text, HasSubstr("bookings_rpc_errors_total{code=\"NOT_FOUND\","
                              "reason=\"booking_not_found\",rpc=\"GetBooking\"} 1"));
  EXPECT_THAT(text, HasSubstr("bookings_rpc_in_flight{rpc=\"GetBooking\"} 1"));
  EXPECT_THAT(text, HasSubstr("bookings_rpc_duration_seconds_count{rpc=\"GetBooking\"} 1"));
  EXPECT_THAT(text, HasSubstr("bookings_rpc_duration_seconds_bucket{rpc=\"GetBooking\","
                              "le=\"0.005\"} 1"));
}

TEST_F(MetricsTest, CountNoErrorOfCallsThatEndWellAndAReasonForAllOthers) {
  metrics_.rpcs()->OnFinished("GetBooking", absl::OkStatus(), absl::Milliseconds(3));
  EXPECT_THAT(metrics_.Text(), Not(HasSubstr("bookings_rpc_errors_total{")));
  metrics_.rpcs()->OnFinished("ListBookings", absl::DataLossError("?"), absl::Milliseconds(3));
  EXPECT_THAT(metrics_.Text(), HasSubstr("bookings_rpc_errors_total{code=\"DATA_LOSS\","
                                         "reason=\"internal\",rpc=\"ListBookings\"} 1"));
}

TEST_F(MetricsTest, KnowNoMethodsThatTheApiHasNot) {
  metrics_.rpcs()->OnStarted("Evil\"} 1\n");
  metrics_.rpcs()->OnFinished("Evil", Down(), absl::Seconds(1));
  EXPECT_THAT(metrics_.Text(), Not(HasSubstr("Evil")));
}

TEST_F(MetricsTest, CountWhatStreamsDeliverAndWhomTheyWaitFor) {
  metrics_.rpcs()->OnDelivered("ListBookings", 1, 50);
  metrics_.rpcs()->OnDelivered("ListSlots", 1, 0);
  metrics_.rpcs()->OnWaited("ListBookings", WaitsFor::kReader, absl::Seconds(2));
  metrics_.rpcs()->OnWaited("ListBookings", WaitsFor::kVendor, absl::Milliseconds(1'500));
  const std::string text = metrics_.Text();
  EXPECT_THAT(text, HasSubstr("bookings_stream_pages_total{rpc=\"ListBookings\"} 1"));
  EXPECT_THAT(text, HasSubstr("bookings_stream_pages_total{rpc=\"ListSlots\"} 1"));
  EXPECT_THAT(text, HasSubstr("bookings_stream_bookings_total 50"));
  EXPECT_THAT(text, HasSubstr("bookings_stream_blocked_seconds_total{by=\"reader\","
                              "rpc=\"ListBookings\"} 2"));
  EXPECT_THAT(text, HasSubstr("bookings_stream_blocked_seconds_total{by=\"vendor\","
                              "rpc=\"ListBookings\"} 1.5"));
}

TEST_F(MetricsTest, CountVendorCallsByConnectionPurposeAndOutcome) {
  const auto meter = metrics_.ForConnection("tokyo", "jicoo");
  meter->OnAttempt(Purpose::kListBookings, Down(), absl::Milliseconds(20));
  meter->OnRetry();
  meter->OnAttempt(Purpose::kListBookings, absl::OkStatus(), absl::Milliseconds(40));
  meter->OnCall(Purpose::kListBookings, absl::OkStatus(), absl::Milliseconds(100));
  meter->OnWait(absl::Seconds(3));
  const std::string text = metrics_.Text();
  const std::string labels =
      "{connection=\"tokyo\",outcome=\"ok\",purpose=\"list\","
      "vendor=\"jicoo\"} 1";
  EXPECT_THAT(text, HasSubstr("bookings_vendor_calls_total" + labels));
  EXPECT_THAT(text, HasSubstr("bookings_vendor_attempts_total" + labels));
  EXPECT_THAT(text, HasSubstr("outcome=\"vendor_unavailable\""));
  EXPECT_THAT(text, HasSubstr("bookings_vendor_retries_total{connection=\"tokyo\","
                              "vendor=\"jicoo\"} 1"));
  EXPECT_THAT(text, HasSubstr("bookings_vendor_attempt_duration_seconds_count{"
                              "connection=\"tokyo\",vendor=\"jicoo\"} 2"));
  EXPECT_THAT(text, HasSubstr("bookings_vendor_wait_seconds_bucket{connection=\"tokyo\","
                              "vendor=\"jicoo\",le=\"5\"} 1"));
  EXPECT_EQ(metrics_.RecentOf("tokyo", "jicoo").Quantile(1), absl::Milliseconds(40));
}

TEST_F(MetricsTest, AConnectionThatIsMadeAgainCountsOn) {
  metrics_.ForConnection("tokyo", "jicoo")->OnRetry();
  metrics_.ForConnection("tokyo", "jicoo")->OnRetry();
  EXPECT_THAT(metrics_.Text(), HasSubstr("bookings_vendor_retries_total{connection=\"tokyo\","
                                         "vendor=\"jicoo\"} 2"));
}

TEST_F(MetricsTest, ShowWhereAVendorHasChanged) {
  Page page;
  page.Add()->add_mapping_notes(v1::MAPPING_NOTE_STATUS_UNKNOWN);
  page.Add()->add_mapping_notes(v1::MAPPING_NOTE_STATUS_UNKNOWN);
  page.unknown_fields = 7;
  metrics_.ForConnection("tokyo", "jicoo")->OnPage(page);
  const std::string text = metrics_.Text();
  EXPECT_THAT(text, HasSubstr("bookings_mapping_notes_total{connection=\"tokyo\","
                              "note=\"status_unknown\",vendor=\"jicoo\"} 2"));
  EXPECT_THAT(text, HasSubstr("bookings_unknown_fields_total{connection=\"tokyo\","
                              "vendor=\"jicoo\"} 7"));
}

TEST_F(MetricsTest, CountTheLedgersOperations) {
  FakeLedgerStore store([] { return absl::UnixEpoch(); });
  const std::unique_ptr<Ledger> ledger = metrics_.ForLedger(std::make_unique<PromptLedger>(&store));
  int delivered = 0;
  const auto deliver = [&delivered](absl::Status) { ++delivered; };
  ledger->Run(
      [&](LedgerStore& seen) -> Ledger::Deliver {
        EXPECT_TRUE(seen.Begin(BeginWrite()).ok());
        return deliver;
      },
      deliver);
  EXPECT_EQ(delivered, 1);
  const std::string text = metrics_.Text();
  EXPECT_THAT(text, HasSubstr("bookings_ledger_operations_total{operation=\"begin\","
                              "outcome=\"ok\"} 1"));
  EXPECT_THAT(text, HasSubstr("bookings_ledger_duration_seconds_count{operation=\"begin\"} 1"));
}

TEST_F(MetricsTest, CountALedgerThatIsNotThere) {
  const std::unique_ptr<Ledger> ledger =
      metrics_.ForLedger(std::make_unique<PromptLedger>(nullptr));
  int refused = 0;
  ledger->Run([](LedgerStore&) -> Ledger::Deliver { return [](absl::Status) {}; },
              [&refused](absl::Status) { ++refused; });
  EXPECT_EQ(refused, 1);
  EXPECT_THAT(metrics_.Text(), HasSubstr("bookings_ledger_operations_total{operation=\"other\","
                                         "outcome=\"failed\"} 1"));
}

TEST_F(MetricsTest, TellOfTheProcessAndItsConfiguration) {
  metrics_.OnReloadApplied(absl::FromUnixSeconds(2'000));
  metrics_.AddCollector([] { return std::vector{OneGauge("asked_anew", "For this test.", 4)}; });
  const std::string text = metrics_.Text();
  EXPECT_THAT(text, HasSubstr("bookings_build_info{version=\"1.2.3\"} 1"));
  EXPECT_THAT(text, HasSubstr("process_start_time_seconds 1000"));
  EXPECT_THAT(text, HasSubstr("bookings_config_loaded_timestamp_seconds 2000"));
  EXPECT_THAT(text, HasSubstr("bookings_config_reloads_total{result=\"applied\"} 1"));
  EXPECT_THAT(text, HasSubstr("bookings_config_reloads_total{result=\"refused\"} 0"));
  EXPECT_THAT(text, HasSubstr("process_cpu_seconds_total "));
  EXPECT_THAT(text, HasSubstr("process_resident_memory_bytes "));
  EXPECT_THAT(text, HasSubstr("process_open_fds "));
  EXPECT_THAT(text, HasSubstr("process_max_fds "));
  EXPECT_THAT(text, HasSubstr("asked_anew 4"));
}

TEST_F(MetricsTest, TellThatAConfigurationIsRefusedUntilOneIsApplied) {
  EXPECT_THAT(metrics_.Text(), HasSubstr("bookings_config_last_reload_successful 1"));
  metrics_.OnReloadRefused();
  EXPECT_TRUE(metrics_.reload_refused());
  EXPECT_THAT(metrics_.Text(), HasSubstr("bookings_config_last_reload_successful 0"));
  EXPECT_THAT(metrics_.Text(), HasSubstr("bookings_config_reloads_total{result=\"refused\"} 1"));
  EXPECT_THAT(metrics_.Text(), HasSubstr("bookings_config_loaded_timestamp_seconds 1000"));
  metrics_.OnReloadApplied(absl::FromUnixSeconds(2'000));
  EXPECT_FALSE(metrics_.reload_refused());
  EXPECT_THAT(metrics_.Text(), HasSubstr("bookings_config_last_reload_successful 1"));
}

}  // namespace
}  // namespace bookings
