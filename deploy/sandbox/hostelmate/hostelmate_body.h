// The bodies of HostelMate's writes, read strictly (hostelmate.md 2.4 to 2.6). Errors name the
// field and become 400 bad_request.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/router.h"
#include "deploy/sandbox/core/text.h"
#include "deploy/sandbox/hostelmate/hostelmate_model.h"

namespace bookings::sandbox::hostelmate {

// Nights that one body may name: a year, so that one request stays cheap.
inline constexpr size_t kMaxNightsOfBody = 366;

// Form 8-4-4-4-12 of hexadecimal digits in either case.
bool IsUuid(std::string_view text);

// `guest` of a create: an existing guest's id, which wins, or a person.
struct GuestBody {
  std::optional<std::string> id;
  std::string first_name;
  std::string last_name;
  std::string email;
  std::string phone;
  std::string country_code;
  // As RenderGuest shows it; an empty object where none was sent.
  Json address = Json::object();
};

struct CreateBody {
  std::string id;
  // Date and amount only.
  std::vector<Night> nights;
  // A room or a room type.
  std::string room;
  GuestBody guest;
  std::optional<std::string> notes;
};

struct UpdateBody {
  std::optional<std::string> status;
  std::optional<std::string> notes;
};

struct PatchBody {
  std::optional<std::vector<Night>> nights;
  std::optional<std::string> room;
  std::optional<std::string> notes;
};

absl::StatusOr<CreateBody> ParseCreate(const Call& call);
absl::StatusOr<UpdateBody> ParseUpdate(const Call& call);
absl::StatusOr<PatchBody> ParsePatch(const Call& call);

// `{"dates": [...], "property": uuid}` of the availability call.
struct AvailabilityBody {
  std::vector<absl::CivilDay> nights;
  std::string property;
};
absl::StatusOr<AvailabilityBody> ParseAvailability(const Call& call);

}  // namespace bookings::sandbox::hostelmate
