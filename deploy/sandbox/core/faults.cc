#include "deploy/sandbox/core/faults.h"

#include <algorithm>
#include <mutex>
#include <string_view>
#include <utility>

namespace bookings::sandbox {
namespace {

struct KindName {
  std::string_view name;
  FaultKind kind;
};

constexpr KindName kKinds[] = {
    {"status", FaultKind::kStatus},
    {"status_after", FaultKind::kStatusAfter},
    {"reset", FaultKind::kReset},
    {"reset_after", FaultKind::kResetAfter},
    {"truncate", FaultKind::kTruncate},
    {"stall", FaultKind::kStall},
    {"html", FaultKind::kHtml},
    {"bad_utf8", FaultKind::kBadUtf8},
    {"bad_json", FaultKind::kBadJson},
    {"drop_header", FaultKind::kDropHeader},
    {"repeat_page", FaultKind::kRepeatPage},
    {"delay", FaultKind::kDelay},
    {"silent", FaultKind::kSilent},
    {"silent_after", FaultKind::kSilentAfter},
    {"late", FaultKind::kLate},
    {"change", FaultKind::kChange},
};

constexpr std::string_view kMembers[] = {"path",    "skip",     "times", "kind",   "status",
                                         "headers", "delay_ms", "body",  "changes"};

// How long a stalled or silent connection is held when the plan does not say: longer than any sane
// client waits.
constexpr int64_t kDefaultStallMillis = 60'000;

bool HoldsConnection(FaultKind kind) {
  return kind == FaultKind::kStall || kind == FaultKind::kSilent ||
         kind == FaultKind::kSilentAfter || kind == FaultKind::kLate;
}

std::optional<FaultKind> ParseKind(const Json& value) {
  if (!value.is_string()) return std::nullopt;
  for (const KindName& entry : kKinds) {
    if (entry.name == value.get_ref<const std::string&>()) return entry.kind;
  }
  return std::nullopt;
}

absl::Status CheckMembers(const Json& item) {
  if (!item.is_object()) return absl::InvalidArgumentError("a fault is an object");
  for (const auto& [key, value] : item.items()) {
    if (std::find(std::begin(kMembers), std::end(kMembers), key) == std::end(kMembers)) {
      return absl::InvalidArgumentError("a fault has no member " + key);
    }
    const bool text = key == "path" || key == "kind" || key == "body";
    const bool right = text               ? value.is_string()
                       : key == "headers" ? value.is_object()
                       : key == "changes" ? value.is_array()
                                          : value.is_number_integer();
    if (!right) return absl::InvalidArgumentError("wrong type of a fault's " + key);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::regex> ParsePattern(const std::string& pattern) {
  // std::regex reports by exception only.
  try {
    return std::regex(pattern);
  } catch (const std::regex_error& error) {
    return absl::InvalidArgumentError("bad regular expression " + pattern);
  }
}

std::vector<Field> ParseHeaders(const Json& item) {
  std::vector<Field> headers;
  if (!item.contains("headers")) return headers;
  for (const auto& [name, value] : item["headers"].items()) {
    headers.push_back({name, value.is_string() ? value.get<std::string>() : value.dump()});
  }
  return headers;
}

absl::StatusOr<Fault> ParseFault(const Json& item) {
  if (absl::Status status = CheckMembers(item); !status.ok()) return status;
  const std::optional<FaultKind> kind = ParseKind(item.value("kind", Json()));
  if (!kind) return absl::InvalidArgumentError("unknown kind of fault");
  absl::StatusOr<std::regex> path = ParsePattern(item.value("path", ""));
  if (!path.ok()) return path.status();
  Fault fault;
  fault.kind = *kind;
  fault.path = *std::move(path);
  fault.skip = item.value("skip", fault.skip);
  fault.times = item.value("times", fault.times);
  fault.status = item.value("status", fault.status);
  fault.headers = ParseHeaders(item);
  fault.body = item.value("body", "");
  absl::StatusOr<std::vector<RowChange>> changes =
      ParseChanges(item.value("changes", Json::array()));
  if (!changes.ok()) return changes.status();
  fault.changes = *std::move(changes);
  const int64_t default_delay = HoldsConnection(*kind) ? kDefaultStallMillis : 0;
  fault.delay = absl::Milliseconds(item.value("delay_ms", default_delay));
  return fault;
}

Answer WithBrokenUtf8(Answer answer) {
  // Behind the quote that opens the first string value, or at the start of a body without one.
  const size_t value = answer.body.find(":\"");
  answer.body.insert(value == std::string::npos ? 0 : value + 2, "\xff");
  return answer;
}

Answer WithoutTail(Answer answer) {
  // Enough to lose the closing brackets of any page.
  constexpr size_t kLostBytes = 10;
  answer.body.resize(answer.body.size() - std::min(kLostBytes, answer.body.size()));
  return answer;
}

Answer WithoutHeaders(const Fault& fault, Answer answer) {
  std::erase_if(answer.headers, [&](const Field& header) {
    return std::any_of(fault.headers.begin(), fault.headers.end(),
                       [&](const Field& dropped) { return dropped.name == header.name; });
  });
  return answer;
}

Answer PlannedAnswer(const Fault& fault) {
  Answer answer;
  answer.status = fault.status;
  answer.headers = fault.headers;
  answer.body = fault.body;
  return answer;
}

Answer HtmlPage() {
  Answer answer;
  answer.content_type = "text/html";
  answer.body = "<!doctype html><title>Maintenance</title><p>We will be back soon.</p>";
  return answer;
}

}  // namespace

absl::StatusOr<std::vector<Fault>> ParseFaults(const Json& list) {
  if (!list.is_array()) return absl::InvalidArgumentError("faults are a list");
  std::vector<Fault> faults;
  for (const Json& item : list) {
    absl::StatusOr<Fault> fault = ParseFault(item);
    if (!fault.ok()) return fault.status();
    faults.push_back(*std::move(fault));
  }
  return faults;
}

bool GoesWithOthers(FaultKind kind) {
  return kind == FaultKind::kDelay || kind == FaultKind::kChange;
}

Answer Distort(const Fault& fault, Answer answer) {
  switch (fault.kind) {
    case FaultKind::kStatus:
    case FaultKind::kStatusAfter:
      return PlannedAnswer(fault);
    case FaultKind::kHtml:
      return HtmlPage();
    case FaultKind::kBadUtf8:
      return WithBrokenUtf8(std::move(answer));
    case FaultKind::kBadJson:
      return WithoutTail(std::move(answer));
    case FaultKind::kDropHeader:
      return WithoutHeaders(fault, std::move(answer));
    case FaultKind::kReset:
    case FaultKind::kResetAfter:
    case FaultKind::kTruncate:
    case FaultKind::kStall:
    case FaultKind::kRepeatPage:
    case FaultKind::kDelay:
    case FaultKind::kSilent:
    case FaultKind::kSilentAfter:
    case FaultKind::kLate:
    case FaultKind::kChange:
      return answer;
  }
  return answer;
}

void FaultPlan::Set(std::vector<Fault> faults) {
  const std::lock_guard lock(mutex_);
  faults_ = std::move(faults);
  last_answers_.clear();
}

std::vector<Fault> FaultPlan::Take(const std::string& method_and_target) {
  const std::lock_guard lock(mutex_);
  std::vector<Fault> hits;
  bool has_other = false;
  for (Fault& fault : faults_) {
    const bool is_other = !GoesWithOthers(fault.kind);
    if (fault.times == 0 || (has_other && is_other)) continue;
    if (!std::regex_search(method_and_target, fault.path)) continue;
    if (fault.skip > 0) {
      --fault.skip;
      continue;
    }
    if (fault.times > 0) --fault.times;
    has_other = has_other || is_other;
    hits.push_back(fault);
  }
  return hits;
}

void FaultPlan::Remember(const std::string& path, const Answer& answer) {
  const std::lock_guard lock(mutex_);
  const bool wanted = std::any_of(faults_.begin(), faults_.end(), [](const Fault& fault) {
    return fault.kind == FaultKind::kRepeatPage;
  });
  if (wanted) last_answers_.insert_or_assign(path, answer);
}

std::optional<Answer> FaultPlan::Remembered(const std::string& path) const {
  const std::lock_guard lock(mutex_);
  const auto found = last_answers_.find(path);
  if (found == last_answers_.end()) return std::nullopt;
  return found->second;
}

}  // namespace bookings::sandbox
