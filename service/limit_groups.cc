// See limit_groups.h.
#include "service/limit_groups.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "service/engine/on_loop.h"

namespace bookings {
namespace {

using config::v1::ConnectionConfig;

// Ids and groups hold no spaces, so no two keys of different kinds are the same.
std::string KeyOf(const ConnectionConfig& config, const Connector& connector) {
  if (!config.rate_limit().group().empty()) return "group " + config.rate_limit().group();
  const bool by_address = connector.rate_limit_scope() == RateLimitScope::kAddress;
  if (!by_address || config.has_rate_limit()) return "connection " + config.id();
  return absl::StrCat("address ", std::string(connector.vendor()), " ",
                      BaseUrlOf(config, connector));
}

RateLimit RateLimitOf(const config::v1::RateLimit& config, const v1::Capabilities& documented) {
  RateLimit limit;
  if (config.off()) return limit;
  limit.burst = config.burst();
  if (config.calls() > 0) {
    limit.calls = config.calls();
    limit.window = FromProto(config.window());
  } else if (documented.rate_limit_calls() > 0) {
    limit.calls = documented.rate_limit_calls();
    limit.window = FromProto(documented.rate_limit_window());
  }
  return limit;
}

}  // namespace

void LimitGroups::Begin(const Limits& limits) {
  calls_in_flight_ = limits.calls_in_flight_per_connection;
  before_ = std::exchange(groups_, GroupByKey());
}

LimitGroup LimitGroups::GroupOf(const ConnectionConfig& config, const Connector& connector) {
  const std::string key = KeyOf(config, connector);
  LimitGroup& group = groups_[key];
  if (group.throttle != nullptr) return group;
  ThrottleLimits limits;
  limits.rate = RateLimitOf(config.rate_limit(), connector.capabilities());
  limits.calls_in_flight =
      config.calls_in_flight() > 0 ? config.calls_in_flight() : calls_in_flight_;
  group = Make(limits, key);
  return group;
}

LimitGroup LimitGroups::Make(const ThrottleLimits& limits, const std::string& key) {
  const auto before = before_.find(key);
  if (before != before_.end() && before->second.throttle->limits() == limits) return before->second;
  EpollLoop* const loop = before != before_.end() ? before->second.loop : &loops_->Next();
  return {loop, LivingOn(loop, std::make_unique<Throttle>(limits, loop))};
}

std::string BaseUrlOf(const ConnectionConfig& config, const Connector& connector) {
  return config.base_url().empty() ? std::string(connector.default_base_url()) : config.base_url();
}

}  // namespace bookings
