// Where clear text goes, what files of certificates may be, and the machine's own time and chance.
#include "src/transport.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

#include "bookings/client/times.h"

namespace bookings::client {
namespace {

std::string WriteTemporary(const std::string& name, const std::string& text) {
  const std::string path = testing::TempDir() + name;
  std::ofstream(path) << text;
  return path;
}

TEST(TransportTest, OnlyLoopbackAddressesAreSpokenToInClearText) {
  for (const char* address :
       {"127.0.0.1:50051", "localhost:50051", "[::1]:50051", "127.9.9.9:1", "unix:/run/gateway"}) {
    EXPECT_TRUE(internal::IsLoopback(address)) << address;
  }
  for (const char* address :
       {"gateway:50051", "10.0.0.1:50051", "[2001:db8::1]:1", "0.0.0.0:50051", "127.0.0.1", "",
        "localhost.example:50051", "127.0.0.1.example:1", "128.0.0.1:1", "dns:///127.0.0.1:1"}) {
    EXPECT_FALSE(internal::IsLoopback(address)) << address;
  }
}

TEST(TlsTest, IsReadFromFiles) {
  const TlsFiles files{.authorities = WriteTemporary("ca.pem", "authorities\n"),
                       .certificate = WriteTemporary("certificate.pem", "certificate\n"),
                       .key = WriteTemporary("key.pem", "key\n")};
  const Result<Tls> tls = ReadTls(files);
  ASSERT_TRUE(tls.ok()) << tls.error();
  EXPECT_EQ(tls->authorities, "authorities\n");
  EXPECT_EQ(tls->certificate, "certificate\n");
  EXPECT_EQ(tls->key, "key\n");
  EXPECT_EQ(ReadTls({}).value().authorities, "");
}

TEST(TlsTest, AFileThatIsNotThereIsToldByItsName) {
  const Result<Tls> tls = ReadTls({.authorities = "/nowhere/ca.pem"});
  ASSERT_FALSE(tls.ok());
  EXPECT_EQ(tls.error().code, absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(tls.error().message, "cannot read /nowhere/ca.pem");
}

TEST(TlsTest, ACertificateAndItsKeyGoTogether) {
  EXPECT_FALSE(ReadTls({.certificate = WriteTemporary("alone.pem", "certificate")}).ok());
  EXPECT_FALSE(ReadTls({.key = WriteTemporary("alone.key", "key")}).ok());
}

TEST(TimesTest, Ranges) {
  const v1::TimeRange range = TimeRangeOf(absl::FromUnixMillis(-1500), absl::FromUnixMillis(2500));
  EXPECT_EQ(range.from().seconds(), -2);
  EXPECT_EQ(range.from().nanos(), 500'000'000);
  EXPECT_EQ(range.to().seconds(), 2);
  EXPECT_EQ(range.to().nanos(), 500'000'000);
  const v1::TimeRange open = TimeRangeOf(absl::InfinitePast(), absl::InfiniteFuture());
  EXPECT_FALSE(open.has_from());
  EXPECT_FALSE(open.has_to());
}

TEST(RealEnvironmentTest, RequestIdsAreRandomUuids) {
  const auto environment = MakeRealEnvironment();
  const std::string id = environment->NewRequestId();
  EXPECT_THAT(id, testing::MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-"
                                        "[0-9a-f]{12}"));
  EXPECT_NE(id, environment->NewRequestId());
}

TEST(RealEnvironmentTest, ChanceIsBelowOne) {
  const auto environment = MakeRealEnvironment();
  double lowest = 1;
  double highest = 0;
  for (int i = 0; i < 1000; ++i) {
    const double chance = environment->Chance();
    lowest = std::min(lowest, chance);
    highest = std::max(highest, chance);
  }
  EXPECT_GE(lowest, 0);
  EXPECT_LT(lowest, 0.1);
  EXPECT_LT(highest, 1);
  EXPECT_GT(highest, 0.9);
}

TEST(RealEnvironmentTest, AWaitTakesItsTime) {
  const auto environment = MakeRealEnvironment();
  const absl::Duration before = environment->Now();
  environment->Sleep(absl::Milliseconds(5), {});
  EXPECT_GE(environment->Now() - before, absl::Milliseconds(5));
}

TEST(RealEnvironmentTest, AWaitIsStopped) {
  const auto environment = MakeRealEnvironment();
  std::stop_source stop;
  stop.request_stop();
  const absl::Duration before = environment->Now();
  environment->Sleep(absl::Hours(1), stop.get_token());
  EXPECT_LT(environment->Now() - before, absl::Minutes(1));
}

}  // namespace
}  // namespace bookings::client
