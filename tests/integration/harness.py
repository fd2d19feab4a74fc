"""Starts the real sandbox and gateway for end-to-end tests and speaks to both. Standard library and grpc only."""

import contextlib
import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import time
import unittest
import urllib.request

import grpc
from bookings.internal.v1 import status_details_pb2
from bookings.v1 import bookings_pb2 as pb
from bookings.v1 import bookings_pb2_grpc, connections_pb2_grpc

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get('BOOKINGS_BUILD', ROOT / 'build/dev'))
GATEWAY = BUILD / 'service/bookings-gateway'
SANDBOX = BUILD / 'deploy/sandbox/bookings-sandbox'
BOOKCTL = BUILD / 'clients/cli/bookctl'
START_SECONDS = 60  # sanitizer builds start slowly


# What was given to gateways as a secret: it must stand in no log and no error of any test.
SECRETS = set()
# Shorter ones stand in other words, too.
LEAST_SECRET = 8
EMAIL = re.compile(r'[\w.+-]+@[\w-]+\.\w+')


def leaks(text):
    """Secrets and addresses of customers that stand in the text."""
    return sorted(secret for secret in SECRETS if secret in text) + EMAIL.findall(text)


def await_file(path, process, log):
    """Waits until the process has written the file; fails with its log when it ends before."""
    deadline = time.monotonic() + START_SECONDS
    while not (path.exists() and path.stat().st_size):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f'{process.args[0]} did not start:\n{log.read_text()}')
        time.sleep(0.02)
    return path.read_text()


class Process:
    """A program that announces itself in a file and stops on SIGTERM."""

    def __init__(self, arguments, announced, log, env=None):
        self.log = log
        with open(log, 'wb') as out:
            self.process = subprocess.Popen([str(a) for a in arguments], stdout=out, stderr=subprocess.STDOUT,
                                            env={**os.environ, **(env or {})})
        self.announcement = await_file(announced, self.process, log)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


class Sandbox(Process):
    """The five simulated vendors."""

    def __init__(self, directory):
        addresses = directory / 'addresses'
        super().__init__([SANDBOX, '--bookings=20', f'--addresses_file={addresses}'], addresses,
                         directory / 'sandbox.log')
        self.addresses = json.loads(self.announcement)

    def control(self, method, path, body=None):
        """One call on the control path; returns the parsed answer."""
        request = urllib.request.Request(self.addresses['control'] + '/__sandbox' + path, method=method,
                                         data=None if body is None else json.dumps(body).encode(),
                                         headers={'Content-Type': 'application/json'})
        with urllib.request.urlopen(request, timeout=120) as answer:
            text = answer.read().decode()
        return json.loads(text) if text.strip() else None

    def account(self, vendor, name, **spec):
        """Makes or replaces an account; returns its credentials and ids."""
        return self.control('PUT', f'/{vendor}/accounts/{name}', spec)

    def switch(self, vendor, name, **values):
        self.control('PUT', f'/{vendor}/accounts/{name}/switches', values)

    def faults(self, vendor, name, *faults):
        self.control('PUT', f'/{vendor}/accounts/{name}/faults', list(faults))

    def unlimited(self, vendor, name):
        """Volume tests say their scale: the vendor's rate limit is off."""
        self.control('PUT', f'/{vendor}/accounts/{name}/rate_limit', {'scale': 0})

    def requests(self, vendor, name):
        return self.control('GET', f'/{vendor}/accounts/{name}/requests')

    def rows(self, vendor, name):
        """The simulator's own truth, row by row."""
        url = f"{self.addresses['control']}/__sandbox/{vendor}/accounts/{name}/bookings"
        with urllib.request.urlopen(url, timeout=300) as answer:
            return [json.loads(line) for line in answer if line.strip()]


class Gateway(Process):
    """The gateway with a configuration of its own; `under`: the command that runs it, such as a profiler."""

    def __init__(self, directory, connections, extra=None, under=()):
        directory.mkdir(parents=True, exist_ok=True)
        config = write_config(directory, connections, extra)
        port_file = directory / 'port'
        port_file.unlink(missing_ok=True)
        super().__init__([*under, GATEWAY, f'--config={config}', '--listen=127.0.0.1:0', f'--port_file={port_file}'],
                         port_file, directory / 'gateway.log')
        self.address = '127.0.0.1:' + self.announcement.strip().rpartition(':')[2]
        self.channel = grpc.insecure_channel(self.address)
        self.bookings = bookings_pb2_grpc.BookingServiceStub(self.channel)
        self.connections = connections_pb2_grpc.ConnectionServiceStub(self.channel)

    def list(self, metadata=None, timeout=600, **request):
        """Reads a whole list; returns its bookings and its last message."""
        bookings, last = [], None
        for page in self.bookings.ListBookings(pb.ListBookingsRequest(**request), metadata=metadata, timeout=timeout):
            bookings.extend(page.bookings)
            last = page
        return bookings, last

    def rss_bytes(self):
        for line in pathlib.Path(f'/proc/{self.process.pid}/status').read_text().splitlines():
            if line.startswith('VmRSS:'):
                return int(line.split()[1]) * 1024
        raise RuntimeError('no VmRSS')

    def stop(self):
        self.channel.close()
        code = super().stop()
        told = leaks(self.log.read_text(errors='replace'))
        if told:
            raise AssertionError(f'the log of a gateway tells {told}')
        return code


def write_config(directory, connections, extra=None):
    """Writes the YAML (JSON is YAML) of a gateway with these connections; returns its path. Their rate limits are off, unless they
    say otherwise: volume tests switch the vendors' off as well."""
    connections = [{'rate_limit': {'off': True}, **connection} if isinstance(connection, dict) else connection
                   for connection in connections]
    key = directory / 'page-token-key'
    if not key.exists():
        key.write_text('a key of the tests that is more than 32 bytes long')
        key.chmod(0o600)
    config = {
        'page_tokens': {'keys': [{'id': 'k1', 'secret': {'file': str(key)}}]},
        'session_store': {'file': str(directory / 'sessions')},
        'connections': connections,
        **(extra or {}),
    }
    path = directory / 'gateway.yaml'
    path.write_text(json.dumps(config, indent=1))
    return path


def secret_file(directory, name, value):
    """A secret as the configuration wants it."""
    if len(value) >= LEAST_SECRET:
        SECRETS.add(value)
    path = directory / name
    path.write_text(value)
    path.chmod(0o600)
    return {'file': str(path)}


@contextlib.contextmanager
def scratch():
    with tempfile.TemporaryDirectory() as name:
        yield pathlib.Path(name)


def details_of(error):
    """The google.rpc details of an RpcError: {'ErrorInfo': ..., 'BadRequest': ..., 'RetryInfo': ...}."""
    found = {}
    for key, value in error.trailing_metadata() or ():
        if key != 'grpc-status-details-bin':
            continue
        status = status_details_pb2.Status.FromString(value)
        if any(secret.encode() in value for secret in SECRETS):
            raise AssertionError(f'an error tells a secret: {value}')
        for detail in status.details:
            name = detail.type_url.rpartition('.')[2]
            message = getattr(status_details_pb2, name)()
            message.ParseFromString(detail.value)
            found[name] = message
    return found


def reason_of(error):
    return details_of(error)['ErrorInfo'].reason


def names(bookings):
    return sorted(booking.name for booking in bookings)


class SandboxTest(unittest.TestCase):
    """One sandbox and one scratch folder for all tests of a class."""

    @classmethod
    def setUpClass(cls):
        cls.scratch = scratch()
        cls.directory = cls.scratch.__enter__()
        cls.sandbox = Sandbox(cls.directory)

    @classmethod
    def tearDownClass(cls):
        cls.sandbox.stop()
        cls.scratch.__exit__(None, None, None)

    def folder(self, name):
        made = self.directory / name
        made.mkdir()
        return made

    def gateway(self, directory, connections, extra=None):
        gateway = Gateway(directory, connections, extra)
        self.addCleanup(gateway.stop)
        return gateway
