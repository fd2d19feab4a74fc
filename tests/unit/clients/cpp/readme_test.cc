// The programs of clients/cpp/README.md, as they stand there.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "tests/unit/clients/cpp/made_up.h"

namespace bookings::client {
namespace {

// What the tour does with what it gets.
struct Tourist {
  void Handle(const v1::Booking& booking) { handled.push_back(booking.name()); }
  void Report(const Error& error) { reported.push_back(error); }
  void Report(const std::vector<v1::SourceStatus>& sources, const std::string& page_token) {
    lacking.push_back(absl::StrCat(sources.at(0).connection(), " ", page_token));
  }
  void ChooseAnother() { ++chosen; }
  void Keep(const std::string& id) { kept = id; }

  void Tour(const Client& client, const v1::ListBookingsRequest& request,
            const v1::CreateBookingRequest& create) {
    BookingList list = client.ListBookings(request, {.timeout = absl::Minutes(1)});
    for (const Result<v1::Booking>& booking : list) {
      if (booking.ok()) {
        Handle(*booking);
      } else if (const Error& error = booking.error(); error.reason == Reason::kSourcesFailed) {
        Report(error.failed_sources, error.page_token);  // the others' bookings have all come
      } else {
        Report(error);  // .code, .reason, .metadata, .violations, .retry_delay, .page_token
      }
    }

    const Result<v1::CreateBookingResponse> made = client.CreateBooking(create);
    if (made.ok()) {
      Handle(made->booking());
    } else if (made.error().reason == Reason::kSlotUnavailable) {
      ChooseAnother();
    } else {
      Keep(made.error().request_id);  // the same request with it tells what became of it
    }
  }

  void Copy(const Client& client, const v1::ListBookingsRequest& request) {
    const auto on_retry = [this](const Error& error, absl::Duration) { Report(error); };
    for (const auto& page : client.ListBookingPages(request, {.on_retry = on_retry})) {
      if (!page.ok()) return Report(page.error());
      Store(page->bookings(), page->next_page_token());  // the next run goes on behind them
    }
  }
  void Store(const google::protobuf::RepeatedPtrField<v1::Booking>& bookings,
             const std::string& page_token) {
    for (const v1::Booking& booking : bookings) Handle(booking);
    token = page_token;
  }

  std::vector<std::string> handled;
  std::string token;
  std::vector<std::string> lacking;
  std::vector<Error> reported;
  int chosen = 0;
  std::string kept;
};

// Another one's code under test.
int CountBookings(const Client& client) {
  int count = 0;
  for (const auto& booking : client.ListBookings()) count += booking.ok() ? 1 : 0;
  return count;
}

TEST(CountTest, OutlivesABrokenStream) {
  v1::Booking booking;
  booking.set_name("connections/tokyo/bookings/1");
  FakeGateway gateway;
  gateway.AddBooking(booking);
  gateway.Inject({.rpc = Rpc::kListBookings, .after_pages = 0});
  EXPECT_EQ(CountBookings(gateway.MakeClient()), 1);
  EXPECT_EQ(gateway.heard().size(), 2U);
}

TEST(ReadmeTest, TheTourGoesEveryWay) {
  FakeGateway gateway;
  AddNumbered(gateway, 2);
  v1::CreateBookingRequest create;
  create.set_connection("connections/tokyo");
  create.set_request_id("mine");
  Tourist tourist;
  tourist.Tour(gateway.MakeClient(), {}, create);
  EXPECT_EQ(tourist.handled.size(), 3U);

  v1::SourceError broken;
  broken.set_code(static_cast<int>(absl::StatusCode::kInternal));
  gateway.FailSource("connections/porto", broken);
  create.clear_request_id();
  create.set_slot_token("taken");
  tourist.Tour(gateway.MakeClient(), {}, create);
  EXPECT_EQ(tourist.lacking, std::vector<std::string>{"connections/porto fake-3"});
  EXPECT_EQ(tourist.chosen, 1);

  gateway.Inject({.error = {.code = absl::StatusCode::kInternal}});
  gateway.Inject({.error = {.code = absl::StatusCode::kInternal}});
  tourist.Tour(gateway.MakeClient(), {}, create);
  EXPECT_EQ(tourist.reported.size(), 1U);
  EXPECT_NE(tourist.kept, "");
}

TEST(ReadmeTest, ACopyGoesOnWhereItWasGivenUp) {
  FakeGateway gateway;
  AddNumbered(gateway, 6);
  gateway.Inject({.after_pages = 1});
  gateway.Inject({.error = {.code = absl::StatusCode::kInternal}, .after_pages = 1});
  Tourist tourist;
  v1::ListBookingsRequest request = SmallPages(2);
  tourist.Copy(gateway.MakeClient(), request);
  EXPECT_EQ(tourist.reported.size(), 2U);
  EXPECT_EQ(tourist.token, "fake-4");
  request.set_page_token(tourist.token);
  tourist.Copy(gateway.MakeClient(), request);
  EXPECT_EQ(tourist.handled, NumberedNames(6));
}

// Without indentation.
std::vector<std::string> LinesOf(const std::string& path) {
  std::ifstream file(absl::StrCat(BOOKINGS_SOURCE_DIR, "/", path));
  EXPECT_TRUE(file) << path;
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    lines.emplace_back(absl::StripAsciiWhitespace(line));
  }
  return lines;
}

TEST(ReadmeTest, ShowsThesePrograms) {
  const std::vector<std::string> here = LinesOf("tests/unit/clients/cpp/readme_test.cc");
  std::vector<std::string> block;
  int blocks = 0;
  bool inside = false;
  for (const std::string& line : LinesOf("clients/cpp/README.md")) {
    if (inside && line == "```") {
      EXPECT_FALSE(std::ranges::search(here, block).empty()) << "from: " << block.front();
      ++blocks;
      inside = false;
    }
    if (inside) block.push_back(line);
    if (line == "```cpp") {
      inside = true;
      block.clear();
    }
  }
  EXPECT_EQ(blocks, 3);
}

}  // namespace
}  // namespace bookings::client
