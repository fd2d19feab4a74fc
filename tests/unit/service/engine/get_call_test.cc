// Lookups of one booking: the vendor's own call, or a bounded scan.
#include <gtest/gtest.h>

#include "service/engine/engine.h"
#include "tests/fakes/paged_connection.h"

namespace bookings {
namespace {

class GetCallTest : public testing::Test {
 protected:
  GetCallTest() : one_(&loop_) {
    one_.Name("one");
    one_.vendor.pages = {{"a", "b"}, {"c"}, {"d"}};
    EngineOptions options;
    options.scan_pages = 2;
    engine_ = std::make_unique<Engine>(std::vector{one_.connection}, options);
  }

  // What a call leaves behind is destroyed on its loop.
  void TearDown() override {
    call_.reset();
    loop_.RunUntilIdle();
  }

  void Emulate() {
    auto* operation = one_.vendor.capabilities.add_operations();
    operation->set_operation(v1::OPERATION_GET_BOOKING);
    operation->set_support(v1::SUPPORT_EMULATED);
  }

  void Get(const std::string& id) {
    GetRequest request;
    request.connection = "one";
    request.vendor_id = id;
    call_ = engine_->Get(std::move(request), [this](absl::StatusOr<FoundBooking> found) {
      ++answers_;
      found_ = std::move(found);
    });
    loop_.RunUntilIdle();
  }
  void AnswerAll() {
    for (; seen_ < one_.sent.size(); ++seen_) {
      one_.sent.Answer(seen_, Response(200, "ada@example.com"));
      loop_.RunUntilIdle();
    }
  }

  FakeLoop loop_;
  PagedFixture one_;
  size_t seen_ = 0;
  std::unique_ptr<Engine> engine_;
  std::shared_ptr<GetCall> call_;
  int answers_ = 0;
  absl::StatusOr<FoundBooking> found_ = absl::UnknownError("nothing has arrived");
};

TEST_F(GetCallTest, AsksTheVendorWhereItHasTheCall) {
  Get("q");
  AnswerAll();
  ASSERT_TRUE(found_.ok()) << found_.status();
  EXPECT_EQ(found_->booking->name(), "connections/one/bookings/q");
  EXPECT_EQ(one_.sent.size(), 1U);
}

TEST_F(GetCallTest, ScansPagesWhereItHasNot) {
  Emulate();
  Get("c");
  AnswerAll();
  ASSERT_TRUE(found_.ok()) << found_.status();
  EXPECT_EQ(found_->booking->vendor_id(), "c");
  EXPECT_EQ(one_.sent.size(), 2U);
}

TEST_F(GetCallTest, SaysNotFoundOnlyWhenAllWasRead) {
  Emulate();
  one_.vendor.pages = {{"a", "b"}, {"c"}};
  Get("z");
  AnswerAll();
  EXPECT_EQ(found_.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReasonOf(found_.status()), v1::ERROR_REASON_BOOKING_NOT_FOUND);
}

TEST_F(GetCallTest, SaysThatTheScanEndedWhereMoreWasThere) {
  Emulate();
  Get("d");
  AnswerAll();
  EXPECT_EQ(found_.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(found_.status()), v1::ERROR_REASON_SCAN_LIMIT_REACHED);
  EXPECT_EQ(one_.sent.size(), 2U);
}

TEST_F(GetCallTest, APageThatMayBeIncompleteProvesNothing) {
  Emulate();
  one_.vendor.pages = {{"a"}};
  one_.vendor.notes = {v1::SOURCE_NOTE_SLICE_FULL};
  Get("z");
  AnswerAll();
  EXPECT_EQ(ReasonOf(found_.status()), v1::ERROR_REASON_SCAN_LIMIT_REACHED);
}

TEST_F(GetCallTest, AddsDetails) {
  for (const DetailCalls details : {DetailCalls::kPerBooking, DetailCalls::kShared}) {
    one_.vendor.details = details;
    Get("q");
    AnswerAll();
    ASSERT_TRUE(found_.ok()) << found_.status();
    EXPECT_EQ(found_->booking->customers(0).email(), "ada@example.com");
  }
}

TEST_F(GetCallTest, CancellingStopsTheVendorCallAndAnswersOnce) {
  Get("q");
  call_->Cancel();
  call_->Cancel();
  loop_.RunUntilIdle();
  EXPECT_TRUE(one_.sent.cancelled(0));
  EXPECT_EQ(found_.status().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(answers_, 1);
}

}  // namespace
}  // namespace bookings
