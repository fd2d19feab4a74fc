#include "deploy/sandbox/tiquo/tiquo_query.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "deploy/sandbox/core/civil_time.h"

namespace bookings::sandbox::tiquo {
namespace {

constexpr int64_t kDefaultLimit = 50;
constexpr int64_t kMaxLimit = 100;
// The date part of a timestamp.
constexpr size_t kDateSize = 10;

struct StatusWord {
  std::string_view word;
  bool earlier;
  bool later;
};
// Which revision of the vendor's page lists the word.
constexpr StatusWord kStatusWords[] = {
    {"pending", true, false},       {"scheduled", false, true},    {"confirmed", true, true},
    {"reminder_sent", false, true}, {"waiting_list", false, true}, {"waiting_room", false, true},
    {"checked_in", false, true},    {"active", false, true},       {"in_progress", false, true},
    {"completed", true, true},      {"cancelled", true, true},     {"no_show", true, true},
    {"rescheduled", false, true}};

struct BooleanWord {
  std::string_view word;
  bool value;
  bool strict;
};
constexpr BooleanWord kBooleanWords[] = {{"true", true, true},  {"false", false, true},
                                         {"1", true, false},    {"0", false, false},
                                         {"TRUE", true, false}, {"FALSE", false, false}};

absl::Status Refusal(const std::string& message) { return absl::InvalidArgumentError(message); }

absl::Status CheckParameters(const Request& request, const Switches& switches,
                             const std::vector<std::string_view>& allowed) {
  if (switches.Is("unknown_parameter", "ignore")) return absl::OkStatus();
  const std::optional<std::string> unexpected = FirstUnexpectedQuery(request, allowed);
  return unexpected ? Refusal("Unexpected query parameter: " + *unexpected) : absl::OkStatus();
}

absl::StatusOr<size_t> ReadLimit(const Request& request, const Switches& switches) {
  const std::optional<std::string> text = request.Query("limit");
  if (!text) return kDefaultLimit;
  std::optional<int64_t> limit = ParseWholeNumber(*text);
  if (!limit) return Refusal("limit must be an integer");
  if (switches.Is("limit_out_of_range", "clamp")) limit = std::clamp<int64_t>(*limit, 1, kMaxLimit);
  if (*limit < 1 || *limit > kMaxLimit) return Refusal("limit must be between 1 and 100");
  return static_cast<size_t>(*limit);
}

bool KnowsStatus(std::string_view word, std::string_view vocabulary) {
  return std::any_of(
      std::begin(kStatusWords), std::end(kStatusWords), [&](const StatusWord& entry) {
        const bool listed =
            (vocabulary != "earlier" || entry.earlier) && (vocabulary != "later" || entry.later);
        return entry.word == word && listed;
      });
}

absl::Status CheckStatus(std::string_view word, const Switches& switches,
                         std::string_view vocabulary) {
  if (KnowsStatus(word, vocabulary) || switches.Is("unknown_status", "empty"))
    return absl::OkStatus();
  return Refusal("Invalid status: " + std::string(word));
}

absl::StatusOr<bool> ReadBoolean(const std::string& text, const Switches& switches) {
  for (const BooleanWord& entry : kBooleanWords) {
    if (entry.word == text && (entry.strict || switches.Is("boolean_spelling", "loose"))) {
      return entry.value;
    }
  }
  return Refusal("upcoming must be true or false");
}

absl::StatusOr<std::optional<absl::CivilDay>> ReadDay(const Request& request,
                                                      std::string_view name) {
  const std::optional<std::string> text = request.Query(name);
  if (!text) return std::optional<absl::CivilDay>();
  const bool is_timestamp = ParseInstantMillis(*text).has_value();
  const std::optional<absl::CivilDay> day =
      ParseDate(is_timestamp ? std::string_view(*text).substr(0, kDateSize) : *text);
  if (!day) return Refusal(std::string(name) + " must be an ISO date");
  return day;
}

std::vector<std::string> SplitWords(const std::string& list) {
  std::vector<std::string> words = absl::StrSplit(list, ',');
  for (std::string& word : words) absl::StripAsciiWhitespace(&word);
  return words;
}

absl::StatusOr<DayRange> ReadRange(const Request& request, const Switches& switches) {
  const auto from = ReadDay(request, "dateFrom");
  if (!from.ok()) return from.status();
  const auto to = ReadDay(request, "dateTo");
  if (!to.ok()) return to.status();
  DayRange range{*from, *to};
  if (range.first && range.last && *range.first > *range.last) {
    return Refusal("dateFrom is after dateTo");
  }
  if (range.last && switches.Is("admin_date_bounds", "exclusive_end")) --*range.last;
  return range;
}

}  // namespace

absl::StatusOr<ClientQuery> ReadClientQuery(const Request& request, const Switches& switches) {
  if (absl::Status status =
          CheckParameters(request, switches, {"limit", "cursor", "status", "upcoming"});
      !status.ok()) {
    return status;
  }
  const absl::StatusOr<size_t> limit = ReadLimit(request, switches);
  if (!limit.ok()) return limit.status();
  ClientQuery query{
      .limit = *limit, .cursor = request.Query("cursor"), .status = request.Query("status")};
  // A list of words is none of the words, which the check refuses too.
  if (query.status) {
    const absl::Status known =
        CheckStatus(*query.status, switches, switches.Get("status_vocabulary"));
    if (!known.ok()) return known;
  }
  if (const auto upcoming = request.Query("upcoming")) {
    const absl::StatusOr<bool> value = ReadBoolean(*upcoming, switches);
    if (!value.ok()) return value.status();
    query.upcoming = *value;
  }
  return query;
}

absl::StatusOr<AdminQuery> ReadAdminQuery(const Request& request, const Switches& switches) {
  if (absl::Status status =
          CheckParameters(request, switches, {"limit", "search", "status", "dateFrom", "dateTo"});
      !status.ok()) {
    return status;
  }
  const absl::StatusOr<size_t> limit = ReadLimit(request, switches);
  if (!limit.ok()) return limit.status();
  AdminQuery query;
  query.limit = *limit;
  query.search = request.Query("search");
  if (const auto list = request.Query("status")) query.statuses = SplitWords(*list);
  for (const std::string& word : query.statuses) {
    const absl::Status known = CheckStatus(word, switches, switches.Get("admin_vocabulary"));
    if (!known.ok()) return known;
  }
  const absl::StatusOr<DayRange> days = ReadRange(request, switches);
  if (!days.ok()) return days.status();
  query.days = *days;
  return query;
}

}  // namespace bookings::sandbox::tiquo
