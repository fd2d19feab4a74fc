// Collecting an answer within bounds.
#include "service/http/response_reader.h"

#include <gtest/gtest.h>

namespace bookings {
namespace {

TEST(ResponseReader, CollectsHeadersAndBody) {
  ResponseReader reader(10);
  EXPECT_TRUE(reader.AddHeaderLine("HTTP/1.1 200 OK\r\n"));
  EXPECT_TRUE(reader.AddHeaderLine("Content-Type:  text/plain \r\n"));
  EXPECT_TRUE(reader.AddHeaderLine("Empty:\r\n"));
  EXPECT_TRUE(reader.AddHeaderLine("\r\n"));
  EXPECT_TRUE(reader.AddBody("01234"));
  EXPECT_TRUE(reader.AddBody("56789"));
  const HttpResponse response = std::move(reader).Take(200);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.FindHeader("content-type"), "text/plain");
  EXPECT_EQ(response.FindHeader("empty"), "");
  EXPECT_EQ(response.headers.size(), 2u);
  EXPECT_EQ(response.body, "0123456789");
}

TEST(ResponseReader, MakesRoomForWhatIsAnnouncedOnce) {
  ResponseReader reader(1 << 20);
  reader.AddHeaderLine("Content-Length: 1000\r\n");
  reader.AddBody(std::string(1'000, 'x'));
  const HttpResponse response = std::move(reader).Take(200);
  EXPECT_GT(response.body.capacity(), 1'000U);
  EXPECT_LT(response.body.capacity(), 2'000U);
}

TEST(ResponseReader, BelievesNoLengthThatIsHuge) {
  for (const char* length : {"18446744073709551615", "999999999999", "-1", "x", ""}) {
    ResponseReader reader(int64_t{1} << 40);
    EXPECT_TRUE(reader.AddHeaderLine("content-length: " + std::string(length) + "\r\n"));
    EXPECT_LT(std::move(reader).Take(200).body.capacity(), size_t{1} << 20) << length;
  }
}

TEST(ResponseReader, AStatusLineStartsAnew) {
  ResponseReader reader(10);
  reader.AddHeaderLine("HTTP/1.1 103 Early Hints\r\n");
  reader.AddHeaderLine("Link: </style>\r\n");
  reader.AddHeaderLine("HTTP/1.1 200 OK\r\n");
  EXPECT_TRUE(std::move(reader).Take(200).headers.empty());
}

TEST(ResponseReader, ABodyAboveTheBoundIsABreach) {
  ResponseReader reader(10);
  EXPECT_TRUE(reader.AddBody("0123456789"));
  EXPECT_FALSE(reader.AddBody("x"));
  EXPECT_NE(reader.breach(), "");
}

TEST(ResponseReader, HeadersAboveTheBoundAreABreach) {
  ResponseReader reader(10);
  const std::string line = "Name: " + std::string(1024, 'x') + "\r\n";
  int lines = 0;
  while (reader.AddHeaderLine(line)) ++lines;
  EXPECT_EQ(lines, static_cast<int>(kMaxHeaderBytes / line.size()));
  EXPECT_NE(reader.breach(), "");
}

}  // namespace
}  // namespace bookings
