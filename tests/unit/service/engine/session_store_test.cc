// The session file: durable, private, whole or not at all.
#include "service/engine/session_store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace bookings {
namespace {

class SessionStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "sessions-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string path() const { return (folder_ / "sessions.json").string(); }
  std::unique_ptr<FileSessionStore> Open() {
    absl::StatusOr<std::unique_ptr<FileSessionStore>> store = FileSessionStore::Open(path());
    EXPECT_TRUE(store.ok()) << store.status();
    return store.ok() ? *std::move(store) : nullptr;
  }
  absl::Status OpenError() { return FileSessionStore::Open(path()).status(); }
  void Write(std::string_view content, mode_t mode = 0600) {
    std::ofstream(path()) << content;
    chmod(path().c_str(), mode);
  }
  static Session Of(std::string token) { return {Secret(std::move(token)), "origin"}; }

  std::filesystem::path folder_;
};

TEST_F(SessionStoreTest, BeginsEmptyWhereThereIsNoFile) { EXPECT_FALSE(Open()->Load("hotel")); }

TEST_F(SessionStoreTest, WhatIsStoredIsThereAfterReopening) {
  {
    const auto store = Open();
    ASSERT_TRUE(store->Store("hotel", Of("t1")).ok());
    ASSERT_TRUE(store->Store("spa", Of("t\"2\n")).ok());
    ASSERT_TRUE(store->Store("hotel", Of("t3")).ok());
  }
  const auto store = Open();
  ASSERT_TRUE(store->Load("hotel"));
  EXPECT_EQ(store->Load("hotel")->refresh_token.RevealForUse(), "t3");
  EXPECT_EQ(store->Load("hotel")->origin, "origin");
  ASSERT_TRUE(store->Load("spa"));
  EXPECT_EQ(store->Load("spa")->refresh_token.RevealForUse(), "t\"2\n");
}

TEST_F(SessionStoreTest, TheFileIsForItsOwnerOnly) {
  const auto store = Open();
  ASSERT_TRUE(store->Store("hotel", Of("t1")).ok());
  struct stat facts {};
  ASSERT_EQ(stat(path().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
}

TEST_F(SessionStoreTest, ACrashBeforeTheReplacementLeavesTheOldSessions) {
  ASSERT_TRUE(Open()->Store("hotel", Of("t1")).ok());
  std::ofstream(path() + ".new") << R"({"version":1,"sess)";  // as a crash would leave it
  const auto store = Open();
  EXPECT_EQ(store->Load("hotel")->refresh_token.RevealForUse(), "t1");
  ASSERT_TRUE(store->Store("hotel", Of("t2")).ok());
  EXPECT_FALSE(std::filesystem::exists(path() + ".new"));
}

TEST_F(SessionStoreTest, AFailedWriteChangesNothing) {
  const auto store = Open();
  ASSERT_TRUE(store->Store("hotel", Of("t1")).ok());
  std::filesystem::create_directory(path() + ".new");  // in the way of the draft
  EXPECT_FALSE(store->Store("hotel", Of("t2")).ok());
  EXPECT_EQ(store->Load("hotel")->refresh_token.RevealForUse(), "t1");
}

TEST_F(SessionStoreTest, ABrokenFileIsAClearError) {
  for (const char* content :
       {"", "{", "[]", R"({"version":2,"sessions":{}})", R"({"version":1,"sessions":[]})",
        R"({"version":1,"sessions":{"hotel":{"origin":"o"}}})",
        R"({"version":1,"sessions":{"hotel":{"origin":"o","refresh_token":""}}})"}) {
    Write(content);
    const absl::Status error = OpenError();
    EXPECT_EQ(error.code(), absl::StatusCode::kDataLoss) << content;
    EXPECT_NE(error.message().find(path()), absl::string_view::npos) << error;
  }
}

TEST_F(SessionStoreTest, AFileThatOthersCanReadIsRefused) {
  Write(R"({"version":1,"sessions":{}})", 0640);
  EXPECT_NE(OpenError().message().find("chmod 600"), absl::string_view::npos) << OpenError();
}

TEST_F(SessionStoreTest, ASecondUserOfTheFileIsRefused) {
  const auto store = Open();
  EXPECT_EQ(OpenError().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(SessionStoreTest, AFolderThatDoesNotExistIsAClearError) {
  EXPECT_FALSE(FileSessionStore::Open((folder_ / "none" / "sessions.json").string()).ok());
}

TEST(Secret, PrintsAsStars) {
  std::ostringstream out;
  out << Secret("hunter2");
  EXPECT_EQ(out.str(), "***");
}

}  // namespace
}  // namespace bookings
