"""CPU time per booking, side by side in one run: the gateway; the floor (a program that does the same hard-coded job and nothing
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
ROUNDS = 5         # gateway and floor in turn
PAGE = 100         # bookings per streamed message
VENDOR_PAGE = 50   # the page size of the Jicoo connector: two of them make a message


def parts(page, url, header):
    """Microseconds per vendor page of each part, by Google Benchmark."""
    out = subprocess.run([str(harness.BUILD / 'tests/benchmarks/parts_benchmark'), '--benchmark_format=json',
                          '--benchmark_repetitions=3', '--benchmark_report_aggregates_only=true'],
                         env={**os.environ, 'BOOKINGS_PAGE': str(page), 'BOOKINGS_URL': url,
                              'BOOKINGS_HEADER': header}, check=True, capture_output=True, text=True)
    medians = {b['run_name']: b['cpu_time'] / 1000 for b in json.loads(out.stdout)['benchmarks']
               if b['aggregate_name'] == 'median'}
    return {name.removeprefix('BM_'): time for name, time in medians.items()}


def streaming(directory, page):
    """Microseconds per message of a server that only serialises and streams."""
    port = directory / 'stream-port'
    server = harness.Process([harness.BUILD / 'tests/benchmarks/stream_server', f'--page={page}', f'--port_file={port}'],
                             port, directory / 'stream.log')
    address = '127.0.0.1:' + server.announcement
    measure.measured_load(server.process, address, 'floor', streams=2)  # warm up
    rounds = [measure.measured_load(server.process, address, 'floor', streams=STREAMS) for _ in range(ROUNDS)]
    server.stop()
    return statistics.median(cpu / counts['pages'] * 1e6 for cpu, counts in rounds)


def per_booking(measurements):
    """Median microseconds of CPU per booking."""
    return statistics.median(cpu / counts['bookings'] * 1e6 for cpu, counts in measurements)


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
        ours, bare = [], []
        for _ in range(ROUNDS):
            ours.append(measure.measured_load(gateway.process, gateway.address, 'floor', **flags))
            bare.append(measure.measured_load(floor.process, floor_address, 'floor', **flags))
        gateway.stop()
        floor.stop()
        bench = parts(page, url, header)
        bench['BareSerialiseAndStream'] = streaming(directory, page)
        sandbox.stop()
    report(per_booking(ours), per_booking(bare), bench)


def report(ours, floor, bench):
    pages = PAGE // VENDOR_PAGE
    of_parts = (pages * (bench['BareFetch'] + bench['BareParseAndBuild']) + bench['BareSerialiseAndStream']) / PAGE
    print(f'\nCPU time per booking, lists of {PAGE} a page, {STREAMS} streams, BASIC view (medians of {ROUNDS} rounds)')
    print(f'  gateway                     {ours:7.2f} us')
    print(f'  floor (bare pipeline)       {floor:7.2f} us   gateway / floor = {ours / floor:.2f}')
    print(f'  sum of the bare parts       {of_parts:7.2f} us   gateway / sum   = {ours / of_parts:.2f}')
    print(f'\nParts, CPU time by themselves per vendor page of {VENDOR_PAGE}; SerialiseAndStream per message of {PAGE}')
    for name, time in bench.items():
        print(f'  {name:27} {time:7.1f} us')
    mapping = bench['GatewayParseAndBuild'] / bench['BareParseAndBuild']
    print(f'  parse and build: gateway / bare = {mapping:.2f}')


if __name__ == '__main__':
    main()
