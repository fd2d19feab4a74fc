// See generation.h.
#include "service/generation.h"

#include <utility>

#include "absl/time/clock.h"

namespace bookings {
namespace {

EngineOptions MakeEngineOptions(const CheckedConfig& checked, const Limits& limits,
                                Ledger* ledger) {
  EngineOptions options;
  options.scan_pages = limits.scan_pages;
  options.sort_window_bookings = limits.sort_window_bookings;
  options.stream_bytes = limits.stream_bytes;
  options.pages_in_flight = limits.pages_in_flight;
  options.ledger = ledger;
  options.write_times.lease = limits.ledger_lease;
  options.write_times.attempt = limits.attempt_timeout;
  const config::v1::Ledger& config = checked.config.ledger();
  if (!config.keys().empty()) {
    options.identity_key = checked.secrets.Find(config.keys(0).secret());
  }
  return options;
}

// Null where no policy is configured.
std::unique_ptr<const CallerDirectory> OpenDirectory(const CheckedConfig& checked) {
  if (checked.config.policy_file().empty()) return nullptr;
  return std::make_unique<CallerDirectory>(checked.policy);
}

struct Generation {
  Generation(const CheckedConfig& checked, const Limits& limits,
             std::vector<std::shared_ptr<Connection>> connections, const GenerationParts& parts)
      : engine(std::move(connections), MakeEngineOptions(checked, limits, parts.ledger)),
        page_tokens(KeysOf(checked.config.page_tokens().keys(), checked.secrets),
                    limits.token_lifetime),
        slot_tokens(KeysOf(checked.config.page_tokens().keys(), checked.secrets)),
        callers(OpenDirectory(checked)) {
    environment.engine = &engine;
    environment.page_tokens = &page_tokens;
    environment.slot_tokens = &slot_tokens;
    environment.log = parts.log;
    environment.meter = parts.meter;
    environment.tracer = parts.tracer;
    environment.streams = parts.streams;
    environment.arrivals = parts.arrivals;
    environment.callers = callers.get();
    environment.now = [] { return absl::Now(); };
    environment.stream_deadline = limits.stream_deadline;
    environment.unary_deadline = limits.unary_deadline;
  }

  const Engine engine;
  const PageTokens page_tokens;
  const SlotTokens slot_tokens;
  const std::unique_ptr<const CallerDirectory> callers;
  RpcEnvironment environment;
};

}  // namespace

std::vector<NamedKey> KeysOf(
    const google::protobuf::RepeatedPtrField<config::v1::TokenKey>& configured,
    const SecretVault& secrets) {
  std::vector<NamedKey> keys;
  for (const config::v1::TokenKey& key : configured) {
    keys.push_back({key.id(), secrets.Find(key.secret())});
  }
  return keys;
}

std::shared_ptr<const RpcEnvironment> MakeGeneration(
    const CheckedConfig& checked, const Limits& limits,
    std::vector<std::shared_ptr<Connection>> connections, const GenerationParts& parts) {
  auto generation =
      std::make_shared<const Generation>(checked, limits, std::move(connections), parts);
  return {generation, &generation->environment};
}

}  // namespace bookings
