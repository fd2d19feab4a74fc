// Carries out the conformance script's commands with the C++ client: JSON lines in, JSON lines out.
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/time_util.h>

#include <functional>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "bookings/client/client.h"

namespace {

using bookings::client::CallOptions;
using bookings::client::Client;
using bookings::client::Error;
using bookings::client::NameOf;
using bookings::client::Options;
using bookings::client::Reason;
using bookings::client::Result;
using google::protobuf::util::TimeUtil;
using nlohmann::json;
namespace v1 = bookings::v1;

// A failure that ends the command.
using Failure = std::optional<Error>;

Options OptionsOf(const std::string& address, const json& told) {
  Options options{.address = address, .token = told.value("token", "")};
  options.retry = {.attempts = told.at("attempts").get<int>(),
                   .first_backoff = absl::Seconds(told.at("first_backoff").get<double>()),
                   .longest_backoff = absl::Seconds(told.at("longest_backoff").get<double>())};
  options.timeouts.write_attempt = absl::Seconds(told.value("write_attempt", 20.0));
  options.vendor_tokens = told.value("vendor_tokens", options.vendor_tokens);
  if (told.contains("ca_file")) {
    options.tls = bookings::client::ReadTls({.authorities = told.at("ca_file"),
                                             .certificate = told.value("certificate_file", ""),
                                             .key = told.value("key_file", "")})
                      .value();
  }
  return options;
}

CallOptions CallOptionsOf(const json& told) {
  CallOptions call;
  if (told.contains("timeout")) call.timeout = absl::Seconds(told.at("timeout").get<double>());
  call.allow_failed_sources = told.value("allow_failed_sources", false);
  return call;
}

json Record(const v1::Booking& booking) {
  std::string total;
  if (booking.has_total()) {
    total = booking.total().currency_code() + ' ' + std::to_string(booking.total().units()) + ' ' +
            std::to_string(booking.total().nanos());
  }
  return {{"name", booking.name()},
          {"status", v1::BookingStatus_Name(booking.status())},
          {"start", booking.has_start_time() ? TimeUtil::ToString(booking.start_time()) : ""},
          {"title", booking.title()},
          {"total", total}};
}

json Told(const Error& error) {
  json fields = json::array();
  for (const auto& violation : error.violations) fields.push_back(violation.field);
  const bool sources = error.reason == Reason::kSourcesFailed;
  json told = {{"code", absl::StatusCodeToString(error.code)},
               {"message", error.message},
               {"reason", error.reason_text},
               {"type", sources ? "SOURCES_FAILED" : NameOf(error.reason)},
               {"booking_state", error.booking_state()},
               {"metadata", error.metadata},
               {"fields", fields},
               {"page_token", error.page_token},
               {"request_id", error.request_id}};
  if (error.retry_delay) told["retry_delay"] = absl::ToDoubleSeconds(*error.retry_delay);
  return told;
}

// What one command works with.
struct Command {
  Client client;
  json request;
  json options;
  CallOptions call;

  template <typename Request>
  Request As() const {
    Request message;
    const auto read = google::protobuf::util::JsonStringToMessage(request.dump(), &message);
    if (!read.ok()) throw std::invalid_argument(read.ToString());
    return message;
  }
};

Failure ListBookings(const Command& command, json& answer) {
  auto list = command.client.ListBookings(command.As<v1::ListBookingsRequest>(), command.call);
  const size_t take = command.options.value("take", size_t{0});
  Failure failure;
  answer["bookings"] = json::array();
  for (const Result<v1::Booking>& booking : list) {
    if (!booking.ok()) {
      failure = booking.error();
      continue;  // it is the last one
    }
    answer["bookings"].push_back(Record(*booking));
    if (answer["bookings"].size() == take) break;
  }
  answer["complete"] = list.complete();
  answer["failed"] = json::object();
  for (const v1::SourceStatus& source : list.failed_sources()) {
    answer["failed"][source.connection()] = NameOf(static_cast<Reason>(source.error().reason()));
  }
  return failure;
}

Failure ListSlots(const Command& command, json& answer) {
  answer["slots"] = json::array();
  for (const Result<v1::Slot>& slot :
       command.client.ListSlots(command.As<v1::ListSlotsRequest>(), command.call)) {
    if (!slot.ok()) return slot.error();
    answer["slots"].push_back(TimeUtil::ToString(slot->start_time()));
  }
  return std::nullopt;
}

Failure GetBooking(const Command& command, json& answer) {
  const auto booking = command.client.GetBooking(command.As<v1::GetBookingRequest>(), command.call);
  if (!booking.ok()) return booking.error();
  answer["booking"] = Record(*booking);
  return std::nullopt;
}

Failure ListConnections(const Command& command, json& answer) {
  const auto connections = command.client.ListConnections(command.call);
  if (!connections.ok()) return connections.error();
  answer["connections"] = json::array();
  for (const v1::Connection& each : *connections) answer["connections"].push_back(each.name());
  return std::nullopt;
}

Failure GetConnection(const Command& command, json& answer) {
  const auto connection =
      command.client.GetConnection(command.As<v1::GetConnectionRequest>().name(), command.call);
  if (!connection.ok()) return connection.error();
  answer["connections"] = json::array({connection->name()});
  return std::nullopt;
}

// What only some answers tell.
void Flags(const v1::CreateBookingResponse& made, json& answer) {
  answer["replayed"] = made.replayed();
}
void Flags(const v1::CancelBookingResponse& made, json& answer) {
  answer["already_cancelled"] = made.already_cancelled();
}
void Flags(const v1::UpdateBookingStatusResponse& made, json& answer) {
  answer["unchanged"] = made.unchanged();
}
void Flags(const google::protobuf::Message& /*made*/, json& /*answer*/) {}

template <typename Request, typename Answer>
auto Write(Result<Answer> (Client::*method)(Request, const CallOptions&) const) {
  return [method](const Command& command, json& answer) -> Failure {
    const Result<Answer> made = (command.client.*method)(command.As<Request>(), command.call);
    if (!made.ok()) return made.error();
    answer["booking"] = Record(made->booking());
    Flags(*made, answer);
    return std::nullopt;
  };
}

json CarryOut(const json& command) {
  static const std::map<std::string, std::function<Failure(const Command&, json&)>> kCalls = {
      {"list", ListBookings},
      {"slots", ListSlots},
      {"get", GetBooking},
      {"connections", ListConnections},
      {"connection", GetConnection},
      {"create", Write(&Client::CreateBooking)},
      {"cancel", Write(&Client::CancelBooking)},
      {"reschedule", Write(&Client::RescheduleBooking)},
      {"update", Write(&Client::UpdateBooking)},
      {"update_status", Write(&Client::UpdateBookingStatus)},
  };
  const json& options = command.at("options");
  json answer = json::object();
  const Failure failure =
      kCalls.at(command.at("call"))({Client(OptionsOf(command.at("address"), options)),
                                     command.at("request"), options, CallOptionsOf(options)},
                                    answer);
  if (failure) answer["error"] = Told(*failure);
  return answer;
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    std::cout << CarryOut(json::parse(line)) << std::endl;
  }
}
