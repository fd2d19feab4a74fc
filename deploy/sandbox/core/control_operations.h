// What the control path does to one existing account, as a table of method and resource. Making
// accounts and streaming their rows is the control server's own.
#pragma once

#include <optional>
#include <string>

#include "deploy/sandbox/core/account.h"
#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/message.h"
#include "deploy/sandbox/core/request_log.h"
#include "deploy/sandbox/core/vendor.h"

namespace bookings::sandbox {

// The resource is what follows …/accounts/{account}/ in the path: segments[4].
Answer RunAccountOperation(const Vendor& vendor, Account& account, const Request& request);

// `{"error": message}`.
Answer ControlError(int status, const std::string& message);

// The body as an object; anything else is a 400 in `error`.
struct ParsedBody {
  Json object;
  std::optional<Answer> error;
};
ParsedBody ParseObject(const Request& request);

Json DescribeRequests(const RequestLog& log);

}  // namespace bookings::sandbox
