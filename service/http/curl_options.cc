// See curl_options.h.
#include "service/http/curl_options.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/match.h"

namespace bookings {
namespace {

// A stalled exchange moves less than this many bytes per second: a vendor that answers at all sends
// a page at once.
constexpr long kStallBytesPerSecond = 64;
// Idle connections older than this are not used again: front ends of vendors close them after a
// minute or more, and a request on a closing connection fails.
constexpr long kMaxIdleSeconds = 50;
// How long an address is kept: moves of a vendor's front end are seen within a minute.
constexpr long kDnsCacheSeconds = 60;
// A page has about 64 KiB; larger reads mean fewer calls per page.
constexpr long kReadBufferBytes = 64 << 10;

constexpr char kUserAgent[] = "bookings-gateway/" BOOKINGS_VERSION;

struct LongOption {
  CURLoption option;
  long value;
};
struct TextOption {
  CURLoption option;
  const char* value;
};

constexpr LongOption kFixedNumbers[] = {
    // Credentials never follow a redirect; the connector sees the 3xx.
    {CURLOPT_FOLLOWLOCATION, 0},
    // The vendor is who the certificate says, or there is no exchange.
    {CURLOPT_SSL_VERIFYPEER, 1},
    {CURLOPT_SSL_VERIFYHOST, 2},
    {CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
    // HTTP/2 where TLS negotiates it; plain HTTP stays HTTP/1.1.
    {CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS},
    // Bytes without a status line are no answer.
    {CURLOPT_HTTP09_ALLOWED, 0},
    // Timeouts must not raise SIGALRM in a process with threads.
    {CURLOPT_NOSIGNAL, 1},
    // A cancelled exchange does not wait for a name server that hangs: it would block the loop.
    {CURLOPT_QUICK_EXIT, 1},
    // Dead peers of idle connections are noticed.
    {CURLOPT_TCP_KEEPALIVE, 1},
    {CURLOPT_MAXAGE_CONN, kMaxIdleSeconds},
    {CURLOPT_DNS_CACHE_TIMEOUT, kDnsCacheSeconds},
    {CURLOPT_LOW_SPEED_LIMIT, kStallBytesPerSecond},
    {CURLOPT_BUFFERSIZE, kReadBufferBytes},
    // Ids in paths are sent as the connector encoded them: `..` is not a step up.
    {CURLOPT_PATH_AS_IS, 1},
    // No credentials by other ways than our headers.
    {CURLOPT_NETRC, CURL_NETRC_IGNORED},
    {CURLOPT_DISALLOW_USERNAME_IN_URL, 1},
};

constexpr TextOption kFixedTexts[] = {
    {CURLOPT_USERAGENT, kUserAgent},
    // The transport counts what comes out of the decompression.
    {CURLOPT_ACCEPT_ENCODING, "gzip"},
    // Not even if FOLLOWLOCATION were on.
    {CURLOPT_REDIR_PROTOCOLS_STR, ""},
};

long WholeSeconds(absl::Duration duration) {
  return std::max<long>(1, static_cast<long>(absl::ToInt64Seconds(duration)));
}

void ApplyConfigured(CURL* easy, const CurlTransportOptions& options) {
  const bool plain = absl::StartsWithIgnoreCase(options.base_url, "http:");
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, plain ? "http" : "https");
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(absl::ToInt64Milliseconds(options.connect_timeout)));
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, WholeSeconds(options.stall_window));
  // An empty text also turns off the proxies of the environment.
  curl_easy_setopt(easy, CURLOPT_PROXY, options.proxy.c_str());
  if (!options.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, options.ca_file.c_str());
}

bool SetMethod(CURL* easy, const HttpRequest& request) {
  if (request.method == HttpMethod::kGet) {
    curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
    return curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, nullptr) == CURLE_OK;
  }
  curl_easy_setopt(easy, CURLOPT_POST, 1L);
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.data());
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  const char* method = request.method == HttpMethod::kPost ? nullptr : "PATCH";
  return curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method) == CURLE_OK;
}

}  // namespace

CurlEasy MakeEasy(const CurlTransportOptions& options) {
  CurlEasy easy(curl_easy_init());
  if (easy == nullptr) return easy;
  for (const auto& [option, value] : kFixedNumbers) curl_easy_setopt(easy.get(), option, value);
  for (const auto& [option, value] : kFixedTexts) curl_easy_setopt(easy.get(), option, value);
  ApplyConfigured(easy.get(), options);
  return easy;
}

bool SetRequest(CURL* easy, const HttpRequest& request, const std::string& url,
                const curl_slist* headers) {
  // libcurl repeats a request by itself when a used connection turns out to be closed: fine for
  // reads, so unsafe ones get a connection of their own.
  const long fresh = request.replay == ReplaySafety::kUnsafe ? 1 : 0;
  curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, fresh);
  // Which is closed behind them: kept ones would pile up at the vendor.
  curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, fresh);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  return SetMethod(easy, request) && curl_easy_setopt(easy, CURLOPT_URL, url.c_str()) == CURLE_OK;
}

}  // namespace bookings
