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
PAGE = 50          # the page size of the Jicoo connector, asked of both


def parts(page):
    """Microseconds per page of each bare part, by Google Benchmark."""
    out = subprocess.run([str(harness.BUILD / 'tests/benchmarks/parts_benchmark'), '--benchmark_format=json',
                          '--benchmark_repetitions=3', '--benchmark_report_aggregates_only=true'],
                         env={**os.environ, 'BOOKINGS_PAGE': str(page)}, check=True, capture_output=True, text=True)
    medians = {b['run_name']: b['cpu_time'] / 1000 for b in json.loads(out.stdout)['benchmarks']
               if b['aggregate_name'] == 'median'}
    return {name.removeprefix('BM_'): time for name, time in medians.items()}


def per_booking(measurements):
    """Median microseconds of CPU per booking."""
    return statistics.median(cpu / counts['bookings'] * 1e6 for cpu, counts in measurements)


def main():
    with harness.scratch() as directory:
        sandbox = harness.Sandbox(directory)
        sandbox.account('jicoo', 'bench', seed=1, bookings=BOOKINGS, traps=False)
        sandbox.unlimited('jicoo', 'bench')
        gateway = harness.Gateway(directory / 'gateway', [measure.jicoo_connection(directory, sandbox, 'bench')])
        floor = harness.Process([harness.BUILD / 'tests/benchmarks/floor_server',
                                 f"--base_url={sandbox.addresses['jicoo']}", '--header=X-Jicoo-Api-Key: sk_live_bench',
                                 f'--port_file={directory / "floor-port"}'], directory / 'floor-port', directory / 'floor.log')
        floor_address = '127.0.0.1:' + floor.announcement
        page = directory / 'page.json'
        measure.record_page(f"{sandbox.addresses['jicoo']}/v1/bookings?page=2&perPage={PAGE}&order=createdAt&sort=asc",
                            'X-Jicoo-Api-Key: sk_live_bench', page)
        flags = {'streams': STREAMS, 'lists': LISTS, 'page_size': PAGE}
        for process, address in ((gateway.process, gateway.address), (floor.process, floor_address)):
            measure.measured_load(process, address, 'floor', streams=2, lists=1, page_size=PAGE)  # warm up
        ours, bare = [], []
        for _ in range(ROUNDS):
            ours.append(measure.measured_load(gateway.process, gateway.address, 'floor', **flags))
            bare.append(measure.measured_load(floor.process, floor_address, 'floor', **flags))
        bench = parts(page)
        gateway.stop()
        floor.stop()
        sandbox.stop()
    report(per_booking(ours), per_booking(bare), bench)


def report(ours, floor, bench):
    print(f'\nCPU time per booking, lists of {PAGE} a page, {STREAMS} streams, BASIC view (medians of {ROUNDS} rounds)')
    print(f'  gateway                     {ours:7.2f} us')
    print(f'  floor (bare pipeline)       {floor:7.2f} us   gateway / floor = {ours / floor:.2f}')
    print(f'\nParts, CPU time per page of {PAGE} bookings, by themselves')
    for name, time in bench.items():
        print(f'  {name:27} {time:7.1f} us')
    mapping = bench['GatewayParseAndBuild'] / bench['BareParseAndBuild']
    print(f'  parse and build: gateway / bare = {mapping:.2f}')
    rest = floor * PAGE - bench['BareParseAndBuild'] - bench['BareSerialise']
    print(f'  fetch, stream and threads of the floor, by difference: {rest:.1f} us')


if __name__ == '__main__':
    main()
