// Feeds bytes to a connector as the vendor's answers to reading slots and to writes, and checks
// what no vendor may make it break.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "connectors/api/connector.h"
#include "tests/support/recording.h"

namespace bookings::fuzz {

// Stands between the answers of an input; no JSON text holds it. Each answer begins with its status
// in three digits.
inline constexpr char kAnswerSeparator = '\x1e';

// Const and without state between runs.
class WriteFuzzer {
 public:
  // Connection and requests are those of the suite's recordings `slots`, `create` and `cancel`.
  WriteFuzzer(std::string_view suite, ConnectorFactory make);

  // `bytes`: answers in the order in which they are given to each operation; the last one is given
  // again to whatever is still asked.
  void Run(std::string_view bytes) const;

 private:
  using Answers = std::vector<HttpResponse>;

  void Slots(const Answers& answers) const;
  void Create(const Answers& answers) const;
  void Change(const Answers& answers) const;
  void CheckBooking(const v1::Booking& booking) const;
  template <typename T>
  absl::StatusOr<T> Drive(Step<T> step, const Answers& answers) const;

  testing::RecordedCall slots_;
  testing::RecordedCall create_;
  testing::RecordedCall cancel_;
  std::unique_ptr<Connector> connector_;
};

}  // namespace bookings::fuzz
