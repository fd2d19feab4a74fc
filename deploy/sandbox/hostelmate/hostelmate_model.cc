#include "deploy/sandbox/hostelmate/hostelmate_model.h"

#include <array>
#include <optional>
#include <utility>

#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/core/rng.h"
#include "deploy/sandbox/core/trap_rows.h"
#include "deploy/sandbox/hostelmate/hostelmate_traps.h"

namespace bookings::sandbox::hostelmate {
namespace {

// Bookings lie this far around the epoch.
constexpr int64_t kSpreadDays = 180;
// Bookings are made at most this long before the first night.
constexpr int64_t kMaxLeadDays = 90;
constexpr int64_t kMaxNights = 5;

// Streams of numbers of their own, apart from the rows'.
constexpr uint64_t kGuestStream = 0x6775657374;
constexpr uint64_t kPlaceSeed = 0x726f6f6d;

constexpr std::string_view kFirstNames[] = {"Ana", "Lukáš", "Mary Jane", "李", "Noor"};
constexpr std::string_view kLastNames[] = {"Silva", "Dvořák", "O'Brien", "小明", "al-Sayed"};
constexpr std::string_view kNotes[] = {"Late arrival", "Needs a towel", "Připojí se později"};
constexpr std::string_view kCountries[] = {"PT", "CZ", "US", "CN", "AE"};
constexpr int64_t kPrices[] = {1900, 2700, 3550, 12005};

// A version 4 UUID of 128 bits.
std::string Uuid(uint64_t high, uint64_t low) {
  constexpr std::string_view kHex = "0123456789abcdef";
  high = (high & ~uint64_t{0xf000}) | 0x4000;
  low = (low & ~(uint64_t{3} << 62)) | (uint64_t{2} << 62);
  std::string id;
  id.reserve(36);
  for (int i = 0; i < 32; ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) id.push_back('-');
    const uint64_t half = i < 16 ? high : low;
    id.push_back(kHex[half >> (60 - 4 * (i % 16)) & 15]);
  }
  return id;
}

using PlaceIds = std::array<std::string, kRooms*(kBedsPerRoom + 1)>;

// Of each room its own id and those of its beds.
const PlaceIds& AllPlaceIds() {
  static const auto* const ids = [] {
    auto* all = new PlaceIds;
    for (size_t i = 0; i < all->size(); ++i) {
      Rng rng(kPlaceSeed, i);
      (*all)[i] = NextUuid(rng);
    }
    return all;
  }();
  return *ids;
}

void SetNights(const Generator& generator, Rng& rng, Row& row) {
  const absl::CivilDay epoch(1970, 1, 1);
  const int64_t day = generator.epoch_ms / kMillisPerDay + rng.Between(-kSpreadDays, kSpreadDays);
  const int64_t count = rng.Between(1, kMaxNights);
  const int64_t price = rng.Pick(kPrices);
  const size_t room = rng.Below(kRooms);
  const size_t bed = rng.Below(kBedsPerRoom);
  const bool is_private = room >= kRooms - kPrivateRooms;
  for (int64_t i = 0; i < count; ++i) {
    row.stay_dates.push_back({epoch + (day + i), price, RoomId(room),
                              is_private ? Text::Null() : Text(BedId(room, bed))});
  }
  row.total = price * count;
  const int64_t lead = rng.Between(1, kMaxLeadDays * 24 * 3600);
  row.created_ms = day * kMillisPerDay - lead * kMillisPerSecond;
  const int64_t changed = rng.Chance(40) ? rng.Between(1, 24 * 3600) : 0;
  row.updated_ms = row.created_ms + changed * kMillisPerSecond;
}

void SetStatus(Rng& rng, Row& row) {
  const uint64_t draw = rng.Below(100);
  row.status = draw < 55 ? "confirmed" : draw < 80 ? "paid" : "cancelled";
  const int64_t nights = static_cast<int64_t>(row.stay_dates.size());
  row.paid_days = row.status == "paid" ? nights : rng.Between(0, nights - 1);
}

void SetGuest(const Generator& generator, Rng& rng, Row& row) {
  row.guest_internal_id = NextUuid(rng);
  Guest guest = generator.MakeGuest(rng.Below(kGuests));
  row.guest_id = std::move(guest.id);
  row.guest_first_name = std::move(guest.first_name);
  row.guest_last_name = std::move(guest.last_name);
  row.guest_email = std::move(guest.email);
  row.guest_phone = std::move(guest.phone);
}

}  // namespace

std::string NextUuid(Rng& rng) {
  const uint64_t high = rng.Next();
  return Uuid(high, rng.Next());
}

Row Generator::Make(uint64_t number) const {
  Rng rng(seed, number);
  Row row;
  row.id = NextUuid(rng);
  SetNights(*this, rng, row);
  SetStatus(rng, row);
  SetGuest(*this, rng, row);
  row.description = rng.Chance(30) ? Text(rng.Pick(kNotes)) : Text::Null();
  const auto trap = traps ? TrapOfRow(number, rows, Traps().size()) : std::nullopt;
  if (trap) {
    Traps()[*trap].apply(*this, rng, row);
    row.trap = Traps()[*trap].name;
  }
  return row;
}

Guest Generator::MakeGuest(uint64_t number) const {
  Rng rng(seed ^ kGuestStream, number);
  Guest guest;
  guest.id = NextUuid(rng);
  guest.first_name = rng.Pick(kFirstNames);
  guest.last_name = rng.Pick(kLastNames);
  guest.email = "guest" + std::to_string(number) + "@Example.com";
  guest.phone = "+35191" + std::to_string(1'000'000 + number);
  guest.country_code = rng.Pick(kCountries);
  guest.created_ms =
      epoch_ms - (kSpreadDays + rng.Between(kMaxLeadDays, 2 * kMaxLeadDays)) * kMillisPerDay;
  return guest;
}

const std::string& RoomId(size_t room) { return AllPlaceIds()[room * (kBedsPerRoom + 1)]; }

const std::string& BedId(size_t room, size_t bed) {
  return AllPlaceIds()[room * (kBedsPerRoom + 1) + 1 + bed];
}

}  // namespace bookings::sandbox::hostelmate
