"""Wall time of lists from vendors that take a while to answer, beside what a plain client needs that reads the same pages one after the
other. usage: wall.py [PART], where PART is lists, first or merge. On a busy machine raise the priority: nice -n -10 tests/benchmarks/run wall."""

import resource
import sys

import measure
import rig

LATENCY_MS = 50
BOOKINGS = 10_000
PAGE = 50                     # rows of a vendor page, asked by gateway and plain client alike
WINDOWS = (1, 2, 4, 8, 16)    # pages of one list in flight; 8 is the default
ROUNDS = 5
VENDORS = (rig.JICOO, rig.HOSTELMATE)
MERGED, MERGED_BOOKINGS = 50, 200
MERGE_SANDBOXES = 5           # so that no simulated vendor runs out of threads, each connection having one


def list_seconds(server, **flags):
    counts = rig.run_client('load_client', address=server.address, streams=1, **flags)
    return counts['wall_s'], counts['bookings']


def lists(stage):
    """10,000 bookings of one account, by window, and one page after the other."""
    sandbox = stage.sandbox()
    pages = BOOKINGS // PAGE
    figures = {}
    for vendor in VENDORS:
        vendor.account(sandbox, 'far', BOOKINGS, LATENCY_MS)
        client = vendor.client(sandbox, 'far')
        client.get(vendor.page(1))  # connects
        alone = client.seconds(vendor.page(number) for number in range(1, pages + 1))
        print(f'{vendor.name}: {pages} pages one after the other, plain client: {alone:.2f} s', flush=True)
        by_window = {}
        for window in WINDOWS:
            server = stage.gateway(f'{vendor.name}-{window}', [vendor.connection(stage.directory, sandbox, 'far')],
                                   pages_in_flight=window, calls_in_flight_per_connection=max(window, 8))
            list_seconds(server, connection='far', limit=500)  # connects
            taken = [list_seconds(server, connection='far') for _ in range(ROUNDS if window >= 8 else 1)]
            server.stop()
            if {count for _, count in taken} != {BOOKINGS}:
                raise SystemExit(f'{vendor.name}: {taken}, not {BOOKINGS} bookings')
            by_window[window] = rig.median(seconds for seconds, _ in taken)
            print(f'  gateway, window {window:2}: {by_window[window]:6.2f} s, {alone / by_window[window]:5.1f} times as fast', flush=True)
        figures[vendor.name] = {'one_by_one_s': alone, 'by_window_s': by_window}
    rig.save('wall', {'bookings': BOOKINGS, 'latency_ms': LATENCY_MS, 'vendors': figures})


def first(stage):
    """Until the first page is there, beside one vendor call of a plain client."""
    sandbox = stage.sandbox()
    cases = ((rig.JICOO, 'UNSPECIFIED'), (rig.HOSTELMATE, 'UNSPECIFIED'), (rig.JICOO, 'START_TIME_ASC'), (rig.JICOO, 'CREATE_TIME_DESC'))
    for vendor in VENDORS:
        vendor.account(sandbox, 'far', BOOKINGS, LATENCY_MS)
    connections = [vendor.connection(stage.directory, sandbox, 'far', vendor.name) for vendor in VENDORS]
    server = stage.gateway('gateway', connections)
    figures = []
    for vendor, order in cases:
        client = vendor.client(sandbox, 'far')
        client.get(vendor.page(1))
        call_ms = rig.median(client.seconds([vendor.page(1)]) * 1000 for _ in range(41))
        found = rig.run_client('first_page_client', address=server.address, connection=vendor.name, order_by=order, page_size=PAGE)
        figures.append({'vendor': vendor.name, 'order': order, 'vendor_call_ms': call_ms, **found})
        print(f'{vendor.name}, {order}: first page after {found["median_ms"]:.1f} ms (90 %: {found["p90_ms"]:.1f}), one vendor call '
              f'{call_ms:.1f} ms: {found["median_ms"] - call_ms:+.1f} ms (bound: 5)', flush=True)
    rig.save('first_page', figures)


def merge(stage):
    """One ordered list over 50 accounts, beside that of the slowest single one; and the CPU time that bounds it."""
    sandboxes = [stage.sandbox(f'sandbox-{number}') for number in range(MERGE_SANDBOXES)]
    connections = []
    for number in range(MERGED):
        sandbox, name = sandboxes[number % MERGE_SANDBOXES], f'far-{number:02}'
        rig.JICOO.account(sandbox, name, MERGED_BOOKINGS, LATENCY_MS)
        connections.append(rig.JICOO.connection(stage.directory, sandbox, name))
    server = stage.gateway('gateway', connections)
    order = {'order_by': 'START_TIME_ASC', 'page_size': 100}
    list_seconds(server, **order)  # connects
    single = {each['id']: rig.median(list_seconds(server, connection=each['id'], **order)[0] for _ in range(3)) for each in connections}
    before = cpu(server, sandboxes)
    merged = [list_seconds(server, **order) for _ in range(ROUNDS)]
    spent = [(after - earlier) / ROUNDS for after, earlier in zip(cpu(server, sandboxes), before)]
    report_merge(single, merged, spent)


def cpu(server, sandboxes):
    """CPU seconds so far of gateway, simulated vendors, and the clients that have ended."""
    clients = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (measure.cpu_seconds(server.process.pid), sum(measure.cpu_seconds(sandbox.process.pid) for sandbox in sandboxes),
            clients.ru_utime + clients.ru_stime)


def report_merge(single, merged, spent):
    counts = {count for _, count in merged}
    if counts != {MERGED * MERGED_BOOKINGS}:
        raise SystemExit(f'{counts} bookings, not {MERGED * MERGED_BOOKINGS}')
    slowest, usual, together = max(single.values()), rig.median(single.values()), rig.median(seconds for seconds, _ in merged)
    gateway, vendors, client = (seconds * 1000 for seconds in spent)
    # Nothing can be done before the first answers come.
    two_cores = LATENCY_MS + (gateway + vendors + client) / 2
    rig.save('merge', {'slowest_ms': slowest * 1000, 'median_ms': usual * 1000, 'merged_ms': together * 1000, 'gateway_cpu_ms': gateway,
                       'vendors_cpu_ms': vendors, 'client_cpu_ms': client, 'two_cores_ms': two_cores})
    print(f'{MERGED} connections of {MERGED_BOOKINGS} bookings, START_TIME_ASC: together {together * 1000:.0f} ms; the slowest alone '
          f'{slowest * 1000:.0f} ms (median {usual * 1000:.0f}): {together / slowest:.2f} times (bound: 1.2 or what two cores allow)')
    print(f'  CPU time meanwhile: gateway {gateway:.0f} ms, simulated vendors {vendors:.0f} ms, client {client:.0f} ms; '
          f'with the first answer, two cores cannot do it in less than {two_cores:.0f} ms')


PARTS = {'lists': lists, 'first': first, 'merge': merge}


def main():
    for name in sys.argv[1:] or PARTS:
        with rig.Stage() as stage:
            PARTS[name](stage)


if __name__ == '__main__':
    main()
