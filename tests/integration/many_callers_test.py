"""Two hundred callers at once: with one request id they make one booking; with ids of their own they compete for one place and one gets it.
Counted by the vendor's journal and request log."""

import concurrent.futures
import json
import re
import threading
import unittest
import urllib.request

import bookable
import caller
import harness
import postgres

CALLERS = 200
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


class Case(harness.SandboxTest):
    def account(self, vendor, name):
        """An account, and the gateway's connection to it."""
        made = vendor.make_account(self.sandbox, name, seed=5)
        return made, vendor.connection(self.sandbox, self.directory / name, name, made)

    def calls(self, gateways, vendor, name, place, ids):
        """One caller for each id, spread over the gateways; each asks as a customer of its id."""
        def call(number, request_id):
            request = vendor.request(name, request_id, place, bookable.Person(f'{request_id}@example.com'))
            return caller.create(lambda: gateways[number % len(gateways)].bookings, request, patience=120, call_timeouts=(30,))
        return all_at_once([lambda n=n, i=i: call(n, i) for n, i in enumerate(ids)])


class ManyCallers(Case):
    def one_id(self, vendor, name, gateways, made):
        place = next(vendor.places(gateways[0], name, made, shared=True))
        outcomes = self.calls(gateways, vendor, name, place, ['the-one'] * CALLERS)
        self.assertEqual({outcome.state for outcome in outcomes}, {'CREATED'}, outcomes[0].reasons)
        self.assertEqual(len({outcome.booking.name for outcome in outcomes}), 1)
        self.assertEqual([entry['id'] for entry in creations(self.sandbox, vendor, name)], [outcomes[0].booking.vendor_id])
        self.assertEqual(len(posts(self.sandbox, vendor, name)), 1)

    def one_place(self, vendor, name, gateways, made):
        place = next(vendor.places(gateways[0], name, made, shared=False))
        outcomes = self.calls(gateways, vendor, name, place, [f'caller-{number}' for number in range(CALLERS)])
        winners = [outcome for outcome in outcomes if outcome.state == 'CREATED']
        self.assertEqual(len(winners), 1)
        others = {(outcome.state, outcome.last_reason) for outcome in outcomes if outcome.state != 'CREATED'}
        self.assertEqual(others, {('NOT_CREATED', 'SLOT_UNAVAILABLE')})
        live = {entry['id']: entry['status'] for entry in journal(self.sandbox, vendor, name)}
        live = [key for key, status in live.items() if not vendor.is_ended(status)]
        self.assertEqual(live, [winners[0].booking.vendor_id])

    def check(self, vendor):
        short = vendor.name.replace('_', '-')
        for number, what in enumerate((self.one_id, self.one_place)):
            with self.subTest(what=what.__name__):
                name = f'{short}-{number}'
                made, connection = self.account(vendor, name)
                directory = self.folder(f'gateway-{name}')
                what(vendor, name, [self.gateway(directory, [connection], sqlite(directory))], made)


def add_test(vendor):
    setattr(ManyCallers, f'test_{vendor.name}', lambda self: self.check(vendor))


for each in bookable.BOOKABLE.values():
    add_test(each)


class Replicas(ManyCallers):
    """The same over two gateways that share a PostgreSQL: they are as one."""
    VENDOR = bookable.BOOKABLE['hostelmate']

    def two_gateways(self, server, name, connection):
        gateways = []
        for number in range(2):
            directory = self.folder(f'{name}-{number}')
            secret = harness.secret_file(directory, 'postgres', server.conninfo())
            gateways.append(self.gateway(directory, [connection], ledger(directory, {'postgres': secret})))
        return gateways

    def over_replicas(self, what, name):
        made, connection = self.account(self.VENDOR, name)
        server = self.enterContext(postgres.Postgres())
        what(self.VENDOR, name, self.two_gateways(server, name, connection), made)

    def test_one_id(self):
        self.over_replicas(self.one_id, 'replicas-id')

    def test_one_place(self):
        self.over_replicas(self.one_place, 'replicas-place')


for each in bookable.BOOKABLE:
    setattr(Replicas, f'test_{each}', None)  # those of one gateway are not for two


if __name__ == '__main__':
    unittest.main()
