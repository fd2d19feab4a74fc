// What is known of the terminal that a stream leads to.
#pragma once

namespace bookings::cli {

struct TerminalSize {
  // Cells; 0 = no terminal.
  int columns = 0;
  int rows = 0;
};
TerminalSize SizeOfTerminal(int descriptor);

}  // namespace bookings::cli
