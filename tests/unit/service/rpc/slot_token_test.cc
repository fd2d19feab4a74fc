// Slot tokens: what they keep, what they are bound to, and that nothing else opens them.
#include "service/rpc/slot_token.h"

#include <gtest/gtest.h>

#include "connectors/api/time.h"
#include "service/rpc/page_token.h"

namespace bookings {
namespace {

using internal::v1::SlotReference;

const absl::Time kTokenTime = absl::FromUnixSeconds(1'800'000'000);
const SlotTokenBinding kSlotBinding = {"spa", std::string(32, 'p')};

NamedKey SlotKeyOf(const std::string& id, char letter = 'k') {
  return {id, Secret(std::string(32, letter))};
}

SlotReference HaircutSlot() {
  SlotReference slot;
  slot.set_connection("spa");
  slot.set_service_id("cut");
  SetTimestamp(kTokenTime, slot.mutable_start_time());
  (*slot.mutable_vendor())["revision"] = "7";
  return slot;
}

std::string SealSlotWith(const SlotTokens& tokens) {
  return tokens.Seal(HaircutSlot(), kSlotBinding.principal_fingerprint, kTokenTime).value();
}

// The problem with `slot_token`; empty where it opens.
std::string SlotRefusal(const SlotTokens& tokens, const std::string& token,
                        const SlotTokenBinding& binding = kSlotBinding,
                        absl::Time now = kTokenTime) {
  const OpenedSlot opened = tokens.Open(token, binding, now);
  EXPECT_NE(opened.slot.has_value(), !opened.violations.empty());
  if (opened.violations.empty()) return "";
  EXPECT_EQ(opened.violations[0].path, "slot_token");
  return opened.violations[0].problem;
}

TEST(SlotTokens, GiveBackWhatWasSealed) {
  const SlotTokens tokens({SlotKeyOf("k1")});
  const OpenedSlot opened = tokens.Open(SealSlotWith(tokens), kSlotBinding, kTokenTime);
  ASSERT_TRUE(opened.slot.has_value());
  EXPECT_EQ(opened.slot->SerializeAsString(), HaircutSlot().SerializeAsString());
}

TEST(SlotTokens, RefuseEveryFlippedBit) {
  const SlotTokens tokens({SlotKeyOf("k1")});
  const std::string token = SealSlotWith(tokens);
  for (size_t i = 0; i < token.size() * 8; ++i) {
    std::string flipped = token;
    flipped[i / 8] = static_cast<char>(flipped[i / 8] ^ (1 << (i % 8)));
    EXPECT_EQ(SlotRefusal(tokens, flipped), "is no token of this gateway") << "bit " << i;
  }
}

TEST(SlotTokens, RefuseStrangers) {
  const SlotTokens tokens({SlotKeyOf("k1")});
  const PageTokens pages({SlotKeyOf("k1")}, absl::Hours(72));
  for (const std::string& token :
       {std::string(), std::string("x"), std::string("k1."),
        SealSlotWith(SlotTokens({SlotKeyOf("k2")})),
        SealSlotWith(SlotTokens({SlotKeyOf("k1", 'z')})), std::string(kMaxSlotTokenBytes + 1, 'A'),
        pages.Seal(internal::v1::SlotPageState(), {}, kTokenTime).value()}) {
    EXPECT_EQ(SlotRefusal(tokens, token), "is no token of this gateway");
  }
}

TEST(SlotTokens, OpenWithEveryKeyOfTheRing) {
  const std::string old_token = SealSlotWith(SlotTokens({SlotKeyOf("old", 'o')}));
  EXPECT_EQ(SlotRefusal(SlotTokens({SlotKeyOf("new", 'n'), SlotKeyOf("old", 'o')}), old_token), "");
}

TEST(SlotTokens, ExpireAtTheEndOfTheirLife) {
  const SlotTokens tokens({SlotKeyOf("k1")});
  const std::string token = SealSlotWith(tokens);
  const absl::Time end = kTokenTime + kSlotTokenLifetime;
  EXPECT_EQ(SlotRefusal(tokens, token, kSlotBinding, end - absl::Seconds(1)), "");
  EXPECT_EQ(SlotRefusal(tokens, token, kSlotBinding, end), "has expired: list the slots again");
}

TEST(SlotTokens, BelongToOneConnectionAndOneCaller) {
  const SlotTokens tokens({SlotKeyOf("k1")});
  const std::string token = SealSlotWith(tokens);
  EXPECT_EQ(SlotRefusal(tokens, token, {"gym", kSlotBinding.principal_fingerprint}),
            "belongs to another connection");
  EXPECT_EQ(SlotRefusal(tokens, token, {"spa", std::string(32, 'x')}), "belongs to another caller");
}

TEST(SlotTokens, AreNotMadeLongerThanTheCap) {
  SlotReference slot = HaircutSlot();
  (*slot.mutable_vendor())["long"] = std::string(kMaxSlotTokenBytes, 'x');
  const absl::Status failure = SlotTokens({SlotKeyOf("k1")})
                                   .Seal(slot, kSlotBinding.principal_fingerprint, kTokenTime)
                                   .status();
  EXPECT_EQ(ReasonOf(failure), v1::ERROR_REASON_GATEWAY_OVERLOADED);
}

}  // namespace
}  // namespace bookings
