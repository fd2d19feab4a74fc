// What of a configuration waits for a restart.
#include "service/restart_paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bookings {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

config::v1::GatewayConfig Running() {
  config::v1::GatewayConfig config;
  config.mutable_listen()->set_address("127.0.0.1:1");
  config.mutable_ledger()->set_sqlite_file("ledger.db");
  config.mutable_limits()->set_event_loops(2);
  config.mutable_limits()->set_streams(10);
  config.add_connections()->set_id("one");
  return config;
}

TEST(RestartPaths, ConnectionsPolicyAndBoundsOfNewCallsNeedNone) {
  config::v1::GatewayConfig wanted = Running();
  wanted.mutable_connections(0)->set_id("two");
  wanted.set_policy_file("policy.yaml");
  wanted.mutable_limits()->set_streams(11);
  wanted.mutable_page_tokens()->add_keys()->set_id("k2");
  EXPECT_THAT(RestartPaths(Running(), wanted), IsEmpty());
}

TEST(RestartPaths, AreThoseOfSocketsFilesDatabasesAndThreads) {
  config::v1::GatewayConfig wanted = Running();
  wanted.mutable_listen()->set_insecure(true);
  wanted.clear_ledger();
  wanted.mutable_admin()->set_address("127.0.0.1:2");
  wanted.mutable_limits()->set_event_loops(3);
  wanted.mutable_limits()->mutable_drain_grace()->set_seconds(1);
  EXPECT_THAT(RestartPaths(Running(), wanted),
              ElementsAre("listen", "ledger", "admin", "limits.event_loops", "limits.drain_grace"));
}

TEST(RestartPaths, WhatWasStartedStays) {
  config::v1::GatewayConfig wanted = Running();
  wanted.clear_ledger();
  wanted.mutable_admin()->set_address("127.0.0.1:2");
  wanted.mutable_limits()->set_event_loops(3);
  wanted.mutable_limits()->set_streams(11);
  wanted.mutable_limits()->mutable_drain_grace()->set_seconds(1);
  config::v1::GatewayConfig now = wanted;
  KeepRestartParts(Running(), &now);
  EXPECT_THAT(RestartPaths(Running(), now), IsEmpty());
  EXPECT_EQ(now.limits().streams(), 11);
}

}  // namespace
}  // namespace bookings
