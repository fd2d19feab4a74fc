"""What end-to-end tests of writes share: ledgers for gateways, the vendor's own records, and calls that start together."""

import concurrent.futures
import json
import re
import threading
import urllib.request

import harness

LEDGER_KEY = 'a key of the tests for what is kept of customers'


def ledger(directory, store):
    return {'ledger': {**store, 'keys': [{'id': 'l1', 'secret': harness.secret_file(directory, 'ledger-key', LEDGER_KEY)}],
                       'lease': '5s'}}


def sqlite(directory):
    return ledger(directory, {'sqlite_file': str(directory / 'ledger.db')})


def journal(sandbox, vendor, account):
    url = f"{sandbox.addresses['control']}/__sandbox/{vendor.vendor}/accounts/{account}/journal"
    with urllib.request.urlopen(url, timeout=60) as answer:
        return [json.loads(line) for line in answer if line.strip()]


def creations(sandbox, vendor, account):
    return [entry for entry in journal(sandbox, vendor, account) if entry['operation'] == 'create']


def posts(sandbox, vendor, account):
    """Requests for a creation, carried out or not."""
    return [request for request in sandbox.requests(vendor.vendor, account)
            if re.search(vendor.write_paths[0], f"{request['method']} {request['path']}")]


def all_at_once(calls):
    """Runs the calls in threads that start together; answers what they return."""
    barrier = threading.Barrier(len(calls))

    def run(call):
        barrier.wait()
        return call()

    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


class WritingTest(harness.SandboxTest):
    def account(self, vendor, name):
        """An account, and the gateway's connection to it."""
        made = vendor.make_account(self.sandbox, name, seed=5)
        return made, vendor.connection(self.sandbox, self.directory / name, name, made)
