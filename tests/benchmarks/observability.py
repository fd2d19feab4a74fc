"""What it costs to be observed: CPU time per booking of lists, and per GetBooking, of three gateways in turn: one that counts nothing and traces
nothing; one with metrics and traces as the defaults say; one that traces every call. Metrics are scraped in every round, far more often than
Prometheus does; spans go to a collector that takes all. Logs are written by all three: they cannot be switched off.

observability.py [ROUNDS]"""

import sys

import admin
import collector
import measure
import rig

BOOKINGS = 5_000   # in the account; the same pages are read over and over
PAGE = 100         # bookings per message
STREAMS = 8
LISTS = 8          # per stream and round: some seconds of CPU time, as the kernel counts in steps of 10 ms
GET_SECONDS = 3
GET_THREADS = 8
ROUNDS = 9
TARGET = 1.05      # of lists, against the gateway that is not observed
KINDS = {'off': 'neither metrics nor traces', 'on': 'metrics, traces by default', 'all': 'metrics, every call traced'}


class Sink(collector.Collector):
    """Takes everything, keeps nothing but its size."""

    def __init__(self):
        super().__init__()
        self.bytes = 0

    def take(self, request):
        with self.lock:
            self.bytes += len(request)


def settings(kind, sink):
    if kind == 'off':
        return {}
    ratio = {'sample_ratio': 1} if kind == 'all' else {}
    return {**admin.ANYWHERE, 'tracing': {'collector': sink.address, 'insecure': True, **ratio}}


def start(stage, sandbox):
    """The gateways and their collectors by kind."""
    connection = rig.JICOO.connection(stage.directory, sandbox, 'bench', 'floor')
    sinks = {kind: Sink() for kind in KINDS}
    for sink in sinks.values():
        stage.stack.callback(sink.stop)
    limits = {'calls_in_flight_per_connection': 16}
    return {kind: stage.gateway(kind, [connection], settings(kind, sinks[kind]), **limits) for kind in KINDS}, sinks


def list_cost(gateway):
    """Microseconds of CPU per booking."""
    cpu, counts = measure.measured_load(gateway.process, gateway.address, 'floor', streams=STREAMS, lists=LISTS, page_size=PAGE)
    return cpu / counts['bookings'] * 1e6


def get_cost(gateway, ids):
    """Microseconds of CPU per GetBooking."""
    before = measure.cpu_seconds(gateway.process.pid)
    found = rig.run_client('get_client', address=gateway.address, ids_file=ids, seconds=GET_SECONDS, threads=GET_THREADS)
    return (measure.cpu_seconds(gateway.process.pid) - before) / found['grpc']['count'] * 1e6


def measure_round(gateways, ids, number):
    """The costs of each kind; each round begins with another of them, so that none is always the first."""
    kinds = list(KINDS)
    found = {}
    for kind in kinds[number % len(kinds):] + kinds[:number % len(kinds)]:
        gateway = gateways[kind]
        if kind != 'off':
            admin.samples(gateway)
        found[kind] = {'lists': list_cost(gateway), 'gets': get_cost(gateway, ids)}
    return found


def check(gateways, sinks):
    """That each gateway was what its name says."""
    if sinks['off'].bytes or admin.address(gateways['off']):
        raise SystemExit('the gateway that is not to be observed is')
    if not sinks['all'].bytes or admin.samples(gateways['all'])['bookings_traces_dropped_total']:
        raise SystemExit('spans were lost: their cost is not known')


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with rig.Stage() as stage:
        sandbox = stage.sandbox()
        rig.JICOO.account(sandbox, 'bench', BOOKINGS)
        ids = rig.ids_file(stage, sandbox, 'bench')
        gateways, sinks = start(stage, sandbox)
        measure_round(gateways, ids, 0)  # warm up: connections, arenas
        found = [measure_round(gateways, ids, number) for number in range(rounds)]
        check(gateways, sinks)
    report(found)


def report(found):
    figures = {}
    for what, title in (('lists', f'CPU time per booking, lists of {PAGE} a page, {STREAMS} streams, BASIC view'),
                        ('gets', f'CPU time per GetBooking, {GET_THREADS} callers')):
        print(f'\n{title} (medians of {len(found)} rounds; ratios within a round)')
        figures[what] = {kind: {'us': rig.median(each[kind][what] for each in found),
                                'ratio': rig.median(each[kind][what] / each['off'][what] for each in found)} for kind in KINDS}
        for kind, name in KINDS.items():
            cost = figures[what][kind]
            target = f'  (target: at most {TARGET})' if what == 'lists' and kind == 'on' else ''
            print(f'  {name:28} {cost["us"]:8.2f} us = {cost["ratio"]:.3f}{target}')
    rig.save('observability', figures)


if __name__ == '__main__':
    main()
