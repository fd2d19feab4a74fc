// One booking of the simulated Wix site, and the generator that makes any number of them.
// A row holds what both API generations are rendered from; texts are derived (wix_catalogue.h)
// unless a client wrote them.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/wix/wix_words.h"

namespace bookings::sandbox::wix {

// The n-th GUID of a purpose, in the form of version 4: equal arguments give equal ids.
std::string MakeGuid(std::uint64_t seed, std::string_view purpose, std::uint64_t n);
// Whether `text` has the form 8-4-4-4-12 of lower-case hexadecimal digits.
bool IsGuid(std::string_view text);

// Marks an instant that this booking does not have.
inline constexpr std::int64_t kNoTime = std::numeric_limits<std::int64_t>::min();

// Sessions and course runs of the bookable catalogue have numbers from here on: this plus the
// minute since 1970 at which they start.
inline constexpr std::uint32_t kCatalogueSessions = 0x40000000;

// Most rate groups that one generated booking takes part with.
inline constexpr std::size_t kMaxRates = 3;

// What the customer is called and how to reach them.
struct Texts {
  std::string title;
  std::string first_name;
  std::string last_name;
  std::string email;
  std::string phone;
  std::string external_id;  // empty = the caller gave none
};

// What a booking made or moved over the API tells that generated ones derive from their salt.
struct Written {
  std::string zone;        // IANA
  std::string contact_id;  // empty = not known yet
  std::string country;     // ISO 3166-1 alpha-2, or empty
  std::string address;     // of a place that is not the business's
  std::string payment_option;
  std::string creator_key;  // one of createdBy's four
  std::string creator_id;
  std::string submission_id;  // empty = none
  Json full_address;          // null = none
  Json choices;               // participantsChoices; null = the party is one number
  Json additional_fields = Json::array();
  Json source;  // bookingSource of v1; null = none
  bool has_staff = false;
  bool has_event = false;
  bool has_order = false;
  bool double_booked = false;
  // Of the creation's flowControlSettings: what a later confirmOrDecline heeds.
  bool skips_availability = false;
  bool skips_approval = false;
  // attendanceInfo: negative = not set.
  int attendees = -1;
  bool attended = false;
};

struct Row {
  std::string id;
  std::uint64_t salt = 0;  // decides whatever has no field of its own
  std::int64_t start_s = kNoTime;
  std::int64_t end_s = kNoTime;
  std::int64_t created_ms = 0;
  std::int64_t updated_ms = 0;
  std::int64_t revision = 1;
  std::int64_t total_minor = 0;     // hundredths of the currency, whatever its own exponent
  std::int64_t received_minor = 0;  // likewise
  std::uint32_t session = 0;  // class session or course run; the row's number for appointments
  std::uint32_t contact = 0;
  std::uint16_t service = 0;
  Kind kind = Kind::kAppointment;
  State state = State::kConfirmed;
  Payment payment = Payment::kPaid;
  Place place = Place::kBusiness;
  Trap trap = Trap::kNone;
  std::uint8_t zone = 0;
  std::uint8_t staff = 0;
  std::array<std::uint8_t, kMaxRates> party = {1, 0, 0};
  std::shared_ptr<const Texts> own_texts;  // null = derived
  std::shared_ptr<const Written> written;  // null = generated
};

struct DataPlan {
  std::uint64_t seed = 1;
  std::uint64_t bookings = 0;
  bool traps = false;
  absl::Time epoch;
};

// Every distinct trap occurs within this many rows of a data set with traps.
std::uint64_t RowsForAllTraps();

// Makes row i of a data set in constant time. Immutable, so threads may share it.
class Generator {
 public:
  explicit Generator(DataPlan plan);
  Row At(std::uint64_t i) const;

 private:
  // The instants at which a zone's clocks jump, as nearest after the data's first day.
  struct ClockChanges {
    std::int64_t gap_s = kNoTime;
    std::int64_t overlap_s = kNoTime;
  };

  void SetWhat(std::uint64_t i, Row& row) const;
  void SetTimes(Row& row) const;
  void SetMoney(Row& row) const;
  void SetTrap(std::uint64_t i, Row& row) const;
  void SetTrapTimes(std::uint64_t ordinal, Row& row) const;
  void SetClockChange(Row& row) const;

  DataPlan plan_;
  std::int64_t epoch_s_;
  std::array<ClockChanges, 8> clock_changes_;  // by zone
};

}  // namespace bookings::sandbox::wix
