// A value, or the Error that a call ended with.
//
// Not absl::StatusOr: there the details would be payloads, which a caller has to decode and every
// log line prints as bytes. The names are those of StatusOr, so that macros over ok(), status() and
// value() take a Result; error() has the whole.
#pragma once

#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "bookings/client/error.h"

namespace bookings::client {

namespace internal {
// Ends the program: a failure must not pass for a value, as an unread StatusOr does not either.
[[noreturn]] void DieOf(const Error& error);
[[noreturn]] void DieOfSuccess();
}  // namespace internal

template <typename T>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  Result(T value) : outcome_(std::in_place_index<0>, std::move(value)) {}      // NOLINT
  Result(Error error) : outcome_(std::in_place_index<1>, std::move(error)) {}  // NOLINT

  bool ok() const { return outcome_.index() == 0; }
  explicit operator bool() const { return ok(); }

  // All of these end the program where there is no value.
  const T& value() const& { return *Checked(this); }
  T& value() & { return *Checked(this); }
  T&& value() && { return std::move(*Checked(this)); }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  const T* operator->() const { return Checked(this); }
  T* operator->() { return Checked(this); }

  // Ends the program where there is a value.
  const Error& error() const& {
    if (ok()) internal::DieOfSuccess();
    return *std::get_if<1>(&outcome_);
  }
  Error&& error() && {
    if (ok()) internal::DieOfSuccess();
    return std::move(*std::get_if<1>(&outcome_));
  }

  // OK, or the error's code and words.
  absl::Status status() const { return ok() ? absl::OkStatus() : error().ToStatus(); }

 private:
  template <typename Self>
  static auto* Checked(Self* self) {
    if (!self->ok()) internal::DieOf(self->error());
    return std::get_if<0>(&self->outcome_);
  }

  std::variant<T, Error> outcome_;
};

}  // namespace bookings::client
