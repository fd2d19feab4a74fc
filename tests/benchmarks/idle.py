"""Resident memory per idle stream. Idle: a list was opened, its first page was read, and then its reader reads no more, while the gateway
still has most of the list to give; taken soon after, and once the streams are at rest (limits.rest_stalled_streams). Beside it the same
streams on a bare callback server that writes messages of the same size until nobody takes them, as the gateway does: what gRPC takes by
itself. usage: idle.py [STREAMS]"""

import pathlib
import sys
import time

import harness
import rig

BOOKINGS = 5_000  # in the account: far more than any window or buffer holds
PAGES = (10, 50, 100)
VENDOR_PAGE = 50  # of the Jicoo connector: the first message goes out with one
BOUND_KIB = 40
harness.START_SECONDS = 600  # two thousand streams open slowly on a busy machine
SETTLED_SECONDS = 1.0  # resident memory that stands still for so long is the answer
REST_SECONDS = 20.0    # after which the gateway's streams rest: 10 unless configured, and two looks of its watch to notice and give back


def rss_kib(pid):
    for line in pathlib.Path(f'/proc/{pid}/status').read_text().splitlines():
        if line.startswith('VmRSS:'):
            return int(line.split()[1])
    raise RuntimeError('no VmRSS')


def settled_kib(pid):
    before = None
    while before != (before := rss_kib(pid)):
        time.sleep(SETTLED_SECONDS)
    return before


def hold(stage, address, streams, page):
    """Opens the streams; returns the client that holds them, and the size of a full page in bytes."""
    ready = stage.directory / f'ready-{streams}-{page}-{address.rpartition(":")[2]}'
    client = harness.Process([rig.PROGRAMS / 'idle_client', f'--address={address}', '--connection=idle', f'--streams={streams}',
                              f'--page_size={page}', f'--ready_file={ready}'], ready, stage.directory / 'idle.log')
    return stage.keep(client), int(client.announcement) * page // min(page, VENDOR_PAGE)


def per_stream(stage, server, streams, page):
    """KiB per stream when it has just been opened and when it has been idle for a while, and the size of a page in bytes."""
    warm, _ = hold(stage, server.address, 20, page)
    warm.stop()
    before = settled_kib(server.process.pid)
    client, page_bytes = hold(stage, server.address, streams, page)
    opened = settled_kib(server.process.pid)
    time.sleep(REST_SECONDS)
    rested = settled_kib(server.process.pid)
    client.stop()
    server.stop()
    return (opened - before) / streams, (rested - before) / streams, page_bytes


def main():
    streams = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    figures = []
    with rig.Stage() as stage:
        sandbox = stage.sandbox()
        rig.JICOO.account(sandbox, 'idle', BOOKINGS)
        connections = [rig.JICOO.connection(stage.directory, sandbox, 'idle')]
        print(f'{streams:,} idle streams: resident memory per stream')
        for page in PAGES:
            opened, rested, page_bytes = per_stream(stage, stage.gateway(f'gateway-{page}', connections), streams, page)
            _, bare, _ = per_stream(stage, stage.program('hold_server', f'--message_bytes={page_bytes}'), streams, page)
            figures.append({'page': page, 'page_bytes': page_bytes, 'opened_kib': opened, 'gateway_kib': rested, 'grpc_kib': bare})
            print(f'  pages of {page:3} bookings ({page_bytes / 1024:5.1f} KiB): gateway {opened:6.1f} KiB when opened, {rested:6.1f} KiB at rest, '
                  f'gRPC alone {bare:6.1f} KiB, beyond gRPC {rested - bare:6.1f} KiB (bound: {BOUND_KIB})', flush=True)
    rig.save('idle', figures)


if __name__ == '__main__':
    main()
