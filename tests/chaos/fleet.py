"""Several gateways at addresses that stay theirs, on one ledger and one key ring: a small cluster whose replicas are drained, killed and
started anew."""

import json
import random
import signal
import socket
import subprocess
import time

import harness

# Below the ports that systems choose for themselves, which could take one while its replica is away.
PORTS = range(20000, 30000)
START_SECONDS = 60
STOP_SECONDS = 120


def free_ports(count):
    """Of ports that nobody listens on."""
    found = []
    for port in random.sample(PORTS, len(PORTS)):
        with socket.socket() as attempt:
            try:
                attempt.bind(('127.0.0.1', port))
            except OSError:
                continue
        found.append(port)
        if len(found) == count:
            return found
    raise RuntimeError('no free ports')


class Replica:
    """One of the fleet: the same port whenever it runs. For one thread."""

    def __init__(self, directory, port, connections, extra):
        directory.mkdir()
        self.directory = directory
        self.port = port
        self.config = harness.write_config(directory, connections, extra)
        self.starts = 0
        self.process = None
        self.start()

    def start(self):
        self.starts += 1
        log = open(self.directory / f'log-{self.starts}', 'wb')
        port_file = self.directory / 'port'
        port_file.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [str(harness.GATEWAY), f'--config={self.config}', f'--listen=127.0.0.1:{self.port}', f'--port_file={port_file}'],
            stdout=log, stderr=subprocess.STDOUT)
        log.close()
        harness.await_file(port_file, self.process, self.directory / f'log-{self.starts}')

    def drain(self):
        """SIGTERM; returns how long the replica took to end."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=STOP_SECONDS)
        if code != 0:
            raise RuntimeError(f'a drained replica ended with {code}:\n' + self.log())
        return time.monotonic() - began

    def kill(self):
        self.process.kill()
        self.process.wait()

    def log(self):
        return (self.directory / f'log-{self.starts}').read_text()[-3000:]

    def close(self):
        if self.process.poll() is None:
            self.drain()


class Fleet:
    """`with Fleet(...) as fleet:`"""

    def __init__(self, directory, count, connections, extra):
        self.replicas = []
        self._make = lambda number, port: Replica(directory / f'replica-{number}', port, connections, extra)
        self._count = count

    def __enter__(self):
        try:
            for number, port in enumerate(free_ports(self._count)):
                self.replicas.append(self._make(number, port))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for replica in self.replicas:
            replica.close()

    @property
    def target(self):
        """Of a gRPC channel: all replicas, as a headless Service resolves."""
        return 'ipv4:' + ','.join(f'127.0.0.1:{replica.port}' for replica in self.replicas)


def channel_options():
    """The service config that is shipped to clients, and connections of this channel's own."""
    config = json.loads((harness.ROOT / 'clients/service_config.json').read_text())
    return [('grpc.service_config', json.dumps(config)), ('grpc.enable_retries', 1), ('grpc.use_local_subchannel_pool', 1),
            ('grpc.max_reconnect_backoff_ms', 1000), ('grpc.initial_reconnect_backoff_ms', 100)]
