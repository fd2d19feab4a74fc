// The default event types, and the settings that change them.
#include "deploy/sandbox/jicoo/jicoo_catalogue.h"

#include <utility>

#include "deploy/sandbox/core/civil_time.h"

namespace bookings::sandbox::jicoo {
namespace {

using bookings::sandbox::Assign;

constexpr std::string_view kDefaultZone = "Asia/Tokyo";

constexpr EnumWord<CapPeriod> kPeriods[] = {{CapPeriod::kEver, "ever"},
                                            {CapPeriod::kDay, "day"},
                                            {CapPeriod::kWeek, "week"},
                                            {CapPeriod::kMonth, "month"}};

std::vector<OpenHours> OfficeHours() {
  using absl::Weekday;
  return HoursOn({Weekday::monday, Weekday::tuesday, Weekday::wednesday, Weekday::thursday,
                  Weekday::friday, Weekday::saturday},
                 9 * 60, 17 * 60);
}

// Round the clock, so that it meets every change of the clocks.
std::vector<OpenHours> AllHours() {
  using absl::Weekday;
  return HoursOn({Weekday::monday, Weekday::tuesday, Weekday::wednesday, Weekday::thursday,
                  Weekday::friday, Weekday::saturday, Weekday::sunday},
                 0, kMinutesPerDay);
}

BookingPage MakePage(EventType type) {
  BookingPage page;
  page.type = std::move(type);
  page.hours = OfficeHours();
  page.questions = {{"q1Xz", "Instrument"}, {"q2-Y_", "目的"}};
  return page;
}

// The event types of the generated history, and those that show what else a page can be.
std::vector<BookingPage> DefaultPages() {
  std::vector<BookingPage> pages;
  for (const EventType& type : EventTypes()) pages.push_back(MakePage(type));
  pages.push_back(MakePage({"gRp-5Lesson_A", "Group lesson", "enable", 60}));
  pages.back().capacity = 5;
  pages.push_back(MakePage({"aPpr0val-Hold", "Interview", "enable", 30}));
  pages.back().approval = true;
  pages.push_back(MakePage({"aPpr0val-Open", "Casting", "enable", 30}));
  pages.back().approval = true;
  pages.back().holds = false;
  pages.push_back(MakePage({"n1ght-Line_00", "Night line", "enable", 30}));
  pages.back().hours = AllHours();
  return pages;
}

bool SetBool(const Json& value, bool& field) {
  if (value.is_boolean()) field = value.get<bool>();
  return value.is_boolean();
}

bool SetCount(const Json& value, int64_t low, int64_t& field) {
  return Assign(value, field) && field >= low;
}

bool SetCap(const Json& value, Cap& cap) {
  if (!value.is_object()) return false;
  return SetCount(value.value("bookings", Json()), 1, cap.bookings) &&
         AssignWord(kPeriods, value.value("period", Json("ever")), cap.period);
}

bool SetHours(const Json& value, std::vector<OpenHours>& field) {
  absl::StatusOr<std::vector<OpenHours>> hours = ParseOpenHours(value);
  if (!hours.ok()) return false;
  field = *std::move(hours);
  return true;
}

bool SetQuestions(const Json& value, std::vector<Question>& field) {
  if (!value.is_array()) return false;
  field.clear();
  for (const Json& item : value) {
    if (!item.is_object()) return false;
    Question& question = field.emplace_back();
    if (!Assign(item.value("uid", Json()), question.uid)) return false;
    if (!Assign(item.value("text", Json()), question.text)) return false;
  }
  return true;
}

struct Setting {
  std::string_view name;
  bool (*set)(const Json& value, BookingPage& page);
};

constexpr Setting kSettings[] = {
    {"uid", [](const Json& v, BookingPage& p) { return Assign(v, p.type.uid); }},
    {"name", [](const Json& v, BookingPage& p) { return Assign(v, p.type.name); }},
    {"status", [](const Json& v, BookingPage& p) { return Assign(v, p.type.status); }},
    {"duration_minutes",
     [](const Json& v, BookingPage& p) { return SetCount(v, 1, p.type.duration_minutes); }},
    {"step_minutes", [](const Json& v, BookingPage& p) { return SetCount(v, 1, p.step_minutes); }},
    {"capacity", [](const Json& v, BookingPage& p) { return SetCount(v, 1, p.capacity); }},
    {"approval", [](const Json& v, BookingPage& p) { return SetBool(v, p.approval); }},
    {"holds", [](const Json& v, BookingPage& p) { return SetBool(v, p.holds); }},
    {"total_cap", [](const Json& v, BookingPage& p) { return SetCap(v, p.total_cap); }},
    {"guest_cap", [](const Json& v, BookingPage& p) { return SetCap(v, p.guest_cap); }},
    {"hours", [](const Json& v, BookingPage& p) { return SetHours(v, p.hours); }},
    {"questions", [](const Json& v, BookingPage& p) { return SetQuestions(v, p.questions); }},
};

const Setting* FindSetting(std::string_view name) {
  for (const Setting& setting : kSettings) {
    if (setting.name == name) return &setting;
  }
  return nullptr;
}

// The page of that uid, added if there is none.
BookingPage& PageOfSetting(const std::string& uid, std::vector<BookingPage>& pages) {
  for (BookingPage& page : pages) {
    if (page.type.uid == uid) return page;
  }
  return pages.emplace_back(MakePage({uid, uid, "enable", 30}));
}

absl::Status ApplySettings(const Json& item, std::vector<BookingPage>& pages) {
  if (!item.is_object() || !item.value("uid", Json()).is_string()) {
    return absl::InvalidArgumentError("an event type is an object with a uid");
  }
  BookingPage& page = PageOfSetting(item["uid"].get<std::string>(), pages);
  for (const auto& [name, value] : item.items()) {
    const Setting* setting = FindSetting(name);
    if (setting == nullptr || !setting->set(value, page)) {
      return absl::InvalidArgumentError("bad member of an event type: " + name);
    }
  }
  return absl::OkStatus();
}

Json DescribeCap(const Cap& cap) {
  if (cap.bookings == 0) return nullptr;
  Json described = {{"bookings", cap.bookings}};
  PutWord(kPeriods, "period", cap.period, described);
  return described;
}

Json DescribePage(const BookingPage& page, const std::string& zone) {
  Json questions = Json::array();
  for (const Question& question : page.questions) {
    questions.push_back({{"uid", question.uid}, {"text", question.text}});
  }
  return {{"uid", page.type.uid},
          {"name", page.type.name},
          {"status", page.type.status},
          {"duration_minutes", page.type.duration_minutes},
          {"capacity", page.capacity},
          {"approval", page.approval},
          {"holds", page.holds},
          {"total_cap", DescribeCap(page.total_cap)},
          {"guest_cap", DescribeCap(page.guest_cap)},
          {"zone", zone},
          {"questions", questions}};
}

}  // namespace

const BookingPage* Catalogue::Find(std::string_view uid) const {
  for (const BookingPage& page : pages) {
    if (page.type.uid == uid) return &page;
  }
  return nullptr;
}

WeeklySchedule Catalogue::ScheduleOf(const BookingPage& page) const {
  const int64_t length = page.type.duration_minutes;
  return {zone, page.hours, page.step_minutes > 0 ? page.step_minutes : length, length};
}

int64_t Catalogue::LengthMillis(const BookingPage& page) const {
  return page.type.duration_minutes * kMillisPerMinute;
}

absl::StatusOr<Catalogue> MakeCatalogue(const Json& settings) {
  Catalogue catalogue;
  const Json zone_name = settings.value("zone", Json(kDefaultZone));
  const absl::StatusOr<absl::TimeZone> zone = ParseZone(zone_name);
  if (!zone.ok()) return zone.status();
  catalogue.zone = *zone;
  catalogue.zone_name = zone_name.get<std::string>();
  catalogue.pages = DefaultPages();
  const Json types = settings.value("event_types", Json::array());
  if (!types.is_array()) return absl::InvalidArgumentError("event_types is a list");
  for (const Json& item : types) {
    if (absl::Status status = ApplySettings(item, catalogue.pages); !status.ok()) return status;
  }
  return catalogue;
}

Json DescribeCatalogue(const Catalogue& catalogue) {
  Json pages = Json::array();
  for (const BookingPage& page : catalogue.pages) {
    pages.push_back(DescribePage(page, catalogue.zone_name));
  }
  return pages;
}

}  // namespace bookings::sandbox::jicoo
