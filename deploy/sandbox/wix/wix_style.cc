// See wix_style.h.
#include "deploy/sandbox/wix/wix_style.h"

#include "absl/time/time.h"
#include "deploy/sandbox/core/civil_time.h"

namespace bookings::sandbox::wix {
namespace {

Style::Unset UnsetOf(const Switches& switches) {
  return switches.Is("unset_fields", "null")    ? Style::Unset::kNull
         : switches.Is("unset_fields", "empty") ? Style::Unset::kEmpty
                                                : Style::Unset::kAbsent;
}

Style::LocalForm LocalFormOf(const Switches& switches) {
  return switches.Is("slot_date_form", "zulu")   ? Style::LocalForm::kZulu
         : switches.Is("slot_date_form", "bare") ? Style::LocalForm::kBare
                                                 : Style::LocalForm::kOffset;
}

}  // namespace

Style::Style(const Switches& switches)
    : unset(UnsetOf(switches)),
      start_fraction(switches.Is("start_fraction", "millis") ? Fraction::kMillis : Fraction::kNone),
      slot_date(LocalFormOf(switches)),
      double_booked(switches.Is("double_booked", "always") ? DoubleBooked::kAlways
                                                           : DoubleBooked::kWhenTrue),
      participants(switches.Is("total_participants", "list") ? Participants::kList
                                                             : Participants::kNumber) {}

void PutText(Json& object, std::string_view key, std::string_view text, Style::Unset unset) {
  if (text.empty() && unset == Style::Unset::kAbsent) return;
  Json& place = object[std::string(key)];
  if (!text.empty() || unset == Style::Unset::kEmpty) place = text;
}

Style::Unset UnsetContact(const Row& row, const Style& style) {
  if (row.trap == Trap::kContactNulls) return Style::Unset::kNull;
  if (row.trap == Trap::kContactEmptyTexts) return Style::Unset::kEmpty;
  return style.unset;
}

std::string InstantText(std::int64_t seconds, const Row& row, const Style& style) {
  if (seconds == kNoTime) return "";
  const std::int64_t millis = seconds * kMillisPerSecond;
  const bool fraction =
      row.trap == Trap::kStartWithFraction || style.start_fraction == Style::Fraction::kMillis;
  return fraction ? FormatMillis(millis) : FormatSeconds(millis);
}

std::string StampText(std::int64_t millis, const Row& row) {
  std::string text = FormatMillis(millis);
  switch (row.trap) {
    case Trap::kCreatedNanos:
      text.insert(text.size() - 1, "000000");
      return text;
    case Trap::kCreatedNoFraction:
      return FormatSeconds(millis);
    case Trap::kCreatedWithOffset:
      return absl::FormatTime("%Y-%m-%d%ET%H:%M:%E3S%Ez", absl::FromUnixMillis(millis),
                              absl::FixedTimeZone(3600));
    default:
      return text;
  }
}

Json RenderFormAnswers(const Row& row, const Catalogue& catalogue) {
  if (row.written && row.trap != Trap::kFormAnswers) return row.written->additional_fields;
  Json answers = Json::array();
  if (row.trap != Trap::kFormAnswers) return answers;
  answers.push_back({{"id", catalogue.OwnId(row, "form 1")},
                     {"value", "A note\nof two lines"},
                     {"label", "Your message"},
                     {"valueType", "LONG_TEXT"}});
  // Left empty: the value is absent (wix.md 2.5).
  answers.push_back(
      {{"id", catalogue.OwnId(row, "form 2")}, {"label", "Company"}, {"valueType", "SHORT_TEXT"}});
  answers.push_back({{"id", catalogue.OwnId(row, "form 3")},
                     {"value", "true"},
                     {"label", "I agree"},
                     {"valueType", "CHECK_BOX"}});
  return answers;
}

Json RenderFullAddress(const Row& row) {
  return {{"country", ZoneAt(row.zone).country},
          {"subdivision", "CZ-64"},
          {"city", "Brno"},
          {"postalCode", "602 00"},
          {"streetAddress", {{"number", "1"}, {"name", "Long street"}, {"apt", ""}}},
          {"formattedAddress", "Long street 1, 602 00 Brno"},
          {"geocode", {{"latitude", 49.1951}, {"longitude", 16.6068}}}};
}

void PutUnknownFields(Json& booking, const Row& row) {
  if (row.trap == Trap::kUnknownFields) {
    booking["loyaltyTier"] = {{"level", 3}, {"ratio", 0.1}, {"labels", {"gold", nullptr, true}}};
    booking["x-odd key/with~chars"] = Json::array({Json::object(), Json::array(), ""});
  }
  // One more than a double can tell from its neighbour.
  if (row.trap == Trap::kHugeNumber) booking["loyaltyPoints"] = 9007199254740993;
}

}  // namespace bookings::sandbox::wix
