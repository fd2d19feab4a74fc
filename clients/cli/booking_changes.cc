// See booking_changes.h.
#include "clients/cli/booking_changes.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "google/protobuf/util/message_differencer.h"

namespace bookings::cli {
namespace {

std::set<std::string> BrokenSources(const Reading& reading) {
  std::set<std::string> broken;
  for (const v1::SourceStatus& source : reading.sources) {
    const bool read = source.state() == v1::SOURCE_STATE_COMPLETE ||
                      source.state() == v1::SOURCE_STATE_LIMIT_REACHED;
    if (!read) broken.insert(source.connection());
  }
  return broken;
}

std::string ConnectionOf(const std::string& booking) {
  return booking.substr(0, booking.find("/bookings/"));
}

}  // namespace

std::string_view ChangeWord(Change change) {
  constexpr std::string_view kWords[] = {"none", "added", "changed", "removed"};
  return kWords[static_cast<size_t>(change)];
}

std::vector<WatchedBooking> BookingChanges::Take(Reading reading) {
  std::vector<WatchedBooking> watched;
  std::map<std::string, v1::Booking> present;
  for (v1::Booking& booking : reading.bookings) {
    Change change = Change::kAdded;
    if (const auto before = known_.find(booking.name()); before != known_.end()) {
      const bool equal =
          google::protobuf::util::MessageDifferencer::Equals(before->second, booking);
      change = equal ? Change::kNone : Change::kChanged;
      known_.erase(before);
    }
    // One that comes twice (REPLAYED) is told once.
    if (!present.emplace(booking.name(), booking).second) continue;
    watched.push_back({std::move(booking), change});
  }
  const std::set<std::string> broken = BrokenSources(reading);
  std::vector<WatchedBooking> gone;
  for (auto& [name, booking] : known_) {
    if (broken.contains(ConnectionOf(name))) {
      present.emplace(name, booking);
      watched.push_back({std::move(booking), Change::kNone});
    } else {
      gone.push_back({std::move(booking), Change::kRemoved});
    }
  }
  std::move(gone.begin(), gone.end(), std::back_inserter(watched));
  known_ = std::move(present);
  return watched;
}

}  // namespace bookings::cli
