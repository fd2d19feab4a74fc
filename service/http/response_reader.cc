// See response_reader.h.
#include "service/http/response_reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "connectors/api/text.h"

namespace bookings {
namespace {

// Room for a body that is still to come is made at once, but not on a vendor's word for more than
// some pages.
constexpr size_t kMostExpectedBytes = 256 << 10;
// Behind the body, for readers that end it in their own way without copying it.
constexpr size_t kSpareBytes = 64;

std::string Trimmed(std::string_view text) {
  return std::string(ToStd(absl::StripAsciiWhitespace(ToAbsl(text))));
}

}  // namespace

bool ResponseReader::AddHeaderLine(std::string_view line) {
  header_bytes_ += line.size();
  if (header_bytes_ > kMaxHeaderBytes) return Break("the answer's headers are too long");
  if (absl::StartsWith(ToAbsl(line), "HTTP/")) {
    response_.headers.clear();
    return true;
  }
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos) return true;  // the empty line behind the headers
  Header header{Trimmed(line.substr(0, colon)), Trimmed(line.substr(colon + 1))};
  if (absl::EqualsIgnoreCase(header.name, "Content-Length")) Expect(header.value);
  response_.headers.push_back(std::move(header));
  return true;
}

void ResponseReader::Expect(std::string_view length) {
  size_t bytes = 0;
  if (!absl::SimpleAtoi(ToAbsl(length), &bytes)) return;
  const size_t most = std::min(kMostExpectedBytes, static_cast<size_t>(max_body_bytes_));
  response_.body.reserve(std::min(bytes, most) + kSpareBytes);
}

bool ResponseReader::AddBody(std::string_view bytes) {
  const size_t room = static_cast<size_t>(max_body_bytes_) - response_.body.size();
  if (bytes.size() > room) return Break("the answer is too long");
  response_.body.append(bytes);
  return true;
}

HttpResponse ResponseReader::Take(int status) && {
  response_.status = status;
  return std::move(response_);
}

bool ResponseReader::Break(std::string_view breach) {
  breach_ = breach;
  return false;
}

}  // namespace bookings
