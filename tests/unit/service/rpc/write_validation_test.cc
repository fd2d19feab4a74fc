// Every rule for writes that holds for all vendors.
#include "service/rpc/write_validation.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace bookings {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

template <typename Request>
Request Parse(const std::string& text) {
  Request request;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request)) << text;
  return request;
}

std::vector<std::string> PathsIn(const Violations& violations) {
  std::vector<std::string> paths;
  for (const Violation& violation : violations) paths.push_back(violation.path);
  return paths;
}

constexpr char kAppointment[] = R"pb(
  connection: "connections/spa"
  request_id: "r1"
  appointment {
    service_id: "cut"
    start_time { seconds: 1800000000 }
  })pb";
constexpr char kStay[] = R"pb(
  connection: "connections/inn"
  request_id: "r1"
  stay {
    room_id: "7"
    nights {
      date: "2027-01-02"
      amount { currency_code: "EUR" units: 50 nanos: 500000000 }
    }
    nights { date: "2027-01-01" }
  })pb";

// Of a creation that is well-formed with `more` merged into it.
std::vector<std::string> BrokenCreate(const std::string& base, const std::string& more) {
  auto request = Parse<v1::CreateBookingRequest>(base);
  request.MergeFrom(Parse<v1::CreateBookingRequest>(more));
  return PathsIn(CheckCreateBooking(request));
}

TEST(CreateValidation, AcceptsEveryFieldWellFormed) {
  EXPECT_THAT(BrokenCreate(kStay, ""), IsEmpty());
  EXPECT_THAT(BrokenCreate(kAppointment, R"pb(
                customer {
                  email: "anna.b+c@mail.example.com"
                  cc_emails: "bert@localhost"
                  time_zone: "Europe/Prague"
                  answers { question: "Why?" values: "Because" }
                }
                party_size: 2
                notes: "by the window"
                notification: NOTIFICATION_DO_NOT_NOTIFY
                appointment { time_zone: "America/New_York" }
                best_effort { paths: "customer.company" paths: "vendor_options.colour" })pb"),
              IsEmpty());
}

TEST(CreateValidation, NamesEverythingThatIsMissing) {
  EXPECT_THAT(PathsIn(CheckCreateBooking({})), ElementsAre("connection", "request_id", "what"));
  EXPECT_THAT(BrokenCreate(kAppointment, "stay {}"), ElementsAre("stay.room_id", "stay.nights"));
  EXPECT_THAT(BrokenCreate(kStay, "appointment {}"),
              ElementsAre("appointment.service_id", "appointment.start_time"));
}

TEST(CreateValidation, ACourseNeedsNoStart) {
  EXPECT_THAT(BrokenCreate(kStay, R"pb(appointment { service_id: "yoga" schedule_id: "s" })pb"),
              IsEmpty());
}

TEST(CreateValidation, RequestIdsHaveOneTo64PrintableCharacters) {
  const auto broken = [](const std::string& id) {
    auto request = Parse<v1::CreateBookingRequest>(kAppointment);
    request.set_request_id(id);
    return !CheckCreateBooking(request).empty();
  };
  EXPECT_FALSE(broken("a"));
  EXPECT_FALSE(broken(std::string(64, '~')));
  EXPECT_TRUE(broken(""));
  EXPECT_TRUE(broken(std::string(65, 'a')));
  EXPECT_TRUE(broken("a\nb"));
  EXPECT_TRUE(broken("\x7F"));
  EXPECT_TRUE(broken("caf\xC3\xA9"));
}

TEST(CreateValidation, EmailsHaveOneAtBetweenTwoParts) {
  const auto broken = [](const std::string& email) {
    auto request = Parse<v1::CreateBookingRequest>(kAppointment);
    request.mutable_customer()->set_email(email);
    return !CheckCreateBooking(request).empty();
  };
  for (const char* email : {"a@b", "a.b@c.example", "\xC3\xA9va@example.com"}) {
    EXPECT_FALSE(broken(email)) << email;
  }
  for (const char* email : {"a", "@b", "a@", "a@b@c", "a b@c", "a@b.", "a@.b", "a@b..c", "a@b\n"}) {
    EXPECT_TRUE(broken(email)) << email;
  }
  EXPECT_FALSE(broken("a@" + std::string(252, 'b')));
  EXPECT_TRUE(broken("a@" + std::string(253, 'b')));
}

TEST(CreateValidation, NamesEveryFieldThatIsMalformed) {
  EXPECT_THAT(BrokenCreate(kAppointment, R"pb(
                customer { cc_emails: "" cc_emails: "b" time_zone: "Mars/Base" }
                party_size: -1
                appointment {
                  start_time { nanos: -1 }
                  time_zone: "x"
                }
                best_effort { paths: "custumer" })pb"),
              ElementsAre("appointment.start_time", "appointment.time_zone",
                          "customer.cc_emails[0]", "customer.cc_emails[1]", "customer.time_zone",
                          "party_size", "best_effort.paths[0]"));
}

TEST(CreateValidation, NightsExistOnceAndNameNoRoom) {
  EXPECT_THAT(BrokenCreate(kStay, R"pb(stay {
                                         nights { date: "2027-01-01" }
                                         nights { date: "2027-02-30" room_id: "8" bed_id: "2" }
                                       })pb"),
              ElementsAre("stay.nights[2].date", "stay.nights[3].date", "stay.nights[3].room_id",
                          "stay.nights[3].bed_id"));
}

TEST(CreateValidation, AmountsAreAsMoneyIs) {
  const auto broken = [](const std::string& amount) {
    return BrokenCreate(kStay, "stay { nights { date: '2027-03-01' amount {" + amount + "} } }");
  };
  EXPECT_THAT(broken("currency_code: 'EUR' units: -1 nanos: -999999999"), IsEmpty());
  EXPECT_THAT(broken("currency_code: 'EUR' nanos: -5"), IsEmpty());
  EXPECT_THAT(broken("units: 1"), ElementsAre("stay.nights[2].amount.currency_code"));
  EXPECT_THAT(broken("currency_code: 'eur'"), ElementsAre("stay.nights[2].amount.currency_code"));
  EXPECT_THAT(broken("currency_code: 'EUR' units: 1 nanos: -1"),
              ElementsAre("stay.nights[2].amount.nanos"));
  EXPECT_THAT(broken("currency_code: 'EUR' nanos: 1000000000"),
              ElementsAre("stay.nights[2].amount.nanos"));
}

TEST(CreateValidation, TextsAndListsAreBounded) {
  auto request = Parse<v1::CreateBookingRequest>(kAppointment);
  request.set_notes(std::string(kMaxNoteBytes, 'x'));
  request.mutable_customer()->set_first_name(std::string(kMaxLineBytes, 'x'));
  for (int i = 0; i < kMaxAnswers; ++i) request.add_answers();
  EXPECT_THAT(CheckCreateBooking(request), IsEmpty());
  request.mutable_notes()->push_back('x');
  request.mutable_customer()->mutable_first_name()->push_back('x');
  request.add_answers();
  (*request.mutable_vendor_options()->mutable_fields())["a"].set_string_value(
      std::string(kMaxOptionsBytes, 'x'));
  EXPECT_THAT(PathsIn(CheckCreateBooking(request)),
              ElementsAre("vendor_options", "customer.first_name", "notes", "answers"));
}

TEST(CreateValidation, ALongListOfNightsIsOneViolation) {
  auto request = Parse<v1::CreateBookingRequest>(kStay);
  for (int i = 0; i < kMaxNights; ++i) request.mutable_stay()->add_nights();
  EXPECT_THAT(PathsIn(CheckCreateBooking(request)), ElementsAre("stay.nights"));
}

TEST(CreateValidation, NotificationsAreKnown) {
  auto request = Parse<v1::CreateBookingRequest>(kAppointment);
  request.set_notification(static_cast<v1::Notification>(9));
  EXPECT_THAT(PathsIn(CheckCreateBooking(request)), ElementsAre("notification"));
}

TEST(CancelValidation, NamesAndIdsAreRequired) {
  EXPECT_THAT(PathsIn(CheckCancelBooking({})), ElementsAre("name", "request_id"));
  EXPECT_THAT(
      CheckCancelBooking(Parse<v1::CancelBookingRequest>(R"pb(name: "connections/a/bookings/b"
                                                              request_id: "r"
                                                              reason: "ill")pb")),
      IsEmpty());
}

TEST(RescheduleValidation, NeedsAPlaceToGo) {
  EXPECT_THAT(PathsIn(CheckRescheduleBooking({})), ElementsAre("name", "request_id", "to"));
  EXPECT_THAT(PathsIn(CheckRescheduleBooking(Parse<v1::RescheduleBookingRequest>(
                  R"pb(name: "connections/a/bookings/b"
                       request_id: "r"
                       stay { room_id: "7" })pb"))),
              ElementsAre("stay.nights"));
}

std::vector<std::string> BrokenUpdate(const std::string& more) {
  auto request = Parse<v1::UpdateBookingRequest>(R"pb(booking { name: "connections/a/bookings/b" }
                                                      request_id: "r")pb");
  request.MergeFrom(Parse<v1::UpdateBookingRequest>(more));
  return PathsIn(CheckUpdateBooking(request));
}

TEST(UpdateValidation, MasksNameFieldsOfABookingOnce) {
  EXPECT_THAT(BrokenUpdate(""), ElementsAre("update_mask"));
  EXPECT_THAT(BrokenUpdate("update_mask { paths: 'title' paths: 'stay.nights_paid' }"), IsEmpty());
  EXPECT_THAT(BrokenUpdate("update_mask { paths: '*' }"), ElementsAre("update_mask.paths[0]"));
  EXPECT_THAT(BrokenUpdate("update_mask { paths: 'titel' paths: '' }"),
              ElementsAre("update_mask.paths[0]", "update_mask.paths[1]"));
  EXPECT_THAT(BrokenUpdate("update_mask { paths: 'title' paths: 'title' }"),
              ElementsAre("update_mask.paths[1]"));
}

constexpr char kBrokenBooking[] = R"pb(
  booking {
    start_time { seconds: 10 }
    end_time { seconds: 10 }
    time_zone: "x"
    customers { email: "a" }
    party_size: -1
    staff { email: "b" }
    stay {
      nights { date: "never" }
      nights_paid: -1
    }
    total { units: 1 }
    amount_paid { units: 1 }
  }
)pb";

TEST(UpdateValidation, ValuesThatTheMaskNamesAreChecked) {
  EXPECT_THAT(BrokenUpdate(std::string(kBrokenBooking) + R"pb(
                update_mask {
                  paths: "start_time"
                  paths: "end_time"
                  paths: "time_zone"
                  paths: "customers"
                  paths: "party_size"
                  paths: "staff"
                  paths: "stay"
                  paths: "total"
                  paths: "amount_paid"
                })pb"),
              ElementsAre("booking.end_time", "booking.time_zone", "booking.customers[0].email",
                          "booking.party_size", "booking.staff[0].email",
                          "booking.stay.nights[0].date", "booking.stay.nights_paid",
                          "booking.total.currency_code", "booking.amount_paid.currency_code"));
}

TEST(UpdateValidation, ValuesThatTheMaskDoesNotNameAreNot) {
  EXPECT_THAT(BrokenUpdate(std::string(kBrokenBooking) + "update_mask { paths: 'title' }"),
              IsEmpty());
}

TEST(StatusValidation, OnlyFourStatusesCanBeSet) {
  v1::UpdateBookingStatusRequest request;
  request.set_name("connections/a/bookings/b");
  request.set_request_id("r");
  int settable = 0;
  for (int status = 0; status <= v1::BookingStatus_MAX; ++status) {
    request.set_status(static_cast<v1::BookingStatus>(status));
    if (CheckUpdateBookingStatus(request).empty()) ++settable;
  }
  EXPECT_EQ(settable, 4);
  for (const v1::BookingStatus status :
       {v1::BOOKING_STATUS_CONFIRMED, v1::BOOKING_STATUS_DECLINED, v1::BOOKING_STATUS_COMPLETED,
        v1::BOOKING_STATUS_NO_SHOW}) {
    request.set_status(status);
    EXPECT_THAT(CheckUpdateBookingStatus(request), IsEmpty());
  }
}

}  // namespace
}  // namespace bookings
