"""CPU time per booking, side by side in each round of one run: the gateway; the floor (a program that does the same hard-coded job and nothing
else); the bare parts by themselves. Every figure comes from this machine, now; only the ratios mean something elsewhere."""

import json
import os
import statistics
import subprocess

import harness
import measure

BOOKINGS = 5_000   # in the account; the same pages are read over and over
STREAMS = 8
LISTS = 5          # per stream and round
ROUNDS = 7         # gateway, floor and parts in turn
PAGE = 100         # bookings per streamed message
VENDOR_PAGE = 50   # the page size of the Jicoo connector: two of them make a message


def parts(page, url, header):
    """Microseconds of CPU time per vendor page of each part, by Google Benchmark."""
    out = subprocess.run([str(harness.BUILD / 'tests/benchmarks/parts_benchmark'), '--benchmark_format=json', '--benchmark_min_time=0.2'],
                         env={**os.environ, 'BOOKINGS_PAGE': str(page), 'BOOKINGS_URL': url,
                              'BOOKINGS_HEADER': header}, check=True, capture_output=True, text=True)
    return {b['run_name'].removeprefix('BM_'): b['cpu_time'] / 1000 for b in json.loads(out.stdout)['benchmarks']}


def streaming(server):
    """Microseconds per message of a server that only serialises and streams."""
    cpu, counts = measure.measured_load(server.process, '127.0.0.1:' + server.announcement, 'floor', streams=STREAMS)
    return cpu / counts['pages'] * 1e6


def per_booking(measurement):
    """Microseconds of CPU per booking."""
    cpu, counts = measurement
    return cpu / counts['bookings'] * 1e6


def sum_of(bench):
    """The bare parts, per booking."""
    pages = PAGE // VENDOR_PAGE
    return (pages * (bench['BareFetch'] + bench['BareParseAndBuild']) + bench['BareSerialiseAndStream']) / PAGE


def main():
    with harness.scratch() as directory:
        sandbox = harness.Sandbox(directory)
        sandbox.account('jicoo', 'bench', seed=1, bookings=BOOKINGS, traps=False)
        sandbox.unlimited('jicoo', 'bench')
        gateway = harness.Gateway(directory / 'gateway', [measure.jicoo_connection(directory, sandbox, 'bench')])
        jicoo, header = sandbox.addresses['jicoo'], 'X-Jicoo-Api-Key: sk_live_bench'
        floor = harness.Process([harness.BUILD / 'tests/benchmarks/floor_server', f'--base_url={jicoo}',
                                 f'--header={header}', f'--port_file={directory / "floor-port"}'],
                                directory / 'floor-port', directory / 'floor.log')
        floor_address = '127.0.0.1:' + floor.announcement
        page, url = directory / 'page.json', f'{jicoo}/v1/bookings?page=2&perPage={VENDOR_PAGE}&order=createdAt&sort=asc'
        measure.record_page(url, header, page)
        flags = {'streams': STREAMS, 'lists': LISTS, 'page_size': PAGE}
        for process, address in ((gateway.process, gateway.address), (floor.process, floor_address)):
            measure.measured_load(process, address, 'floor', streams=2, lists=1, page_size=PAGE)  # warm up
        stream_port = directory / 'stream-port'
        stream = harness.Process([harness.BUILD / 'tests/benchmarks/stream_server', f'--page={page}', f'--port_file={stream_port}'],
                                 stream_port, directory / 'stream.log')
        streaming(stream)  # warm up
        rounds = []
        for _ in range(ROUNDS):
            ours = per_booking(measure.measured_load(gateway.process, gateway.address, 'floor', **flags))
            bare = per_booking(measure.measured_load(floor.process, floor_address, 'floor', **flags))
            rounds.append((ours, bare, {**parts(page, url, header), 'BareSerialiseAndStream': streaming(stream)}))
        for process in (gateway, floor, stream, sandbox):
            process.stop()
    report(rounds)


def report(rounds):
    """Ratios are those within a round: what else the machine does changes from minute to minute."""
    def median(figure):
        return statistics.median(figure(*each) for each in rounds)

    print(f'\nCPU time per booking, lists of {PAGE} a page, {STREAMS} streams, BASIC view (medians of {ROUNDS} rounds)')
    print(f'  gateway                     {median(lambda ours, bare, bench: ours):7.2f} us')
    print(f'  floor (bare pipeline)       {median(lambda ours, bare, bench: bare):7.2f} us   '
          f'gateway / floor = {median(lambda ours, bare, bench: ours / bare):.2f}')
    print(f'  sum of the bare parts       {median(lambda ours, bare, bench: sum_of(bench)):7.2f} us   '
          f'gateway / sum   = {median(lambda ours, bare, bench: ours / sum_of(bench)):.2f}   '
          f'floor / sum = {median(lambda ours, bare, bench: bare / sum_of(bench)):.2f}')
    print(f'\nParts, CPU time by themselves per vendor page of {VENDOR_PAGE}; SerialiseAndStream per message of {PAGE}')
    for name in rounds[0][2]:
        print(f'  {name:27} {median(lambda ours, bare, bench, name=name: bench[name]):7.1f} us')
    print('  parse and build: gateway / bare = '
          f'{median(lambda ours, bare, bench: bench["GatewayParseAndBuild"] / bench["BareParseAndBuild"]):.2f}')


if __name__ == '__main__':
    main()
