// See process_gauges.h.
#include "service/observability/process_gauges.h"

#include <sys/resource.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <system_error>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "service/observability/sample.h"

namespace bookings {
namespace {

double SecondsOf(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double CpuSeconds() {
  rusage used = {};
  getrusage(RUSAGE_SELF, &used);
  return SecondsOf(used.ru_utime) + SecondsOf(used.ru_stime);
}

std::string ReadFirstLine(const char* path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

std::optional<double> ResidentBytes() {
  constexpr size_t kResidentPages = 1;  // proc(5): statm
  const std::vector<std::string> words = absl::StrSplit(ReadFirstLine("/proc/self/statm"), ' ');
  int64_t pages = 0;
  if (words.size() <= kResidentPages || !absl::SimpleAtoi(words[kResidentPages], &pages)) {
    return std::nullopt;
  }
  return static_cast<double>(pages * sysconf(_SC_PAGESIZE));
}

std::optional<double> OpenFiles() {
  std::error_code failed;
  const std::filesystem::directory_iterator files("/proc/self/fd", failed);
  if (failed) return std::nullopt;
  return static_cast<double>(std::distance(begin(files), end(files)) - 1);  // but for this one
}

// No value where there is no limit.
std::optional<double> MostOpenFiles() {
  rlimit limit = {};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return std::nullopt;
  return static_cast<double>(limit.rlim_cur);
}

}  // namespace

std::vector<prometheus::MetricFamily> ProcessGauges() {
  std::vector<prometheus::MetricFamily> families;
  families.push_back(
      OneCounter("process_cpu_seconds_total", "CPU time of the process.", CpuSeconds()));
  if (const auto bytes = ResidentBytes()) {
    families.push_back(OneGauge("process_resident_memory_bytes", "Memory in RAM.", *bytes));
  }
  if (const auto files = OpenFiles()) {
    families.push_back(OneGauge("process_open_fds", "Open file descriptors.", *files));
  }
  if (const auto most = MostOpenFiles()) {
    families.push_back(OneGauge("process_max_fds", "How many may be open.", *most));
  }
  return families;
}

}  // namespace bookings
