// Page tokens: what they keep, what they are bound to, and that nothing else opens them.
#include "service/rpc/page_token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "connectors/api/failure.h"
#include "connectors/api/time.h"

namespace bookings {
namespace {

using internal::v1::PageTokenState;

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);
constexpr absl::Duration kLifetime = absl::Hours(72);
const TokenBinding kBinding = {std::string(32, 'r'), std::string(32, 'p')};

NamedKey KeyOf(const std::string& id, char letter = 'k') {
  return {id, Secret(std::string(32, letter))};
}

PageTokens Ring() { return PageTokens({KeyOf("k1")}, kLifetime); }

PageTokenState Position() {
  PageTokenState state;
  state.set_remaining_limit(12);
  state.add_sources()->set_anchor("paris");
  state.mutable_sources(0)->set_cursor(std::string("\0\xff cursor", 9));
  return state;
}

std::string SealWith(const PageTokens& tokens) {
  return tokens.Seal(Position(), kBinding, kNow).value();
}

v1::ErrorReason Refusal(const PageTokens& tokens, const std::string& token,
                        const TokenBinding& binding = kBinding, absl::Time now = kNow) {
  const absl::StatusOr<PageTokenState> state = tokens.Open(token, binding, now);
  EXPECT_EQ(state.status().code(), absl::StatusCode::kInvalidArgument);
  return ReasonOf(state.status());
}

TEST(PageTokens, GiveBackWhatWasSealed) {
  const PageTokens tokens = Ring();
  const absl::StatusOr<PageTokenState> state = tokens.Open(SealWith(tokens), kBinding, kNow);
  ASSERT_TRUE(state.ok()) << state.status();
  EXPECT_EQ(state->remaining_limit(), 12);
  EXPECT_EQ(state->sources(0).cursor(), std::string("\0\xff cursor", 9));
  EXPECT_EQ(FromTimestamp(state->expire_time()), kNow + kLifetime);
}

TEST(PageTokens, ShowTheKeyAndNothingElse) {
  const std::string token = SealWith(Ring());
  EXPECT_EQ(token.substr(0, 3), "k1.");
  EXPECT_EQ(token.find("paris"), std::string::npos);
  EXPECT_EQ(token.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                    "0123456789-_."),
            std::string::npos);
}

TEST(PageTokens, NeverRepeat) {
  const PageTokens tokens = Ring();
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(seen.insert(SealWith(tokens)).second);
}

TEST(PageTokens, RefuseEveryFlippedBit) {
  const PageTokens tokens = PageTokens({KeyOf("k1"), KeyOf("j1"), KeyOf("k3")}, kLifetime);
  const std::string token = SealWith(tokens);
  for (size_t i = 0; i < token.size() * 8; ++i) {
    std::string flipped = token;
    flipped[i / 8] = static_cast<char>(flipped[i / 8] ^ (1 << (i % 8)));
    EXPECT_EQ(Refusal(tokens, flipped), v1::ERROR_REASON_PAGE_TOKEN_INVALID) << "bit " << i;
  }
}

TEST(PageTokens, RefuseWhatWasCutOrExtended) {
  const PageTokens tokens = Ring();
  const std::string token = SealWith(tokens);
  for (size_t size = 0; size < token.size(); ++size) {
    EXPECT_EQ(Refusal(tokens, token.substr(0, size)), v1::ERROR_REASON_PAGE_TOKEN_INVALID);
  }
  for (const char* tail : {"A", "=", "==", " ", "\n", "AAAA", "."}) {
    EXPECT_EQ(Refusal(tokens, token + tail), v1::ERROR_REASON_PAGE_TOKEN_INVALID) << tail;
  }
}

TEST(PageTokens, RefuseStrangers) {
  const PageTokens tokens = Ring();
  for (const std::string& token :
       {std::string("x"), std::string("k1."), std::string("k1.AAAA"), std::string(".."),
        SealWith(PageTokens({KeyOf("k2")}, kLifetime)),
        SealWith(PageTokens({KeyOf("k1", 'z')}, kLifetime)),
        "k1." + std::string(kMaxTokenBytes, 'A')}) {
    EXPECT_EQ(Refusal(tokens, token), v1::ERROR_REASON_PAGE_TOKEN_INVALID);
  }
}

TEST(PageTokens, OpenWithEveryKeyOfTheRingAndSealWithTheFirst) {
  const std::string old_token = SealWith(PageTokens({KeyOf("old", 'o')}, kLifetime));
  const PageTokens announced({KeyOf("old", 'o'), KeyOf("new", 'n')}, kLifetime);
  const PageTokens rotated({KeyOf("new", 'n'), KeyOf("old", 'o')}, kLifetime);
  EXPECT_TRUE(rotated.Open(old_token, kBinding, kNow).ok());
  EXPECT_EQ(SealWith(announced).substr(0, 4), "old.");
  const std::string new_token = SealWith(rotated);
  EXPECT_EQ(new_token.substr(0, 4), "new.");
  EXPECT_TRUE(announced.Open(new_token, kBinding, kNow).ok());
}

TEST(PageTokens, ExpireAtTheEndOfTheirLife) {
  const PageTokens tokens = Ring();
  const std::string token = SealWith(tokens);
  EXPECT_TRUE(tokens.Open(token, kBinding, kNow + kLifetime - absl::Seconds(1)).ok());
  EXPECT_EQ(Refusal(tokens, token, kBinding, kNow + kLifetime),
            v1::ERROR_REASON_PAGE_TOKEN_INVALID);
}

TEST(PageTokens, BelongToOneRequestAndOneCaller) {
  const PageTokens tokens = Ring();
  const std::string token = SealWith(tokens);
  EXPECT_EQ(Refusal(tokens, token, {std::string(32, 'x'), kBinding.principal_fingerprint}),
            v1::ERROR_REASON_PAGE_TOKEN_MISMATCH);
  EXPECT_EQ(Refusal(tokens, token, {kBinding.request_fingerprint, std::string(32, 'x')}),
            v1::ERROR_REASON_PAGE_TOKEN_MISMATCH);
}

TEST(PageTokens, NameTheFieldWhenTheyAreRefused) {
  const absl::Status refusal = Ring().Open("x", kBinding, kNow).status();
  ASSERT_TRUE(DetailsOf(refusal).has_value());
  EXPECT_EQ(DetailsOf(refusal)->violations(0).field(), "page_token");
}

TEST(PageTokens, AreNotMadeLongerThanTheCap) {
  PageTokenState position = Position();
  position.mutable_sources(0)->set_cursor(std::string(kMaxTokenBytes, 'x'));
  const absl::Status failure = Ring().Seal(position, kBinding, kNow).status();
  EXPECT_EQ(failure.code(), absl::StatusCode::kResourceExhausted);
}

TEST(PageTokens, OfFiftyKeySetSourcesFitIntoFourKibibytes) {
  PageTokenState position;
  for (int i = 0; i < 50; ++i) {
    auto* source = position.add_sources();
    source->set_source(i);
    source->set_cursor("2026-12-03T10:00:00Z");
    source->set_anchor("0123456789ab");
  }
  EXPECT_LE(Ring().Seal(position, kBinding, kNow)->size(), 4096U);
}

v1::ListBookingsRequest FullRequest() {
  v1::ListBookingsRequest request;
  request.add_connections("connections/paris");
  request.mutable_filter()->add_customer_emails("a@b.c");
  request.set_order_by(v1::ORDER_BY_START_TIME_ASC);
  request.set_limit(10);
  request.set_view(v1::BOOKING_VIEW_FULL);
  return request;
}

TEST(RequestFingerprint, IgnoresPageTokenPageSizeAndTheOrderOfConnections) {
  v1::ListBookingsRequest request = FullRequest();
  const std::string fingerprint = RequestFingerprint(request, {"paris"});
  request.set_page_token("x");
  request.set_page_size(9);
  EXPECT_EQ(RequestFingerprint(request, {"paris"}), fingerprint);
  EXPECT_EQ(fingerprint.size(), 32U);
}

TEST(RequestFingerprint, ChangesWithEveryBoundField) {
  std::set<std::string> seen = {RequestFingerprint(FullRequest(), {"paris"})};
  const auto differs = [&seen](auto change) {
    v1::ListBookingsRequest request = FullRequest();
    change(request);
    return seen.insert(RequestFingerprint(request, {"paris"})).second;
  };
  EXPECT_TRUE(differs([](auto& r) { r.mutable_filter()->add_service_ids("s"); }));
  EXPECT_TRUE(differs([](auto& r) { r.mutable_filter()->set_customer_emails(0, "a@b.d"); }));
  EXPECT_TRUE(differs([](auto& r) { r.set_order_by(v1::ORDER_BY_START_TIME_DESC); }));
  EXPECT_TRUE(differs([](auto& r) { r.set_limit(11); }));
  EXPECT_TRUE(differs([](auto& r) { r.set_view(v1::BOOKING_VIEW_BASIC); }));
  EXPECT_TRUE(differs([](auto& r) { r.set_require_all_sources(true); }));
  EXPECT_TRUE(differs([](auto& r) { r.set_explain(true); }));
  EXPECT_TRUE(seen.insert(RequestFingerprint(FullRequest(), {"berlin", "paris"})).second);
}

TEST(RequestFingerprint, DoesNotDependOnTheOrderOfAMap) {
  v1::ListBookingsRequest forward;
  v1::ListBookingsRequest backward;
  for (int i = 0; i < 20; ++i) {
    auto put = [](v1::ListBookingsRequest& request, int key) {
      (*request.mutable_filter()->mutable_vendor_filter()->mutable_fields())[std::to_string(key)]
          .set_bool_value(true);
    };
    put(forward, i);
    put(backward, 19 - i);
  }
  EXPECT_EQ(RequestFingerprint(forward, {"a"}), RequestFingerprint(backward, {"a"}));
}

}  // namespace
}  // namespace bookings
