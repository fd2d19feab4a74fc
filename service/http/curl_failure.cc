// See curl_failure.h.
#include "service/http/curl_failure.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "connectors/api/failure.h"

namespace bookings {
namespace {

enum class Fault { kWay, kAnswer };

struct Meaning {
  CURLcode code;
  Fault fault;
  std::string_view word;
  std::string_view message;
};

constexpr std::array kMeanings = {
    Meaning{CURLE_COULDNT_RESOLVE_PROXY, Fault::kWay, "resolve", "the proxy's name is not known"},
    Meaning{CURLE_COULDNT_RESOLVE_HOST, Fault::kWay, "resolve", "the vendor's name is not known"},
    Meaning{CURLE_COULDNT_CONNECT, Fault::kWay, "connect", "the vendor cannot be reached"},
    Meaning{CURLE_PROXY, Fault::kWay, "connect", "the proxy refuses the connection"},
    Meaning{CURLE_SSL_CONNECT_ERROR, Fault::kWay, "tls", "the TLS handshake failed"},
    Meaning{CURLE_PEER_FAILED_VERIFICATION, Fault::kWay, "tls",
            "the vendor's certificate is not trusted"},
    Meaning{CURLE_SSL_CACERT_BADFILE, Fault::kWay, "tls",
            "the certificate authorities cannot be read"},
    Meaning{CURLE_SSL_CIPHER, Fault::kWay, "tls", "the TLS handshake failed"},
    Meaning{CURLE_ABORTED_BY_CALLBACK, Fault::kWay, "too_late",
            "the request could not be sent in time"},
    Meaning{CURLE_SEND_ERROR, Fault::kWay, "reset", "the connection broke while sending"},
    Meaning{CURLE_RECV_ERROR, Fault::kWay, "reset", "the connection broke while receiving"},
    Meaning{CURLE_GOT_NOTHING, Fault::kWay, "no_answer", "the vendor closed without an answer"},
    Meaning{CURLE_PARTIAL_FILE, Fault::kWay, "truncated", "the answer was cut short"},
    Meaning{CURLE_HTTP2, Fault::kWay, "http2", "the HTTP/2 connection broke"},
    Meaning{CURLE_HTTP2_STREAM, Fault::kWay, "http2", "the HTTP/2 stream broke"},
    Meaning{CURLE_OPERATION_TIMEDOUT, Fault::kWay, "stalled", "the connection stalled"},
    Meaning{CURLE_BAD_CONTENT_ENCODING, Fault::kAnswer, "encoding",
            "the answer cannot be decompressed"},
    Meaning{CURLE_WEIRD_SERVER_REPLY, Fault::kAnswer, "not_http", "the answer is no HTTP"},
    Meaning{CURLE_UNSUPPORTED_PROTOCOL, Fault::kAnswer, "not_http", "the answer is no HTTP"},
};

absl::Status WithTransport(absl::Status failure, std::string_view word, RequestSent sent) {
  failure = WithMetadata(failure, "transport", word);
  return sent == RequestSent::kNo ? WithMetadata(failure, "sent", "no") : failure;
}

}  // namespace

absl::Status CurlFailure(CURLcode code, RequestSent sent) {
  const auto* meaning = std::find_if(kMeanings.begin(), kMeanings.end(),
                                     [code](const Meaning& m) { return m.code == code; });
  if (meaning == kMeanings.end()) {
    return WithTransport(MakeFailure(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                                     "the HTTP library failed"),
                         "other", sent);
  }
  if (meaning->fault == Fault::kAnswer) {
    return WithTransport(ResponseInvalid(meaning->message), meaning->word, sent);
  }
  return WithTransport(MakeFailure(absl::StatusCode::kUnavailable,
                                   v1::ERROR_REASON_VENDOR_UNAVAILABLE, meaning->message),
                       meaning->word, sent);
}

absl::Status AttemptTimedOut(RequestSent sent) {
  return WithTransport(
      MakeFailure(absl::StatusCode::kUnavailable, v1::ERROR_REASON_VENDOR_UNAVAILABLE,
                  "the vendor took too long to answer"),
      "timeout", sent);
}

}  // namespace bookings
