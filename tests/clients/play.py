"""Plays one scenario with one client: sets up what it needs, makes the client call, and compares what came of it."""

import contextlib
import itertools
import json
import re
import subprocess
import threading
import time

import bookable
import harness
import writing
from bookings.v1 import bookings_pb2 as pb
from bookings.v1 import connections_pb2
from cutting_proxy import CuttingProxy
from google.protobuf import json_format
from scripted_gateway import ScriptedGateway
from worlds import Names

REQUESTS = {'list': pb.ListBookingsRequest, 'slots': pb.ListSlotsRequest, 'get': pb.GetBookingRequest,
            'connections': connections_pb2.ListConnectionsRequest, 'connection': connections_pb2.GetConnectionRequest,
            'create': pb.CreateBookingRequest, 'cancel': pb.CancelBookingRequest, 'reschedule': pb.RescheduleBookingRequest,
            'update': pb.UpdateBookingRequest, 'update_status': pb.UpdateBookingStatusRequest}
# Retries that a test can wait for.
QUICK = {'attempts': 5, 'first_backoff': 0.05, 'longest_backoff': 0.5}
NOWHERE = '127.0.0.1:1'
UUID = re.compile(r'[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}')
ANSWER_SECONDS = 120


class Driver:
    """The program of one language: a line of JSON in, a line of JSON out (README.md)."""

    def __init__(self, program):
        self._program = program
        self._start()

    def _start(self):
        self._process = subprocess.Popen([str(part) for part in self._program.command], cwd=self._program.cwd, stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE, text=True, env={**harness.os.environ, **self._program.env})

    def call(self, command):
        self._process.stdin.write(json.dumps(command) + '\n')
        self._process.stdin.flush()
        watch = threading.Timer(ANSWER_SECONDS, self._process.kill)
        watch.start()
        line = self._process.stdout.readline()
        watch.cancel()
        if not line:
            ended = self._process.wait()
            self._process.stdout.close()
            self._start()  # the other scenarios are still to be played
            raise AssertionError(f'the driver ended with {ended}')
        return json.loads(line)

    def close(self):
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()


def filled(value, names):
    """The value with `${…}` replaced."""
    if isinstance(value, dict):
        return {key: filled(each, names) for key, each in value.items()}
    if isinstance(value, list):
        return [filled(each, names) for each in value]
    if isinstance(value, str):
        return re.sub(r'\$\{(\w+)\}', lambda found: names[found.group(1)], value)
    return value


def record(booking):
    """A booking as drivers tell it."""
    start = booking.start_time.ToJsonString() if booking.HasField('start_time') else ''
    total = f'{booking.total.currency_code} {booking.total.units} {booking.total.nanos}' if booking.HasField('total') else ''
    return {'name': booking.name, 'status': pb.BookingStatus.Name(booking.status), 'start': start, 'title': booking.title, 'total': total}


class Player:
    def __init__(self, worlds):
        self._worlds = worlds
        self._scripted = ScriptedGateway()
        self._numbers = itertools.count(1)

    def close(self):
        self._scripted.stop()

    def play(self, scenario, driver):
        """Raises AssertionError when the client does other than the scenario wants."""
        names = Names(self._worlds)
        world = self._worlds.gateways[scenario.get('world', 'reading')]
        with contextlib.ExitStack() as stack:
            self._prepare(scenario, names, world)
            self._break_vendors(scenario, stack)
            address, proxy = self._address(scenario, world, stack)
            before = self._creations(scenario)
            for step in scenario.get('steps', (scenario,)):
                options = {**QUICK, **self._credentials(scenario), **step.get('options', {})}
                request = json_format.ParseDict(filled(step['request'], names), REQUESTS[step['call']]())
                expect = filled(step['expect'], names)
                began = time.monotonic()
                answer = driver.call({'call': step['call'], 'address': address, 'options': options,
                                      'request': json_format.MessageToDict(request)})
                self._judge(expect, answer, time.monotonic() - began)
                self._compare_with_stub(expect, answer, step['call'], request, world)
                for name, key in step.get('save', {}).items():
                    names.save(name, answer['booking'][key])
            self._judge_effects(scenario['expect'] if 'expect' in scenario else {}, before, self._creations(scenario), proxy)

    def _prepare(self, scenario, names, world):
        if scenario.get('booked'):
            names.book()
        if scenario.get('slot'):
            names.find_slot()
        if scenario.get('first_page'):
            request = pb.ListBookingsRequest(connections=['connections/jicoo'], page_size=100)
            with contextlib.closing(Stream(world.bookings.ListBookings(request))) as stream:
                page = next(stream)
            names.save('page_token', page.next_page_token)
            names.save('first_name', page.bookings[0].name)

    def _break_vendors(self, scenario, stack):
        for account, faults in scenario.get('faults', {}).items():
            vendor = 'jicoo' if account == 'throttled' else account.partition('-')[0]
            self._worlds.sandbox.faults(vendor, account, *faults)
            stack.callback(self._worlds.sandbox.faults, vendor, account)

    def _address(self, scenario, world, stack):
        if scenario.get('nowhere'):
            return NOWHERE, None
        if 'script' in scenario:
            self._scripted.follow(scenario['script'])
            return self._scripted.address, None
        if 'cut' not in scenario:
            return world.address, None
        targets, actions = {'world': world.address, 'replica': self._worlds.gateways['replica'].address}, {}
        if any(entry.get('target') == 'short-lived' for entry in scenario['cut']):
            gateway = self._worlds.short_lived(next(self._numbers))
            targets['short-lived'] = gateway.address
            actions['shut down'] = gateway.process.terminate
        proxy = CuttingProxy(targets, scenario['cut'], actions)
        stack.callback(proxy.close)
        return proxy.address, proxy

    def _credentials(self, scenario):
        if scenario.get('world') != 'guarded':
            return {}
        worlds = self._worlds
        authority = worlds.other_authority if scenario.get('authority') == 'other' else worlds.authority
        options = {'ca_file': str(authority.pair.certificate)}
        if 'as' in scenario:
            options['token'] = worlds.tokens[scenario['as']]
        if scenario.get('certificate'):
            options |= {'certificate_file': str(worlds.client_pair.certificate), 'key_file': str(worlds.client_pair.key)}
        if 'vendor_token' in scenario:
            options['vendor_tokens'] = {'guest': worlds.tokens[scenario['vendor_token']]}
        return options

    def _creations(self, scenario):
        """What each vendor's own journal says was booked."""
        accounts = scenario.get('expect', {}).get('made', {})
        systems = {account: bookable.BOOKABLE.get(account.partition('-')[0], bookable.BOOKABLE['jicoo']) for account in accounts}
        return {account: len(writing.creations(self._worlds.sandbox, system, account)) for account, system in systems.items()}

    def _judge(self, expect, answer, took):
        judge_error(expect.get('error'), answer.get('error'))
        equal('bookings', expect.get('count'), len(answer.get('bookings', ())))
        items = answer.get('bookings', answer.get('slots', ()))
        check('more_than' not in expect or len(items) > expect['more_than'], f'only {len(items)} items')
        for key in ('complete', 'replayed', 'already_cancelled', 'unchanged', 'failed', 'connections'):
            equal(key, expect.get(key), answer.get(key))
        booking = answer.get('booking') or {}
        for key in ('status', 'start', 'title'):
            equal(key, expect.get(key), booking.get(key))
        equal('name', expect.get('booking_name'), booking.get('name'))
        check(took >= expect.get('at_least', 0), f'it took {took:.2f} s only')
        check(took <= expect.get('at_most', ANSWER_SECONDS), f'it took {took:.2f} s')

    def _compare_with_stub(self, expect, answer, call, request, world):
        """What the bare generated stub reads, over no proxy, is what the client must have read."""
        if expect.get('booking_same'):
            equal('booking', record(world.bookings.GetBooking(request, timeout=60).booking), answer.get('booking'))
        if 'same' not in expect:
            return
        if call == 'slots':
            wanted = [slot.start_time.ToJsonString() for page in world.bookings.ListSlots(request, timeout=60) for slot in page.slots]
            found = answer['slots']
        else:
            wanted = [record(booking) for booking in world.list(**{field.name: value for field, value in request.ListFields()})[0]]
            found = answer['bookings']
        check(wanted, 'there is nothing to compare with')
        key = (lambda item: item['name']) if expect['same'] == 'any order' else None
        wanted, found = (sorted(each, key=key) if key else each for each in (wanted, found))
        if wanted != found:
            differs = next((number for number, pair in enumerate(zip(wanted, found)) if pair[0] != pair[1]), min(len(wanted), len(found)))
            raise AssertionError(f'{len(found)} items in place of {len(wanted)}; the first that differs is number {differs}: '
                                 f'{found[differs:differs + 1]} in place of {wanted[differs:differs + 1]}')

    def _judge_effects(self, expect, before, after, proxy):
        for account, wanted in expect.get('made', {}).items():
            equal(f'bookings made at {account}', wanted, after[account] - before[account])
        if proxy:
            equal('connections', expect.get('accepted'), proxy.accepted)
        heard = self._scripted.heard
        equal('calls', expect.get('heard'), len(heard))
        if 'heard_tokens' in expect:
            equal('page tokens', expect['heard_tokens'], [request.page_token for request in heard])
        if expect.get('heard_one_id'):
            ids = {request.request_id for request in heard}
            check(len(ids) == 1 and UUID.fullmatch(ids.pop()), f'request ids {[request.request_id for request in heard]}')


class Stream:
    """A stream of a stub that can be left early."""

    def __init__(self, call):
        self._call = call

    def __next__(self):
        return next(self._call)

    def close(self):
        self._call.cancel()


def judge_error(wanted, found):
    if wanted is None:
        check(found is None, f'it failed: {found}')
        return
    check(found is not None, 'it did not fail')
    codes = wanted['code'] if isinstance(wanted.get('code'), list) else [wanted.get('code', found['code'])]
    check(found['code'] in codes, f"code: {found['code']} in place of {codes}")
    for key in ('reason', 'booking_state', 'page_token', 'request_id'):
        equal(key, wanted.get(key), found.get(key))
    # A reason is a type of its own, but for one that nobody knew of.
    equal('type', wanted.get('type', wanted.get('reason')), found.get('type'))
    if 'fields' in wanted:
        equal('fields', wanted['fields'], sorted(found.get('fields', ())))
    if 'retry_delay' in wanted:
        check(abs((found.get('retry_delay') or 0) - wanted['retry_delay']) < 5, f"retry_delay {found.get('retry_delay')}")
    for key, value in wanted.get('metadata', {}).items():
        equal(f'metadata {key}', value, found.get('metadata', {}).get(key))


def equal(what, wanted, found):
    """None = anything will do."""
    if wanted is not None:
        check(wanted == found, f'{what}: {found!r} in place of {wanted!r}')


def check(holds, message):
    if not holds:
        raise AssertionError(message)
