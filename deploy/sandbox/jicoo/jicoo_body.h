// Reads the JSON body of a Jicoo write as strictly as the vendor's pages are written: known members
// only, right types, lengths and words. Not for what a value means (jicoo_writes.cc).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/router.h"

namespace bookings::sandbox::jicoo {

// kNullable: may be missing, and may be null, which means the same unless the caller looks.
enum class Presence { kRequired, kOptional, kNullable };

// Keeps the first thing that is wrong while it reads. `call` outlives it.
class BodyReader {
 public:
  // An empty body is an empty object.
  BodyReader(const Call& call, const std::vector<std::string_view>& members);

  // No value where the member is missing or null. Lengths count characters.
  std::optional<std::string> Text(std::string_view name, size_t max_length, Presence presence);
  std::optional<std::string> Word(std::string_view name, const std::vector<std::string_view>& words,
                                  Presence presence);
  std::optional<int64_t> Instant(std::string_view name, Presence presence);
  std::optional<std::string> Zone(std::string_view name, Presence presence);
  // At most 255 characters.
  std::optional<std::string> Email(std::string_view name);
  // The elements of an array member; empty where it is missing.
  std::vector<Json> Items(std::string_view name, size_t max_items);
  // Null where it is missing.
  Json Member(std::string_view name) const;
  bool Has(std::string_view name) const { return body_.contains(std::string(name)); }

  // Notes what is wrong, unless something already is.
  void Fail(std::string message);
  bool failed() const { return error_.has_value(); }

  // The refusal that follows from what was read, if one does: 400 for what is no JSON object, 422
  // otherwise, both under the switch `invalid_body`.
  std::optional<Answer> Refusal() const;

 private:
  const Call& call_;
  Json body_ = Json::object();
  bool malformed_ = false;
  std::optional<std::string> error_;
};

// Whether it looks like `someone@somewhere`.
bool IsEmail(std::string_view text);

}  // namespace bookings::sandbox::jicoo
