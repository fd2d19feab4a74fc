// The live line below a long list: how many bookings, how fast, how many sources are done. On
// terminals only, on stderr, so that it never mixes with the rows.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "absl/time/time.h"
#include "bookings/v1/bookings.pb.h"

namespace bookings::cli {

// What has come so far.
struct Tally {
  int64_t bookings = 0;
  // The latest state of each source that was told of.
  std::map<std::string, v1::SourceState> sources;

  void Add(const v1::ListBookingsResponse& page);
};

// `1240 bookings, 310/s, 3 of 5 sources done, 4.1 s`.
std::string ProgressText(const Tally& tally, absl::Duration elapsed);

class Progress {
 public:
  // Shows nothing where stderr is no terminal.
  explicit Progress(absl::Time start);
  void Add(const v1::ListBookingsResponse& page) { tally_.Add(page); }
  void Show(absl::Time now) const;
  void Wipe() const;
  const Tally& tally() const { return tally_; }

 private:
  const absl::Time start_;
  const int columns_;
  Tally tally_;
};

}  // namespace bookings::cli
