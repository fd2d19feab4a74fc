// What every call of bookctl shares.
#pragma once

#include <grpcpp/client_context.h>

#include "absl/time/time.h"
#include "clients/cli/flags.h"
#include "clients/cli/problems.h"

namespace bookings::cli {

// Sets the deadline, the caller's own token of --token_file and the customers' of
// --vendor_token_file. False (said on stderr) where a file has become unreadable since CheckTokens.
bool PrepareContext(const Settings& settings, absl::Time deadline, grpc::ClientContext* context);
// The same, with the deadline that --timeout sets from now on.
bool PrepareContext(const Settings& settings, grpc::ClientContext* context);

// What is wrong with the flags that name files of tokens.
void CheckTokens(Problems& problems);

}  // namespace bookings::cli
