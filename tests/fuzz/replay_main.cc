// Runs a fuzz target over files and all files of folders, without libFuzzer: the corpus as an
// ordinary test. Fails when it has found no file.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/fuzz/target.h"

namespace {

namespace fs = std::filesystem;

void RunFile(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(in), {});
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
}

int RunAll(const fs::path& path) {
  if (!fs::is_directory(path)) {
    RunFile(path);
    return 1;
  }
  int files = 0;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path)) {
    if (!entry.is_regular_file()) continue;
    RunFile(entry.path());
    ++files;
  }
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  int files = 0;
  for (int i = 1; i < argc; ++i) {
    if (fs::exists(argv[i])) files += RunAll(argv[i]);
  }
  std::printf("%d inputs\n", files);
  return files > 0 ? 0 : 1;
}
