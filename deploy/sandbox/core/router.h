// Method and path -> the function of a vendor that answers. Not for query parameters: each route
// checks its own.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "deploy/sandbox/core/account.h"
#include "deploy/sandbox/core/message.h"

namespace bookings::sandbox {

// What a route gets. The account's mutex is held.
struct Call {
  const Request& request;
  // The decoded values of the pattern's {…}, in order.
  std::vector<std::string> path_values;
  Account& account;
  // For routes that make or end credentials.
  AccountTable& accounts;
  absl::Time now;
};

using Route = std::function<Answer(const Call&)>;

struct RouteMatch {
  // Null: nothing fits.
  const Route* route = nullptr;
  std::vector<std::string> path_values;
  // The path exists under another method.
  bool other_method = false;
};

class Router {
 public:
  // `pattern` like "/v1/bookings/{uid}"; a {…} takes one whole, non-empty segment. The first
  // pattern added wins.
  void Add(std::string_view method, std::string_view pattern, Route route);

  RouteMatch Find(const Request& request) const;

 private:
  struct Entry {
    std::string method;
    std::vector<std::string> segments;
    Route route;
  };

  std::vector<Entry> entries_;
};

}  // namespace bookings::sandbox
