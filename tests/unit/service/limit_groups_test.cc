// Which connections share a limit, and which limit that is.
#include "service/limit_groups.h"

#include <gtest/gtest.h>

#include "tests/fakes/fake_connector.h"

namespace bookings {
namespace {

using config::v1::ConnectionConfig;

v1::Capabilities TwoCallsInTenSeconds() {
  v1::Capabilities capabilities;
  capabilities.set_rate_limit_calls(2);
  capabilities.mutable_rate_limit_window()->set_seconds(10);
  return capabilities;
}

ConnectionConfig Named(const std::string& id) {
  ConnectionConfig config;
  config.set_id(id);
  return config;
}

class LimitGroupsTest : public ::testing::Test {
 protected:
  LimitGroupsTest() { groups_.Begin(limits_); }
  ~LimitGroupsTest() override { loops_.Stop(); }
  LimitGroup GroupOf(const ConnectionConfig& config) {
    return groups_.GroupOf(config, by_account_);
  }
  const Limits limits_;
  LoopGroup loops_ = LoopGroup::Start(3).value();
  LimitGroups groups_{&loops_};
  const FakeConnector by_account_{TwoCallsInTenSeconds(), RateLimitScope::kAccount};
  const FakeConnector by_address_{TwoCallsInTenSeconds(), RateLimitScope::kAddress};
};

TEST_F(LimitGroupsTest, ConnectionsHaveLimitsOfTheirOwn) {
  EXPECT_NE(GroupOf(Named("one")).throttle, GroupOf(Named("two")).throttle);
}

TEST_F(LimitGroupsTest, AGroupSharesThrottleAndLoop) {
  ConnectionConfig one = Named("one");
  one.mutable_rate_limit()->set_group("shared");
  ConnectionConfig two = Named("two");
  two.mutable_rate_limit()->set_group("shared");
  const LimitGroup first = GroupOf(one);
  GroupOf(Named("between"));
  EXPECT_EQ(GroupOf(two).throttle, first.throttle);
  EXPECT_EQ(GroupOf(two).loop, first.loop);
}

TEST_F(LimitGroupsTest, AGroupIsNoConnection) {
  ConnectionConfig grouped = Named("one");
  grouped.mutable_rate_limit()->set_group("two");
  EXPECT_NE(GroupOf(grouped).throttle, GroupOf(Named("two")).throttle);
}

TEST_F(LimitGroupsTest, AVendorThatCountsByAddressIsCalledTogether) {
  const LimitGroup first = groups_.GroupOf(Named("one"), by_address_);
  EXPECT_EQ(groups_.GroupOf(Named("two"), by_address_).throttle, first.throttle);
  ConnectionConfig elsewhere = Named("three");
  elsewhere.set_base_url("https://elsewhere.example");
  EXPECT_NE(groups_.GroupOf(elsewhere, by_address_).throttle, first.throttle);
  ConnectionConfig own = Named("four");
  own.mutable_rate_limit()->set_burst(1);
  EXPECT_NE(groups_.GroupOf(own, by_address_).throttle, first.throttle);
}

TEST_F(LimitGroupsTest, TheDocumentedLimitIsTheDefault) {
  const ThrottleLimits limits = GroupOf(Named("one")).throttle->limits();
  EXPECT_EQ(limits.rate.calls, 2);
  EXPECT_EQ(limits.rate.window, absl::Seconds(10));
  EXPECT_EQ(limits.calls_in_flight, 8);
}

TEST_F(LimitGroupsTest, AConfiguredLimitWins) {
  ConnectionConfig config = Named("one");
  config.mutable_rate_limit()->set_calls(3);
  config.mutable_rate_limit()->mutable_window()->set_seconds(1);
  config.mutable_rate_limit()->set_burst(2);
  config.set_calls_in_flight(5);
  const ThrottleLimits limits = GroupOf(config).throttle->limits();
  EXPECT_EQ(limits.rate.calls, 3);
  EXPECT_EQ(limits.rate.window, absl::Seconds(1));
  EXPECT_EQ(limits.rate.burst, 2);
  EXPECT_EQ(limits.calls_in_flight, 5);
}

TEST_F(LimitGroupsTest, ItCanBeSwitchedOff) {
  ConnectionConfig config = Named("one");
  config.mutable_rate_limit()->set_off(true);
  EXPECT_EQ(GroupOf(config).throttle->limits().rate.calls, 0);
}

TEST_F(LimitGroupsTest, AnotherConfigurationWithTheSameLimitsGoesOnWithTheirThrottles) {
  const LimitGroup before = GroupOf(Named("one"));
  groups_.Begin(limits_);
  EXPECT_EQ(GroupOf(Named("one")).throttle, before.throttle);
  EXPECT_EQ(GroupOf(Named("one")).loop, before.loop);
}

TEST_F(LimitGroupsTest, OtherLimitsBeginAnewOnTheSameLoop) {
  const LimitGroup before = GroupOf(Named("one"));
  groups_.Begin(limits_);
  ConnectionConfig changed = Named("one");
  changed.set_calls_in_flight(3);
  const LimitGroup after = GroupOf(changed);
  EXPECT_NE(after.throttle, before.throttle);
  EXPECT_EQ(after.throttle->limits().calls_in_flight, 3);
  EXPECT_EQ(after.loop, before.loop);
}

}  // namespace
}  // namespace bookings
