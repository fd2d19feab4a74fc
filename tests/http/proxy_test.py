"""The proxy of deploy/http, built of grpc-gateway as Debian packages it, in front of the real gateway over TLS: every route, what is
passed on, how errors look. Skipped where Go or apt is missing, but not where CI=true."""

import json
import os
import re
import subprocess
import sys
import time
import unittest

import bookable
import certificates
import desk
import harness
import policy
import proxy
import writing
from bookings.v1 import bookings_pb2 as pb
from google.protobuf import json_format

JICOO = bookable.BOOKABLE['jicoo']
FULL, DESK, THROTTLED = 'connections/full', 'connections/desk', 'connections/throttled'
PATIENCE = 30
README = (proxy.HTTP / 'README.md').read_text()


def moment(instant):
    return f'{instant:%Y-%m-%dT%H:%M:%S}Z'


class World(harness.SandboxTest):
    """A gateway over TLS with two callers, and the proxy before it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.authority = certificates.Authority(cls.directory / 'authority')
        cls.pair = cls.authority.server()
        connections = [
            *(cls.read_only(account) for account in ('full', 'throttled')),
            JICOO.connection(cls.sandbox, cls.directory / 'desk-keys', 'desk', JICOO.make_account(cls.sandbox, 'desk', seed=5))]
        (cls.writer, writers), (cls.reader, readers) = policy.make_token(), policy.make_token()
        callers = [{'name': 'writer', 'access': 'read_and_write', 'all_connections': True, 'tokens': [writers]},
                   {'name': 'reader', 'all_connections': True, 'tokens': [readers]}]
        extra = {**policy.write_policy(cls.directory, callers), **writing.sqlite(cls.directory),
                 'listen': {'tls': {'certificate_file': str(cls.pair.certificate), 'key_file': str(cls.pair.key)}},
                 'admin': {'address': '127.0.0.1:0'}}
        cls.running = harness.Gateway(cls.directory / 'gateway', connections, extra)
        cls.ca = str(cls.authority.pair.certificate)
        cls.proxy = proxy.Proxy(cls.directory / 'proxy', cls.running.address, f'--gateway_ca_file={cls.ca}')
        cls.client = policy.Client(cls.running.address, cls.authority, metadata=policy.bearer(cls.writer))

    @classmethod
    def read_only(cls, account):
        """A connection to an account that is full of bookings."""
        made = cls.sandbox.account('jicoo', account, seed=7, bookings=230, traps=False)
        cls.sandbox.unlimited('jicoo', account)
        return {'id': account, 'base_url': cls.sandbox.addresses['jicoo'],
                'jicoo': {'api_key': harness.secret_file(cls.directory, f'{account}-key', made['api_key'])}}

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.proxy.stop()
        cls.running.stop()
        super().tearDownClass()

    def tearDown(self):
        self.sandbox.faults('jicoo', 'full')
        self.sandbox.faults('jicoo', 'desk')

    def call(self, method, path, body=None, **headers):
        return self.proxy.call(method, path, body, **{'token': self.writer, **headers})

    def read(self, path, body=None):
        """All pages of a list, as messages."""
        answer = self.call('POST' if body is not None else 'GET', path, body)
        self.assertEqual(answer.status, 200, answer)
        self.assertTrue(all(set(page) == {'result'} for page in answer.pages), answer)
        return [json_format.ParseDict(page['result'], pb.ListBookingsResponse()) for page in answer.pages]

    def expect(self, answer, status, code, reason):
        self.assertEqual((answer.status, answer.json['code'], answer.reason), (status, code, reason), answer)


class Reading(World):
    def test_connections(self):
        answer = self.call('GET', '/v1/connections')
        self.assertEqual([each['name'] for each in answer.json['connections']], [DESK, FULL, THROTTLED])
        self.assertEqual(answer.headers['Content-Type'], 'application/json')
        one = self.call('GET', '/v1/' + FULL).json['connection']
        self.assertEqual((one['vendor'], one['state']), ('jicoo', 'CONNECTION_STATE_ACTIVE'))
        self.assertIn('vendorPageSize', one['capabilities'])

    def test_a_list_is_a_line_for_each_page_and_the_same_bookings(self):
        pages = self.read(f'/v1/bookings?connections={FULL}&pageSize=50&orderBy=ORDER_BY_START_TIME_ASC')
        wanted = self.client.call('ListBookings', pb.ListBookingsRequest(connections=[FULL], page_size=50, order_by=1))
        self.assertGreater(len(pages), 4)
        self.assertEqual([b for page in pages for b in page.bookings], [b for page in wanted for b in page.bookings])
        self.assertEqual([page.HasField('complete') for page in pages], [False] * (len(pages) - 1) + [True])
        self.assertTrue(pages[-1].complete)

    def test_a_list_goes_on_from_a_pages_token(self):
        query = f'/v1/bookings?connections={FULL}&pageSize=50&orderBy=ORDER_BY_START_TIME_ASC'
        pages = self.read(query)
        rest = self.read(f'{query}&pageToken={pages[1].next_page_token}')
        self.assertEqual([b.name for page in rest for b in page.bookings], [b.name for page in pages[2:] for b in page.bookings])

    def test_filters_in_a_query(self):
        middle = sorted(moment(b.start_time.ToDatetime()) for page in self.read(f'/v1/bookings?connections={FULL}')
                        for b in page.bookings if b.HasField('start_time'))[100]
        pages = self.read(f'/v1/bookings?connections={FULL}&connections={DESK}&filter.statuses=BOOKING_STATUS_CONFIRMED'
                          f'&filter.statuses=BOOKING_STATUS_CANCELLED&filter.startTime.from={middle}&view=BOOKING_VIEW_FULL&limit=1000')
        request = pb.ListBookingsRequest(connections=[FULL, DESK], view=pb.BOOKING_VIEW_FULL, limit=1000)
        json_format.ParseDict({'statuses': ['BOOKING_STATUS_CONFIRMED', 'BOOKING_STATUS_CANCELLED'], 'startTime': {'from': middle}},
                              request.filter)
        wanted = harness.names(b for page in self.client.call('ListBookings', request) for b in page.bookings)
        self.assertEqual(harness.names(b for page in pages for b in page.bookings), wanted)
        self.assertTrue(0 < len(wanted) < 230)

    def test_filters_in_a_body(self):
        body = {'connections': [FULL], 'filter': {'vendorFilter': {'search': 'nobody is called so'}}, 'explain': True}
        # An object of the vendor's own filters arrives whole: the gateway knows its name, or says that it does not.
        answer = self.call('POST', '/v1/bookings:list', body)
        direct = policy.refusal_of(self.client, 'ListBookings', json_format.ParseDict(body, pb.ListBookingsRequest()))
        self.assertEqual(answer.status, 400 if direct else 200, answer)
        if direct:
            fields = [each['field'] for each in answer.detail('BadRequest')['fieldViolations']]
            self.assertEqual(fields, direct.fields)
        pages = self.read('/v1/bookings:list', {'connections': [FULL], 'filter': {'statuses': ['BOOKING_STATUS_CONFIRMED']}})
        self.assertTrue(pages[-1].complete)
        self.assertEqual({b.status for page in pages for b in page.bookings}, {pb.BOOKING_STATUS_CONFIRMED})

    def test_one_booking_with_all_that_is_known(self):
        booking = self.read(f'/v1/bookings?connections={FULL}&limit=1')[0].bookings[0]
        answer = self.call('GET', proxy.path_of(booking.name))
        wanted = self.client.call('GetBooking', pb.GetBookingRequest(name=booking.name)).booking
        self.assertEqual(json_format.ParseDict(answer.json['booking'], pb.Booking()), wanted)
        self.assertIn('vendorFields', answer.json['booking'])
        basic = self.call('GET', proxy.path_of(booking.name, view='BOOKING_VIEW_BASIC'))
        self.assertNotIn('vendorFields', basic.json['booking'])

    def test_names_are_encoded_once_more(self):
        """`%3A` is part of a name; a client's own encoding makes `%253A` of it. What is encoded once only is another path."""
        encoded = proxy.path_of(f'{FULL}/bookings/a%3Ab')
        self.assertTrue(encoded.endswith('/a%253Ab'))
        self.expect(self.call('GET', encoded), 404, 5, 'BOOKING_NOT_FOUND')
        self.assertIsNone(self.call('GET', f'/v1/{FULL}/bookings/a%3Ab').detail('ErrorInfo'))

    def test_slots(self):
        """By a body, and by a query, for which the proxy helps its grpc-gateway."""
        day = bookable.FIRST_DAY
        first, end = moment(day), moment(day + desk.DAY)
        by_body = self.call('POST', f'/v1/{DESK}/slots:list', {
            'serviceId': 'single', 'timeRange': {'from': first, 'to': end}, 'pageSize': 20, 'includeUnavailable': True})
        by_query = self.call('GET', f'/v1/{DESK}/slots?serviceId=single&timeRange.from={first}&timeRange.to={end}&pageSize=20'
                                    '&includeUnavailable=true')
        for answer in (by_body, by_query):
            self.assertEqual(answer.status, 200, answer)
            slots = [slot for page in answer.pages for slot in page['result']['slots']]
            self.assertEqual((len(slots), slots[0]['startTime']), (48, first))
            self.assertTrue(answer.pages[-1]['result']['complete'])
        for wrong in ('partySize=1&partySize=2', 'includeUnavailable=perhaps', 'filter.statuses=BOOKING_STATUS_CONFIRMED', 'timeRange=x'):
            answer = self.call('GET', f'/v1/{DESK}/slots?serviceId=single&{wrong}')
            self.assertEqual((answer.status, answer.json['code']), (400, 3), answer)


class Writing(World):
    def creation(self, request_id, place, **more):
        request = json_format.MessageToDict(JICOO.request('desk', request_id, place, bookable.Person(f'{request_id}@example.com')))
        del request['connection']  # stands in the path
        return {**request, **more}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.places = JICOO.places(None, 'desk', None, False)

    def operations(self):
        return [entry['operation'] for entry in writing.journal(self.sandbox, JICOO, 'desk')]

    def test_the_same_request_twice_books_once(self):
        before = self.operations()
        body = self.creation('twice', next(self.places))
        first, second = (self.call('POST', f'/v1/{DESK}/bookings', body) for _ in range(2))
        self.assertEqual((first.status, second.status), (200, 200), first)
        self.assertEqual(first.json['booking']['name'], second.json['booking']['name'])
        self.assertEqual((first.json.get('replayed'), second.json.get('replayed')), (None, True))
        self.assertEqual(self.operations()[len(before):], ['create'])
        other = self.call('POST', f'/v1/{DESK}/bookings', self.creation('twice', next(self.places)))
        self.expect(other, 409, 6, 'REQUEST_ID_REUSED')

    def test_a_life(self):
        before = self.operations()
        made = self.call('POST', f'/v1/{DESK}/bookings', self.creation('life', next(self.places)))
        name = made.json['booking']['name']
        later = next(self.places)
        moved = self.call('POST', proxy.path_of(name, ':reschedule'), {
            'requestId': 'move', 'appointment': {'serviceId': 'single', 'startTime': moment(later.start)}})
        self.assertEqual(moved.json['booking']['startTime'], moment(later.start))
        changed = self.call('PATCH', proxy.path_of(name, updateMask='title,description', requestId='change'),
                            {'title': 'Duet', 'description': 'Two guitars', 'priority': 'PRIORITY_HIGH'})
        self.assertEqual((changed.json['booking']['title'], changed.json['booking']['description']), ('Duet', 'Two guitars'))
        self.assertNotEqual(changed.json['booking'].get('priority'), 'PRIORITY_HIGH')
        again = self.call('POST', proxy.path_of(name, ':update'), {
            'booking': {'title': 'Solo'}, 'updateMask': 'title', 'requestId': 'again', 'vendorOptions': {'updateMessage': 'Alone'}})
        self.assertEqual(again.json['booking']['title'], 'Solo', again)
        cancelled = self.call('POST', proxy.path_of(name, ':cancel'), {'requestId': 'cancel', 'reason': 'Ill'})
        self.assertEqual(cancelled.json['booking']['status'], 'BOOKING_STATUS_CANCELLED')
        self.assertEqual(self.operations()[len(before):], ['create', 'reschedule', 'update', 'update', 'cancel'])

    def test_a_status(self):
        self.expect(self.call('POST', proxy.path_of(f'{DESK}/bookings/b1', ':updateStatus'),
                              {'requestId': 'status', 'status': 'BOOKING_STATUS_CONFIRMED'}), 501, 12, 'OPERATION_UNSUPPORTED')

    def test_a_mask_in_a_body_is_one_text(self):
        answer = self.call('POST', f'/v1/{DESK}/bookings',
                           self.creation('mask', next(self.places), partySize=9, bestEffort='notes,partySize'))
        self.assertEqual(answer.status, 200, answer)
        refused = self.call('POST', f'/v1/{DESK}/bookings', self.creation('no-mask', next(self.places), partySize=9))
        self.expect(refused, 400, 3, 'UNSUPPORTED_FIELD')
        self.assertEqual(refused.detail('ErrorInfo')['metadata']['booking_state'], 'NOT_CREATED')


class Errors(World):
    def test_every_wrong_field_is_named(self):
        answer = self.call('GET', '/v1/bookings?pageSize=-1&limit=-1')
        self.expect(answer, 400, 3, 'INVALID_REQUEST')
        self.assertEqual({each['field'] for each in answer.detail('BadRequest')['fieldViolations']}, {'page_size', 'limit'})
        self.assertEqual(answer.detail('ErrorInfo')['domain'], 'bookings.gateway')

    def test_what_is_misspelt_lists_nothing(self):
        for path, body in ((f'/v1/bookings?filter.status=BOOKING_STATUS_CONFIRMED&connections={FULL}', None),
                           ('/v1/bookings?filter.statuses=CONFIRMED', None), ('/v1/bookings?pageSize=many', None),
                           ('/v1/bookings:list', {'connection': FULL}), ('/v1/bookings:list', '{"connections": ['),
                           ('/v1/bookings:list', '{} {}'), ('/v1/bookings:list', [])):
            answer = self.call('GET' if body is None else 'POST', path, body)
            self.assertEqual((answer.status, answer.json['code']), (400, 3), (path, body, answer))

    def test_no_such_thing(self):
        self.expect(self.call('GET', '/v1/connections/nowhere'), 404, 5, 'CONNECTION_NOT_FOUND')
        self.expect(self.call('GET', '/v1/bookings?connections=connections/nowhere'), 404, 5, 'CONNECTION_NOT_FOUND')
        for method, path in (('GET', '/v1/nothing'), ('GET', '/'), ('GET', '/metrics'), ('GET', '/statusz'),
                             ('POST', f'/v1/{FULL}/bookings/b1:explode')):
            self.assertEqual(self.call(method, path).status, 404, path)
        self.assertEqual(self.call('DELETE', f'/v1/{FULL}/bookings/b1').status, 405)

    def test_callers(self):
        for token in ('', 'bgw_wrong'):
            answer = self.call('GET', '/v1/bookings', token=token)
            self.expect(answer, 401, 16, 'CALLER_UNAUTHENTICATED')
            self.assertEqual(answer.headers['WWW-Authenticate'], 'Bearer')
        self.assertEqual(self.call('GET', '/v1/connections', token=self.reader).status, 200)
        answer = self.call('POST', proxy.path_of(f'{FULL}/bookings/b1', ':cancel'), {'requestId': 'x'}, token=self.reader)
        self.expect(answer, 403, 7, 'CALLER_NOT_ALLOWED')

    def test_a_delay_that_is_asked_for(self):
        self.sandbox.faults('jicoo', 'throttled', {'path': 'bookings', 'times': -1, 'kind': 'status', 'status': 429,
                                                   'headers': {'Retry-After': '3600'}})
        answer = self.call('GET', f'/v1/bookings?connections={THROTTLED}', Grpc_Timeout='20S')
        self.expect(answer, 429, 8, 'VENDOR_RATE_LIMITED')
        self.assertAlmostEqual(int(answer.headers['Retry-After']), float(answer.detail('RetryInfo')['retryDelay'][:-1]), delta=1)
        self.assertGreater(int(answer.headers['Retry-After']), 3000)

    def test_a_deadline(self):
        self.sandbox.faults('jicoo', 'full', {'path': 'bookings', 'times': -1, 'kind': 'delay', 'delay_ms': 20000})
        answer = self.call('GET', f'/v1/bookings?connections={FULL}', Grpc_Timeout='300m')
        self.assertEqual((answer.status, answer.json['code']), (504, 4), answer)

    def test_a_stream_that_breaks_says_so_behind_its_pages(self):
        self.sandbox.faults('jicoo', 'full', {'path': 'bookings', 'skip': 2, 'times': -1, 'kind': 'status', 'status': 401})
        answer = self.call('GET', f'/v1/bookings?connections={FULL}&pageSize=20')
        self.assertEqual(answer.status, 200)
        *pages, last = answer.pages
        self.assertTrue(pages and all('complete' not in page['result'] for page in pages), answer)
        self.assertEqual((last['error']['grpcCode'], last['error']['details'][0]['reason']), (9, 'VENDOR_AUTH_FAILED'))

    def test_too_large_a_body(self):
        answer = self.call('POST', '/v1/bookings:list', {'pageToken': 'x' * (2 << 20)})
        self.assertEqual(answer.status, 400, answer)

    def test_statuses_are_those_of_the_readme(self):
        source = (proxy.HTTP / 'proxy/errors.go').read_text()
        table = dict(re.findall(r'^\| ([A-Z_]+(?:, [A-Z_]+)*) \| (\d+) \|$', README, re.M))
        shown = {code: int(status) for codes, status in table.items() for code in codes.split(', ')}
        names = {'Canceled': 'CANCELLED', 'StatusBadRequest': 400, 'StatusGatewayTimeout': 504, 'StatusNotFound': 404,
                 'StatusConflict': 409, 'StatusForbidden': 403, 'StatusUnauthorized': 401, 'StatusTooManyRequests': 429,
                 'StatusNotImplemented': 501, 'StatusServiceUnavailable': 503}
        written = {names.get(code) or re.sub('(?<!^)([A-Z])', r'_\1', code).upper(): names.get(status) or int(status)
                   for code, status in re.findall(r'codes\.(\w+): +(?:http\.)?(\w+),', source)}
        self.assertEqual(shown, {**written, 'UNKNOWN': 500, 'INTERNAL': 500, 'DATA_LOSS': 500})


class PassedOn(World):
    def test_request_ids_stand_in_the_gateways_log(self):
        self.call('GET', '/v1/connections', X_Request_Id='id-of-the-caller', Cookie='of-the-browser=1')
        deadline = time.monotonic() + PATIENCE
        while 'id-of-the-caller' not in (log := self.running.log.read_text()):
            self.assertLess(time.monotonic(), deadline, 'the log does not tell')
            time.sleep(0.02)
        self.assertNotIn('of-the-browser', log)

    def test_customers_tokens_reach_the_gateway(self):
        """Jicoo takes none, and the gateway says so."""
        path = f'/v1/bookings?connections={FULL}&limit=1'
        self.assertEqual(self.call('GET', path).status, 200)
        refused = self.call('GET', path, X_Vendor_Authorization='full Bearer of-a-customer')
        self.expect(refused, 400, 3, 'INVALID_REQUEST')
        self.assertEqual([each['field'] for each in refused.detail('BadRequest')['fieldViolations']],
                         ['metadata.x-vendor-authorization'])

    def test_the_proxys_own_certificate_is_nobodys(self):
        """Where the gateway requires certificates the proxy has one that no policy names: without a token nobody is let in."""
        folder = self.folder('required')
        token, entry = policy.make_token()
        own = self.authority.client('transcoder')
        tls = {'certificate_file': str(self.pair.certificate), 'key_file': str(self.pair.key), 'client_ca_file': self.ca,
               'require_client_certificate': True}
        gateway = self.gateway(folder, [self.read_only('required')], {
            **policy.write_policy(folder, [{'name': 'reader', 'all_connections': True, 'tokens': [entry]}]), 'listen': {'tls': tls}})
        with_one = proxy.Proxy(self.directory / 'with-one', gateway.address, f'--gateway_ca_file={self.ca}',
                               f'--gateway_certificate_file={own.certificate}', f'--gateway_key_file={own.key}')
        self.addCleanup(with_one.stop)
        without = proxy.Proxy(self.directory / 'without', gateway.address, f'--gateway_ca_file={self.ca}')
        self.addCleanup(without.stop)
        answered = [each.call('GET', '/v1/connections', token=given).status
                    for each, given in ((with_one, token), (with_one, ''), (without, token))]
        self.assertEqual(answered, [200, 401, 503])

    def test_health(self):
        self.assertEqual((self.proxy.call('GET', '/healthz').status, self.proxy.call('GET', '/readyz').status), (200, 200))
        nowhere = proxy.Proxy(self.directory / 'nowhere', '127.0.0.1:1')
        self.addCleanup(nowhere.stop)
        self.assertEqual((nowhere.call('GET', '/healthz').status, nowhere.call('GET', '/readyz').status), (200, 503))
        self.assertEqual(nowhere.call('GET', '/v1/connections').status, 503)

    def test_https(self):
        secure = proxy.Proxy(self.directory / 'secure', self.running.address, f'--gateway_ca_file={self.ca}',
                             f'--certificate_file={self.pair.certificate}', f'--key_file={self.pair.key}', authority=self.ca)
        self.addCleanup(secure.stop)
        self.assertEqual(secure.call('GET', '/v1/connections', token=self.reader).status, 200)

    def test_a_gateway_that_is_not_trusted(self):
        other = certificates.Authority(self.directory / 'other-authority')
        distrustful = proxy.Proxy(self.directory / 'distrustful', self.running.address,
                                  f'--gateway_ca_file={other.pair.certificate}')
        self.addCleanup(distrustful.stop)
        self.assertEqual(distrustful.call('GET', '/v1/connections', token=self.reader).status, 503)

    def test_a_stop_is_a_success(self):
        stopped = proxy.Proxy(self.directory / 'stopped', self.running.address, f'--gateway_ca_file={self.ca}')
        self.assertEqual(stopped.stop(), 0)

    def test_it_does_not_start_open(self):
        for flags, said in ((('--listen=0.0.0.0:0',), 'no loopback address'), (('--key_file=x',), 'go together'),
                            (('--gateway_key_file=x',), 'go together'), (('extra',), 'unknown argument'),
                            (('--gateway_ca_file=/nowhere',), 'no such file')):
            result = subprocess.run([str(proxy.PROGRAM), *flags], capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual(result.returncode, 1)
            self.assertIn(said, result.stderr)


class Readme(World):
    def test_its_calls_do_what_they_say(self):
        open_gateway = self.gateway(self.folder('open'), [self.read_only('tokyo')])
        plain = proxy.Proxy(self.directory / 'plain', open_gateway.address)
        self.addCleanup(plain.stop)
        calls = [line for block in re.findall(r'```sh\n(.*?)```', README, re.S) for line in re.sub(r'\\\n *', '', block).splitlines()
                 if line.startswith('curl')]
        self.assertGreater(len(calls), 1)
        for line in calls:
            result = subprocess.run(['bash', '-c', line.replace('127.0.0.1:8080', plain.address)], capture_output=True, text=True,
                                    timeout=60, check=False)
            self.assertEqual(result.returncode, 0, line)
            for answered in result.stdout.splitlines():
                self.assertNotIn('error', json.loads(answered), line)
                self.assertNotIn('code', json.loads(answered), line)


def main():
    lacking = proxy.missing()
    if lacking and os.environ.get('CI') != 'true':
        print('skipped; missing:', *lacking)
        return 77
    proxy.build()
    return 0 if unittest.main(exit=False).result.wasSuccessful() else 1


if __name__ == '__main__':
    sys.exit(main())
