// The status page: one HTML document that needs nothing from elsewhere and reads well on a phone.
#pragma once

#include <string>

#include "service/admin/status_view.h"

namespace bookings {

std::string RenderStatus(const StatusView& view);

}  // namespace bookings
