// Writes every recorded answer as a seed file, <folder>/<suite>/<scenario>_<number>, and the
// answers of each recording of slots and writes in the form of write_fuzzer.h,
// <folder>/<suite>_writes/<scenario>.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/fuzz/write_fuzzer.h"
#include "tests/support/recording.h"

namespace {

namespace fs = std::filesystem;
using bookings::testing::CallOperation;
using bookings::testing::Recording;

void WriteFile(const fs::path& file, const std::string& bytes) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << bytes;
}

bool IsOfWriteFuzzer(const Recording& recording) {
  const auto call = bookings::testing::ReadCall(recording.folder);
  if (!call.ok()) return false;
  const CallOperation operation = call->operation;
  return operation == CallOperation::kSlots || operation == CallOperation::kCreate ||
         operation == CallOperation::kFind || operation == CallOperation::kCancel;
}

int WriteSeeds(const Recording& recording, const fs::path& folder) {
  int number = 1;
  std::string all;
  for (; bookings::testing::HasExchange(recording.folder, number, "response"); ++number) {
    const auto response = bookings::testing::ReadResponse(recording.folder, number);
    if (!response.ok()) {
      std::fprintf(stderr, "%s\n", std::string(response.status().message()).c_str());
      return -1;
    }
    const std::string name = recording.scenario + "_" + std::to_string(number);
    WriteFile(folder / recording.suite / name, response->body);
    if (number > 1) all += bookings::fuzz::kAnswerSeparator;
    all += std::to_string(response->status) + response->body;
  }
  if (IsOfWriteFuzzer(recording)) {
    WriteFile(folder / (recording.suite + "_writes") / recording.scenario, all);
  }
  return number - 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  int seeds = 0;
  for (const Recording& recording : bookings::testing::AllRecordings()) {
    const int written = WriteSeeds(recording, argv[1]);
    if (written < 0) return 1;
    seeds += written;
  }
  std::printf("%d seeds\n", seeds);
  return 0;
}
