// See refusal.h.
#include "connectors/api/refusal.h"

namespace bookings {

VendorRefusal ReadRefusal(const HttpResponse& response, std::string_view code,
                          std::string_view request_id_header) {
  return {response.status, MachineCode(code),
          MachineCode(response.FindHeader(request_id_header).value_or("")),
          ReadRetryAfter(response)};
}

}  // namespace bookings
