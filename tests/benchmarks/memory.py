"""Resident memory of the gateway over very long lists: an ordered one, read as fast as it comes, and an unordered one whose reader is slower
than the vendor. usage: memory.py BOOKINGS [ordered|slow]"""

import sys
import time

import rig
from bookings.v1 import bookings_pb2 as pb

BOUND_MIB = 64
PAGE = 1_000
SAMPLES = 100            # of resident memory, over a list
SLOW_PAGE_SECONDS = 0.03  # what the slow reader does with a page: about three times what making one takes


def watch(gateway, bookings, pause, **request):
    """Reads a whole list; returns (bookings so far, resident MiB above the start) over the list, and whether it came whole."""
    before = gateway.rss_bytes()
    count, samples, last = 0, [(0, 0.0)], None
    for page in gateway.bookings.ListBookings(pb.ListBookingsRequest(page_size=PAGE, **request)):
        count += len(page.bookings)
        last = page
        if count >= len(samples) * bookings // SAMPLES:
            samples.append((count, (gateway.rss_bytes() - before) / 2**20))
        time.sleep(pause)
    return samples, bool(last.complete and count == bookings)


CASES = {
    'ordered': ('START_TIME_ASC, read as fast as it comes', 0, {'order_by': pb.ORDER_BY_START_TIME_ASC}),
    'slow': (f'unordered, the reader pausing {SLOW_PAGE_SECONDS * 1000:.0f} ms at every page', SLOW_PAGE_SECONDS, {}),
}


def main():
    bookings = int(sys.argv[1])
    good = True
    figures = {}
    with rig.Stage() as stage:
        sandbox = stage.sandbox()
        rig.JICOO.account(sandbox, 'long', bookings)
        for name in sys.argv[2:] or CASES:
            text, pause, request = CASES[name]
            gateway = stage.gateway(name, [rig.JICOO.connection(stage.directory, sandbox, 'long')])
            gateway.list(limit=2_000)  # warm: connections, arenas, gRPC's own buffers
            samples, whole = watch(gateway, bookings, pause, **request)
            gateway.stop()
            grown = max(mib for _, mib in samples)
            print(f'{bookings:,} bookings, {text}: resident memory grew by {grown:.1f} MiB at most (bound: {BOUND_MIB} MiB)'
                  f'{"" if whole else "; THE LIST WAS NOT WHOLE"}', flush=True)
            good = good and whole and grown <= BOUND_MIB
            figures[name] = samples
    rig.save('memory', figures)
    if not good:
        sys.exit(1)


if __name__ == '__main__':
    main()
