// Parts of the bodies of writes that both generations of Wix's API share: options of the caller,
// notifications, contacts. Not for what only one of them knows.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "bookings/v1/bookings.pb.h"
#include "bookings/v1/connections.pb.h"
#include "connectors/api/http_exchange.h"
#include "connectors/api/json_writer.h"
#include "google/protobuf/struct.pb.h"

namespace bookings::wix {

using Options = google::protobuf::Struct;

// Where in the body an entry of vendor_options is written, unchanged and under its own name.
enum class OptionPlace {
  kRoot,
  kBooking,
  kSlot,
  kFlowControl,
  kNotification,
  // Not at all: the connector reads it.
  kRead,
};

// One name that vendor_options takes.
struct Option {
  std::string_view name;
  // As AddVendorOption takes it.
  std::string_view type;
  OptionPlace place;
  std::string_view description;
};

// Declares the options of an operation.
void AddOptions(v1::Operation operation, std::span<const Option> options,
                v1::Capabilities* capabilities);

// Null where the option is not set.
const google::protobuf::Value* FindOption(const Options& options, std::string_view name);
std::string TextOption(const Options& options, std::string_view name);
bool BoolOption(const Options& options, std::string_view name);

// A value as JSON; members in order of their names.
void WriteValue(const google::protobuf::Value& value, json::Writer& out);
// The options of this place that are set, as members of the object that is open.
void WriteOptions(std::span<const Option> known, OptionPlace place, const Options& set,
                  json::Writer& out);
// "flowControlSettings":{...}; nothing where none of them is set.
void WriteFlowControl(std::span<const Option> known, const Options& set, json::Writer& out);
// "key":"text"; nothing for an empty text.
void WriteText(std::string_view key, std::string_view text, json::Writer& out);

// "participantNotification":{...} with what is asked for; nothing where nothing is. Wix tells
// nobody unless it is asked to.
void WriteNotification(v1::Notification notification, std::string_view message,
                       std::span<const Option> known, const Options& set, json::Writer& out);

// "contactDetails":{...} (wix.md 2.5, 3.6).
void WriteContact(const v1::Customer& customer, const Options& set, json::Writer& out);
// "additionalFields":[...]; nothing without answers.
void WriteAnswers(const google::protobuf::RepeatedPtrField<v1::Answer>& answers, json::Writer& out);

// Wix's token for reading what was written (wix.md 1.2); empty = it gave none.
std::string ConsistencyToken(const HttpResponse& response);
// Hands the token on, if there is one.
HttpRequest WithToken(HttpRequest request, const std::string& token);

// A POST that changes something and must not be repeated blindly: Wix knows no idempotency key.
HttpRequest BuildWrite(std::string target, std::string body, Purpose purpose);

}  // namespace bookings::wix
