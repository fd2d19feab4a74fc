// The fake gateway's lists. Page tokens are positions: `fake-12` resumes behind the twelfth item.
#include <algorithm>
#include <limits>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "fake/fake_state.h"

namespace bookings::client::internal {
namespace {

// Of the contract.
constexpr int kBookingsPerPage = 50;
constexpr int kSlotsPerPage = 100;
constexpr int kMostPerPage = 1000;

constexpr char kTokenPrefix[] = "fake-";

Result<size_t> PositionOf(const std::string& token) {
  if (token.empty()) return size_t{0};
  uint64_t position = 0;
  if (!token.starts_with(kTokenPrefix) ||
      !absl::SimpleAtoi(token.substr(sizeof kTokenPrefix - 1), &position)) {
    return Refusal(absl::StatusCode::kInvalidArgument, Reason::kPageTokenInvalid,
                   "not a token of this gateway");
  }
  return size_t{position};
}

void Add(const v1::Booking& booking, v1::ListBookingsResponse& page) {
  *page.add_bookings() = booking;
}
void Add(const v1::Slot& slot, v1::ListSlotsResponse& page) { *page.add_slots() = slot; }

// The items from a position on, in pages; at least one page.
template <typename Page, typename Item>
std::vector<Page> PagesFrom(size_t position, const std::vector<Item>& items, int page_size) {
  std::vector<Page> pages(1);
  int on_page = 0;
  for (; position < items.size(); ++position) {
    if (on_page == page_size) {
      pages.back().set_next_page_token(absl::StrCat(kTokenPrefix, position));
      pages.emplace_back();
      on_page = 0;
    }
    Add(items[position], pages.back());
    ++on_page;
  }
  return pages;
}

int PageSizeOf(int asked, int otherwise) {
  return asked == 0 ? otherwise : std::min(asked, kMostPerPage);
}

// The first thing of the request that this gateway does not imitate.
std::optional<Error> Unimitated(const v1::ListBookingsRequest& request) {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  request.filter().GetReflection()->ListFields(request.filter(), &fields);
  for (const auto* field : fields) {
    if (field->number() == v1::BookingFilter::kStatusesFieldNumber ||
        field->number() == v1::BookingFilter::kStartTimeFieldNumber) {
      continue;
    }
    return Refusal(absl::StatusCode::kUnimplemented, Reason::kOperationUnsupported,
                   absl::StrCat("the fake gateway does not filter by ", field->name()));
  }
  if (!request.explain()) return std::nullopt;
  return Refusal(absl::StatusCode::kUnimplemented, Reason::kOperationUnsupported,
                 "the fake gateway does not explain");
}

using Instant = std::pair<int64_t, int32_t>;

Instant InstantOf(const google::protobuf::Timestamp& stamp) {
  return {stamp.seconds(), stamp.nanos()};
}

bool IsIn(const v1::TimeRange& range, const google::protobuf::Timestamp& stamp) {
  return (!range.has_from() || InstantOf(stamp) >= InstantOf(range.from())) &&
         (!range.has_to() || InstantOf(stamp) < InstantOf(range.to()));
}

bool Matches(const v1::BookingFilter& filter, const v1::Booking& booking) {
  if (!filter.statuses().empty() &&
      std::ranges::find(filter.statuses(), booking.status()) == filter.statuses().end()) {
    return false;
  }
  return !filter.has_start_time() ||
         (booking.has_start_time() && IsIn(filter.start_time(), booking.start_time()));
}

// Unknown times come last in both directions; ties are broken by name.
template <typename TimeOf>
void Sort(std::vector<v1::Booking>& bookings, int sign, TimeOf time_of) {
  std::ranges::sort(bookings, {}, [&](const v1::Booking& booking) {
    const google::protobuf::Timestamp* stamp = time_of(booking);
    const Instant instant = stamp ? InstantOf(*stamp) : Instant();
    return std::tuple(stamp == nullptr, sign * instant.first, sign * instant.second,
                      booking.name());
  });
}

const google::protobuf::Timestamp* StartOf(const v1::Booking& booking) {
  return booking.has_start_time() ? &booking.start_time() : nullptr;
}

const google::protobuf::Timestamp* CreationOf(const v1::Booking& booking) {
  return booking.has_create_time() ? &booking.create_time() : nullptr;
}

void Sort(std::vector<v1::Booking>& bookings, v1::OrderBy order) {
  switch (order) {
    case v1::ORDER_BY_START_TIME_ASC:
      return Sort(bookings, 1, StartOf);
    case v1::ORDER_BY_START_TIME_DESC:
      return Sort(bookings, -1, StartOf);
    case v1::ORDER_BY_CREATE_TIME_ASC:
      return Sort(bookings, 1, CreationOf);
    case v1::ORDER_BY_CREATE_TIME_DESC:
      return Sort(bookings, -1, CreationOf);
    default:
      return;  // as they are: in order of name
  }
}

v1::SourceStatus SourceStatusOf(const std::string& connection,
                                const std::map<std::string, v1::SourceError>& failed,
                                bool cut_short) {
  v1::SourceStatus status;
  status.set_connection(connection);
  const auto error = failed.find(connection);
  if (error != failed.end()) {
    status.set_state(v1::SOURCE_STATE_FAILED);
    *status.mutable_error() = error->second;
  } else {
    status.set_state(cut_short ? v1::SOURCE_STATE_LIMIT_REACHED : v1::SOURCE_STATE_COMPLETE);
  }
  return status;
}

Error ErrorOfSource(const v1::SourceError& source) {
  Error error;
  error.code = static_cast<absl::StatusCode>(source.code());
  error.message = source.message();
  error.reason = static_cast<Reason>(source.reason());
  error.reason_text = std::string(NameOf(error.reason));
  error.metadata = {source.metadata().begin(), source.metadata().end()};
  return error;
}

}  // namespace

std::vector<std::string> FakeState::SourcesOf(const v1::ListBookingsRequest& request) const {
  if (!request.connections().empty()) {
    return {request.connections().begin(), request.connections().end()};
  }
  std::vector<std::string> all;
  all.reserve(connections_.size());
  for (const auto& [name, connection] : connections_) all.push_back(name);
  return all;
}

// Where one source is all there is, or all are required, its failure is the list's.
std::optional<Error> FakeState::CheckConnections(const v1::ListBookingsRequest& request) const {
  const std::vector<std::string> sources = SourcesOf(request);
  for (const std::string& name : sources) {
    if (!connections_.contains(name)) {
      return Refusal(absl::StatusCode::kNotFound, Reason::kConnectionNotFound, name);
    }
    const auto failed = failed_sources_.find(name);
    if (failed != failed_sources_.end() && (request.require_all_sources() || sources.size() == 1)) {
      return ErrorOfSource(failed->second);
    }
  }
  return std::nullopt;
}

std::vector<v1::Booking> FakeState::Matching(const v1::ListBookingsRequest& request) const {
  const std::vector<std::string> sources = SourcesOf(request);
  std::vector<v1::Booking> found;
  for (const auto& [name, booking] : bookings_) {
    const std::string source = ConnectionOf(name);
    if (std::ranges::find(sources, source) != sources.end() && !failed_sources_.contains(source) &&
        Matches(request.filter(), booking)) {
      found.push_back(booking);
    }
  }
  Sort(found, request.order_by());
  return found;
}

Result<std::vector<v1::ListBookingsResponse>> FakeState::List(
    const v1::ListBookingsRequest& request) const {
  const std::lock_guard lock(mutex_);
  if (request.page_size() < 0) return Violation("page_size", "must not be negative");
  if (request.limit() < 0) return Violation("limit", "must not be negative");
  if (std::optional<Error> error = Unimitated(request)) return *error;
  if (std::optional<Error> error = CheckConnections(request)) return *error;
  const Result<size_t> position = PositionOf(request.page_token());
  if (!position.ok()) return position.error();

  std::vector<v1::Booking> found = Matching(request);
  const size_t all = found.size();
  if (request.limit() > 0 && static_cast<uint64_t>(request.limit()) < all) {
    found.resize(static_cast<size_t>(request.limit()));
  }
  const bool cut_short = found.size() < all;
  auto pages = PagesFrom<v1::ListBookingsResponse>(
      *position, found, PageSizeOf(request.page_size(), kBookingsPerPage));
  v1::ListBookingsResponse& last = pages.back();
  bool complete = !cut_short;
  for (const std::string& name : SourcesOf(request)) {
    *last.add_sources() = SourceStatusOf(name, failed_sources_, cut_short);
    complete = complete && !failed_sources_.contains(name);
  }
  last.set_complete(complete);
  if (!complete) last.set_next_page_token(absl::StrCat(kTokenPrefix, found.size()));
  return pages;
}

Result<std::vector<v1::ListSlotsResponse>> FakeState::List(
    const v1::ListSlotsRequest& request) const {
  const std::lock_guard lock(mutex_);
  if (request.page_size() < 0) return Violation("page_size", "must not be negative");
  if (!connections_.contains(request.connection())) {
    return Refusal(absl::StatusCode::kNotFound, Reason::kConnectionNotFound, request.connection());
  }
  const Result<size_t> position = PositionOf(request.page_token());
  if (!position.ok()) return position.error();
  std::vector<v1::Slot> found;
  const auto slots = slots_.find(request.connection());
  for (const v1::Slot& slot : slots == slots_.end() ? std::vector<v1::Slot>() : slots->second) {
    const bool of_service =
        request.service_id().empty() || request.service_id() == slot.service().id();
    const bool in_time = !request.has_time_range() || IsIn(request.time_range(), slot.start_time());
    if (of_service && in_time && (slot.available() || request.include_unavailable())) {
      found.push_back(slot);
    }
  }
  auto pages = PagesFrom<v1::ListSlotsResponse>(*position, found,
                                                PageSizeOf(request.page_size(), kSlotsPerPage));
  pages.back().set_complete(true);
  return pages;
}

}  // namespace bookings::client::internal
