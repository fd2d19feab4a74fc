// A row as the two APIs show it, and the vendor's envelopes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/json_text.h"
#include "deploy/sandbox/core/switches.h"
#include "deploy/sandbox/tiquo/tiquo_model.h"

namespace bookings::sandbox::tiquo {

// The number `date` of the Client API under the switch date_encoding.
int64_t DateNumber(const Row& row, std::string_view encoding);

void RenderClientRow(const Row& row, const Switches& switches, JsonText& out);
void RenderAdminRow(const Row& row, const Switches& switches, JsonText& out);
Json RenderCustomer(const Customer& customer);

// `switches` may be null where no account is known.
Answer ErrorAnswer(int status, std::string_view message, absl::Time now, const Switches* switches);

}  // namespace bookings::sandbox::tiquo
