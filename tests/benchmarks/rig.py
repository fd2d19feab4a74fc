"""What the benchmarks set up alike: vendor accounts with a latency, connections to them, the programs beside the gateway, figures kept for
the plots."""

import contextlib
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
PEERS = harness.ROOT / 'tests/benchmarks/peers'
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


class Stage:
    """The processes of one benchmark in a scratch folder; all are stopped when it ends, however it ends."""

    def __init__(self):
        self.stack = contextlib.ExitStack()

    def __enter__(self):
        self.directory = self.stack.enter_context(harness.scratch())
        return self

    def __exit__(self, *error):
        return self.stack.__exit__(*error)

    def keep(self, process):
        self.stack.callback(process.stop)
        return process

    def folder(self, name):
        made = self.directory / name
        made.mkdir()
        return made

    def sandbox(self, name='sandbox'):
        return self.keep(harness.Sandbox(self.folder(name)))

    def gateway(self, name, connections, settings=None, **limits):
        return self.keep(harness.Gateway(self.directory / name, connections, {'limits': limits, **(settings or {})}))

    def server(self, name, command, env=None, port_flag=''):
        """Starts a server, which writes its port to the file that its last argument names; it gets an `address`."""
        port_file = self.directory / f'{name}-port'
        port_file.unlink(missing_ok=True)
        server = self.keep(harness.Process([*command, f'{port_flag}{port_file}'], port_file, self.directory / f'{name}.log', env))
        server.address = '127.0.0.1:' + server.announcement
        return server

    def program(self, name, *flags):
        """One of our own servers."""
        return self.server(name, [PROGRAMS / name, *flags], port_flag='--port_file=')

    def floor(self, name, sandbox, account):
        """A server of the floor that reads a Jicoo account."""
        return self.program(name, f"--base_url={sandbox.addresses['jicoo']}", f'--header={JICOO.header}: {JICOO.key(account)}')

    def node_peer(self, sandbox, account):
        if not (NPM / 'node_modules/@grpc/grpc-js').exists():
            subprocess.run(['npm', 'install', '--silent', '--no-save', '--no-audit', '--no-fund', '--prefix', str(NPM),
                            '@bufbuild/buf@1.75.0', '@grpc/grpc-js@1.14.0', '@grpc/proto-loader@0.8.0'], check=True, timeout=300)
        command = ['node', PEERS / 'node_peer.cjs', harness.ROOT / 'proto', sandbox.addresses['jicoo'], JICOO.key(account)]
        return self.server('node', command, {'NODE_PATH': str(NPM / 'node_modules')})

    def python_peer(self, sandbox, account):
        return self.server('python', ['/usr/bin/python3', PEERS / 'python_peer.py', sandbox.addresses['jicoo'], JICOO.key(account)])


def ids_file(stage, sandbox, account):
    """A file with the ids of all bookings of a Jicoo account, one a line."""
    path = stage.directory / f'{account}-ids'
    path.write_text(''.join(f"{row['id']}\n" for row in sandbox.rows('jicoo', account)))
    return path


def run_client(name, **flags):
    """Runs one of our clients; returns the JSON that it prints."""
    command = [str(PROGRAMS / name)] + [f'--{flag}={value}' for flag, value in flags.items()]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, timeout=3600).stdout)


def median(values):
    return statistics.median(list(values))
