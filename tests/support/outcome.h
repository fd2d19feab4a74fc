// What came out of a connector's operation, as JSON in the form of expected.json.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "connectors/api/connector.h"
#include "nlohmann/json.hpp"

namespace bookings::testing {

// {"page":{"bookings":[...],"nextCursor":"...","vendorTotal":1,"dropped":0,...}}: without the
// cursor on the last page.
nlohmann::json OutcomeOf(const Page& page);
// {"booking":{...}}
nlohmann::json OutcomeOf(const v1::Booking& booking);
// {"tokens":{"accessToken":"...","refreshToken":"...","lifetime":"3600s"}}
nlohmann::json OutcomeOf(const Tokens& tokens);
// {"slots":[{"slot":{...},"reference":{...}}, ...]}, as the vendor tells them.
nlohmann::json OutcomeOf(const std::vector<FoundSlot>& slots);
// {"found":[{...}, ...]}
nlohmann::json OutcomeOf(const FoundBookings& found);
// {"booking":{...},"unchanged":true}: the latter only if nothing was sent.
nlohmann::json OutcomeOf(const Written& written);
// {"error":{"code":"...","reason":"...","metadata":{...},"retryDelay":"2s"}}
nlohmann::json OutcomeOf(const absl::Status& failure);

// Brings a hand-written expectation and an outcome into one form: bookings as protobuf writes them,
// defaults filled in, notes in order. What the expectation leaves open (a booking's etag, the
// vendor's total) is taken out of the outcome. Returns what is wrong with the expectation.
absl::Status Align(nlohmann::json* expected, nlohmann::json* actual);

}  // namespace bookings::testing
