"""Two hundred callers at once: with one request id they make one booking; with ids of their own they compete for one place and one gets it.
Counted by the vendor's journal and request log."""

import unittest

import bookable
import caller
import harness
import postgres
from writing import WritingTest, all_at_once, creations, journal, ledger, posts, sqlite

CALLERS = 200


class Crowd(WritingTest):
    """What a crowd of callers must find, whatever stands behind the gateways."""

    def calls(self, gateways, vendor, name, place, ids):
        """One caller for each id, spread over the gateways; each asks as a customer of its id."""
        def call(number, request_id):
            request = vendor.request(name, request_id, place, bookable.Person(f'{request_id}@example.com'))
            return caller.create(lambda: gateways[number % len(gateways)].bookings, request, patience=120, call_timeouts=(30,))
        return all_at_once([lambda n=n, i=i: call(n, i) for n, i in enumerate(ids)])

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


class OneGateway(Crowd):
    def check(self, vendor):
        short = vendor.name.replace('_', '-')
        for number, what in enumerate((self.one_id, self.one_place)):
            with self.subTest(what=what.__name__):
                name = f'{short}-{number}'
                made, connection = self.account(vendor, name)
                directory = self.folder(f'gateway-{name}')
                what(vendor, name, [self.gateway(directory, [connection], sqlite(directory))], made)


def add_test(vendor):
    setattr(OneGateway, f'test_{vendor.name}', lambda self: self.check(vendor))


for each in bookable.BOOKABLE.values():
    add_test(each)


class TwoReplicas(Crowd):
    """On one PostgreSQL they are as one."""
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


if __name__ == '__main__':
    unittest.main()
