"""What the benchmarks set up alike: vendor accounts with a latency, connections to them, the programs beside the gateway, figures kept for
the plots."""

import http.client
import json
import os
import pathlib
import statistics
import subprocess
import time
import urllib.parse

import harness

RESULTS = pathlib.Path(os.environ.get('BOOKINGS_RESULTS', harness.ROOT / 'build/benchmarks'))
PROGRAMS = harness.BUILD / 'tests/benchmarks'
NPM = harness.ROOT / 'build/npm'


def save(name, figures):
    """Keeps the figures of a benchmark; plots.py draws them."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / f'{name}.json').write_text(json.dumps(figures, indent=1) + '\n')


class Vendor:
    """How a simulated vendor is set up, configured, and read without the gateway."""

    def __init__(self, name, key_prefix, header, target, settings, extra):
        self.name, self.key_prefix, self.header, self.target = name, key_prefix, header, target
        self.settings, self.extra = settings, extra

    def account(self, sandbox, account, bookings, latency_ms=0):
        """Makes an account without odd rows or rate limit, each answer of which takes `latency_ms` longer."""
        sandbox.account(self.name, account, seed=1, bookings=bookings, traps=False)
        sandbox.unlimited(self.name, account)
        if latency_ms:
            sandbox.faults(self.name, account, {'path': '.*', 'kind': 'delay', 'delay_ms': latency_ms, 'times': -1})

    def key(self, account):
        return self.key_prefix + account

    def connection(self, directory, sandbox, account, connection_id=None):
        """The gateway's configuration for the account."""
        secret = harness.secret_file(directory, f'{self.name}-{account}-key', self.key(account))
        return {'id': connection_id or account, 'base_url': sandbox.addresses[self.name],
                self.name: {'api_key': secret, **self.settings}, **self.extra}

    def page(self, number):
        """Path and query of one page of 50, as the connector asks for it."""
        return self.target.format(page=number)

    def client(self, sandbox, account):
        return PlainClient(sandbox.addresses[self.name], {self.header: self.key(account), 'Content-Type': 'application/json'})


JICOO = Vendor('jicoo', 'sk_live_', 'X-Jicoo-Api-Key', '/v1/bookings?page={page}&perPage=50&order=createdAt&sort=asc', {}, {})
HOSTELMATE = Vendor('hostelmate', 'hm_live_', 'X-API-Key', '/api/v1/client/bookings?page={page}&limit=50',
                    {'currency': 'EUR', 'check_in_time': '15:00', 'check_out_time': '11:00'}, {'time_zone': 'Europe/Lisbon'})


class PlainClient:
    """One kept-alive connection to a vendor, and nothing else."""

    def __init__(self, base_url, headers):
        self.connection = http.client.HTTPConnection(urllib.parse.urlsplit(base_url).netloc)
        self.headers = headers

    def get(self, target):
        self.connection.request('GET', target, headers=self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f'{target}: {answer.status} {body[:200]}')
        return body

    def seconds(self, targets):
        """Wall time of reading all of them, one after the other."""
        begin = time.perf_counter()
        for target in targets:
            self.get(target)
        return time.perf_counter() - begin


def program(directory, name, *flags):
    """Starts one of our servers, which writes its port to a file; returns process and address."""
    port_file = directory / f'{name}-port'
    started = harness.Process([PROGRAMS / name, f'--port_file={port_file}', *flags], port_file, directory / f'{name}.log')
    return started, '127.0.0.1:' + started.announcement


def floor(directory, sandbox, account):
    return program(directory, 'floor_server', f"--base_url={sandbox.addresses['jicoo']}",
                   f'--header=X-Jicoo-Api-Key: {JICOO.key(account)}')


def node_peer(directory, sandbox, account):
    if not (NPM / 'node_modules/@grpc/grpc-js').exists():
        subprocess.run(['npm', 'install', '--silent', '--no-save', '--no-audit', '--no-fund', '--prefix', str(NPM),
                        '@bufbuild/buf@1.75.0', '@grpc/grpc-js@1.14.0', '@grpc/proto-loader@0.8.0'], check=True, timeout=300)
    return peer(directory, sandbox, account, 'node', ['node', 'node_peer.cjs', harness.ROOT / 'proto'],
                {'NODE_PATH': str(NPM / 'node_modules')})


def python_peer(directory, sandbox, account):
    return peer(directory, sandbox, account, 'python', ['/usr/bin/python3', 'python_peer.py'], {})


def peer(directory, sandbox, account, name, command, env):
    port_file = directory / f'{name}-port'
    script = harness.ROOT / 'tests/benchmarks/peers' / command[1]
    started = harness.Process([command[0], script, *command[2:], sandbox.addresses['jicoo'], JICOO.key(account), port_file],
                              port_file, directory / f'{name}.log', env)
    return started, '127.0.0.1:' + started.announcement


def run_client(name, **flags):
    """Runs one of our clients; returns the JSON that it prints."""
    command = [str(PROGRAMS / name)] + [f'--{flag}={value}' for flag, value in flags.items()]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, timeout=3600).stdout)


def median(values):
    return statistics.median(list(values))
