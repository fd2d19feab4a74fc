// Certificate files: what fits together, and every problem at once.
#include "service/callers/certificates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "tests/unit/service/callers/pem_pair.h"

namespace bookings {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class CertificatesTest : public testing::Test {
 protected:
  CertificatesTest() {
    Write("certificate.pem", pair_.certificate);
    Write("key.pem", pair_.key);
    tls_.set_certificate_file(PathOf("certificate.pem"));
    tls_.set_key_file(PathOf("key.pem"));
  }

  static std::string PathOf(const std::string& name) {
    return testing::TempDir() + "/certificates_test-" + name;
  }
  static void Write(const std::string& name, const std::string& text) {
    std::ofstream(PathOf(name)) << text;
    chmod(PathOf(name).c_str(), 0600);
  }
  std::vector<std::string> Problems() const { return Lines(Read().problems); }
  std::vector<std::string> Warnings() const { return Lines(Read().warnings); }
  ReadCertificates Read() const { return ReadCertificateFiles(tls_, now_); }

  const absl::Time now_ = absl::Now();
  const PemPair pair_ = MakePair(3600);
  config::v1::ListenTls tls_;

 private:
  static std::vector<std::string> Lines(const Violations& violations) {
    std::vector<std::string> lines;
    for (const Violation& violation : violations) {
      lines.push_back(violation.path + " " + violation.problem);
    }
    return lines;
  }
};

TEST_F(CertificatesTest, ReadsAPairThatFits) {
  const ReadCertificates read = Read();
  EXPECT_THAT(Problems(), IsEmpty());
  EXPECT_THAT(Warnings(), IsEmpty());
  ASSERT_TRUE(read.certificates);
  EXPECT_EQ(read.certificates->chain, pair_.certificate);
  EXPECT_EQ(read.certificates->key.RevealForUse(), pair_.key);
  EXPECT_EQ(read.certificates->client_authorities, "");
  EXPECT_FALSE(read.certificates->authorities_expire);
  EXPECT_LT(absl::AbsDuration(read.certificates->expires - now_ - absl::Hours(1)),
            absl::Minutes(1));
}

TEST_F(CertificatesTest, ReadsAChainAndAuthorities) {
  Write("certificate.pem", pair_.certificate + MakePair(60).certificate);
  Write("ca.pem", "a comment\n" + MakePair(7200).certificate + MakePair(60).certificate);
  tls_.set_client_ca_file(PathOf("ca.pem"));
  EXPECT_THAT(Problems(), IsEmpty());
  const ServerCertificates certificates = Read().certificates.value();
  EXPECT_NE(certificates.client_authorities, "");
  EXPECT_LT(*certificates.authorities_expire, now_ + absl::Minutes(2)) << "the first that expires";
}

TEST_F(CertificatesTest, RefusesMissingFilesAllAtOnce) {
  tls_.set_certificate_file("/nowhere/certificate.pem");
  tls_.set_key_file("/nowhere");
  tls_.set_client_ca_file("/");
  EXPECT_THAT(
      Problems(),
      ElementsAre(
          "listen.tls.certificate_file names a file that does not exist: /nowhere/certificate.pem",
          "listen.tls.key_file names a file that does not exist: /nowhere",
          "listen.tls.client_ca_file names something that is no file: /"));
}

TEST_F(CertificatesTest, RefusesWhatIsNoPem) {
  Write("certificate.pem", "hush");
  Write("key.pem", pair_.certificate);
  Write("ca.pem", "");
  tls_.set_client_ca_file(PathOf("ca.pem"));
  EXPECT_THAT(
      Problems(),
      ElementsAre("listen.tls.client_ca_file holds no certificates in PEM, or a broken one",
                  "listen.tls.certificate_file holds no certificates in PEM, or a broken one",
                  "listen.tls.key_file holds no private key in PEM, or one that is encrypted"));
}

TEST_F(CertificatesTest, RefusesABrokenCertificateBehindAGoodOne) {
  std::string broken = MakePair(60).certificate;
  broken.replace(broken.size() / 2, 4, "!!!!");
  Write("certificate.pem", pair_.certificate + broken);
  EXPECT_THAT(
      Problems(),
      ElementsAre("listen.tls.certificate_file holds no certificates in PEM, or a broken one"));
}

TEST_F(CertificatesTest, RefusesTheKeyOfAnother) {
  Write("key.pem", MakePair(3600).key);
  EXPECT_THAT(Problems(),
              ElementsAre("listen.tls.key_file is not the key of listen.tls.certificate_file"));
}

TEST_F(CertificatesTest, WarnsOfExpiryAndOfReadableKeys) {
  const PemPair old = MakePair(-60);
  Write("certificate.pem", old.certificate);
  Write("key.pem", old.key);
  chmod(PathOf("key.pem").c_str(), 0644);
  EXPECT_THAT(Problems(), IsEmpty());
  EXPECT_THAT(Warnings(),
              ElementsAre("listen.tls.key_file names a file that every user can read",
                          testing::StartsWith("listen.tls.certificate_file has expired at 20")));
}

TEST_F(CertificatesTest, TellsWhenACertificateExpires) {
  EXPECT_LT(ExpiryOf(MakePair(-60).certificate), now_);
  EXPECT_GT(ExpiryOf(MakePair(60).certificate), now_);
  EXPECT_EQ(ExpiryOf("hush"), std::nullopt);
}

}  // namespace
}  // namespace bookings
