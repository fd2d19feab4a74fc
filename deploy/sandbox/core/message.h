// What a vendor's routes see of HTTP: a parsed request and an answer. Not for sockets
// (connection.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bookings::sandbox {

struct Field {
  std::string name;
  std::string value;
};

struct Request {
  std::string method;
  // As received, with the query.
  std::string target;
  // As received, without the query: still percent-encoded.
  std::string path;
  // The parts of the path between slashes, percent-decoded one by one: an id may hold a `/`.
  std::vector<std::string> segments;
  // Decoded, in the order sent, repetitions kept.
  std::vector<Field> query;
  // Names in lower case.
  std::vector<Field> headers;
  std::string body;
  std::string client_ip;

  // The first value of that name; `name` of a header in lower case.
  std::optional<std::string> Header(std::string_view name) const;
  std::optional<std::string> Query(std::string_view name) const;
};

struct Answer {
  int status = 200;
  std::string body;
  // Empty = no Content-Type header (an answer without a body).
  std::string content_type = "application/json";
  std::vector<Field> headers;
};

// Splits and decodes the target; method, headers and body are the caller's.
Request ParseTarget(std::string_view target);

// Percent-decodes; a `%` that starts no escape stays as it is.
std::string DecodePercent(std::string_view text);

// A bearer token of `authorization`, or nothing. The scheme word is matched without regard to case
// (RFC 9110).
std::optional<std::string> BearerToken(const Request& request);

// The first query parameter that is not in `allowed`, or that is sent twice: what a strict vendor
// refuses.
std::optional<std::string> FirstUnexpectedQuery(const Request& request,
                                                const std::vector<std::string_view>& allowed);

// A whole decimal number without sign, blanks or fraction; nothing else.
std::optional<int64_t> ParseWholeNumber(std::string_view text);

}  // namespace bookings::sandbox
