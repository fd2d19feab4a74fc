// See curl_transfer.h.
#include "service/http/curl_transfer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "connectors/api/failure.h"
#include "service/http/curl_options.h"

namespace bookings {
namespace {

absl::Status Unsendable(std::string_view what) {
  return WithMetadata(MakeFailure(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL, what),
                      "sent", "no");
}

bool HasControlByte(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); });
}

bool IsTarget(std::string_view target) {
  return target.starts_with('/') && !HasControlByte(target) &&
         target.find_first_of(" #") == std::string_view::npos;
}

// libcurl's form: `Name: value`; an empty value is `Name;`, as `Name:` would remove the header.
std::string HeaderLine(const Header& header) {
  if (header.value.empty()) return absl::StrCat(header.name, ";");
  return absl::StrCat(header.name, ": ", header.value);
}

}  // namespace

absl::StatusOr<std::unique_ptr<CurlTransfer>> CurlTransfer::Make(CurlEasy easy, HttpRequest request,
                                                                 const std::string& base_url,
                                                                 int64_t max_response_bytes) {
  if (easy == nullptr) return Unsendable("there is no memory for a request");
  std::unique_ptr<CurlTransfer> transfer(
      new CurlTransfer(std::move(easy), std::move(request), base_url, max_response_bytes));
  if (absl::Status set_up = transfer->SetUp(); !set_up.ok()) return set_up;
  return transfer;
}

CurlTransfer::CurlTransfer(CurlEasy easy, HttpRequest request, const std::string& base_url,
                           int64_t max_response_bytes)
    : request_(std::move(request)),
      url_(base_url + request_.target),
      reader_(max_response_bytes),
      easy_(std::move(easy)) {}

absl::Status CurlTransfer::SetUp() {
  if (!IsTarget(request_.target)) return Unsendable("a request has a malformed target");
  for (const Header& header : request_.headers) {
    if (!AddHeader(header)) return Unsendable("a request has a malformed header");
  }
  // Vendors answer bodies of this size at once: no waiting for `100 Continue`.
  if (!request_.body.empty() && !AddLine("Expect:")) return Unsendable("out of memory");
  if (!SetRequest(easy(), request_, url_, headers_.get())) {
    return Unsendable("the HTTP library refuses a request");
  }
  curl_easy_setopt(easy(), CURLOPT_HEADERFUNCTION, &CurlTransfer::OnHeader);
  curl_easy_setopt(easy(), CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy(), CURLOPT_WRITEFUNCTION, &CurlTransfer::OnBody);
  curl_easy_setopt(easy(), CURLOPT_WRITEDATA, this);
  return absl::OkStatus();
}

bool CurlTransfer::AddHeader(const Header& header) {
  if (header.name.empty() || HasControlByte(header.name) || HasControlByte(header.value)) {
    return false;
  }
  return AddLine(HeaderLine(header));
}

bool CurlTransfer::AddLine(const std::string& line) {
  curl_slist* longer = curl_slist_append(headers_.get(), line.c_str());
  if (longer == nullptr) return false;
  [[maybe_unused]] curl_slist* same = headers_.release();
  headers_.reset(longer);
  return true;
}

absl::StatusOr<HttpResponse> CurlTransfer::Result(CURLcode code) && {
  if (!reader_.breach().empty()) return ResponseInvalid(reader_.breach());
  if (code != CURLE_OK) return CurlFailure(code, sent());
  long status = 0;
  curl_easy_getinfo(easy(), CURLINFO_RESPONSE_CODE, &status);
  return std::move(reader_).Take(static_cast<int>(status));
}

RequestSent CurlTransfer::sent() const {
  long bytes = 0;
  curl_easy_getinfo(easy(), CURLINFO_REQUEST_SIZE, &bytes);
  return bytes == 0 ? RequestSent::kNo : RequestSent::kMaybe;
}

size_t CurlTransfer::OnHeader(char* data, size_t size, size_t count, void* self) {
  const std::string_view line(data, size * count);
  return static_cast<CurlTransfer*>(self)->reader_.AddHeaderLine(line) ? line.size() : 0;
}

size_t CurlTransfer::OnBody(char* data, size_t size, size_t count, void* self) {
  const std::string_view bytes(data, size * count);
  return static_cast<CurlTransfer*>(self)->reader_.AddBody(bytes) ? bytes.size() : 0;
}

}  // namespace bookings
