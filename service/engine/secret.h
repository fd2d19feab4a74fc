// Text that must never be seen: it prints as ***, and is compared in constant time.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace bookings {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}

  // The text itself; the name is long so that its uses are found.
  const std::string& RevealForUse() const { return value_; }
  bool empty() const { return value_.empty(); }

  // Takes the same time wherever the texts differ; only their length can be told from it.
  friend bool operator==(const Secret& a, const Secret& b) {
    if (a.value_.size() != b.value_.size()) return false;
    unsigned char difference = 0;
    for (size_t i = 0; i < a.value_.size(); ++i) {
      difference = static_cast<unsigned char>(difference | (a.value_[i] ^ b.value_[i]));
    }
    return difference == 0;
  }
  friend std::ostream& operator<<(std::ostream& out, const Secret&) { return out << "***"; }

 private:
  std::string value_;
};

}  // namespace bookings
