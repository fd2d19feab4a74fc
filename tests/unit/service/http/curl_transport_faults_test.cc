// What the transport makes of vendors that break, stall, lie or flood, and of calls that end early.
#include <gmock/gmock.h>
#include <zlib.h>

#include <atomic>

#include "service/http/curl_transport.h"
#include "tests/support/event.h"
#include "tests/support/scripted_server.h"
#include "tests/unit/service/http/transport_fixture.h"

namespace bookings {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Gzip(const std::string& text) {
  z_stream stream{};
  constexpr int kGzipWindow = 15 + 16;
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()), '\0');
  std::string in = text;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// Answers each first request of a connection with these bytes, then closes.
ScriptedServer::Script Once(std::string bytes) {
  return [bytes = std::move(bytes)](ScriptedConnection& connection) {
    connection.ReadRequest();
    connection.Send(bytes);
  };
}

class CurlTransportFaultsTest : public TransportTest {
 protected:
  CurlTransportOptions OptionsFor(const ScriptedServer& server) {
    CurlTransportOptions options;
    options.base_url = server.url();
    return options;
  }
  // The failure of one read from a server with this script.
  absl::Status FailureWith(ScriptedServer::Script script) {
    ScriptedServer server(std::move(script));
    UseUrl(server.url());
    return Fetch(Get()).status();
  }
  void ExpectUnavailable(const absl::Status& status, std::string_view transport) {
    EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
    EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_VENDOR_UNAVAILABLE);
    EXPECT_EQ(MetadataOf(status, "transport"), transport);
    EXPECT_EQ(MetadataOf(status, "sent"), "");
  }
  void ExpectInvalid(const absl::Status& status) {
    EXPECT_EQ(status.code(), absl::StatusCode::kInternal) << status;
    EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_VENDOR_RESPONSE_INVALID);
  }
};

TEST_F(CurlTransportFaultsTest, NobodyListens) {
  std::string url;
  {
    url = ScriptedServer([](ScriptedConnection&) {}).url();
  }
  UseUrl(url);
  const absl::Status status = Fetch(Get()).status();
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_VENDOR_UNAVAILABLE);
  EXPECT_EQ(MetadataOf(status, "transport"), "connect");
  EXPECT_EQ(MetadataOf(status, "sent"), "no");
}

TEST_F(CurlTransportFaultsTest, NobodyListensAnyMore) {
  {
    ScriptedServer server(Always(HttpAnswer("200 OK", "")));
    UseUrl(server.url());
    ASSERT_TRUE(Fetch(Get()).ok());
  }
  const absl::Status status = Fetch(Get()).status();
  EXPECT_EQ(MetadataOf(status, "transport"), "connect") << status;
  EXPECT_EQ(MetadataOf(status, "sent"), "no") << "the handle forgets the request before";
}

TEST_F(CurlTransportFaultsTest, TheServerSpeaksNoTls) {
  ScriptedServer server([](ScriptedConnection& connection) {
    connection.Send("HTTP/1.1 400 Bad Request\r\n\r\n");
    connection.WaitForClose();
  });
  UseUrl("https" + server.url().substr(4));
  const absl::Status status = Fetch(Get()).status();
  EXPECT_EQ(MetadataOf(status, "transport"), "tls") << status;
  EXPECT_EQ(MetadataOf(status, "sent"), "no");
}

TEST_F(CurlTransportFaultsTest, AResetConnection) {
  ExpectUnavailable(FailureWith([](ScriptedConnection& connection) {
                      connection.ReadRequest();
                      connection.Send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
                      connection.EndWithReset();
                    }),
                    "reset");
}

TEST_F(CurlTransportFaultsTest, ACloseWithoutAnAnswer) {
  ExpectUnavailable(FailureWith(Once("")), "no_answer");
}

TEST_F(CurlTransportFaultsTest, AnAnswerThatIsCutShort) {
  ExpectUnavailable(FailureWith(Once("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")),
                    "truncated");
}

TEST_F(CurlTransportFaultsTest, AChunkedAnswerThatIsCutShort) {
  ExpectUnavailable(
      FailureWith(Once("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")),
      "truncated");
}

TEST_F(CurlTransportFaultsTest, Garbage) {
  ExpectInvalid(FailureWith(Once("SSH-2.0-OpenSSH_9.2\r\n")));
}

TEST_F(CurlTransportFaultsTest, ABodyThatIsNotGzipAsAnnounced) {
  ExpectInvalid(
      FailureWith(Once(HttpAnswer("200 OK", "plain text", "Content-Encoding: gzip\r\n"))));
}

TEST_F(CurlTransportFaultsTest, ACompressedBodyIsDecompressed) {
  ScriptedServer server(Always(HttpAnswer("200 OK", Gzip("a page"), "Content-Encoding: gzip\r\n")));
  UseUrl(server.url());
  EXPECT_EQ(Fetch(Get())->body, "a page");
}

TEST_F(CurlTransportFaultsTest, ADecompressionBombIsStoppedAtTheBound) {
  const std::string bomb = Gzip(std::string(size_t{64} << 20, '\0'));
  ASSERT_LT(bomb.size(), size_t{100} << 10);
  ScriptedServer server(Once(HttpAnswer("200 OK", bomb, "Content-Encoding: gzip\r\n")));
  CurlTransportOptions options = OptionsFor(server);
  options.max_response_bytes = 1 << 20;
  Use(std::move(options));
  const absl::Status status = Fetch(Get()).status();
  ExpectInvalid(status);
  EXPECT_EQ(status.message(), "the answer is too long");
}

TEST_F(CurlTransportFaultsTest, HeadersWithoutEndAreStopped) {
  const absl::Status status = FailureWith([](ScriptedConnection& connection) {
    connection.ReadRequest();
    connection.Send("HTTP/1.1 200 OK\r\n");
    while (connection.Send("X-Filler: " + std::string(1000, 'x') + "\r\n")) {
    }
  });
  ExpectInvalid(status);
}

TEST_F(CurlTransportFaultsTest, AnAttemptThatTakesTooLongIsUnavailable) {
  ScriptedServer server([](ScriptedConnection& connection) { connection.WaitForClose(); });
  CurlTransportOptions options = OptionsFor(server);
  options.attempt_timeout = absl::Milliseconds(50);
  Use(std::move(options));
  ExpectUnavailable(Fetch(Get()).status(), "timeout");
}

TEST_F(CurlTransportFaultsTest, ASlowDripIsCutOffAsStalled) {
  ScriptedServer server([](ScriptedConnection& connection) {
    connection.ReadRequest();
    connection.Send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    while (connection.Send("x") && !connection.ClosesWithin(absl::Milliseconds(100))) {
    }
  });
  CurlTransportOptions options = OptionsFor(server);
  options.stall_window = absl::Seconds(1);
  Use(std::move(options));
  ExpectUnavailable(Fetch(Get()).status(), "stalled");
}

TEST_F(CurlTransportFaultsTest, TheCallersDeadlineEndsTheExchangeAndItsConnection) {
  Event closed;
  ScriptedServer server([&](ScriptedConnection& connection) {
    connection.ReadRequest();
    if (connection.WaitForClose()) closed.Happen();
  });
  UseUrl(server.url());
  CallContext context;
  context.deadline = absl::Now() + absl::Milliseconds(50);
  const absl::Status status = Fetch(Get(), context).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded) << status;
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_DEADLINE_EXCEEDED);
  EXPECT_TRUE(closed.Comes());
}

TEST_F(CurlTransportFaultsTest, AfterTheDeadlineNothingIsSent) {
  ScriptedServer server(Always(HttpAnswer("200 OK", "")));
  UseUrl(server.url());
  CallContext context;
  context.deadline = absl::Now();
  EXPECT_EQ(Fetch(Get(), context).status().code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(server.connections(), 0);
}

TEST_F(CurlTransportFaultsTest, CancellingClosesTheConnectionSoThatTheVendorSeesIt) {
  Event asked;
  Event closed;
  ScriptedServer server([&](ScriptedConnection& connection) {
    connection.ReadRequest();
    asked.Happen();
    if (connection.WaitForClose()) closed.Happen();
  });
  UseUrl(server.url());
  const auto call = Start(Get());
  asked.Wait();
  Cancel(call);
  EXPECT_TRUE(closed.Comes());
  EXPECT_FALSE(call->arrived.HasHappened());
}

TEST_F(CurlTransportFaultsTest, AnUnsafeRequestIsSentOnceEvenIfTheConnectionBreaks) {
  std::atomic<int> posts = 0;
  ScriptedServer server([&](ScriptedConnection& connection) {
    posts += connection.ReadRequest().starts_with("POST") ? 1 : 0;
  });
  UseUrl(server.url());
  ExpectUnavailable(Fetch(Post("{}")).status(), "no_answer");
  EXPECT_EQ(posts, 1);
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(CurlTransportFaultsTest, AnUnsafeRequestNeverGoesOverAUsedConnection) {
  std::atomic<int> posts = 0;
  ScriptedServer server([&](ScriptedConnection& connection) {
    for (std::string request; !(request = connection.ReadRequest()).empty();) {
      if (request.starts_with("POST")) {
        ++posts;
        return;
      }
      connection.Send(HttpAnswer("200 OK", ""));
    }
  });
  UseUrl(server.url());
  ASSERT_TRUE(Fetch(Get()).ok());
  ExpectUnavailable(Fetch(Post("{}")).status(), "no_answer");
  EXPECT_EQ(posts, 1) << "libcurl repeats what breaks on a used connection";
}

TEST_F(CurlTransportFaultsTest, ARequestThatCannotBeWrittenAsHttpIsNotSent) {
  ScriptedServer server(Always(HttpAnswer("200 OK", "")));
  UseUrl(server.url());
  HttpRequest header = Get();
  header.headers = {{"X-Key", "a\r\nX-Other: b"}};
  for (const HttpRequest& request :
       {header, Get("no-slash"), Get("/a b"), Get("/a\r\nHost: x"), Get("/a#b"), Get("")}) {
    const absl::Status status = Fetch(request).status();
    EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_INTERNAL) << request.target;
    EXPECT_EQ(MetadataOf(status, "sent"), "no");
  }
  EXPECT_EQ(server.connections(), 0);
}

TEST_F(CurlTransportFaultsTest, FailuresSayNothingOfAddressesAndSecrets) {
  ScriptedServer server(Once("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbody"));
  UseUrl(server.url());
  HttpRequest request = Get("/customers/ada@example.com");
  request.headers = {{"Authorization", "Bearer s3cret"}};
  const absl::Status status = Fetch(std::move(request)).status();
  const std::string all = status.ToString();
  for (const char* text : {"127.0.0.1", "ada", "s3cret", "body"}) {
    EXPECT_THAT(all, Not(HasSubstr(text)));
  }
}

}  // namespace
}  // namespace bookings
