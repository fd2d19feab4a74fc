"""Page tokens: they open through a change of keys, for the request that they belong to, and stay small."""

import unittest

import grpc
import harness
from bookings.v1 import bookings_pb2 as pb
from world import VENDOR_PAGE, Source, other_key

SOURCES = 50
MOST_BYTES = 4096  # of a token of fifty sources with positions of their own
ORDERS = {'UNSPECIFIED': pb.ORDER_BY_UNSPECIFIED, 'START_TIME_ASC': pb.ORDER_BY_START_TIME_ASC,
          'CREATE_TIME_DESC': pb.ORDER_BY_CREATE_TIME_DESC}


class Tokens(harness.SandboxTest):
    def source(self, number, mode='jicoo'):
        source = Source(mode, f'{self.id().rpartition(".")[2][:30]}-{number}'.replace('_', '-'))
        source.make(self.sandbox, seed=number + 1, bookings=VENDOR_PAGE[mode] * 6 // 5)
        return source

    def start(self, name, sources, keys=('k1',)):
        folder = self.folder(name)
        ring = {'page_tokens': {'keys': [other_key(self.directory, key) for key in keys]}}
        return self.gateway(folder, [source.connection(self.sandbox, folder) for source in sources], ring)

    def token_of(self, gateway, **request):
        stream = gateway.bookings.ListBookings(pb.ListBookingsRequest(**{'page_size': 7, **request}))
        token = next(stream).next_page_token
        stream.cancel()
        return token

    def reason_of_refusal(self, gateway, **request):
        """Empty where the token is taken."""
        try:
            gateway.list(**request)
            return ''
        except grpc.RpcError as error:
            return harness.reason_of(error)

    def test_they_open_before_while_and_after_the_key_is_changed(self):
        source = self.source(0)
        rings = {'before': ('k1',), 'added last': ('k1', 'k2'), 'moved first': ('k2', 'k1'), 'after': ('k2',)}
        gateways = {name: self.start(f'ring-{name}'.replace(' ', '-'), [source], keys) for name, keys in rings.items()}
        for sealer, its_keys in rings.items():
            token = self.token_of(gateways[sealer])
            for opener, keys in rings.items():
                refused = '' if its_keys[0] in keys else 'PAGE_TOKEN_INVALID'
                self.assertEqual(self.reason_of_refusal(gateways[opener], page_token=token), refused, (sealer, opener))

    def test_a_changed_request_does_not_open_them_but_another_page_size_does(self):
        sources = [self.source(0), self.source(1)]
        gateway = self.start('bound', sources)
        token = self.token_of(gateway)
        self.assertEqual(self.reason_of_refusal(gateway, page_token=token, page_size=500), '')
        for change in ({'order_by': pb.ORDER_BY_START_TIME_ASC}, {'limit': 500}, {'view': pb.BOOKING_VIEW_FULL},
                       {'connections': [sources[0].name]}, {'require_all_sources': True},
                       {'filter': pb.BookingFilter(statuses=[pb.BOOKING_STATUS_CONFIRMED])},
                       {'filter': pb.BookingFilter(service_ids=['x'])}):
            self.assertEqual(self.reason_of_refusal(gateway, page_token=token, **change), 'PAGE_TOKEN_MISMATCH', change)

    def test_fifty_sources_fit(self):
        for mode in ('jicoo', 'wix_v2'):
            sources = [self.source(number, mode) for number in range(SOURCES)]
            gateway = self.start(f'fifty-{mode}', sources)
            for name, order in ORDERS.items():
                stream = gateway.bookings.ListBookings(pb.ListBookingsRequest(page_size=97, order_by=order))
                sizes = [len(page.next_page_token) for page in stream]
                print(f'token of {SOURCES} {mode} sources, {name}: {max(sizes)} bytes at most')
                self.assertLessEqual(max(sizes), MOST_BYTES, (mode, name))


if __name__ == '__main__':
    unittest.main()
