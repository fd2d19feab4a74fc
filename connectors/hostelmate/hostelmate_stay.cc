// See hostelmate_stay.h.
#include "connectors/hostelmate/hostelmate_stay.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "connectors/api/civil.h"
#include "connectors/api/money.h"
#include "connectors/api/time.h"

namespace bookings::hostelmate {
namespace {

using json::FieldTable;

constexpr std::string_view kPath = "stay_dates";

// With these years a day's neighbours, in every zone, are dates and instants that protobuf holds.
constexpr int kFirstStayYear = 2;
constexpr int kLastYear = 9998;

std::optional<absl::CivilDay> ReadDate(std::string_view text) {
  const std::optional<absl::CivilDay> day = ParseDate(text);
  return day && day->year() >= kFirstStayYear && day->year() <= kLastYear ? day : std::nullopt;
}

struct Night {
  std::string_view date, room, bed;
  json::Value amount;
};

// Fills the nights of one booking, one by one.
class NightReader {
 public:
  NightReader(json::Value nights, const Property& property, ItemReader& reader)
      : nights_(nights), property_(property), reader_(reader) {}

  void Read(json::Value element) {
    static const FieldTable<Night> fields = {
        {"date", &Night::date},
        {"amount", &Night::amount},
        {"room", &Night::room},
        {"bed", &Night::bed},
    };
    const Night item = reader_.ReadElement(fields, element, nights_, kPath);
    if (!ReadDate(item.date)) {
      // Without its date a night has no place among the others.
      all_dated_ = false;
      reader_.NoteUnreadable();
      return KeepNights();
    }
    v1::Night& night = *reader_.booking().mutable_stay()->add_nights();
    night.set_date(std::string(item.date));
    night.set_room_id(std::string(item.room));
    night.set_bed_id(std::string(item.bed));
    FillAmount(item.amount, &night);
  }

  // Whether the first and the last night are known.
  bool all_dated() const { return all_dated_; }

 private:
  void FillAmount(json::Value amount, v1::Night* night) {
    const std::optional<int64_t> minor = amount.AsInt64();
    if (minor) {
      *night->mutable_amount() =
          MoneyFromMinorUnits(*minor, property_.amount_scale, property_.currency);
    } else if (!amount.IsNullOrMissing()) {
      AddNote(v1::MAPPING_NOTE_AMOUNT_UNREADABLE, &reader_.booking());
      KeepNights();
    }
  }

  // One night alone would not show which it is: the whole array is kept.
  void KeepNights() { reader_.KeepOnce(nights_, kPath); }

  const json::Value nights_;
  const Property& property_;
  ItemReader& reader_;
  bool all_dated_ = true;
};

// Dates in the form YYYY-MM-DD compare as text; nights of one date keep the vendor's order.
void SortByDate(v1::Stay* stay) {
  std::stable_sort(stay->mutable_nights()->begin(), stay->mutable_nights()->end(),
                   [](const v1::Night& a, const v1::Night& b) { return a.date() < b.date(); });
}

void FillStart(absl::CivilDay first, const Property& property, v1::Booking* booking) {
  const WallInstant start = ResolveWallTime(first, property.check_in, property.zone);
  SetTimestamp(start.time, booking->mutable_start_time());
  AddNote(v1::MAPPING_NOTE_START_DERIVED_FROM_CHECK_IN, booking);
  AddNote(start.note, booking);
}

void FillEnd(absl::CivilDay check_out, const Property& property, v1::Booking* booking) {
  const WallInstant end = ResolveWallTime(check_out, property.check_out, property.zone);
  SetTimestamp(end.time, booking->mutable_end_time());
  AddNote(v1::MAPPING_NOTE_END_DERIVED_FROM_CHECK_OUT, booking);
  AddNote(end.note, booking);
}

// The guest leaves on the morning after the last night (trap 1).
void FillDates(const Property& property, v1::Booking* booking) {
  v1::Stay& stay = *booking->mutable_stay();
  const absl::CivilDay first = *ParseDate(stay.nights().begin()->date());
  const absl::CivilDay check_out = *ParseDate(stay.nights().rbegin()->date()) + 1;
  stay.set_check_in_date(FormatDate(first));
  stay.set_check_out_date(FormatDate(check_out));
  FillStart(first, property, booking);
  FillEnd(check_out, property, booking);
}

// Notes that the former nights left.
constexpr int kNightNotes[] = {
    v1::MAPPING_NOTE_DST_GAP_SHIFTED,   v1::MAPPING_NOTE_DST_OVERLAP_EARLIER,
    v1::MAPPING_NOTE_START_UNKNOWN,     v1::MAPPING_NOTE_START_DERIVED_FROM_CHECK_IN,
    v1::MAPPING_NOTE_END_UNKNOWN,       v1::MAPPING_NOTE_END_DERIVED_FROM_CHECK_OUT,
    v1::MAPPING_NOTE_AMOUNT_UNREADABLE,
};

void RemoveNightNotes(v1::Booking* booking) {
  auto* notes = booking->mutable_mapping_notes();
  notes->erase(std::remove_if(notes->begin(), notes->end(),
                              [](int note) {
                                return std::find(std::begin(kNightNotes), std::end(kNightNotes),
                                                 note) != std::end(kNightNotes);
                              }),
               notes->end());
}

}  // namespace

void FillStay(json::Value stay_dates, const Property& property, ItemReader& reader) {
  v1::Booking& booking = reader.booking();
  const json::Value nights = reader.Array(stay_dates, kPath);
  NightReader night_reader(nights, property, reader);
  for (json::Value element : json::Elements(nights)) night_reader.Read(element);
  if (booking.has_stay()) SortByDate(booking.mutable_stay());
  if (night_reader.all_dated() && booking.stay().nights_size() > 0) {
    return FillDates(property, &booking);
  }
  AddNote(v1::MAPPING_NOTE_START_UNKNOWN, &booking);
  AddNote(v1::MAPPING_NOTE_END_UNKNOWN, &booking);
}

void ReplaceNights(const v1::StayRequest& stay, const Property& property, v1::Booking* booking) {
  RemoveNightNotes(booking);
  if (booking->has_vendor_fields()) {
    booking->mutable_vendor_fields()->mutable_fields()->erase(std::string(kPath));
  }
  auto* nights = booking->mutable_stay()->mutable_nights();
  nights->Clear();
  for (const v1::Night& wanted : stay.nights()) {
    v1::Night* night = nights->Add();
    *night = wanted;
    night->set_room_id(stay.room_id());
  }
  if (nights->empty()) return;
  SortByDate(booking->mutable_stay());
  FillDates(property, booking);
}

absl::Time CheckInOf(absl::CivilDay night, const Property& property) {
  return ResolveWallTime(night, property.check_in, property.zone).time;
}

absl::Time CheckOutOf(absl::CivilDay night, const Property& property) {
  return ResolveWallTime(night + 1, property.check_out, property.zone).time;
}

}  // namespace bookings::hostelmate
