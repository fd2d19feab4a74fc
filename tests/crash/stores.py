"""Where the gateways of a campaign keep their ledger, and how many of them share it. Can be looked into while no gateway runs."""

import contextlib
import pathlib
import shutil
import sqlite3
import tempfile

import harness
from plan import LEASE_SECONDS
from postgres import Postgres

# Lanes of each vendor: a sandbox serves 96 connections, and whoever comes then waits without bound, longer than any settle time. A gateway
# keeps up to 16 open to each account.
LANES_OF_ONE_GATEWAY = 5
LANES_OF_TWO_GATEWAYS = 3

# The later of two entries of a connection comes last.
ENTRIES_SINCE = 'SELECT connection, state FROM ledger_writes WHERE begin_time >= {} ORDER BY begin_time'
MICROSECONDS = 1_000_000


def entries_since(began):
    return ENTRIES_SINCE.format(int(began * MICROSECONDS))


class Sqlite:
    """One gateway's file."""
    name = 'sqlite'
    replicas = 1
    lanes = LANES_OF_ONE_GATEWAY

    def __init__(self, directory):
        self.file = directory / 'ledger.db'

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def configuration(self):
        return {'sqlite_file': str(self.file)}

    def states_since(self, began):
        """{connection: state of its newest entry}, read from a copy: looking must not repair what the next start repairs."""
        with tempfile.TemporaryDirectory() as name:
            copy = pathlib.Path(name)
            for file in self.file.parent.glob('ledger.db*'):
                shutil.copy(file, copy)
            if not (copy / 'ledger.db').exists():
                return {}
            with contextlib.closing(sqlite3.connect(copy / 'ledger.db')) as database:
                return dict(database.execute(entries_since(began)))


class SharedPostgres:
    """Two gateways on one server."""
    name = 'postgres'
    replicas = 2
    lanes = LANES_OF_TWO_GATEWAYS

    def __init__(self, directory):
        self.directory = directory
        self.server = Postgres()

    def __enter__(self):
        self.server.__enter__()
        return self

    def __exit__(self, *_):
        self.server.__exit__()

    def configuration(self):
        return {'postgres': harness.secret_file(self.directory, 'postgres', self.server.conninfo())}

    def states_since(self, began):
        return {connection: int(state) for connection, state in self.server.sql(entries_since(began))}


STORES = {'sqlite': Sqlite, 'postgres': SharedPostgres}


def ledger_configuration(store, directory):
    key = harness.secret_file(directory, 'ledger-key', 'a key of the tests for what is kept of customers')
    return {**store.configuration(), 'keys': [{'id': 'l1', 'secret': key}], 'lease': f'{LEASE_SECONDS}s'}
