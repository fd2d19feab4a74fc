// Which fields of a write a vendor carries out: declared once in the capabilities, and checked from
// there, so that code, docs and RPC cannot disagree.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "bookings/v1/connections.pb.h"
#include "connectors/api/writes.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"

namespace bookings {

// Declares an operation's fields (OperationCapability.fields) and what it cannot do without.
void SetWriteFields(v1::Operation operation, std::initializer_list<std::string_view> fields,
                    std::initializer_list<std::string_view> required,
                    v1::Capabilities* capabilities);
// `value_type` is `string`, `bool`, `number`, `list` or `struct`.
void AddVendorOption(v1::Operation operation, std::string_view name, std::string_view value_type,
                     std::string_view description, v1::Capabilities* capabilities);

// Null where the capabilities say nothing of the operation.
const v1::OperationCapability* FindOperation(const v1::Capabilities& capabilities,
                                             v1::Operation operation);

// The fields of `request` that are set and not declared, the declared requirements that are not
// met, and vendor_options of another name or type. Fields that every vendor takes (names, ids,
// etag, masks, validate_only, slot_token) are never reported; a slot_token meets the requirements
// of appointment and stay; a party of one is no party. Of UpdateBooking the fields are what its
// mask names, declared as `booking.title`.
WriteProblems CheckWriteFields(const google::protobuf::Message& request,
                               const v1::OperationCapability& capability);

// The problems without those `unsupported` ones that `best_effort` names or that stand below what
// it names.
WriteProblems WithoutBestEffort(WriteProblems problems,
                                const google::protobuf::FieldMask& best_effort);

}  // namespace bookings
