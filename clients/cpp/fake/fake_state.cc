// See fake_state.h; lists are in fake_lists.cc, writes in fake_writes.cc.
#include "fake/fake_state.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace bookings::client::internal {
namespace {

template <typename Map>
auto ValuesOf(const Map& map) {
  std::vector<typename Map::mapped_type> values;
  values.reserve(map.size());
  for (const auto& [key, value] : map) values.push_back(value);
  return values;
}

}  // namespace

Error Refusal(absl::StatusCode code, Reason reason, std::string message) {
  return {.code = code,
          .message = std::move(message),
          .reason = reason,
          .reason_text = std::string(NameOf(reason))};
}

Error Violation(const std::string& field, const std::string& description) {
  Error error = Refusal(absl::StatusCode::kInvalidArgument, Reason::kInvalidRequest,
                        absl::StrCat(field, ": ", description));
  error.violations.push_back({field, description});
  return error;
}

std::string ConnectionOf(const std::string& booking) {
  return booking.substr(0, booking.find("/bookings/"));
}

void FakeState::AddConnection(v1::Connection connection) {
  const std::lock_guard lock(mutex_);
  const std::string name = connection.name();
  connections_[name] = std::move(connection);
}

void FakeState::AddBooking(v1::Booking booking) {
  const std::lock_guard lock(mutex_);
  const std::string connection = ConnectionOf(booking.name());
  connections_[connection].set_name(connection);
  const std::string name = booking.name();
  bookings_[name] = std::move(booking);
}

void FakeState::AddSlot(const std::string& connection, v1::Slot slot) {
  const std::lock_guard lock(mutex_);
  connections_[connection].set_name(connection);
  slot.set_available(true);
  std::vector<v1::Slot>& slots = slots_[connection];
  slots.push_back(std::move(slot));
  std::ranges::stable_sort(slots, {}, [](const v1::Slot& each) {
    return std::pair(each.start_time().seconds(), each.night());
  });
}

void FakeState::FailSource(const std::string& connection, v1::SourceError error) {
  const std::lock_guard lock(mutex_);
  connections_[connection].set_name(connection);
  if (error.code() == 0) {
    failed_sources_.erase(connection);
  } else {
    failed_sources_[connection] = std::move(error);
  }
}

void FakeState::Inject(Fault fault) {
  const std::lock_guard lock(mutex_);
  faults_.push_back(std::move(fault));
}

std::vector<v1::Booking> FakeState::bookings() const {
  const std::lock_guard lock(mutex_);
  return ValuesOf(bookings_);
}

std::vector<Heard> FakeState::heard() const {
  const std::lock_guard lock(mutex_);
  return heard_;
}

std::optional<Fault> FakeState::Hear(Heard heard) {
  const std::lock_guard lock(mutex_);
  const auto meant = std::ranges::find_if(faults_, [&](const Fault& fault) {
    return fault.rpc == Rpc::kAny || fault.rpc == heard.rpc;
  });
  heard_.push_back(std::move(heard));
  if (meant == faults_.end()) return std::nullopt;
  Fault fault = std::move(*meant);
  faults_.erase(meant);
  return fault;
}

void FakeState::StaySilent() {
  std::unique_lock lock(mutex_);
  silence_ended_.wait(lock, [this] { return ended_; });
}

void FakeState::EndSilence() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  silence_ended_.notify_all();
}

Result<v1::GetBookingResponse> FakeState::Get(const v1::GetBookingRequest& request) const {
  const std::lock_guard lock(mutex_);
  Result<v1::Booking> found = Find(request.name(), "");
  if (!found.ok()) return std::move(found).error();
  v1::GetBookingResponse answer;
  *answer.mutable_booking() = *std::move(found);
  return answer;
}

Result<v1::ListConnectionsResponse> FakeState::Get(
    const v1::ListConnectionsRequest& /*request*/) const {
  const std::lock_guard lock(mutex_);
  v1::ListConnectionsResponse answer;
  for (v1::Connection& each : ValuesOf(connections_)) answer.add_connections()->Swap(&each);
  return answer;
}

Result<v1::GetConnectionResponse> FakeState::Get(const v1::GetConnectionRequest& request) const {
  const std::lock_guard lock(mutex_);
  const auto found = connections_.find(request.name());
  if (found == connections_.end()) {
    return Refusal(absl::StatusCode::kNotFound, Reason::kConnectionNotFound, request.name());
  }
  v1::GetConnectionResponse answer;
  *answer.mutable_connection() = found->second;
  return answer;
}

Result<v1::Booking> FakeState::Find(const std::string& name, const std::string& etag) const {
  if (!connections_.contains(ConnectionOf(name))) {
    return Refusal(absl::StatusCode::kNotFound, Reason::kConnectionNotFound, ConnectionOf(name));
  }
  const auto found = bookings_.find(name);
  if (found == bookings_.end()) {
    return Refusal(absl::StatusCode::kNotFound, Reason::kBookingNotFound, name);
  }
  if (!etag.empty() && etag != found->second.etag()) {
    return Refusal(absl::StatusCode::kAborted, Reason::kEtagMismatch, "it has changed");
  }
  return found->second;
}

}  // namespace bookings::client::internal
