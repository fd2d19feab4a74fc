"""Vendors and modes for end-to-end comparisons, and the comparison of a list with what the sandbox's own truth must become."""

import dataclasses
import importlib
import urllib.parse

import harness
from google.protobuf import json_format

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
                        {'mode': 'admin', 'api_key': 'admin_key', 'history_from': '2024-01-01', 'horizon': '2027-12-31'},
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


def start(test, name, bookings, seed):
    """An account of its own for a mode, a gateway that reads it, and the account's name."""
    mode = MODES[name]
    account = f'{test.id().rpartition(".")[2]}-{name}'.replace('_', '-')
    directory = test.folder(account)
    made = test.sandbox.account(mode.vendor, account, seed=seed, bookings=bookings, traps=True)
    test.sandbox.unlimited(mode.vendor, account)
    connection = {'id': 'exact', 'base_url': test.sandbox.addresses[mode.vendor] + mode.path,
                  mode.vendor: fill(mode.settings, made, directory)}
    if 'time_zone' in mode.connection:
        connection['time_zone'] = mode.connection['time_zone']
    return test.gateway(directory, [connection]), account


def witness_of(mode):
    return importlib.import_module(f'expectations.{mode.vendor}')


def wanted_booking(mode, row, switches, connection='exact'):
    """What the row must become over a connection of that id; None = nothing."""
    witness = witness_of(mode)
    knowledge = {'id': connection, 'switches': switches, **mode.connection}
    if not getattr(witness, 'delivered', lambda row, connection: True)(row, knowledge):
        return None
    expected = witness.expected(row, knowledge)
    if expected is None:
        return None
    expected = normalized(expected)
    expected['name'] = f'connections/{connection}/bookings/' + urllib.parse.quote(expected['vendorId'], safe='-_.~')
    return expected


def wanted_bookings(mode, rows, switches, connection='exact'):
    """What the list must hold, by name: (expected booking, names that vendor_fields must hold, row)."""
    witness = witness_of(mode)
    knowledge = {'id': connection, 'switches': switches, **mode.connection}
    wanted = {}
    for row in rows:
        expected = wanted_booking(mode, row, switches, connection)
        if expected is not None:
            wanted[expected['name']] = (expected, witness.vendor_field_names(row, knowledge), row)
    return wanted


def difference(expected, field_names, booking):
    """What differs, as {field: (expected, got)}."""
    got = as_dict(booking)
    if 'etag' not in expected:
        expected = {**expected, 'etag': got.get('etag') or 'some etag'}
    differs = {key: (expected.get(key), got.get(key)) for key in expected.keys() | got.keys()
               if expected.get(key) != got.get(key)}
    missing = field_names - keys_of(json_format.MessageToDict(booking.vendor_fields))
    return differs | ({'vendor_fields without': sorted(missing)} if missing else {})


def compare(test, wanted, listed, spoilt=frozenset()):
    """Fails the test unless the list holds exactly what is wanted, field by field but those that are spoilt."""
    found = {booking.name: booking for booking in listed}
    test.assertEqual(len(found), len(listed), 'a booking came twice')
    test.assertEqual(sorted(wanted.keys() - found.keys())[:SHOWN], [], 'missing')
    test.assertEqual(sorted(found.keys() - wanted.keys())[:SHOWN], [], 'nobody made these')
    differences = []
    for name, (expected, field_names, row) in wanted.items():
        differs = difference(expected, field_names, found[name])
        if differs.keys() - spoilt:
            differences.append(f'{differs}\n   row: {row}')
    test.assertEqual(len(differences), 0, '(expected, got):\n' + '\n'.join(differences[:SHOWN]))
