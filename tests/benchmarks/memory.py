"""Resident memory of the gateway while one stream reads a very long list. usage: memory.py BOOKINGS"""

import sys

import harness
import measure
from bookings.v1 import bookings_pb2 as pb

BOUND_MIB = 64


def main():
    bookings = int(sys.argv[1])
    with harness.scratch() as directory:
        sandbox = harness.Sandbox(directory)
        sandbox.account('jicoo', 'long', seed=1, bookings=bookings)
        sandbox.unlimited('jicoo', 'long')
        gateway = harness.Gateway(directory / 'gateway', [measure.jicoo_connection(directory, sandbox, 'long')])
        gateway.list(limit=2_000)  # warm: connections, arenas, gRPC's own buffers
        before = gateway.rss_bytes()
        most, count, shown = before, 0, 0
        for page in gateway.bookings.ListBookings(pb.ListBookingsRequest(page_size=1000)):
            count += len(page.bookings)
            most = max(most, gateway.rss_bytes())
            last = page
            if count >= shown + bookings // 10:
                shown = count
                print(f'  {count:9,} bookings, resident {gateway.rss_bytes() / 2**20:6.1f} MiB', flush=True)
        gateway.stop()
        sandbox.stop()
    grown = (most - before) / 2**20
    print(f'{count:,} bookings in one stream: resident memory grew by {grown:.1f} MiB at most (bound: {BOUND_MIB} MiB)')
    if not last.complete or count != bookings or grown > BOUND_MIB:
        sys.exit(1)


if __name__ == '__main__':
    main()
