// ListSlots over a real engine and a real gRPC channel.
#include <gmock/gmock.h>

#include "tests/unit/service/rpc/salon.h"

namespace bookings {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// Hours since the first slot of the range.
std::vector<int64_t> HoursOf(const std::vector<v1::ListSlotsResponse>& pages) {
  std::vector<int64_t> hours;
  for (const auto& page : pages) {
    for (const v1::Slot& slot : page.slots()) {
      hours.push_back((slot.start_time().seconds() - 4'000'000'000) / 3600);
    }
  }
  return hours;
}

TEST_F(SalonTest, StreamsSlotsAndSaysThatTheRangeIsComplete) {
  const ListedSlots listed = List(SlotsOf(3));
  EXPECT_TRUE(listed.status.ok()) << listed.status.error_message();
  EXPECT_EQ(HoursOf(listed.pages), (std::vector<int64_t>{0, 1, 2}));
  EXPECT_TRUE(listed.pages.back().complete());
  EXPECT_THAT(listed.pages.back().next_page_token(), IsEmpty());
}

TEST_F(SalonTest, ARangeWithoutSlotsIsOneMessage) {
  v1::ListSlotsRequest request = SlotsOf(3);
  request.add_staff_ids("bert");
  const ListedSlots listed = List(request);
  ASSERT_THAT(listed.pages, SizeIs(1));
  EXPECT_TRUE(listed.pages[0].complete());
}

TEST_F(SalonTest, ResumesBehindEveryPageOfSlots) {
  v1::ListSlotsRequest request = SlotsOf(5);
  request.set_page_size(2);
  const ListedSlots whole = List(request);
  ASSERT_EQ(HoursOf(whole.pages), (std::vector<int64_t>{0, 1, 2, 3, 4}));
  std::vector<v1::ListSlotsResponse> seen;
  for (const auto& page : whole.pages) {
    seen.push_back(page);
    if (page.next_page_token().empty()) continue;
    v1::ListSlotsRequest rest = SlotsOf(5);
    rest.set_page_size(3);  // may change
    rest.set_page_token(page.next_page_token());
    std::vector<v1::ListSlotsResponse> all = seen;
    for (const auto& more : List(rest).pages) all.push_back(more);
    EXPECT_EQ(HoursOf(all), HoursOf(whole.pages));
  }
}

TEST_F(SalonTest, RefusesPageTokensOfOtherRequestsCallersAndStreams) {
  v1::ListSlotsRequest request = SlotsOf(5);
  request.set_page_size(2);
  request.set_page_token(List(request, "anna").pages[0].next_page_token());
  EXPECT_TRUE(List(request, "anna").status.ok());
  EXPECT_EQ(DecodeReason(List(request, "bert").status), "PAGE_TOKEN_MISMATCH");
  v1::ListSlotsRequest changed = request;
  changed.set_party_size(2);
  EXPECT_EQ(DecodeReason(List(changed, "anna").status), "PAGE_TOKEN_MISMATCH");
  const auto of_bookings = page_tokens_.Seal(internal::v1::PageTokenState(), {}, absl::Now());
  request.set_page_token(*of_bookings);
  EXPECT_EQ(DecodeReason(List(request, "anna").status), "PAGE_TOKEN_INVALID");
}

TEST_F(SalonTest, ReportsAllViolationsOfAListOfSlots) {
  v1::ListSlotsRequest request;
  request.set_connection("connections/salon");
  request.set_party_size(-1);
  const grpc::Status status = List(request).status;
  EXPECT_EQ(DecodeReason(status), "INVALID_REQUEST");
  EXPECT_EQ(DecodeViolations(status),
            "service_id is required, except with a date_range\n"
            "when is required: time_range or date_range\n"
            "party_size must not be negative\n");
}

TEST_F(SalonTest, SlotsOfAnUnknownConnectionAreNotFound) {
  v1::ListSlotsRequest request = SlotsOf(1);
  request.set_connection("connections/rome");
  EXPECT_EQ(DecodeReason(List(request).status), "CONNECTION_NOT_FOUND");
  request.set_page_size(-1);
  EXPECT_EQ(DecodeViolations(List(request).status),
            "page_size must not be negative\n"
            "connection is no connection that the caller may read\n");
}

TEST_F(SalonTest, FailingVendorFailsAListOfSlots) {
  vendor_.mood = VendorMood::kFails;
  EXPECT_EQ(DecodeReason(List(SlotsOf(1)).status), "VENDOR_UNAVAILABLE");
}

TEST_F(SalonTest, CancelledListOfSlotsStopsTheVendorCall) {
  vendor_.mood = VendorMood::kKeepsSilent;
  grpc::ClientContext context;
  const auto reader = stub_->ListSlots(&context, SlotsOf(1));
  ASSERT_TRUE(vendor_.asked.WaitForNotificationWithTimeout(absl::Seconds(30)));
  context.TryCancel();
  EXPECT_TRUE(vendor_.abandoned.WaitForNotificationWithTimeout(absl::Seconds(30)));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

}  // namespace
}  // namespace bookings
