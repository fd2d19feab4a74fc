"""The parts that need no gateway. What the client does with one is shown by tests/clients."""

import datetime
import random
import unittest

import grpc
from bookings.v1 import bookings_pb2 as pb
from bookings_client import RetryPolicy, errors, status_details, time_range
from bookings_client.transport import is_loopback


class Errors(unittest.TestCase):
    def test_each_reason_is_a_type(self):
        catalogued = {name.removeprefix('ERROR_REASON_') for name in pb.ErrorReason.keys()} - {'UNSPECIFIED'}
        self.assertEqual(set(errors.BY_REASON), catalogued)


class StatusDetails(unittest.TestCase):
    INFO = bytes.fromhex('0801') + b'\x1a\x3e\x0a\x28type.googleapis.com/google.rpc.ErrorInfo\x12\x12\x0a\x01R\x12\x01D\x1a\x0a\x0a\x03key\x12\x03val'

    def read(self, value):
        return status_details.read((('other', b''), ('grpc-status-details-bin', value)))

    def test_is_read(self):
        details = self.read(self.INFO)
        self.assertEqual((details.reason, details.metadata, details.retry_delay, details.violations), ('R', {'key': 'val'}, None, []))

    def test_whatever_comes_raises_nothing(self):
        chance = random.Random(1)
        for _ in range(5000):
            broken = bytearray(self.INFO[:chance.randrange(len(self.INFO) + 1)])
            for _ in range(chance.randrange(3)):
                if broken:
                    broken[chance.randrange(len(broken))] = chance.randrange(256)
            self.read(bytes(broken))


class Retry(unittest.TestCase):
    def test_backoffs_grow_to_a_bound(self):
        policy = RetryPolicy(attempts=20, first_backoff=0.2, longest_backoff=3.0)
        for failures in range(1, 20):
            longest = min(3.0, 0.2 * 2 ** (failures - 1))
            for _ in range(20):
                self.assertTrue(longest / 2 <= policy.backoff(failures) <= longest)


class Transport(unittest.TestCase):
    def test_only_loopback_addresses_are_spoken_to_in_clear_text(self):
        for address in ('127.0.0.1:50051', 'localhost:50051', '[::1]:50051', '127.9.9.9:1', 'unix:/run/gateway'):
            self.assertTrue(is_loopback(address), address)
        for address in ('gateway:50051', '10.0.0.1:50051', '[2001:db8::1]:1', '0.0.0.0:50051', 'localhost.example:50051', '127.0.0.1.example:1'):
            self.assertFalse(is_loopback(address), address)


class Times(unittest.TestCase):
    def test_ranges(self):
        utc = datetime.timezone.utc
        whole = time_range(datetime.datetime(2026, 12, 1, tzinfo=utc), datetime.datetime(2026, 12, 2, tzinfo=utc))
        self.assertEqual((getattr(whole, 'from').ToJsonString(), whole.to.ToJsonString()), ('2026-12-01T00:00:00Z', '2026-12-02T00:00:00Z'))
        self.assertFalse(time_range(datetime.datetime(2026, 12, 1), None).HasField('to'))


if __name__ == '__main__':
    unittest.main()
