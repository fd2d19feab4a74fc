// Maps the payment of a v1 booking: price, what was received, and its state.
#pragma once

#include "connectors/api/item_reader.h"
#include "connectors/api/json.h"

namespace bookings::wix {

// Reads `paymentDetails`. Where the state waits for somebody or says nothing, the amounts decide.
void FillV1Payment(json::Value details, ItemReader& reader);

}  // namespace bookings::wix
