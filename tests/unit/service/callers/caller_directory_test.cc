// From a credential to its caller and what that may do.
#include "service/callers/caller_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bookings {
namespace {

using config::v1::CallerConfig;
using config::v1::CallerPolicy;

class CallerDirectoryTest : public testing::Test {
 protected:
  CallerConfig* Add(const std::string& name) {
    CallerConfig* caller = policy_.add_callers();
    caller->set_name(name);
    return caller;
  }
  // The new token.
  static std::string AddToken(CallerConfig* caller) {
    const NewCallerToken made = MakeCallerToken().value();
    auto* token = caller->add_tokens();
    token->set_id(made.id);
    token->set_salted_sha256(made.hash.ToText());
    return made.token.RevealForUse();
  }
  std::string NameByToken(const std::string& token) const {
    return NameOf(CallerDirectory(policy_).FindByToken(token));
  }
  std::string NameByCertificate(const CertificateNames& names) const {
    return NameOf(CallerDirectory(policy_).FindByCertificate(names));
  }

  CallerPolicy policy_;

 private:
  static std::string NameOf(const std::shared_ptr<const CallerGrant>& grant) {
    return grant == nullptr ? "" : grant->name;
  }
};

TEST_F(CallerDirectoryTest, FindsACallerByEachOfItsTokens) {
  CallerConfig* desk = Add("desk");
  const std::string old_token = AddToken(desk);
  const std::string new_token = AddToken(desk);
  const std::string others = AddToken(Add("other"));
  EXPECT_EQ(NameByToken(old_token), "desk");
  EXPECT_EQ(NameByToken(new_token), "desk");
  EXPECT_EQ(NameByToken(others), "other");
}

TEST_F(CallerDirectoryTest, FindsNobodyByAnotherToken) {
  const std::string token = AddToken(Add("desk"));
  EXPECT_EQ(NameByToken(MakeCallerToken()->token.RevealForUse()), "");
  // The id of one, the secret of another.
  EXPECT_EQ(NameByToken(token.substr(0, 17) + MakeCallerToken()->token.RevealForUse().substr(17)),
            "");
  EXPECT_EQ(NameByToken(""), "");
  EXPECT_EQ(NameByToken("hush"), "");
}

TEST_F(CallerDirectoryTest, FindsACallerByEachNameOfItsCertificate) {
  CallerConfig* desk = Add("desk");
  desk->add_certificates()->set_common_name("desk");
  desk->add_certificates()->set_dns("desk.example");
  desk->add_certificates()->set_uri("spiffe://example/desk");
  EXPECT_TRUE(CallerDirectory(policy_).knows_certificates());
  EXPECT_EQ(NameByCertificate({{"desk"}, {}, {}}), "desk");
  EXPECT_EQ(NameByCertificate({{"x"}, {"y", "desk.example"}, {}}), "desk");
  EXPECT_EQ(NameByCertificate({{}, {}, {"spiffe://example/desk"}}), "desk");
  EXPECT_EQ(NameByCertificate({{"desk"}, {"desk.example"}, {"spiffe://example/desk"}}), "desk");
}

TEST_F(CallerDirectoryTest, NamesOfAnotherKindAreNobodys) {
  Add("desk")->add_certificates()->set_dns("desk.example");
  EXPECT_EQ(NameByCertificate({{"desk.example"}, {}, {}}), "");
  EXPECT_EQ(NameByCertificate({{}, {}, {"desk.example"}}), "");
  EXPECT_EQ(NameByCertificate({}), "");
}

TEST_F(CallerDirectoryTest, ACertificateOfTwoCallersIsNobodys) {
  Add("desk")->add_certificates()->set_common_name("desk");
  Add("other")->add_certificates()->set_dns("other.example");
  EXPECT_EQ(NameByCertificate({{"desk"}, {"other.example"}, {}}), "");
}

TEST_F(CallerDirectoryTest, GrantsWhatThePolicySays) {
  CallerConfig* desk = Add("desk");
  desk->add_connections("tokyo");
  desk->mutable_limits()->set_streams(3);
  const std::string token = AddToken(desk);
  const auto grant = CallerDirectory(policy_).FindByToken(token);
  ASSERT_NE(grant, nullptr);
  EXPECT_EQ(grant->principal, "caller:desk");
  EXPECT_TRUE(grant->MaySee("tokyo"));
  EXPECT_FALSE(grant->MaySee("spa"));
  EXPECT_FALSE(grant->may_write);
  EXPECT_EQ(grant->streams, 3);
}

TEST_F(CallerDirectoryTest, GrantsAllConnectionsAndWritesWhereThePolicySaysSo) {
  CallerConfig* desk = Add("desk");
  desk->set_all_connections(true);
  desk->set_access("read_and_write");
  const std::string token = AddToken(desk);
  const auto grant = CallerDirectory(policy_).FindByToken(token);
  ASSERT_NE(grant, nullptr);
  EXPECT_TRUE(grant->MaySee("anything"));
  EXPECT_TRUE(grant->may_write);
}

TEST_F(CallerDirectoryTest, ANewGrantSeesAndWritesNothing) {
  CallerGrant grant;
  grant.connections.emplace();
  EXPECT_FALSE(grant.MaySee("tokyo"));
  EXPECT_FALSE(CallerGrant().may_write);
}

TEST(AnonymousGrant, IsNoNamedCallersPrincipal) {
  EXPECT_EQ(AnonymousGrant()->principal, "anonymous");
  EXPECT_TRUE(AnonymousGrant()->MaySee("tokyo"));
  EXPECT_TRUE(AnonymousGrant()->may_write);
  EXPECT_EQ(AnonymousGrant()->name, "");
}

}  // namespace
}  // namespace bookings
