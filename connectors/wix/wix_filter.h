// Writes the conditions of a Wix query (wix.md 4). Every field stands in a filter once only: of a
// repeated one Wix counts the first.
#pragma once

#include <string_view>

#include "bookings/v1/bookings.pb.h"
#include "connectors/api/connector.h"
#include "connectors/api/json_writer.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace bookings::wix {

using Texts = google::protobuf::RepeatedPtrField<std::string>;

// The order of a list: that of the query, or else that of the vendor.
v1::OrderBy OrderOf(const ListQuery& query, v1::OrderBy vendor_order);
// The query's filter without what comes before `resume_from` in this order. A booking of which Wix
// tells no such time is not lost. In an order that the gateway makes it has seen them all, and does
// not let the list go on so while it still holds one; in an order of Wix's by creation such a
// booking stands where Wix has it, as every booking was made at some time.
v1::BookingFilter RemainingFilter(const ListQuery& query, v1::OrderBy order);

// "field":{"$gte":from,"$lt":to} with the bounds that are set, widened to whole milliseconds, which
// is what Wix's instants have; nothing where neither is set.
void WriteRange(std::string_view field, const v1::TimeRange& range, json::Writer& out);
// "field":{"$in":[...]}; nothing for an empty list.
void WriteAnyOf(std::string_view field, const Texts& values, json::Writer& out);
// "field":{"$eq":value}.
void WriteEquals(std::string_view field, std::string_view value, json::Writer& out);

}  // namespace bookings::wix
