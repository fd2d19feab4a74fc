"""vendor_options end to end: what a connection declares, its vendor gets."""

import json
import unittest

import bookable
import comparison
import desk
import grpc
from bookings.v1 import bookings_pb2 as pb
from bookings.v1 import connections_pb2


class Options(desk.Writes):
    """Every one of vendor_options that a connection declares reaches the vendor under its name, whatever the vendor makes of it: some
    are refused by the sandbox, whose business offers no such thing."""

    OF_TYPE = {'string': 'words', 'bool': True, 'number': 2, 'list': [{'id': 'x'}], 'struct': {'name': 'x'}}
    # Options whose form is checked before anything is sent.
    OF_NAME = {'locale': 'en', 'locationId': 'phone', 'tracking': {'source': 'x'}, 'payment': {'paymentMethod': 'none', 'items': []},
               'paymentStatus': 'EXEMPT', 'address': {'city': 'Porto'}, 'status': 'CONFIRMED',
               'participantsChoices': {'serviceChoices': [{'numberOfParticipants': 1}]},
               'paymentSelection': [{'rateLabel': 'general', 'numberOfParticipants': 1}],
               'externalUserId': '7d1e0f4a-0000-4000-8000-000000000002'}
    # Nothing is sent of these: they decide what is done.
    UNSENT = {'draft'}

    def check(self, vendor):
        settings = {'approval': True} if vendor.vendor == 'wix' else {}  # so that there is something to confirm
        at = self.desk(vendor, 'options', settings=settings)
        places = {shared: at.places(shared=shared) for shared in (False, True)}
        for name, call in self.CALLS.items():
            operation = connections_pb2.Operation.Value(f'OPERATION_{name}')
            for option in at.capability(operation).vendor_options:
                with self.subTest(operation=name, option=option.name):
                    # Wix changes the participants of classes only.
                    self.expect_option(at, call, places[name == 'UPDATE_BOOKING'], option)

    def expect_option(self, at, call, places, option):
        booking = at.book(next(places)).name
        heard = len(self.writes(at))
        given = desk.options(**{option.name: self.OF_NAME.get(option.name, self.OF_TYPE[option.value_type])})
        try:
            call(self, at, booking, next(places), given)
        except grpc.RpcError as error:
            self.assertNotEqual(error.code(), grpc.StatusCode.INVALID_ARGUMENT, error.details())
        bodies = [json.loads(request['body']) for request in self.writes(at)[heard:] if request['body']]
        self.assertTrue(bodies)
        keys = set().union(*(comparison.keys_of(body) for body in bodies))
        self.assertEqual(option.name in keys, option.name not in self.UNSENT, bodies)

    def create(self, at, _, place, given):
        request = at.request(place, vendor_options=given)
        if 'formSubmission' in given:  # which names the customer itself
            request.ClearField('customer')
        at.create(request)

    def move(self, at, name, place, given):
        if at.vendor.name == 'wix_v1' and 'affectedSchedules' not in given:  # which a move of an appointment wants
            given['affectedSchedules'] = [{'scheduleId': 'x'}]
        at.move(name, vendor_options=given, **({'slot_token': place.slot_token} if place.slot_token else {'stay': place.stay}))

    def update(self, at, name, _, given):
        fields = {'party_size': 2} if at.vendor.vendor == 'wix' else {'title': 'Other'}
        at.update(name, list(fields), options=given, **fields)

    def set_status(self, at, name, _, given):
        status = pb.BOOKING_STATUS_DECLINED if 'withRefund' in given else pb.BOOKING_STATUS_CONFIRMED
        at.set_status(name, status, vendor_options=given)

    CALLS = {'CREATE_BOOKING': create, 'RESCHEDULE_BOOKING': move, 'UPDATE_BOOKING': update, 'UPDATE_BOOKING_STATUS': set_status,
             'CANCEL_BOOKING': lambda self, at, name, _, given: at.cancel(name, vendor_options=given)}


def add_test(vendor):
    setattr(Options, f'test_{vendor.name}', lambda self: self.check(vendor))


for each_vendor in bookable.BOOKABLE.values():
    add_test(each_vendor)


if __name__ == '__main__':
    unittest.main()
