// Model rows -> Jicoo's JSON (jicoo.md 2.1, 2.8, 2.10).
#pragma once

#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/json_text.h"
#include "deploy/sandbox/jicoo/jicoo_model.h"

namespace bookings::sandbox::jicoo {

void AppendBooking(const Row& row, JsonText& out);
Json RenderContacts(const Row& row);
Json RenderEventType(const EventType& type);
Json RenderHost(const User& user);
Json RenderUser(const User& user);

}  // namespace bookings::sandbox::jicoo
