"""Answers that get lost, one by one and by design: the vendor has booked, and nobody was told. tests/crash does the same by chance and in
numbers."""

import re
import threading
import time
import unittest

import bookable
import caller
import grpc
import harness
from writing import WritingTest, all_at_once, creations, sqlite

WAIT_SECONDS = 30


class LostAnswers(WritingTest):
    """`check_*` are made into one test for each vendor."""

    def start(self, vendor, what, attempt='1s', settle=None):
        """An account, and a gateway whose waiting times suit a test."""
        name = f'{what}-{vendor.name.replace("_", "-")}'
        made, connection = self.account(vendor, name)
        connection['settle_time'] = settle or f'{0.5 + vendor.read_lag_ms / 1000}s'
        directory = self.folder(f'gateway-{name}')
        extra = {**sqlite(directory), 'limits': {'attempt_timeout': attempt}}
        extra['ledger']['lease'] = '1s'
        return name, made, lambda: harness.Gateway(directory, [connection], extra)

    def expect_bookings(self, vendor, name, outcomes):
        """Each outcome has a booking of its own, and the vendor has made no other."""
        self.assertEqual({outcome.state for outcome in outcomes}, {'CREATED'}, [outcome.reasons for outcome in outcomes])
        answered = sorted(outcome.booking.vendor_id for outcome in outcomes)
        self.assertEqual(sorted(entry['id'] for entry in creations(self.sandbox, vendor, name)), answered)

    def check_twins_get_a_booking_each(self, vendor):
        name, made, start = self.start(vendor, 'twins')
        gateway = start()
        self.addCleanup(gateway.stop)
        place = next(vendor.places(gateway, name, made, shared=True))
        self.sandbox.faults(vendor.vendor, name, {'kind': 'reset_after', 'path': vendor.write_paths[0], 'times': 2})
        requests = [vendor.request(name, f'twin-{number}', place, bookable.Person('ada@example.com')) for number in range(2)]
        outcomes = all_at_once([lambda r=r: caller.create(lambda: gateway.bookings, r, call_timeouts=(20,)) for r in requests])
        self.expect_bookings(vendor, name, outcomes)

    def check_a_kill_between_booking_and_answer(self, vendor):
        name, made, start = self.start(vendor, 'kill', attempt='30s')
        gateway = start()
        self.addCleanup(gateway.process.kill)
        place = next(vendor.places(gateway, name, made, shared=False))
        self.sandbox.faults(vendor.vendor, name, {'kind': 'silent_after', 'path': vendor.write_paths[0], 'times': 1})
        request = vendor.request(name, 'the-one', place, bookable.Person('ada@example.com'))
        first = threading.Thread(target=call_and_fail, args=(gateway, request))
        first.start()
        self.await_creation(vendor, name)
        gateway.process.kill()
        gateway.process.wait()
        first.join()
        gateway.channel.close()
        gateway = start()
        self.addCleanup(gateway.stop)
        self.expect_bookings(vendor, name, [caller.create(lambda: gateway.bookings, request, call_timeouts=(20,))])

    def test_what_waits_in_a_gateway_that_drains_is_handed_over(self):
        """Jicoo cannot be asked again before the settle time, which is far longer than anybody may wait for a drain."""
        vendor = bookable.BOOKABLE['jicoo']
        name, made, start = self.start(vendor, 'drain', settle='60s')
        gateway = start()
        self.addCleanup(gateway.process.kill)
        place = next(vendor.places(gateway, name, made, shared=False))
        self.sandbox.faults(vendor.vendor, name, {'kind': 'reset', 'path': vendor.write_paths[0], 'times': 1})
        request = vendor.request(name, 'the-one', place, bookable.Person('ada@example.com'))
        call = gateway.bookings.CreateBooking.future(request, timeout=WAIT_SECONDS)
        self.await_look_up(vendor, name)
        gateway.process.terminate()
        error = call.exception()
        self.assertEqual(error.code(), grpc.StatusCode.UNAVAILABLE)
        info = harness.details_of(error)['ErrorInfo']
        self.assertEqual((info.reason, info.metadata['booking_state']), ('DRAINING', 'UNKNOWN'))
        self.assertEqual(gateway.process.wait(WAIT_SECONDS), 0)

    def await_look_up(self, vendor, name):
        self.await_(lambda: any(re.search(vendor.look_up_path, f"{request['method']} {request['path']}")
                                for request in self.sandbox.requests(vendor.vendor, name)), 'nothing was looked for')

    def await_creation(self, vendor, name):
        self.await_(lambda: creations(self.sandbox, vendor, name), 'nothing was booked')

    def await_(self, happened, else_):
        deadline = time.monotonic() + WAIT_SECONDS
        while not happened():
            self.assertLess(time.monotonic(), deadline, else_)
            time.sleep(0.01)


def call_and_fail(gateway, request):
    try:
        gateway.bookings.CreateBooking(request, timeout=WAIT_SECONDS)
    except grpc.RpcError:
        return
    raise AssertionError('a silent vendor was taken for an answer')


def add_tests(vendor):
    for name in [name for name in dir(LostAnswers) if name.startswith('check_')]:
        setattr(LostAnswers, f'test_{name.removeprefix("check_")}_{vendor.name}', lambda self, n=name: getattr(self, n)(vendor))


for each in bookable.BOOKABLE.values():
    add_tests(each)


if __name__ == '__main__':
    unittest.main()
