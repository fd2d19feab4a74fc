// See terminal.h.
#include "clients/cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

namespace bookings::cli {

TerminalSize SizeOfTerminal(int descriptor) {
  // What terminals were once, and what those that tell no size are taken for.
  constexpr TerminalSize kUntold = {80, 24};
  if (isatty(descriptor) != 1) return {};
  winsize size = {};
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) {
    return kUntold;
  }
  return {size.ws_col, size.ws_row};
}

}  // namespace bookings::cli
