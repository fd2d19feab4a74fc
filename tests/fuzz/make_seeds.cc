// Writes the body of every recorded response as a seed file: <folder>/<suite>/<scenario>_<number>.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/support/recording.h"

namespace {

namespace fs = std::filesystem;
using bookings::testing::Recording;

int WriteSeeds(const Recording& recording, const fs::path& folder) {
  int number = 1;
  for (; bookings::testing::HasExchange(recording.folder, number, "response"); ++number) {
    const auto response = bookings::testing::ReadResponse(recording.folder, number);
    if (!response.ok()) {
      std::fprintf(stderr, "%s\n", std::string(response.status().message()).c_str());
      return -1;
    }
    std::ofstream(folder / (recording.scenario + "_" + std::to_string(number)), std::ios::binary)
        << response->body;
  }
  return number - 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  int seeds = 0;
  for (const Recording& recording : bookings::testing::AllRecordings()) {
    const fs::path folder = fs::path(argv[1]) / recording.suite;
    fs::create_directories(folder);
    const int written = WriteSeeds(recording, folder);
    if (written < 0) return 1;
    seeds += written;
  }
  std::printf("%d seeds\n", seeds);
  return 0;
}
