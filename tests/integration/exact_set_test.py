"""Ten thousand bookings of each vendor and mode through the whole stack, compared field by field with expectations that are computed
from the sandbox's own truth by code that knows nothing of the connectors (expectations/<vendor>.py)."""

import os
import unittest

import comparison
import harness
from bookings.v1 import bookings_pb2 as pb

BOOKINGS = int(os.environ.get('BOOKINGS_EXACT_SET', '10000'))


class ExactSet(harness.SandboxTest):
    def check(self, name):
        mode = comparison.MODES[name]
        gateway, account = comparison.start(self, name, BOOKINGS, seed=7)
        listed, last = gateway.list(view=pb.BOOKING_VIEW_FULL, page_size=500)
        rows = self.sandbox.rows(mode.vendor, account)
        self.assertEqual(len(rows), BOOKINGS)
        comparison.compare(self, comparison.wanted_bookings(mode, rows, {}), listed)
        self.assertTrue(last.complete, last.sources)
        for trap, holds in comparison.witness_of(mode).TRAPS:
            with self.subTest(trap=trap):
                self.assertTrue(any(holds(row) for row in rows), 'the data set does not hold this trap')


def add_test(name):
    setattr(ExactSet, f'test_{name}', lambda self: self.check(name))


for mode_name in comparison.MODES:
    add_test(mode_name)


if __name__ == '__main__':
    unittest.main()
