// See hostelmate_rooms.h.
#include "deploy/sandbox/hostelmate/hostelmate_rooms.h"

#include <array>
#include <functional>
#include <utility>

#include "absl/status/status.h"
#include "deploy/sandbox/core/rng.h"
#include "deploy/sandbox/core/sandbox.h"
#include "deploy/sandbox/hostelmate/hostelmate_model.h"

namespace bookings::sandbox::hostelmate {
namespace {

// The sheet's sample property (hostelmate.md 2.9) is the default account's.
constexpr std::string_view kDefaultProperty = "5d0a7f34-9c0e-4b7b-8a51-2f6f0f3f9b21";

constexpr int64_t kWeekendSurcharge = 350;

constexpr uint64_t kTypeSeed = 0x74797065;
constexpr uint64_t kPropertySeed = 0x70726f70;

enum class Type : uint8_t { kSixBeds, kFourBeds, kTwoBeds, kSingle, kPrivate };

struct RoomSpec {
  std::string_view name;
  Type type;
  // 0 = private.
  size_t beds;
  int64_t price;
};

constexpr std::array<RoomSpec, kRooms> kRoomSpecs = {{
    {"6-bed mixed", Type::kSixBeds, 6, 2700},
    {"4-bed female", Type::kFourBeds, 4, 3100},
    {"4-bed mixed", Type::kFourBeds, 4, 2950},
    {"2-bed loft", Type::kTwoBeds, 2, 4100},
    {"Single bunk", Type::kSingle, 1, 4850},
    {"6-bed garden", Type::kSixBeds, 6, 2650},
    {"Private double", Type::kPrivate, 0, 7900},
    {"Private twin", Type::kPrivate, 0, 7400},
}};

std::string TypeId(Type type) {
  Rng rng(kTypeSeed, static_cast<uint64_t>(type));
  return NextUuid(rng);
}

// FNV-1a of the account's name.
std::string PropertyId(std::string_view account) {
  if (account == kDefaultAccount) return std::string(kDefaultProperty);
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : account) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  Rng rng(kPropertySeed, hash);
  return NextUuid(rng);
}

Room MakeRoom(size_t number, size_t dormitory_beds) {
  const RoomSpec& spec = kRoomSpecs[number];
  Room room{RoomId(number), std::string(spec.name), TypeId(spec.type), {}, spec.price};
  if (spec.beds == 0) room.beds.emplace_back();
  const size_t beds = spec.beds > 0 && dormitory_beds > 0 ? dormitory_beds : spec.beds;
  for (size_t bed = 0; bed < beds; ++bed) room.beds.push_back(BedId(number, bed));
  return room;
}

bool IsCurrency(const Json& value) {
  if (!value.is_string() || value.get_ref<const std::string&>().size() != 3) return false;
  for (const char c : value.get_ref<const std::string&>()) {
    if (c < 'a' || c > 'z') return false;
  }
  return true;
}

}  // namespace

int64_t PriceOf(const Room& room, absl::CivilDay night) {
  const absl::Weekday day = absl::GetWeekday(night);
  const bool weekend = day == absl::Weekday::friday || day == absl::Weekday::saturday;
  return room.price + (weekend ? kWeekendSurcharge : 0);
}

absl::StatusOr<Property> Property::Make(const AccountSpec& spec) {
  const Json& settings = spec.settings.is_object() ? spec.settings : Json::object();
  const Json beds = settings.value("beds", Json(0u));
  if (!beds.is_number_unsigned() || beds.get<uint64_t>() > kBedsPerRoom) {
    return absl::InvalidArgumentError("beds is a whole number from 1 to 6");
  }
  const Json currency = settings.value("currency", Json("eur"));
  if (!IsCurrency(currency)) return absl::InvalidArgumentError("currency is like \"eur\"");
  const Json zone = settings.value("zone", Json("Europe/Lisbon"));
  Property property;
  if (!zone.is_string() || !absl::LoadTimeZone(zone.get<std::string>(), &property.zone_)) {
    return absl::InvalidArgumentError("zone is an IANA name");
  }
  property.id_ = PropertyId(spec.name);
  property.currency_ = currency.get<std::string>();
  for (size_t i = 0; i < kRooms; ++i) property.rooms_.push_back(MakeRoom(i, beds.get<size_t>()));
  return property;
}

std::vector<const Room*> Property::Find(std::string_view id) const {
  std::vector<const Room*> found;
  for (const Room& room : rooms_) {
    if (room.id == id || room.type_id == id) found.push_back(&room);
  }
  return found;
}

Json Property::Describe() const {
  Json list = Json::array();
  for (const Room& room : rooms_) {
    list.push_back({{"id", room.id},
                    {"name", room.name},
                    {"type_id", room.type_id},
                    {"beds", room.beds.size()},
                    {"price", room.price}});
  }
  return {{"property", id_},
          {"currency", currency_},
          {"zone", zone_.name()},
          {"rooms", std::move(list)}};
}

}  // namespace bookings::sandbox::hostelmate
