// The HTTP statuses that vendors' answers are told apart by.
#pragma once

namespace bookings::http_status {

inline constexpr int kBadRequest = 400;
inline constexpr int kForbidden = 403;
inline constexpr int kNotFound = 404;
inline constexpr int kConflict = 409;
inline constexpr int kUnprocessable = 422;
inline constexpr int kPreconditionRequired = 428;
inline constexpr int kTooManyRequests = 429;

}  // namespace bookings::http_status
