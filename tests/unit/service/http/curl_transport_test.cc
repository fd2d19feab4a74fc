// What the transport sends and brings when all goes well. Faults: curl_transport_faults_test.cc.
#include "service/http/curl_transport.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <vector>

#include "tests/support/event.h"
#include "tests/support/scripted_server.h"
#include "tests/unit/service/http/transport_fixture.h"

namespace bookings {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// Answers every request with its own text.
void Echo(ScriptedConnection& connection) {
  for (std::string request; !(request = connection.ReadRequest()).empty();) {
    connection.Send(HttpAnswer("200 OK", request));
  }
}

using CurlTransportTest = TransportTest;

TEST_F(CurlTransportTest, SendsMethodTargetAndHeaders) {
  ScriptedServer server(Echo);
  UseUrl(server.url() + "/base");
  HttpRequest request = Get("/v1/bookings?page=2");
  request.headers = {{"X-Key", "k1"}, {"X-Empty", ""}};
  const absl::StatusOr<HttpResponse> response = Fetch(std::move(request));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(response->body, StartsWith("GET /base/v1/bookings?page=2 HTTP/1.1\r\n"));
  EXPECT_THAT(response->body, HasSubstr("\r\nX-Key: k1\r\n"));
  EXPECT_THAT(response->body, HasSubstr("\r\nX-Empty:\r\n"));
  EXPECT_THAT(response->body, HasSubstr("\r\nUser-Agent: bookings-gateway/"));
  EXPECT_THAT(response->body, HasSubstr("\r\nAccept-Encoding: gzip\r\n"));
}

TEST_F(CurlTransportTest, SendsBodies) {
  ScriptedServer server(Echo);
  UseUrl(server.url());
  const std::string body = std::string("{\"a\":\"\0\"}", 9) + std::string(2000, 'x');
  HttpRequest patch = Post(body);
  patch.method = HttpMethod::kPatch;
  for (const HttpRequest& request : {Post(body), patch, Post("")}) {
    const absl::StatusOr<HttpResponse> response = Fetch(request);
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_THAT(response->body, StartsWith(std::string(MethodName(request.method)) + " / HTTP"));
    EXPECT_THAT(response->body, HasSubstr("\r\nContent-Type: application/json\r\n"));
    EXPECT_THAT(response->body, Not(HasSubstr("Expect:")));
    EXPECT_THAT(response->body, testing::EndsWith("\r\n\r\n" + request.body));
  }
}

TEST_F(CurlTransportTest, AHandleThatWasUsedForAPatchSendsAPlainGetAgain) {
  ScriptedServer server(Echo);
  UseUrl(server.url());
  HttpRequest patch = Post("{}");
  patch.method = HttpMethod::kPatch;
  ASSERT_TRUE(Fetch(patch).ok());
  const absl::StatusOr<HttpResponse> response = Fetch(Get());
  ASSERT_TRUE(response.ok());
  EXPECT_THAT(response->body, StartsWith("GET / HTTP/1.1\r\n"));
  EXPECT_THAT(response->body, Not(HasSubstr("Content-")));
}

TEST_F(CurlTransportTest, DotsInATargetAreNotSteps) {
  ScriptedServer server(Echo);
  UseUrl(server.url());
  EXPECT_THAT(Fetch(Get("/bookings/../x"))->body, StartsWith("GET /bookings/../x HTTP"));
}

TEST_F(CurlTransportTest, TheSchemeMayBeWrittenInCapitals) {
  ScriptedServer server(Echo);
  UseUrl("HTTP" + server.url().substr(4));
  EXPECT_TRUE(Fetch(Get()).ok());
}

TEST_F(CurlTransportTest, EveryStatusIsAResponse) {
  ScriptedServer server(Always(HttpAnswer("503 Busy", "later", "Retry-After: 5\r\n")));
  UseUrl(server.url());
  const absl::StatusOr<HttpResponse> response = Fetch(Get());
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->status, 503);
  EXPECT_EQ(response->body, "later");
  EXPECT_EQ(response->FindHeader("retry-after"), "5");
}

TEST_F(CurlTransportTest, ARedirectIsNotFollowedSoCredentialsStay) {
  ScriptedServer elsewhere(Echo);
  ScriptedServer server(
      Always(HttpAnswer("302 Found", "", "Location: " + elsewhere.url() + "/\r\n")));
  UseUrl(server.url());
  HttpRequest request = Get();
  request.headers = {{"Authorization", "Bearer secret"}};
  const absl::StatusOr<HttpResponse> response = Fetch(std::move(request));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->status, 302);
  EXPECT_EQ(elsewhere.connections(), 0);
}

TEST_F(CurlTransportTest, AThousandReadsUseOneConnection) {
  ScriptedServer server(Echo);
  UseUrl(server.url());
  for (int i = 0; i < 1'000; ++i) ASSERT_TRUE(Fetch(Get()).ok());
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(CurlTransportTest, RequestsRunSideBySide) {
  Event all_here;
  std::atomic<int> here = 0;
  constexpr int kCalls = 8;
  ScriptedServer server([&](ScriptedConnection& connection) {
    connection.ReadRequest();
    if (++here == kCalls) all_here.Happen();
    all_here.Wait();
    connection.Send(HttpAnswer("200 OK", ""));
  });
  UseUrl(server.url());
  std::vector<std::shared_ptr<TransportCall>> calls;
  for (int i = 0; i < kCalls; ++i) calls.push_back(Start(Get()));
  for (const auto& call : calls) {
    call->arrived.Wait();
    EXPECT_TRUE(call->result.ok()) << call->result.status();
  }
}

TEST_F(CurlTransportTest, ProxiesOfTheEnvironmentAreIgnored) {
  setenv("http_proxy", "http://127.0.0.1:1", 1);
  ScriptedServer server(Echo);
  UseUrl(server.url());
  EXPECT_TRUE(Fetch(Get()).ok());
  unsetenv("http_proxy");
}

TEST_F(CurlTransportTest, AConfiguredProxyIsUsed) {
  ScriptedServer proxy(Echo);
  CurlTransportOptions options;
  options.base_url = "http://vendor.example";
  options.proxy = proxy.url();
  Use(std::move(options));
  const absl::StatusOr<HttpResponse> response = Fetch(Get("/x"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(response->body, StartsWith("GET http://vendor.example/x HTTP/1.1\r\n"));
}

}  // namespace
}  // namespace bookings
