// Reads the JSON body of a write and collects all that is wrong with its fields.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/router.h"
#include "deploy/sandbox/optimocms/optimocms_render.h"

namespace bookings::sandbox::optimocms {

enum class Presence { kRequired, kOptional };

// `call` outlives it.
class BodyReader {
 public:
  BodyReader(const Call& call, const std::vector<std::string_view>& fields);

  std::optional<std::string> Text(std::string_view name, Presence presence);
  std::optional<absl::CivilDay> Day(std::string_view name);
  // `HH:mm`, in minutes since midnight; under the switch `iso_slots` also the local date-time that
  // the slots then show, which must be of `day`.
  std::optional<int64_t> Start(std::string_view name, const std::optional<absl::CivilDay>& day);
  std::optional<Json> Object(std::string_view name);

  void Fail(std::string_view name, std::string_view what);

  // The 400 that follows from what was read, if one does.
  std::optional<Answer> Refusal() const;

 private:
  const Call& call_;
  Json body_ = Json::object();
  bool malformed_ = false;
  FieldErrors errors_;
};

}  // namespace bookings::sandbox::optimocms
