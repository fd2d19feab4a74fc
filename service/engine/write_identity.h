// The names under which writes are known to the ledger and to vendors: made with a key, so that
// nobody can foresee them, and from the request alone, so that they are the same in every process.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "service/engine/ledger.h"
#include "service/engine/secret.h"

namespace bookings {

// WriteIdentity::id of a key.
std::string MakeWriteIdentity(const Secret& key, const WriteKey& write);
// WriteIdentity::attempt of the attempt after so many releases.
std::string MakeAttemptIdentity(const Secret& key, std::string_view identity, int64_t released);
// SendMark::rivalry of a plan's text; empty for none.
std::string HashRivalry(const Secret& key, std::string_view text);

}  // namespace bookings
