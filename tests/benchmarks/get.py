"""Small calls: what GetBooking through the gateway adds to the vendor's own time at a moderate load, and how many of them two cores do,
beside a bare gRPC server with libcurl that makes the same vendor call per RPC (floor/get_server.cc). View BASIC: one vendor call each."""

import contextlib
import multiprocessing
import os

import measure
import rig

BOOKINGS = 5_000
RATE = 200          # calls per second of each kind, gateway and direct in turn: moderate
LATENCY_MS = 5      # of the vendor, so that calls overlap as they do in life
ROUNDS = 7
SECONDS = 5
THREADS = {'added': 8, 'throughput': 16}


def spin(core):
    """Only when nobody else wants the core."""
    os.sched_setaffinity(0, {core})
    os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    while True:
        pass


@contextlib.contextmanager
def cores_awake():
    """Cores that never sleep, as those of a busy node: waking the sleeping core of a virtual machine takes longer than all that a server does."""
    spinners = [multiprocessing.Process(target=spin, args=(core,), daemon=True) for core in os.sched_getaffinity(0)]
    for spinner in spinners:
        spinner.start()
    try:
        yield
    finally:
        for spinner in spinners:
            spinner.kill()


def added(stage, sandbox):
    """On cores that sleep between calls, and on such that are kept awake."""
    rig.JICOO.account(sandbox, 'far', BOOKINGS, LATENCY_MS)
    servers = {'gateway': stage.gateway('far', [rig.JICOO.connection(stage.directory, sandbox, 'far', 'floor')]),
               'bare': stage.floor('get_server', sandbox, 'far')}
    flags = {'ids_file': rig.ids_file(stage, sandbox, 'far'), 'direct': sandbox.addresses['jicoo'],
             'header': f"X-Jicoo-Api-Key: {rig.JICOO.key('far')}", 'rate': RATE, 'seconds': SECONDS, 'threads': THREADS['added']}
    print('cores as they are')
    figures = {'as_they_are': added_by(servers, flags)}
    print('cores kept awake')
    with cores_awake():
        figures['awake'] = added_by(servers, flags)
    return figures


def added_by(servers, flags):
    """Calls of a server and direct ones in turn on the same threads; the difference of their percentiles, median over the rounds. The bare
    server tells what of it gRPC and the machine take: each hop between threads of an idle machine is a wake-up."""
    rounds = [{name: rig.run_client('get_client', address=server.address, **flags) for name, server in servers.items()}
              for _ in range(ROUNDS + 1)][1:]
    figures = {}
    for name in servers:
        for part in ('p50_us', 'p99_us'):
            found = [each[name] for each in rounds]
            figures[name, part] = {kind: rig.median(one[kind][part] for one in found) for kind in ('grpc', 'direct')}
            figures[name, part]['added'] = rig.median(one['grpc'][part] - one['direct'][part] for one in found)
            shown = {what: us / 1000 for what, us in figures[name, part].items()}
            print(f'  {part[:3]}: {name} {shown["grpc"]:.2f} ms, vendor alone {shown["direct"]:.2f} ms, added {shown["added"]:.2f} ms', flush=True)
    return {f'{name}_{part}': each for (name, part), each in figures.items()}


def throughput(stage, sandbox):
    """As many as the answers come, gateway and bare server in turn; the vendor and the client take their part of the two cores from both."""
    rig.JICOO.account(sandbox, 'near', BOOKINGS)
    connection = rig.JICOO.connection(stage.directory, sandbox, 'near', 'floor')
    # As many calls at a time as there are callers: the bare server has no limit either.
    servers = {'gateway': stage.gateway('near', [connection], calls_in_flight_per_connection=THREADS['throughput']),
               'bare': stage.floor('get_server', sandbox, 'near')}
    ids = rig.ids_file(stage, sandbox, 'near')
    rounds = [{name: rate(server, ids) for name, server in servers.items()} for _ in range(ROUNDS + 1)][1:]
    figures = {name: {what: rig.median(found[name][what] for found in rounds) for what in ('per_second', 'cpu_us')} for name in servers}
    for name, found in figures.items():
        print(f'{name}: {found["per_second"]:,.0f} calls per second, {found["cpu_us"]:.0f} us of CPU time per call', flush=True)
    print(f'throughput: gateway / bare = {figures["gateway"]["per_second"] / figures["bare"]["per_second"]:.2f} (target: at least 0.5)')
    return figures


def rate(server, ids):
    before = measure.cpu_seconds(server.process.pid)
    found = rig.run_client('get_client', address=server.address, ids_file=ids, seconds=SECONDS, threads=THREADS['throughput'])
    count = found['grpc']['count']
    return {'per_second': count / found['wall_s'], 'cpu_us': (measure.cpu_seconds(server.process.pid) - before) / count * 1e6}


def main():
    with rig.Stage() as stage:
        sandbox = stage.sandbox()
        print(f'GetBooking, BASIC, {RATE} a second and as many direct calls, vendor latency {LATENCY_MS} ms')
        figures = {'added': added(stage, sandbox)}
        print(f'GetBooking, BASIC, {THREADS["throughput"]} callers, vendor without latency')
        figures['throughput'] = throughput(stage, sandbox)
    rig.save('get', figures)


if __name__ == '__main__':
    main()
