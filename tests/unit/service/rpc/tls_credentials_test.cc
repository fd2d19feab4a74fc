// Certificates that change while the gateway runs: taken over when they fit together, else told and
// left alone.
#include "service/rpc/tls_credentials.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "absl/time/clock.h"
#include "spdlog/logger.h"
#include "spdlog/sinks/ostream_sink.h"
#include "tests/unit/service/callers/pem_pair.h"

namespace bookings {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class CertificateSourceTest : public testing::Test {
 protected:
  CertificateSourceTest() {
    tls_.set_certificate_file(testing::TempDir() + "/tls_credentials_test.pem");
    tls_.set_key_file(testing::TempDir() + "/tls_credentials_test-key.pem");
    Install(first_);
    source_ = std::make_unique<CertificateSource>(
        tls_, ReadCertificateFiles(tls_, now_).certificates.value(), &log_,
        [this] { return now_; });
  }

  void Install(const PemPair& pair) const {
    std::ofstream(tls_.certificate_file()) << pair.certificate;
    std::ofstream(tls_.key_file()) << pair.key;
  }
  // What a client that connects now makes the gateway take over; empty for nothing.
  std::string Taken() {
    const std::optional<ServerCertificates> fresh = source_->TakeNew();
    return fresh ? fresh->chain : "";
  }

  const PemPair first_ = MakePair(3600);
  const PemPair second_ = MakePair(3600);
  config::v1::ListenTls tls_;
  std::ostringstream lines_;
  const Log log_{std::make_shared<spdlog::logger>(
      "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(lines_))};
  absl::Time now_ = absl::Now();
  std::unique_ptr<CertificateSource> source_;
};

TEST_F(CertificateSourceTest, GivesTheFirstOnesOnce) {
  EXPECT_EQ(Taken(), first_.certificate);
  EXPECT_THAT(Taken(), IsEmpty());
  now_ += absl::Seconds(1);
  EXPECT_THAT(Taken(), IsEmpty());
}

TEST_F(CertificateSourceTest, TakesOverChangedFilesOnceAndSaysSo) {
  Taken();
  Install(second_);
  EXPECT_THAT(Taken(), IsEmpty()) << "files are looked at once a second";
  now_ += absl::Seconds(1);
  EXPECT_EQ(Taken(), second_.certificate);
  EXPECT_THAT(Taken(), IsEmpty());
  EXPECT_THAT(lines_.str(), HasSubstr("certificates_reloaded"));
}

TEST_F(CertificateSourceTest, DoesNotTakeOverACertificateWhoseKeyHasNotCome) {
  Taken();
  Install({second_.certificate, first_.key});
  for (int clients = 0; clients < 3; ++clients) {
    now_ += absl::Seconds(1);
    EXPECT_THAT(Taken(), IsEmpty());
  }
  const std::string told = lines_.str();
  EXPECT_THAT(told, HasSubstr("certificates_not_reloaded"));
  EXPECT_EQ(told.find("certificates_not_reloaded"), told.rfind("certificates_not_reloaded"));
  Install(second_);
  now_ += absl::Seconds(1);
  EXPECT_EQ(Taken(), second_.certificate);
}

TEST_F(CertificateSourceTest, TellsWhenTheCertificatesExpireAlsoWhereNobodyConnects) {
  const absl::Time end = now_ + absl::Hours(1);
  EXPECT_LT(absl::AbsDuration(source_->Expiries().own - end), absl::Minutes(1));
  EXPECT_FALSE(source_->Expiries().client_authorities);
  Install(MakePair(7200));
  EXPECT_LT(source_->Expiries().own, end + absl::Minutes(1)) << "looked at once a second";
  now_ += absl::Seconds(1);
  EXPECT_GT(source_->Expiries().own, end + absl::Minutes(30));
}

TEST_F(CertificateSourceTest, GivesWhatALookForExpiriesHasFound) {
  Taken();
  Install(second_);
  now_ += absl::Seconds(1);
  source_->Expiries();
  EXPECT_EQ(Taken(), second_.certificate);
}

TEST_F(CertificateSourceTest, NeverLogsAKey) {
  Taken();
  Install({"hush", "hush"});
  now_ += absl::Seconds(1);
  Taken();
  EXPECT_THAT(lines_.str(), HasSubstr("listen.tls.key_file"));
  EXPECT_THAT(lines_.str(), Not(HasSubstr("hush")));
}

}  // namespace
}  // namespace bookings
