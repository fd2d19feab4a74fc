// Customers' tokens that come with a call.
#include "service/rpc/caller.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "absl/strings/escaping.h"
#include "connectors/api/failure.h"

namespace bookings {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// A JWT with these claims; nobody here checks the signature.
std::string Jwt(const std::string& claims, const std::string& signature = "c2ln") {
  return "eyJhbGciOiJFUzI1NiJ9." + absl::WebSafeBase64Escape(claims) + "." + signature;
}

std::string FingerprintOf(const std::string& token) {
  const std::string value = "spa Bearer " + token;
  return PrincipalFingerprint(ReadCaller(AnonymousGrant(), {value}).value(), {"spa"});
}

TEST(ReadCaller, WithoutMetadataIsAnonymous) {
  const Caller caller = ReadCaller(AnonymousGrant(), {}).value();
  EXPECT_EQ(caller.grant->principal, "anonymous");
  EXPECT_TRUE(caller.vendor_tokens.empty());
}

TEST(ReadCaller, ReadsOneTokenPerConnection) {
  const Caller caller =
      ReadCaller(AnonymousGrant(), {"spa Bearer aaa.bbb.ccc", "gym Bearer x-y_z~1+/="}).value();
  ASSERT_EQ(caller.vendor_tokens.size(), 2U);
  EXPECT_EQ(caller.vendor_tokens.at("spa").token.RevealForUse(), "aaa.bbb.ccc");
  EXPECT_EQ(caller.vendor_tokens.at("gym").token.RevealForUse(), "x-y_z~1+/=");
}

TEST(ReadCaller, RefusesAllMalformedValuesAtOnceWithoutRepeatingThem) {
  const std::string huge = "spa Bearer " + std::string(kMaxVendorTokenBytes + 1, 'x');
  const absl::Status refusal =
      ReadCaller(AnonymousGrant(),
                 {"hushhush", "spa hushhush", "spa Bearer ", "Spa Bearer hushhush",
                  "spa bearer hushhush", "spa Bearer hush hush", "spa Bearer hush\"hush", huge,
                  "gym Bearer hushhush", "gym Bearer hushhush"})
          .status();
  EXPECT_EQ(refusal.code(), absl::StatusCode::kInvalidArgument);
  ASSERT_TRUE(DetailsOf(refusal).has_value());
  EXPECT_EQ(DetailsOf(refusal)->violations_size(), 9);
  EXPECT_EQ(DetailsOf(refusal)->violations(8).field(), "metadata.x-vendor-authorization[9]");
  EXPECT_THAT(refusal.ToString(), Not(HasSubstr("hush")));
}

TEST(PrincipalFingerprint, FollowsTheSubjectNotTheToken) {
  EXPECT_EQ(FingerprintOf(Jwt(R"({"sub":"anna","exp":1})", "YQ")),
            FingerprintOf(Jwt(R"({"exp":2,"sub":"anna"})", "Yg")));
  EXPECT_NE(FingerprintOf(Jwt(R"({"sub":"anna"})")), FingerprintOf(Jwt(R"({"sub":"bert"})")));
}

TEST(PrincipalFingerprint, OfATokenWithoutSubjectIsThatOfTheToken) {
  EXPECT_NE(FingerprintOf("opaque-1"), FingerprintOf("opaque-2"));
  EXPECT_NE(FingerprintOf(Jwt("{}", "YQ")), FingerprintOf(Jwt("{}", "Yg")));
  EXPECT_NE(FingerprintOf("a.~.b"), FingerprintOf("a.b"));
}

TEST(PrincipalFingerprint, DependsOnTokensOfTheListedConnectionsOnly) {
  const Caller plain = ReadCaller(AnonymousGrant(), {}).value();
  const Caller with_token = ReadCaller(AnonymousGrant(), {"spa Bearer x"}).value();
  EXPECT_EQ(PrincipalFingerprint(with_token, {"gym"}), PrincipalFingerprint(plain, {"gym"}));
  EXPECT_NE(PrincipalFingerprint(with_token, {"spa"}), PrincipalFingerprint(plain, {"spa"}));
}

TEST(TokensFor, GivesTheTokensOfTheListedConnections) {
  const Caller caller = ReadCaller(AnonymousGrant(), {"spa Bearer x", "gym Bearer y"}).value();
  const std::map<std::string, Secret> tokens = TokensFor(caller, {"gym", "bar"});
  ASSERT_EQ(tokens.size(), 1U);
  EXPECT_EQ(tokens.at("gym").RevealForUse(), "y");
}

TEST(VendorTokens, PrintAsStars) {
  std::ostringstream out;
  out << ReadCaller(AnonymousGrant(), {"spa Bearer hush"})->vendor_tokens.at("spa").token;
  EXPECT_EQ(out.str(), "***");
}

}  // namespace
}  // namespace bookings
