// See base_url.h.
#include "service/http/base_url.h"

#include <arpa/inet.h>
#include <curl/curl.h>

#include <algorithm>
#include <memory>

namespace bookings {
namespace {

struct UrlDeleter {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using UrlHandle = std::unique_ptr<CURLU, UrlDeleter>;

// A part of the URL; no value where it has none.
std::optional<std::string> PartOf(const UrlHandle& url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url.get(), part, &text, 0) != CURLUE_OK) return std::nullopt;
  const std::unique_ptr<char, decltype(&curl_free)> owner(text, &curl_free);
  return std::string(text);
}

bool HasUnsafeByte(std::string_view url) {
  return std::any_of(url.begin(), url.end(), [](char c) { return c <= ' ' || c == '\x7f'; });
}

}  // namespace

bool IsLoopbackHost(const std::string& host) {
  if (host == "localhost" || host == "[::1]") return true;
  in_addr address{};
  constexpr uint32_t kLoopbackNet = 127;
  return inet_pton(AF_INET, host.c_str(), &address) == 1 &&
         ntohl(address.s_addr) >> 24 == kLoopbackNet;
}

std::optional<std::string> BaseUrlProblem(std::string_view url, PlainHttp plain) {
  const UrlHandle parsed(curl_url());
  if (HasUnsafeByte(url) || curl_url_set(parsed.get(), CURLUPART_URL, std::string(url).c_str(),
                                         CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) {
    return "is not an absolute URL";
  }
  const std::string scheme = PartOf(parsed, CURLUPART_SCHEME).value_or("");
  const std::string host = PartOf(parsed, CURLUPART_HOST).value_or("");
  if (scheme != "https" && scheme != "http") return "must start with https://";
  if (host.empty()) return "has no host";
  if (PartOf(parsed, CURLUPART_USER) || PartOf(parsed, CURLUPART_PASSWORD)) {
    return "must not hold user info";
  }
  // By text: for an empty query or fragment the parser reports none.
  if (url.find_first_of("?#") != std::string_view::npos) return "must not have a query or fragment";
  if (url.back() == '/') return "must not end with a slash";
  if (scheme == "http" && plain == PlainHttp::kLoopbackOnly && !IsLoopbackHost(host)) {
    return "must be https: plain http is for loopback hosts, unless allow_plain_http is set";
  }
  return std::nullopt;
}

}  // namespace bookings
