// Collects a vendor's answer within bounds, as libcurl hands it over piece by piece.
#pragma once

#include <cstdint>
#include <string_view>

#include "connectors/api/http_exchange.h"

namespace bookings {

// All header lines of one answer together: real ones have 2 KiB.
inline constexpr size_t kMaxHeaderBytes = 64 << 10;

class ResponseReader {
 public:
  explicit ResponseReader(int64_t max_body_bytes) : max_body_bytes_(max_body_bytes) {}

  // One header line with its line end. A status line starts the answer anew, as behind a 103. False
  // at a breach.
  bool AddHeaderLine(std::string_view line);
  // The next bytes of the decompressed body. False at a breach.
  bool AddBody(std::string_view bytes);

  // What the answer did wrong; empty while it is good.
  std::string_view breach() const { return breach_; }
  HttpResponse Take(int status) &&;

 private:
  bool Break(std::string_view breach);
  void Expect(std::string_view length);

  const int64_t max_body_bytes_;
  size_t header_bytes_ = 0;
  std::string_view breach_;
  HttpResponse response_;
};

}  // namespace bookings
