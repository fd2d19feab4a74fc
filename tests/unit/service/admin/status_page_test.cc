// The status page: what it shows, and that nothing that comes from elsewhere can be markup.
#include "service/admin/status_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bookings {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

StatusView View() {
  StatusView view;
  view.version = "1.2.3";
  view.started = absl::FromUnixSeconds(1'000'000);
  view.now = view.started + absl::Hours(27);
  view.config_loaded = view.started;
  ConnectionStatus& status = view.connections.emplace_back();
  status.connection.set_name("connections/tokyo");
  status.connection.set_vendor("jicoo");
  status.connection.set_display_name("Guitars & more");
  status.connection.set_state(v1::CONNECTION_STATE_ACTIVE);
  return view;
}

TEST(StatusPage, ShowsAConnectionThatWorks) {
  StatusView view = View();
  view.connections[0].median = absl::Milliseconds(85);
  view.connections[0].slowest_twentieth = absl::Milliseconds(2'400);
  view.connections[0].connection.set_quota_left(12);
  const std::string page = RenderStatus(view);
  EXPECT_THAT(page, HasSubstr("<strong>tokyo</strong>"));
  EXPECT_THAT(page, HasSubstr("class=\"state active\">active"));
  EXPECT_THAT(page, HasSubstr("85 ms median, 95% within 2 s"));
  EXPECT_THAT(page, HasSubstr("12 calls"));
  EXPECT_THAT(page, HasSubstr("for 1 d 3 h"));
  EXPECT_THAT(page, HasSubstr("1.2.3"));
}

TEST(StatusPage, ShowsWhyAConnectionFails) {
  StatusView view = View();
  v1::Connection& connection = view.connections[0].connection;
  connection.set_state(v1::CONNECTION_STATE_AUTH_FAILED);
  connection.mutable_last_error()->set_reason(v1::ERROR_REASON_VENDOR_AUTH_FAILED);
  connection.mutable_last_error()->set_message("the vendor refuses the credential");
  const std::string page = RenderStatus(view);
  EXPECT_THAT(page, HasSubstr("class=\"state auth_failed\">auth_failed"));
  EXPECT_THAT(page, HasSubstr("vendor_auth_failed: the vendor refuses the credential"));
  EXPECT_THAT(page, HasSubstr("not called yet"));
}

TEST(StatusPage, ShowsWhatEachCanDo) {
  StatusView view = View();
  auto* operation = view.connections[0].connection.mutable_capabilities()->add_operations();
  operation->set_operation(v1::OPERATION_GET_BOOKING);
  operation->set_support(v1::SUPPORT_EMULATED);
  const std::string page = RenderStatus(view);
  EXPECT_THAT(page, HasSubstr("get booking</th>"));
  EXPECT_THAT(page, HasSubstr("<td>emulated</td>"));
}

TEST(StatusPage, ShowsStreams) {
  StatusView view = View();
  EXPECT_THAT(RenderStatus(view), HasSubstr("No streams"));
  StreamStatus& stream = view.streams.emplace_back();
  stream.rpc = "ListBookings";
  stream.connections = {"tokyo", "inn"};
  stream.age = absl::Minutes(3);
  stream.pages = 17;
  stream.waits_for = "reader";
  view.all_streams = 5;
  const std::string page = RenderStatus(view);
  EXPECT_THAT(page, HasSubstr("anonymous"));
  EXPECT_THAT(page, HasSubstr("tokyo, inn</td><td>3 min</td><td>17</td>"));
  EXPECT_THAT(page, HasSubstr("and 4 more"));
}

TEST(StatusPage, NothingFromElsewhereIsMarkup) {
  StatusView view = View();
  const std::string evil = "<script>alert('\"&')</script>";
  view.connections[0].connection.set_display_name(evil);
  view.connections[0].connection.mutable_last_error()->set_message(evil);
  view.streams.emplace_back().caller = evil;
  const std::string page = RenderStatus(view);
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(&#39;&quot;&amp;&#39;)"));
}

TEST(StatusPage, NeedsNothingFromElsewhere) {
  const std::string page = RenderStatus(View());
  EXPECT_THAT(page, Not(HasSubstr("src=")));
  EXPECT_THAT(page, Not(HasSubstr("http://")));
  EXPECT_THAT(page, Not(HasSubstr("https://")));
  EXPECT_THAT(page, HasSubstr("name=\"viewport\""));
}

TEST(StatusPage, SaysThatItDrains) {
  StatusView view = View();
  view.draining = true;
  EXPECT_THAT(RenderStatus(view), HasSubstr(">draining<"));
}

TEST(StatusPage, SaysThatTheFilesAreRefused) {
  StatusView view = View();
  EXPECT_THAT(RenderStatus(view), Not(HasSubstr("refused")));
  view.reload_refused = true;
  EXPECT_THAT(RenderStatus(view), HasSubstr("<p class=\"notice\">The configuration in the files is "
                                            "refused"));
}

}  // namespace
}  // namespace bookings
