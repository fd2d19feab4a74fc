// Reading what an answer other than 2xx says beside its status.
#pragma once

#include <string>
#include <string_view>

#include "connectors/api/failure.h"
#include "connectors/api/http_exchange.h"

namespace bookings {

// The text if it can only be a machine code or id, [A-Za-z0-9_.-]{1,64}; else empty, as it could
// hold anything, such as personal data.
std::string MachineCode(std::string_view text);

// Status and Retry-After of a response, with the vendor's code and the value of the header that
// carries its request id ("" = it has none), as far as they are machine codes.
VendorRefusal ReadRefusal(const HttpResponse& response, std::string_view code,
                          std::string_view request_id_header);

}  // namespace bookings
