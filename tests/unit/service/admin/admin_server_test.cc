// The admin pages over a real socket.
#include "service/admin/admin_server.h"

#include <curl/curl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

namespace bookings {
namespace {

using ::testing::HasSubstr;

struct Fetched {
  long status = 0;
  std::string body;
  std::string headers;
};

size_t Collect(char* data, size_t size, size_t count, void* text) {
  static_cast<std::string*>(text)->append(data, size * count);
  return size * count;
}

Fetched Fetch(const std::string& url, const char* method = "GET") {
  Fetched fetched;
  CURL* const curl = curl_easy_init();
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, 10L);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &Collect);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &fetched.body);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &Collect);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &fetched.headers);
  curl_easy_perform(curl);
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &fetched.status);
  curl_easy_cleanup(curl);
  return fetched;
}

std::vector<AdminPage> OnePage(AdminAnswer answer) {
  return {{"/page", "text/plain", [answer = std::move(answer)] { return answer; }}};
}

TEST(AdminServer, ServesItsPages) {
  const auto server = AdminServer::Start("127.0.0.1:0", OnePage({503, "wait"})).value();
  const Fetched fetched = Fetch("http://" + server->address() + "/page");
  EXPECT_EQ(fetched.status, 503);
  EXPECT_EQ(fetched.body, "wait");
  EXPECT_THAT(fetched.headers, HasSubstr("no-store"));
  EXPECT_THAT(fetched.headers, HasSubstr("default-src 'none'"));
}

TEST(AdminServer, KnowsNothingElse) {
  const auto server = AdminServer::Start("127.0.0.1:0", OnePage({200, "here"})).value();
  EXPECT_EQ(Fetch("http://" + server->address() + "/other").status, 404);
  EXPECT_EQ(Fetch("http://" + server->address() + "/page", "DELETE").status, 404);
}

TEST(AdminServer, SaysWhereThePortIsTaken) {
  const auto server = AdminServer::Start("127.0.0.1:0", OnePage({200, ""})).value();
  const auto second = AdminServer::Start(server->address(), OnePage({200, ""}));
  ASSERT_FALSE(second.ok());
  EXPECT_THAT(std::string(second.status().message()), HasSubstr(server->address()));
}

}  // namespace
}  // namespace bookings
