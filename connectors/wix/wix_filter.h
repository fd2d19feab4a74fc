// Writes the conditions of a Wix query (wix.md 4). Every field stands in a filter once only: of a
// repeated one Wix counts the first.
#pragma once

#include <string_view>

#include "bookings/v1/bookings.pb.h"
#include "connectors/api/json_writer.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace bookings::wix {

using Texts = google::protobuf::RepeatedPtrField<std::string>;

// "field":{"$gte":from,"$lt":to} with the bounds that are set, widened to whole milliseconds, which
// is what Wix's instants have; nothing where neither is set.
void WriteRange(std::string_view field, const v1::TimeRange& range, json::Writer& out);
// "field":{"$in":[...]}; nothing for an empty list.
void WriteAnyOf(std::string_view field, const Texts& values, json::Writer& out);
// "field":{"$eq":value}.
void WriteEquals(std::string_view field, std::string_view value, json::Writer& out);

}  // namespace bookings::wix
