"""CPU time per booking of four servers that do the same job over the same pages, in one run: the gateway, the floor, and the peers in
Node.js and Python. Only the ratios mean something elsewhere."""

import grpc
import measure
import rig
from bookings.v1 import bookings_pb2 as pb
from bookings.v1 import bookings_pb2_grpc as rpc

BOOKINGS = 5_000  # in the account; the same pages are read over and over
PAGE = 100        # bookings per message: two vendor pages
STREAMS = 8
ROUNDS = 5        # all servers in turn
# Lists per stream and round: about a second of CPU time each, as the kernel counts in steps of 10 ms.
LISTS = {'gateway': 4, 'floor': 4, 'node': 1, 'python': 1}
NAMES = {'gateway': 'gateway', 'floor': 'floor', 'node': 'Node.js, grpc-js', 'python': 'Python, grpcio'}
TARGETS = {'node': 5, 'python': 20}


def start_all(stage):
    """The four servers by name."""
    sandbox = stage.sandbox()
    rig.JICOO.account(sandbox, 'bench', BOOKINGS)
    return {'gateway': stage.gateway('gateway', [rig.JICOO.connection(stage.directory, sandbox, 'bench', 'floor')]),
            'floor': stage.floor('floor_server', sandbox, 'bench'),
            'node': stage.node_peer(sandbox, 'bench'), 'python': stage.python_peer(sandbox, 'bench')}


def bookings_of(address):
    """All bookings, without the etag: each server has a hash of its own."""
    request = pb.ListBookingsRequest(connections=['connections/floor'], page_size=PAGE)
    with grpc.insecure_channel(address) as channel:
        found = [booking for message in rpc.BookingServiceStub(channel).ListBookings(request) for booking in message.bookings]
    for booking in found:
        booking.ClearField('etag')
    return found


def check_same_job(servers):
    wanted = bookings_of(servers['floor'].address)
    for name, server in servers.items():
        found = bookings_of(server.address)
        if found != wanted:
            pair = next((pair for pair in zip(wanted, found) if pair[0] != pair[1]), (len(wanted), len(found)))
            raise SystemExit(f'{name} does another job than the floor:\n{pair[0]}\n{pair[1]}')


def measure_round(servers):
    """Microseconds of CPU per booking of each server."""
    found = {}
    for name, server in servers.items():
        cpu, counts = measure.measured_load(server.process, server.address, 'floor', streams=STREAMS, lists=LISTS[name], page_size=PAGE)
        found[name] = cpu / counts['bookings'] * 1e6
    return found


def main():
    with rig.Stage() as stage:
        servers = start_all(stage)
        check_same_job(servers)
        measure_round(servers)  # warm up: connections, arenas, Node's compiler
        rounds = [measure_round(servers) for _ in range(ROUNDS)]
    report({name: rig.median(found[name] for found in rounds) for name in NAMES})


def report(costs):
    rig.save('peers', costs)
    print(f'\nCPU time per booking, lists of {PAGE} a page, {STREAMS} streams, BASIC view (medians of {ROUNDS} rounds)')
    for name, cost in costs.items():
        target = f'  (target: at least {TARGETS[name]} gateways)' if name in TARGETS else ''
        print(f'  {NAMES[name]:20} {cost:7.2f} us = {cost / costs["gateway"]:5.2f} gateways = {cost / costs["floor"]:5.2f} floors{target}')


if __name__ == '__main__':
    main()
