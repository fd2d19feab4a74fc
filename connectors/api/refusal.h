// Reading what an answer other than 2xx says beside its status.
#pragma once

#include <string_view>

#include "connectors/api/failure.h"
#include "connectors/api/http_exchange.h"

namespace bookings {

// Status and Retry-After of a response, with the vendor's code and the value of the header that
// carries its request id ("" = it has none), as far as they are machine codes.
VendorRefusal ReadRefusal(const HttpResponse& response, std::string_view code,
                          std::string_view request_id_header);

}  // namespace bookings
