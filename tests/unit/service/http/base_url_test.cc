// Which base URLs are accepted, and what is said about the others.
#include "service/http/base_url.h"

#include <gtest/gtest.h>

namespace bookings {
namespace {

TEST(BaseUrl, HttpsIsGood) {
  for (const char* url : {"https://api.example.com", "https://api.example.com:8443/v1",
                          "HTTPS://api.example.com", "https://[2001:db8::1]", "https://10.0.0.1"}) {
    EXPECT_EQ(BaseUrlProblem(url, PlainHttp::kLoopbackOnly), std::nullopt) << url;
  }
}

TEST(BaseUrl, PlainHttpIsForLoopback) {
  for (const char* url : {"http://localhost:8080", "http://127.0.0.1:8080/wix", "http://127.9.9.9",
                          "http://[::1]:80"}) {
    EXPECT_EQ(BaseUrlProblem(url, PlainHttp::kLoopbackOnly), std::nullopt) << url;
  }
  for (const char* url :
       {"http://api.example.com", "http://10.0.0.1", "http://128.0.0.1",
        "http://localhost.example.com", "http://127.0.0.1.example.com", "http://[::2]"}) {
    EXPECT_NE(BaseUrlProblem(url, PlainHttp::kLoopbackOnly), std::nullopt) << url;
    EXPECT_EQ(BaseUrlProblem(url, PlainHttp::kAllowed), std::nullopt) << url;
  }
}

TEST(BaseUrl, EverythingElseIsRefused) {
  for (const char* url :
       {"", "api.example.com", "ftp://api.example.com", "file:///etc/passwd", "https://",
        "https:", "https://user@api.example.com", "https://user:pw@api.example.com",
        "https://api.example.com/", "https://api.example.com/v1/", "https://api.example.com?a=b",
        "https://api.example.com?", "https://api.example.com#x", "https://api.example.com/#",
        "https://api.example.com:99999", "https://api example.com", "https://api.example.com/\r\n",
        " https://api.example.com", "https://api.ex\xc3\xa4mple.com"}) {
    EXPECT_NE(BaseUrlProblem(url, PlainHttp::kAllowed), std::nullopt) << url;
  }
}

}  // namespace
}  // namespace bookings
