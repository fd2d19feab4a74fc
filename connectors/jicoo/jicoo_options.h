// The vendor_options of Jicoo's writes: request fields that have no canonical place (jicoo.md 2.4,
// 2.7).
#pragma once

#include <string_view>

#include "bookings/v1/connections.pb.h"
#include "connectors/api/json_writer.h"
#include "connectors/api/writes.h"
#include "google/protobuf/struct.pb.h"

namespace bookings::jicoo {

// An option that goes with a slot_token, which has no appointment.location_id beside it.
inline constexpr std::string_view kLocationId = "locationId";
inline constexpr std::string_view kUpdateMessage = "updateMessage";

// Longest message of a guest, and of a notice of a change.
inline constexpr size_t kMaxMessage = 2000;

void AddCreateOptions(v1::Capabilities* capabilities);
void AddUpdateOptions(v1::Capabilities* capabilities);

// Values that the vendor would refuse. Types are checked by write_fields.h.
void CheckCreateOptions(const google::protobuf::Struct& options, WriteProblems* problems);

// The text of an option; empty where it is not set.
std::string_view TextOption(const google::protobuf::Struct& options, std::string_view name);

// Writes the options that are body fields of a creation, in the order of the vendor's page.
void WriteCreateOptions(const google::protobuf::Struct& options, json::Writer* body);

// Characters (code points), in which the vendor counts its limits.
size_t CountCharacters(std::string_view text);

}  // namespace bookings::jicoo
