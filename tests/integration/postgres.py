"""A PostgreSQL server of the test's own, for end-to-end tests: a temporary folder and a socket file in it, never the
network. The C++ counterpart is tests/support/postgres.h."""

import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile
import time

USER = 'postgres'
START_SECONDS = 60


def binaries():
    """The newest that Debian's packages have installed."""
    found = sorted(pathlib.Path('/usr/lib/postgresql').glob('*/bin/initdb'))
    if not found:
        raise RuntimeError('PostgreSQL is missing: deploy/install-packages test')
    return found[-1].parent


class Postgres:
    """`with Postgres() as server:`; the server refuses to be root's, so root starts it as the user `postgres`."""

    def __init__(self, durable=False):
        self.durable = durable
        self.process = None

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='postgres-'))
        self.log = open(self.folder / 'log', 'wb')
        self.identity = {}
        if os.geteuid() == 0:
            user = pwd.getpwnam(USER)
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self.identity = {'user': USER, 'group': user.pw_gid, 'extra_groups': []}
        try:
            subprocess.run(self._command('initdb', '-U', USER, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'),
                           check=True, **self._how())
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.stop()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _command(self, program, *arguments):
        return [str(binaries() / program), '-D', str(self.folder / 'data'), *arguments]

    def _how(self):
        return {'stdout': self.log, 'stderr': subprocess.STDOUT, 'cwd': self.folder, **self.identity}

    def start(self):
        """Starts it, also after `stop`; returns once it takes connections."""
        self.process = subprocess.Popen(
            self._command('postgres', '-k', str(self.folder), '-c', 'listen_addresses=',
                          '-c', f'fsync={"on" if self.durable else "off"}'), **self._how())
        deadline = time.monotonic() + START_SECONDS
        while subprocess.run([str(binaries() / 'pg_isready'), '-q', '-h', str(self.folder)], check=False).returncode != 0:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError('PostgreSQL did not start:\n' + (self.folder / 'log').read_text())
            time.sleep(0.02)

    def stop(self):
        """Ends it at once, as a crash would."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(timeout=60)

    def conninfo(self, database=USER):
        """What libpq takes, the gateway's configuration included."""
        return f'host={self.folder} user={USER} dbname={database}'

    def new_database(self, name):
        """Makes a database; returns its connection string."""
        self.sql(f'CREATE DATABASE {name}')
        return self.conninfo(name)

    def sql(self, text, database=USER):
        """Runs a text; returns its rows, cells as text."""
        out = subprocess.run(['psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', self.conninfo(database), '-c', text],
                             check=True, capture_output=True, text=True).stdout
        return [line.split('|') for line in out.splitlines()]
