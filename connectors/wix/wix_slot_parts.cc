// See wix_slot_parts.h.
#include "connectors/wix/wix_slot_parts.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "connectors/api/civil.h"
#include "connectors/api/failure.h"
#include "connectors/api/time.h"

namespace bookings::wix {
namespace {

constexpr char kSeparator = ' ';
// Of `2026-12-10T14:00:00`.
constexpr size_t kDateLength = 10;
constexpr size_t kLocalLength = 19;

absl::Time RoundUpToSecond(absl::Time time) {
  const absl::Time floor = absl::FromUnixSeconds(absl::ToUnixSeconds(time));
  return floor == time ? time : floor + absl::Seconds(1);
}

}  // namespace

absl::Status CheckRange(const SlotQuery& query) {
  if (!query.nights) return absl::OkStatus();
  return InvalidRequest({{"date_range", "is for accommodation: time_range is required"}});
}

std::vector<std::string> CutWindows(const SlotQuery& query, absl::Duration length) {
  const absl::Time end = RoundUpToSecond(query.to);
  const absl::Duration least =
      absl::Ceil((end - query.from) / static_cast<int64_t>(kMaxSlotWindows), absl::Seconds(1)) +
      absl::Seconds(1);
  const absl::Duration step = std::max(length, least);
  std::vector<std::string> windows;
  for (absl::Time from = query.from; from < query.to; from += step) {
    windows.push_back(absl::StrCat(FormatInstantMillis(from), std::string(1, kSeparator),
                                   FormatInstantMillis(std::min(from + step, end))));
  }
  return windows;
}

std::optional<SlotWindow> ReadWindow(std::string_view window) {
  const size_t separator = window.find(kSeparator);
  if (separator == std::string_view::npos) return std::nullopt;
  const std::optional<absl::Time> from = ParseInstant(window.substr(0, separator));
  const std::optional<absl::Time> to = ParseInstant(window.substr(separator + 1));
  if (!from || !to || *to <= *from) return std::nullopt;
  return SlotWindow{*from, *to};
}

std::string FormatLocal(absl::Time time, absl::TimeZone zone) {
  return absl::FormatTime("%Y-%m-%d%ET%H:%M:%S", time, zone);
}

std::string FormatWithOffset(absl::Time time, absl::TimeZone zone) {
  return absl::FormatTime("%Y-%m-%d%ET%H:%M:%E3S%Ez", time, zone);
}

std::optional<absl::Time> ReadTime(std::string_view text, absl::TimeZone zone) {
  if (const std::optional<absl::Time> instant = ParseInstant(text)) return instant;
  if (text.size() < kLocalLength || text[kDateLength] != 'T') return std::nullopt;
  const std::optional<absl::CivilDay> day = ParseDate(text.substr(0, kDateLength));
  const std::optional<absl::Duration> time =
      ParseTimeOfDay(text.substr(kDateLength + 1, kLocalLength - kDateLength - 1));
  if (!day || !time) return std::nullopt;
  return ResolveWallTime(*day, *time, zone).time;
}

void FillReference(FoundSlot* found) {
  const v1::Slot& slot = found->slot;
  internal::v1::SlotReference& reference = found->reference;
  reference.set_service_id(slot.service().id());
  *reference.mutable_start_time() = slot.start_time();
  if (slot.has_end_time()) *reference.mutable_end_time() = slot.end_time();
  if (slot.staff_size() == 1) reference.set_staff_id(slot.staff(0).id());
  reference.set_location_id(slot.location().id());
  reference.set_time_zone(slot.time_zone());
  if (slot.has_price()) *reference.mutable_price() = slot.price();
}

absl::Status NoSuchSlot(std::string_view message) {
  return MakeFailure(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_SLOT_UNAVAILABLE,
                     message);
}

}  // namespace bookings::wix
