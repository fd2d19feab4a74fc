// One request on one libcurl handle, and the answer as it comes in. Which handle runs when is
// curl_transport's affair.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "connectors/api/http_exchange.h"
#include "service/http/curl_failure.h"
#include "service/http/curl_handles.h"
#include "service/http/response_reader.h"

namespace bookings {

class CurlTransfer {
 public:
  // Fails for requests that cannot be sent as they are.
  static absl::StatusOr<std::unique_ptr<CurlTransfer>> Make(CurlEasy easy, HttpRequest request,
                                                            const std::string& base_url,
                                                            int64_t max_response_bytes);

  CURL* easy() const { return easy_.get(); }
  // What the finished transfer brought.
  absl::StatusOr<HttpResponse> Result(CURLcode code) &&;
  // Whether bytes of the request have left.
  RequestSent sent() const;
  // Gives the handle back, for another request.
  CurlEasy TakeEasy() && { return std::move(easy_); }

 private:
  CurlTransfer(CurlEasy easy, HttpRequest request, const std::string& base_url,
               int64_t max_response_bytes);

  absl::Status SetUp();
  bool AddHeader(const Header& header);
  bool AddLine(const std::string& line);
  static size_t OnHeader(char* data, size_t size, size_t count, void* self);
  static size_t OnBody(char* data, size_t size, size_t count, void* self);

  HttpRequest request_;
  std::string url_;
  CurlList headers_;
  ResponseReader reader_;
  CurlEasy easy_;
};

}  // namespace bookings
