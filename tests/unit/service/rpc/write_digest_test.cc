// The digest of a write: what makes it another request, and what does not.
#include "service/rpc/write_digest.h"

#include <gtest/gtest.h>

namespace bookings {
namespace {

using internal::v1::SlotReference;

v1::CreateBookingRequest Haircut() {
  v1::CreateBookingRequest request;
  request.set_connection("connections/spa");
  request.set_request_id("r1");
  request.set_slot_token("one spelling");
  request.set_notes("by the window");
  return request;
}

SlotReference SlotOf(const std::string& service) {
  SlotReference slot;
  slot.set_service_id(service);
  return slot;
}

TEST(WriteDigest, LooksAtTheSlotAndNotAtItsToken) {
  v1::CreateBookingRequest other = Haircut();
  other.set_slot_token("another spelling");
  EXPECT_EQ(WriteDigest(Haircut(), SlotOf("cut")), WriteDigest(other, SlotOf("cut")));
  EXPECT_NE(WriteDigest(Haircut(), SlotOf("cut")), WriteDigest(Haircut(), SlotOf("colour")));
  EXPECT_NE(WriteDigest(Haircut(), SlotOf("cut")), WriteDigest(Haircut(), std::nullopt));
}

TEST(WriteDigest, ChangesWithEveryOtherField) {
  const std::string digest = WriteDigest(Haircut(), std::nullopt);
  EXPECT_EQ(digest.size(), 64U);
  v1::CreateBookingRequest other = Haircut();
  other.set_notes("by the door");
  EXPECT_NE(WriteDigest(other, std::nullopt), digest);
  other = Haircut();
  other.mutable_appointment()->set_service_id("cut");
  EXPECT_NE(WriteDigest(other, std::nullopt), digest);
}

TEST(WriteDigest, IsThatOfTheDryRunToo) {
  v1::CreateBookingRequest dry = Haircut();
  dry.set_validate_only(true);
  EXPECT_EQ(WriteDigest(dry, std::nullopt), WriteDigest(Haircut(), std::nullopt));
}

TEST(WriteDigest, DoesNotDependOnTheOrderOfOptions) {
  v1::CancelBookingRequest forward;
  v1::CancelBookingRequest backward;
  for (int i = 0; i < 20; ++i) {
    (*forward.mutable_vendor_options()->mutable_fields())[std::to_string(i)].set_number_value(i);
    const int j = 19 - i;
    (*backward.mutable_vendor_options()->mutable_fields())[std::to_string(j)].set_number_value(j);
  }
  EXPECT_EQ(WriteDigest(forward, std::nullopt), WriteDigest(backward, std::nullopt));
}

}  // namespace
}  // namespace bookings
