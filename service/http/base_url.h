// Which base addresses of vendors the gateway accepts.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bookings {

// Where credentials may travel unencrypted.
enum class PlainHttp { kLoopbackOnly, kAllowed };

// `localhost`, 127.0.0.0/8 and [::1].
bool IsLoopbackHost(const std::string& host);

// What is wrong with a connection's base URL, as a sentence that follows its path; no value for a
// good one: https (or http, see `plain`) with a host, perhaps a port and a path, without a slash at
// the end, user info, query or fragment.
std::optional<std::string> BaseUrlProblem(std::string_view url, PlainHttp plain);

}  // namespace bookings
