"""Ten thousand bookings of each vendor and mode through the whole stack, compared field by field with expectations that are computed
from the sandbox's own truth by code that knows nothing of the connectors (expectations/<vendor>.py)."""

import dataclasses
import importlib
import os
import unittest
import urllib.parse

import harness
from bookings.v1 import bookings_pb2 as pb
from google.protobuf import json_format

BOOKINGS = int(os.environ.get('BOOKINGS_EXACT_SET', '10000'))
SHOWN = 5  # differences that a failure prints


@dataclasses.dataclass
class Mode:
    """One way to read a vendor: the account's spec, the connection's settings, and what the expectation needs to know of them."""
    vendor: str
    connection: dict
    settings: dict
    path: str = ''


MODES = {
    'jicoo': Mode('jicoo', {}, {'api_key': 'api_key'}),
    'tiquo_client': Mode('tiquo', {'mode': 'client', 'date_encoding': 'zone', 'time_zone': 'America/New_York'},
                         {'mode': 'client', 'refresh_token': 'refresh_token'}, '/api/client/v1'),
    'tiquo_admin': Mode('tiquo', {'mode': 'admin', 'date_encoding': 'zone', 'time_zone': 'America/New_York'},
                        {'mode': 'admin', 'api_key': 'admin_key', 'history_from': '2026-01-01', 'horizon': '2027-12-31'},
                        '/api/v1'),
    'wix_v1': Mode('wix', {'api': 'v1', 'list_method': 'query'}, {'api': 'v1', 'api_key': 'api_key', 'site_id': ''}),
    'wix_v1_get': Mode('wix', {'api': 'v1', 'list_method': 'get'},
                       {'api': 'v1', 'list_method': 'get', 'api_key': 'api_key', 'site_id': ''}),
    'wix_v2': Mode('wix', {'api': 'v2'}, {'api': 'v2', 'api_key': 'api_key', 'site_id': ''}),
    'wix_v2_app': Mode('wix', {'api': 'v2'}, {'api': 'v2', 'app': {'client_id': '', 'client_secret': 'client_secret',
                                                                   'instance_id': ''}}),
    'optimocms': Mode('optimocms', {'time_zone': 'Europe/Amsterdam'}, {'api_key': 'api_key', 'site_id': ''}),
    'hostelmate': Mode('hostelmate', {'time_zone': 'Europe/Lisbon', 'currency': 'EUR', 'check_in_time': '15:00',
                                      'check_out_time': '11:00'},
                       {'api_key': 'api_key', 'currency': 'EUR', 'check_in_time': '15:00', 'check_out_time': '11:00'}),
}
SECRETS = ('api_key', 'refresh_token', 'client_secret')


def as_dict(booking):
    """The canonical booking as the expectations write it."""
    found = json_format.MessageToDict(booking)
    found.pop('vendorFields', None)
    return normalized(found)


def normalized(booking):
    """Notes are a set: their order means nothing."""
    notes = booking.get('mappingNotes')
    return {**booking, 'mappingNotes': sorted(notes)} if notes else booking


def keys_of(value):
    """All keys of a JSON value, at any depth."""
    if isinstance(value, dict):
        return set(value).union(*(keys_of(inner) for inner in value.values()))
    return set().union(*(keys_of(inner) for inner in value)) if isinstance(value, list) else set()


def fill(settings, made, directory):
    """The connection's settings with the account's secrets as files and its ids in place."""
    filled = {}
    for key, value in settings.items():
        if isinstance(value, dict):
            filled[key] = fill(value, made, directory)
        elif key in SECRETS:
            filled[key] = harness.secret_file(directory, key, made[value])
        else:
            filled[key] = value or made[key]
    return filled


class ExactSet(harness.SandboxTest):
    def read(self, name, view):
        mode = MODES[name]
        directory = self.folder(f'{name}-{view}')
        account = f'exact-{name}'.replace('_', '-')
        made = self.sandbox.account(mode.vendor, account, seed=7, bookings=BOOKINGS, traps=True)
        self.sandbox.unlimited(mode.vendor, account)
        connection = {'id': 'exact', 'base_url': self.sandbox.addresses[mode.vendor] + mode.path,
                      mode.vendor: fill(mode.settings, made, directory)}
        if 'time_zone' in mode.connection:
            connection['time_zone'] = mode.connection['time_zone']
        gateway = self.gateway(directory, [connection])
        listed, last = gateway.list(view=view, page_size=500)
        return mode, listed, last, self.sandbox.rows(mode.vendor, account)

    def check(self, name):
        view = pb.BOOKING_VIEW_FULL
        mode, listed, last, rows = self.read(name, view)
        witness = importlib.import_module(f'expectations.{mode.vendor}')
        knowledge = {'id': 'exact', **mode.connection}
        wanted = {}
        delivered = getattr(witness, 'delivered', lambda row, connection: True)
        for row in rows:
            if delivered(row, knowledge):
                expected = normalized(witness.expected(row, knowledge))
                expected['name'] = 'connections/exact/bookings/' + urllib.parse.quote(expected['vendorId'], safe='-_.~')
                wanted[expected['name']] = (expected, row)
        found = {booking.name: booking for booking in listed}
        self.assertEqual(len(found), len(listed), 'a booking came twice')
        self.assertEqual(sorted(set(wanted) - set(found))[:SHOWN], [], 'missing')
        self.assertEqual(sorted(set(found) - set(wanted))[:SHOWN], [], 'nobody made these')
        self.compare(witness, knowledge, wanted, found)
        for trap, holds in witness.TRAPS:
            with self.subTest(trap=trap):
                self.assertTrue(any(holds(row) for row in rows), 'the data set does not hold this trap')
        self.assertTrue(last.complete, last.sources)

    def compare(self, witness, knowledge, wanted, found):
        differences = []
        for name, (expected, row) in wanted.items():
            got = as_dict(found[name])
            if 'etag' not in expected:
                self.assertNotEqual(got.pop('etag', ''), '')
            if got != expected:
                differences.append({key: (expected.get(key), got.get(key)) for key in expected.keys() | got.keys()
                                    if expected.get(key) != got.get(key)} | {'row': row})
            kept = keys_of(json_format.MessageToDict(found[name].vendor_fields))
            missing = witness.vendor_field_names(row, knowledge) - kept
            if missing:
                differences.append({'vendor_fields': sorted(missing), 'row': row})
        shown = '\n'.join(str(difference) for difference in differences[:SHOWN])
        self.assertEqual(len(differences), 0, f'(expected, got):\n{shown}')


def add_test(name):
    setattr(ExactSet, f'test_{name}', lambda self: self.check(name))


for mode_name in MODES:
    add_test(mode_name)


if __name__ == '__main__':
    unittest.main()
