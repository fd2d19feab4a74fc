"""Every assumption that the sandbox makes about a vendor is a switch: each list is read with each switch both ways and must be the same,
or fail as the vendor's answer deserves."""

import unittest

import comparison
import grpc
import harness
from bookings.v1 import bookings_pb2 as pb

BOOKINGS = 260  # several vendor pages in each mode

# Where another assumption makes the vendor refuse: the reason that the list must fail with, by the beginning of the mode's name.
REFUSALS = {
    ('wix', 'granted_scopes', 'no_read'): 'VENDOR_PERMISSION_DENIED',
    ('wix_v2', 'granted_scopes', 'no_orders'): 'VENDOR_PERMISSION_DENIED',
    ('wix_v1', 'v1_served', 'removed'): 'VENDOR_RESOURCE_MISSING',
    ('tiquo_admin', 'admin_bookings', 'forbidden'): 'VENDOR_PERMISSION_DENIED',
    ('tiquo_admin', 'admin_bookings', 'missing'): 'VENDOR_RESOURCE_MISSING',
}
# Where another assumption hides rows from every call that there is.
HIDDEN = {('jicoo', 'unfiltered_requests', 'hidden'): lambda row: row['status'] == 'request'}
# Where another assumption spoils a field: it is unset, with a note.
SPOILT = {
    ('wix_v2', 'total_participants', 'list'): {'partySize', 'mappingNotes'},
    ('tiquo_client', 'profile_customer', 'refused'): {'mappingNotes'},
}


def found_in(table, mode, switch, value):
    """The entry for a mode whose name begins as the entry says."""
    return next((entry for (prefix, *rest), entry in table.items()
                 if mode.startswith(prefix) and rest == [switch, value]), None)


class Switches(harness.SandboxTest):
    def check(self, name):
        mode = comparison.MODES[name]
        gateway, account = comparison.start(self, name, BOOKINGS, seed=11)
        for switch in self.sandbox.control('GET', f'/{mode.vendor}/accounts/{account}/switches'):
            for value in switch['allowed']:
                if value == switch['default']:
                    continue
                with self.subTest(switch=switch['name'], value=value):
                    self.sandbox.switch(mode.vendor, account, **{switch['name']: value})
                    self.check_one(name, gateway, account, switch['name'], value)
                self.sandbox.switch(mode.vendor, account, **{switch['name']: switch['default']})

    def check_one(self, name, gateway, account, switch, value):
        mode = comparison.MODES[name]
        reason = found_in(REFUSALS, name, switch, value)
        if reason:
            with self.assertRaises(grpc.RpcError) as caught:
                gateway.list(view=pb.BOOKING_VIEW_FULL)
            self.assertEqual(harness.reason_of(caught.exception), reason)
            return
        listed, _ = gateway.list(view=pb.BOOKING_VIEW_FULL)
        hidden = found_in(HIDDEN, name, switch, value) or (lambda row: False)
        rows = [row for row in self.sandbox.rows(mode.vendor, account) if not hidden(row)]
        comparison.compare(self, comparison.wanted_bookings(mode, rows, {switch: value}), listed,
                           spoilt=found_in(SPOILT, name, switch, value) or set())


def add_test(name):
    setattr(Switches, f'test_{name}', lambda self: self.check(name))


for mode_name in comparison.MODES:
    add_test(mode_name)


if __name__ == '__main__':
    unittest.main()
