// What `bookctl doctor` finds, and how it tells it.
#pragma once

#include <ostream>
#include <string>

#include "clients/cli/flags.h"

namespace bookings::cli {

enum class Level {
  kOk,
  // Nothing is known for or against it.
  kNote,
  kWarning,
  kFailure,
};

struct Finding {
  Level level = Level::kOk;
  // What was looked at: `gateway`, or a connection's id.
  std::string subject;
  std::string text;
  // What to do; empty where there is nothing to mend.
  std::string fix;
};

// Tells findings as they come, in the form that --output asks for, and counts them.
class Findings {
 public:
  // Both must outlive it.
  Findings(const Settings& settings, std::ostream& out) : settings_(settings), out_(out) {}
  void Add(const Finding& finding);
  // For people: how it went in all.
  void Summarize() const;
  int failures() const { return failures_; }

 private:
  void Print(const Finding& finding);

  const Settings& settings_;
  std::ostream& out_;
  int count_ = 0;
  int warnings_ = 0;
  int failures_ = 0;
};

}  // namespace bookings::cli
