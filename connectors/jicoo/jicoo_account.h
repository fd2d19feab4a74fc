// What the configuration says of a Jicoo account, but for its key.
#pragma once

#include <string>

namespace bookings::jicoo {

struct Account {
  std::string connection_id;
  // IANA zone of the business; empty = not configured.
  std::string time_zone;
  // The key of a cancellation's reason: the vendor's page on it could not be read (jicoo.md 2.5).
  std::string cancel_reason_key;
};

}  // namespace bookings::jicoo
