// Lists over simulated vendors whose rows are made, moved and deleted between any two answers, cut
// and resumed at any page: every booking that nobody touched comes exactly once, and in order.
//
// BOOKINGS_SIMULATION_RUNS sets the number of runs of each kind, BOOKINGS_SIMULATION_SEED the first
// seed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <ostream>
#include <random>
#include <set>

#include "service/engine/engine.h"
#include "tests/fakes/simulated_vendor.h"

namespace bookings {
namespace {

constexpr v1::OrderBy kAsc = v1::ORDER_BY_START_TIME_ASC;
constexpr v1::OrderBy kDesc = v1::ORDER_BY_START_TIME_DESC;
constexpr v1::OrderBy kNewest = v1::ORDER_BY_CREATE_TIME_DESC;
constexpr v1::OrderBy kOldest = v1::ORDER_BY_CREATE_TIME_ASC;

int FromEnvironment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoi(text);
}

struct Kind {
  std::string name;
  bool numbered = false;
  bool rows_stay = false;
  std::vector<v1::OrderBy> native;
  v1::OrderBy default_order = v1::ORDER_BY_UNSPECIFIED;
  std::vector<v1::OrderBy> resumable;
  bool cursors_are_rows = false;
};

void PrintTo(const Kind& kind, std::ostream* out) { *out << kind.name; }

// As the connectors use their vendors.
const Kind kKinds[] = {
    {"NumberedSorted", true, false, {kAsc, kDesc, kNewest, kOldest}, kOldest, {}},
    {"NumberedSortedResumable", true, false, {kAsc, kDesc, kNewest, kOldest}, kOldest, {kAsc}},
    {"NumberedUnsorted", true, false, {}, v1::ORDER_BY_UNSPECIFIED, {kAsc}},
    {"CursorSorted", false, false, {kNewest, kOldest}, kOldest, {kNewest, kOldest, kAsc, kDesc}},
    {"CursorUnsorted", false, false, {}, v1::ORDER_BY_UNSPECIFIED, {}},
    {"CursorIsARow", false, false, {}, v1::ORDER_BY_UNSPECIFIED, {}, true},
};

// One list over one to three vendors of a kind.
class Simulation {
 public:
  Simulation(const Kind& kind, int seed) : kind_(kind), random_(static_cast<unsigned>(seed)) {
    const int sources = kind.name.empty() ? 1 : Pick(1, 3);
    for (int i = 0; i < sources; ++i) {
      vendors_.push_back(std::make_unique<SimulatedVendor>(MakeVendor(i)));
      fixtures_.push_back(std::make_unique<SimulatedFixture>(vendors_.back().get(), &loop_));
      seen_.push_back(0);
    }
    constexpr v1::OrderBy kOrders[] = {v1::ORDER_BY_UNSPECIFIED, kAsc, kDesc, kNewest, kOldest};
    order_ = kOrders[Pick(0, 4)];
    page_size_ = Pick(1, 9);
    filters_ = Pick(0, 2) == 0;
    for (const auto& vendor : vendors_) {
      for (const SimulatedRow& row : vendor->rows) {
        if (!filters_ || row.status == v1::BOOKING_STATUS_CONFIRMED) {
          initial_[BookingName(vendor->id, row.id)] = row;
        }
      }
    }
  }

  // What it was about, for people.
  std::string Describe() const {
    std::string text = absl::StrCat(v1::OrderBy_Name(order_), ", pages of ", page_size_);
    if (filters_) absl::StrAppend(&text, ", filtered");
    for (const auto& vendor : vendors_) {
      absl::StrAppend(&text, ", ", vendor->rows.size(), " rows on pages of ", vendor->page_size);
    }
    return text;
  }

  // What is wrong; empty = nothing.
  std::string Play() {
    std::vector<std::shared_ptr<Connection>> connections;
    for (const auto& fixture : fixtures_) connections.push_back(fixture->connection);
    Engine engine(connections, EngineOptions{});
    std::unique_ptr<internal::v1::PageTokenState> at;
    bool over = false;
    while (!over) {
      absl::StatusOr<std::shared_ptr<ListCall>> call = engine.List(Request(std::move(at)));
      if (!call.ok()) return call.status().ToString();
      over = ReadSome(**call, at);
      call->reset();
      loop_.RunUntilIdle();
      if (!problem_.empty()) return problem_;
    }
    return Judge();
  }

 private:
  int Pick(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }

  SimulatedVendor MakeVendor(int i) {
    SimulatedVendor vendor;
    vendor.id = std::string(1, static_cast<char>('a' + i));
    vendor.numbered = kind_.numbered;
    vendor.native = kind_.native;
    vendor.default_order = kind_.default_order;
    vendor.resumable = kind_.resumable;
    vendor.cursors_are_rows = kind_.cursors_are_rows;
    vendor.page_size = Pick(kind_.numbered ? 11 : 3, 16);
    const bool exact = !kind_.numbered || IsSorted(kind_.default_order);
    vendor.resume = exact ? v1::RESUME_SUPPORT_EXACT : v1::RESUME_SUPPORT_AT_LEAST_ONCE;
    times_ = Pick(1, 60);
    const int rows = Pick(0, 100);
    for (int row = 0; row < rows; ++row) vendor.rows.push_back(MakeRow());
    return vendor;
  }

  SimulatedRow MakeRow() {
    SimulatedRow row;
    row.id = absl::StrCat("r", 1000 + Pick(0, 8'999), "-", ++made_);
    if (Pick(0, 19) > 0) row.start = Pick(0, times_);
    row.created = made_ / Pick(1, 3);
    row.status = Pick(0, 3) == 0 ? v1::BOOKING_STATUS_CANCELLED : v1::BOOKING_STATUS_CONFIRMED;
    return row;
  }

  ListRequest Request(std::unique_ptr<internal::v1::PageTokenState> at) {
    ListRequest request;
    for (const auto& vendor : vendors_) request.connections.push_back(vendor->id);
    request.order = order_;
    request.page_size = page_size_;
    if (filters_) request.filter.add_statuses(v1::BOOKING_STATUS_CONFIRMED);
    request.resume = std::move(at);
    return request;
  }

  // Reads pages until the list ends or is cut. Whether it has ended.
  bool ReadSome(ListCall& call, std::unique_ptr<internal::v1::PageTokenState>& at) {
    while (true) {
      std::optional<absl::StatusOr<StreamPage>> arrived;
      call.Next([&](absl::StatusOr<StreamPage> page) { arrived.emplace(std::move(page)); });
      idle_ = 0;
      loop_.RunUntilIdle();
      while (!arrived && problem_.empty()) AnswerOne();
      if (!problem_.empty()) return true;
      if (!arrived->ok()) {
        problem_ = arrived->status().ToString();
        return true;
      }
      Take(**arrived);
      if ((*arrived)->last) return true;
      at = std::make_unique<internal::v1::PageTokenState>(*(*arrived)->position);
      if (Pick(0, 3) == 0) return false;
    }
  }

  // Answers any of the open requests, after what may have happened at the vendors.
  void AnswerOne() {
    std::vector<std::pair<size_t, size_t>> open;
    for (size_t i = 0; i < fixtures_.size(); ++i) {
      for (size_t j = seen_[i]; j < fixtures_[i]->sent.size(); ++j) {
        if (fixtures_[i]->sent.waits(j)) open.emplace_back(i, j);
      }
    }
    if (open.empty()) {
      if (++idle_ > 3) problem_ = "nothing is asked for and nothing arrives";
      return loop_.Advance(absl::Seconds(1));
    }
    idle_ = 0;
    for (int i = Pick(-2, 2); i > 0; --i) Change();
    const auto [vendor, request] =
        open[static_cast<size_t>(Pick(0, static_cast<int>(open.size()) - 1))];
    fixtures_[vendor]->sent.Answer(request, Response(200));
    loop_.RunUntilIdle();
  }

  void Change() {
    if (++changes_ > 200) return;  // a vendor in endless motion would never be read
    SimulatedVendor& vendor =
        *vendors_[static_cast<size_t>(Pick(0, static_cast<int>(vendors_.size()) - 1))];
    const int what = Pick(0, 3);
    if (what == 0 || vendor.rows.empty()) {
      vendor.rows.push_back(MakeRow());
      touched_.insert(BookingName(vendor.id, vendor.rows.back().id));
      return;
    }
    const size_t at = static_cast<size_t>(Pick(0, static_cast<int>(vendor.rows.size()) - 1));
    SimulatedRow& row = vendor.rows[at];
    touched_.insert(BookingName(vendor.id, row.id));
    if (what == 1) row.start = Pick(0, times_);
    if (what == 2) row.status = v1::BOOKING_STATUS_CANCELLED;
    if (what == 3) vendor.rows.erase(vendor.rows.begin() + static_cast<std::ptrdiff_t>(at));
  }

  void Take(const StreamPage& page) {
    for (const v1::Booking& booking : page.response->bookings()) delivered_.push_back(booking);
    for (const v1::SourceStatus& source : page.response->sources()) {
      for (int note : source.notes()) replayed_ |= note == v1::SOURCE_NOTE_REPLAYED;
    }
    if (static_cast<int>(page.response->bookings_size()) > page_size_)
      problem_ = "a page is too long";
  }

  std::string Judge() const {
    std::map<std::string, int> times;
    const v1::Booking* before = nullptr;
    for (const v1::Booking& booking : delivered_) {
      if (touched_.contains(booking.name())) continue;
      ++times[booking.name()];
      if (before != nullptr && IsSorted(order_) && !Comes(*before, booking)) {
        return absl::StrCat(booking.name(), " comes behind ", before->name());
      }
      before = &booking;
    }
    const bool may_repeat = replayed_ && !IsSorted(order_);
    for (const auto& [name, row] : initial_) {
      if (touched_.contains(name)) continue;
      const auto found = times.find(name);
      if (found == times.end()) return absl::StrCat(name, " is lost");
      if (found->second > 1 && !may_repeat) return absl::StrCat(name, " comes again");
    }
    const bool exact = !(kind_.numbered || kind_.cursors_are_rows) ||
                       IsSorted(kind_.default_order) || IsSorted(order_);
    if (replayed_ && exact) return "REPLAYED, though the list can be resumed exactly";
    return "";
  }
  bool Comes(const v1::Booking& a, const v1::Booking& b) const {
    return Precedes(OrderTimeOf(a, order_), a.name(), OrderTimeOf(b, order_), b.name(), order_);
  }

  const Kind kind_;
  std::mt19937 random_;
  FakeLoop loop_;
  std::vector<std::unique_ptr<SimulatedVendor>> vendors_;
  std::vector<std::unique_ptr<SimulatedFixture>> fixtures_;
  std::vector<size_t> seen_;
  v1::OrderBy order_ = v1::ORDER_BY_UNSPECIFIED;
  int page_size_ = 1;
  bool filters_ = false;
  int times_ = 1;
  int made_ = 0;
  int changes_ = 0;
  int idle_ = 0;
  std::map<std::string, SimulatedRow> initial_;
  std::set<std::string> touched_;
  std::vector<v1::Booking> delivered_;
  bool replayed_ = false;
  std::string problem_;
};

class ListSimulation : public testing::TestWithParam<Kind> {};

TEST_P(ListSimulation, EveryUntouchedBookingComesExactlyOnceAndInOrder) {
  const int runs = FromEnvironment("BOOKINGS_SIMULATION_RUNS", 100);
  const int first = FromEnvironment("BOOKINGS_SIMULATION_SEED", 1);
  for (int seed = first; seed < first + runs; ++seed) {
    Simulation simulation(GetParam(), seed);
    ASSERT_EQ(simulation.Play(), "") << "seed " << seed << ": " << simulation.Describe();
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, ListSimulation, testing::ValuesIn(kKinds),
                         [](const auto& kind) { return kind.param.name; });

}  // namespace
}  // namespace bookings
