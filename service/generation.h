// What one configuration makes: a reload makes another one, and RPCs that run keep theirs.
#pragma once

#include <memory>
#include <vector>

#include "service/callers/caller_directory.h"
#include "service/config/checked_config.h"
#include "service/config/limits.h"
#include "service/engine/engine.h"
#include "service/rpc/page_token.h"
#include "service/rpc/rpc_environment.h"
#include "service/rpc/slot_token.h"

namespace bookings {

// What all generations share; outlives them.
struct GenerationParts {
  const Log* log = nullptr;
  RpcMeter* meter = nullptr;
  const Tracer* tracer = nullptr;
  OpenStreams* streams = nullptr;
  Arrivals* arrivals = nullptr;
  // Null where none is configured.
  Ledger* ledger = nullptr;
};

// The environment of RPCs, which holds all else that was made of the configuration.
std::shared_ptr<const RpcEnvironment> MakeGeneration(
    const CheckedConfig& checked, const Limits& limits,
    std::vector<std::shared_ptr<Connection>> connections, const GenerationParts& parts);

// The key ring as it is configured.
std::vector<NamedKey> KeysOf(
    const google::protobuf::RepeatedPtrField<config::v1::TokenKey>& configured,
    const SecretVault& secrets);

}  // namespace bookings
