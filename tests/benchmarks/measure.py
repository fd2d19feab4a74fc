"""What the benchmarks share: CPU time of a process, a load, a recorded page."""

import json
import os
import pathlib
import subprocess
import urllib.request

import harness

TICKS = os.sysconf('SC_CLK_TCK')


def cpu_seconds(pid):
    """User and system time of a process so far; the kernel counts in ticks of 10 ms."""
    fields = pathlib.Path(f'/proc/{pid}/stat').read_text().rpartition(')')[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def load(address, connection, **flags):
    """Reads lists over several streams; returns what the load client counted."""
    command = [str(harness.BUILD / 'tests/benchmarks/load_client'), f'--address={address}', f'--connection={connection}']
    command += [f'--{name}={value}' for name, value in flags.items()]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, timeout=3600).stdout)


def measured_load(process, address, connection, **flags):
    """CPU seconds that the process spent on the load, and the load's counts."""
    before = cpu_seconds(process.pid)
    counts = load(address, connection, **flags)
    return cpu_seconds(process.pid) - before, counts


def record_page(url, header, path):
    """Fetches one vendor page as the gateway does, into a file."""
    name, _, value = header.partition(': ')
    with urllib.request.urlopen(urllib.request.Request(url, headers={name: value})) as answer:
        path.write_bytes(answer.read())


def jicoo_connection(directory, sandbox, account):
    key = harness.secret_file(directory, f'{account}-key', f'sk_live_{account}')
    return {'id': 'floor', 'base_url': sandbox.addresses['jicoo'], 'jicoo': {'api_key': key}}
