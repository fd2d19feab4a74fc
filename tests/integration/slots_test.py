"""ListSlots of each vendor that has slots, end to end: the week around each change of the clocks against tables written by hand
(clocks.py), then what else a caller is promised: exact ranges, filters, what is past or taken, tokens, several vendor calls at a time."""

import datetime
import re
import unittest

import clocks
import grpc
import harness
import offers
import writing
from bookings.v1 import bookings_pb2 as pb
from bookings.v1 import connections_pb2

UTC = datetime.timezone.utc
MINUTE = datetime.timedelta(minutes=1)
SECOND = datetime.timedelta(seconds=1)
DAY = datetime.timedelta(days=1)


class SlotsTest(harness.SandboxTest):
    """One gateway for all sites of a class."""
    shared = None

    @classmethod
    def open_sites(cls, zones_of_accounts, which=offers.ALL):
        """An account of each offer in each zone; self.sites by offer and account."""
        sites = [offer.open(cls.sandbox, cls.directory / 'keys', zone, account)
                 for account, zone in zones_of_accounts.items() for offer in which]
        cls.sites = {(site.offer.name, site.account): site for site in sites}
        cls.connections = [site.connection for site in sites]
        directory = cls.directory / 'gateway'
        directory.mkdir()
        cls.shared = harness.Gateway(directory, cls.connections, writing.sqlite(directory))

    @classmethod
    def tearDownClass(cls):
        if cls.shared:
            cls.shared.stop()
        super().tearDownClass()

    def read(self, request, gateway=None):
        """The slots of a whole list, once they are in order, all different, and the list says that it is whole."""
        slots, pages = offers.read(gateway or self.shared, request)
        starts = [slot.start_time.ToNanoseconds() for slot in slots]
        self.assertEqual(starts, sorted(starts), 'not in order of start')
        self.assertTrue(pages[-1].complete)
        self.assertEqual(pages[-1].next_page_token, '')
        self.assertFalse(any(page.HasField('complete') for page in pages[:-1]))
        return slots

    def told(self, request, gateway=None):
        return sorted((offers.Told.of(slot) for slot in self.read(request, gateway)), key=lambda told: (told.start, told.staff))

    def book(self, slot, site, people=0):
        """Books by the slot's token; answers the booking."""
        request = pb.CreateBookingRequest(connection=site.name, request_id=f'id-{slot.slot_token[-40:]}', slot_token=slot.slot_token,
                                          party_size=people)
        request.customer.first_name, request.customer.last_name = 'Ada', 'Slot'
        request.customer.email = 'ada@example.com'
        return self.shared.bookings.CreateBooking(request, timeout=30).booking

    def expect_refused(self, request, code, reason):
        with self.assertRaises(grpc.RpcError) as caught:
            offers.read(self.shared, request)
        self.assertEqual((caught.exception.code(), harness.reason_of(caught.exception)), (code, reason))
        return harness.details_of(caught.exception)


class Clocks(SlotsTest):
    """The vendor's now is before all the nights; `check_*` are made into one test for each change."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sandbox.control('PUT', '/now', {'now': clocks.NOW})
        cls.open_sites({cls.account_of(name): change.zone for name, change in clocks.CHANGES.items()})

    @staticmethod
    def account_of(name):
        """One for both changes of a zone."""
        return name.rpartition('-')[0]

    def check(self, name):
        change = clocks.CHANGES[name]
        for offer in offers.ALL:
            with self.subTest(offer=offer.name):
                self.check_week(self.sites[offer.name, self.account_of(name)], change)

    def check_week(self, site, change):
        starts = self.starts_of(site.offer, change)
        wanted = site.offer.wanted(site.made, starts) if site.offer is not offers.NIGHTS else self.wanted_nights(change)
        told = self.told(site.offer.request(site, *change.week()))
        self.assertEqual(told, wanted)

    def starts_of(self, offer, change):
        if offer in offers.HALF_HOURLY:
            return change.half_hours()
        return change.quarters_past_two(change.check_in if offer is offers.NIGHTS else change.class_start)

    def wanted_nights(self, change):
        """Guests leave at eleven of the next day, when every change is over."""
        starts = change.quarters_past_two(change.check_in)
        days = range(-clocks.DAYS_AROUND, clocks.DAYS_AROUND + 1)
        return [offers.Told(start, change.at(day + 1, '11:00'), ()) for start, day in zip(starts, days)]

    def check_cut(self, name):
        """[from, to) to the instant, in the night itself."""
        change = clocks.CHANGES[name]
        for offer in (*offers.HALF_HOURLY, *offers.CLASSES, offers.NIGHTS):
            starts = self.starts_of(offer, change)
            first, last = starts[2], starts[5]
            site = self.sites[offer.name, self.account_of(name)]
            with self.subTest(offer=offer.name):
                told = self.told(offer.request(site, first, last))
                self.assertEqual({slot.start for slot in told}, set(starts[2:5]))
                told = self.told(offer.request(site, first + SECOND, last + SECOND))
                self.assertEqual({slot.start for slot in told}, set(starts[3:6]))

    def test_nights_by_date(self):
        """Accommodation is asked for by civil dates as well."""
        for name, change in clocks.CHANGES.items():
            site = self.sites['hostelmate', self.account_of(name)]
            with self.subTest(change=name):
                slots = self.read(offers.NIGHTS.nights(site, change.date(-1), change.date(2)))
                self.assertEqual([slot.night for slot in slots], [change.date(-1), change.date(0), change.date(1)])
                self.assertEqual([offers.Told.of(slot) for slot in slots], self.wanted_nights(change)[2:5])

    def test_what_a_slot_tells(self):
        """Zone, service, places and price, where the vendor tells them."""
        change = clocks.CHANGES['lord-howe-spring']
        room = offers.NIGHTS.room(self.sites['hostelmate', 'lord-howe'].made)
        wanted = {'jicoo': ('Single', 3, None), 'optimocms': ('', None, None), 'hostelmate': (room['name'], 4, pb.Money(currency_code='EUR', units=31)),
                  'wix-v1-class': ('', 4, None),
                  'wix-v2-class': ('Night swim', 4, pb.Money(currency_code='KWD', units=4, nanos=500_000_000))}
        for name, (title, places, price) in wanted.items():
            site = self.sites[name, 'lord-howe']
            with self.subTest(offer=name):
                slot = self.read(site.offer.request(site, *change.week()))[0]
                self.assertEqual(slot.service.id, site.offer.service(site.made))
                self.assertEqual(slot.service.name, title)
                self.assertEqual(slot.time_zone, 'Australia/Lord_Howe')
                self.assertEqual(slot.capacity_left if slot.HasField('capacity_left') else None, places)
                self.assertTrue(slot.available and slot.slot_token and slot.HasField('observed_time'))
                self.assertEqual(slot.price if slot.HasField('price') else None, price)


def add_clock_test(name):
    setattr(Clocks, f"test_{name.replace('-', '_')}", lambda self: self.check(name))
    setattr(Clocks, f"test_cut_in_{name.replace('-', '_')}", lambda self: self.check_cut(name))


for change_name in clocks.CHANGES:
    add_clock_test(change_name)


class Nights(SlotsTest):
    """Bookings in the night itself: before and behind the change, and where an hour comes again. Each zone has a gateway of its own, as
    a sandbox serves only so many connections at a time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sandbox.control('PUT', '/now', {'now': clocks.NOW})

    def check(self, account):
        changes = {name: change for name, change in clocks.CHANGES.items() if Clocks.account_of(name) == account}
        zone = next(iter(changes.values())).zone
        sites = [offer.open(self.sandbox, self.directory / 'keys', zone, account) for offer in offers.HALF_HOURLY]
        directory = self.folder(account)
        # Instead of the class's, which has none.
        self.shared = self.gateway(directory, [site.connection for site in sites], writing.sqlite(directory))
        for name, change in changes.items():
            for site in sites:
                for wall, start in change.night_walls()[2:6]:
                    with self.subTest(change=name, offer=site.offer.name, wall=wall):
                        self.check_token(site, change, wall, start)
                if change.second_pass:
                    with self.subTest(change=name, offer=site.offer.name, wall='second pass'):
                        self.check_second_pass(site, change)

    def check_token(self, site, change, wall, start):
        slot = self.read(site.offer.request(site, start, start + MINUTE))[0]
        booking = self.book(slot, site)
        self.assertEqual(booking.start_time.ToDatetime(UTC), start)
        entry = writing.creations(self.sandbox, site.offer.system, site.account)[-1]
        # OptimoCMS is told the wall, others the instant.
        told = f'{change.day}T{wall}' if site.offer.name == 'optimocms' else f'{start:%Y-%m-%dT%H:%M}'
        self.assertTrue(entry['start'].startswith(told), entry)

    def check_second_pass(self, site, change):
        """Nobody offers it, so that nobody books it; least of all the first pass in its place."""
        made = len(writing.creations(self.sandbox, site.offer.system, site.account))
        request = pb.CreateBookingRequest(connection=site.name, request_id=f'second-{change.day}')
        request.appointment.service_id = site.offer.service(site.made)
        request.appointment.start_time.FromDatetime(clocks.instant(change.second_pass))
        request.customer.first_name, request.customer.last_name = 'Ada', 'Second'
        request.customer.email = 'ada@example.com'
        with self.assertRaises(grpc.RpcError) as caught:
            self.shared.bookings.CreateBooking(request, timeout=30)
        reason = 'INVALID_REQUEST' if site.offer.name == 'optimocms' else 'SLOT_UNAVAILABLE'
        self.assertEqual(harness.reason_of(caught.exception), reason)
        self.assertEqual(len(writing.creations(self.sandbox, site.offer.system, site.account)), made)


def add_night_test(account):
    setattr(Nights, f"test_{account.replace('-', '_')}", lambda self: self.check(account))


for account_name in {Clocks.account_of(name) for name in clocks.CHANGES}:
    add_night_test(account_name)


class Promises(SlotsTest):
    """In real time, at sites in UTC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = datetime.datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        cls.tomorrow = cls.today + DAY
        cls.open_sites({'utc': 'UTC'})

    def site(self, name):
        return self.sites[name, 'utc']

    def test_token_books_exactly_that_slot(self):
        for offer in offers.ALL:
            site = self.site(offer.name)
            with self.subTest(offer=offer.name):
                slots = self.read(offer.request(site, self.tomorrow + 3 * DAY, self.tomorrow + 5 * DAY))
                slot = slots[1]
                booking = self.book(slot, site)
                entry = writing.creations(self.sandbox, offer.system, 'utc')[-1]
                self.assertEqual(entry['id'], booking.vendor_id)
                start = slot.start_time.ToDatetime(UTC)
                self.assertEqual(booking.start_time.ToDatetime(UTC), start)
                self.assertTrue(entry['start'].startswith(self.written(offer, slot)), entry)

    @staticmethod
    def written(offer, slot):
        start = slot.start_time.ToDatetime(UTC)
        return slot.night if offer is offers.NIGHTS else f'{start:%Y-%m-%dT%H:%M}'

    # How the sandbox's rows name the members of staff of these offers, in the order in which its catalogue does.
    STAFF_OF_ROWS = {'optimocms': ('staffId', ('stf_kim', 'stf_lou')), 'wix-v2-appointment': ('staff', (1, 4))}

    def test_token_books_the_member_of_staff_that_was_asked_for(self):
        for name, (key, members_in_rows) in self.STAFF_OF_ROWS.items():
            site = self.site(name)
            ids = ['stf_kim', 'stf_lou'] if name == 'optimocms' else [each['id'] for each in site.offer.offered(site.made)['staff']]
            for member, in_row in zip(reversed(ids), reversed(members_in_rows)):
                with self.subTest(offer=name, member=member):
                    span = self.tomorrow + 12 * DAY, self.tomorrow + 13 * DAY
                    booking = self.book(self.read(site.offer.request(site, *span, staff_ids=[member]))[0], site)
                    row = next(row for row in self.sandbox.rows(site.offer.vendor, 'utc') if row['id'] == booking.vendor_id)
                    self.assertEqual(row[key], in_row)
                    self.assertEqual([each.id for each in booking.staff], [member])

    def test_staff(self):
        for name in ('optimocms', 'wix-v1-appointment', 'wix-v2-appointment'):
            site = self.site(name)
            everybody = sorted({member for who in site.offer.staff(site.made) for member in who})
            span = self.tomorrow + 10 * DAY, self.tomorrow + 11 * DAY
            for member in everybody:
                with self.subTest(offer=name, member=member):
                    told = self.told(site.offer.request(site, *span, staff_ids=[member]))
                    self.assertEqual([slot.staff for slot in told], [(member,)] * 48)
            with self.subTest(offer=name, member='all'):
                told = self.told(site.offer.request(site, *span, staff_ids=everybody))
                self.assertEqual(len(told), 48 * len(everybody))
            with self.subTest(offer=name, member='nobody'):
                with_nobody = site.offer.request(site, *span, staff_ids=['00000000-0000-4000-8000-00000000dead'])
                try:
                    self.assertEqual(self.read(with_nobody), [])
                except grpc.RpcError as error:  # a vendor that says so
                    self.assertEqual(harness.reason_of(error), 'VENDOR_RESOURCE_MISSING')

    def test_locations(self):
        span = self.tomorrow + 10 * DAY, self.tomorrow + 11 * DAY
        site = self.site('optimocms')
        slots = self.read(site.offer.request(site, *span, location_ids=['brn_utrecht']))
        self.assertEqual({(slot.staff[0].id, slot.location.id) for slot in slots}, {('stf_max', 'brn_utrecht')})
        slots = self.read(site.offer.request(site, *span, location_ids=['brn_utrecht', 'brn_lisbon']))
        self.assertEqual([slot.staff[0].id for slot in slots], ['stf_rui', 'stf_max'] * 48 if slots[0].staff[0].id == 'stf_rui'
                         else ['stf_max', 'stf_rui'] * 48)
        for name in ('wix-v1-class', 'wix-v2-class'):
            site = self.site(name)
            place = site.offer.offered(site.made)['location']['id']
            with self.subTest(offer=name):
                self.assertEqual(len(self.read(site.offer.request(site, *span, location_ids=[place]))), 1)
                self.assertEqual(self.read(site.offer.request(site, *span, location_ids=['elsewhere'])), [])
        site = self.site('hostelmate')
        rooms = sorted(room['id'] for room in site.made['rooms'])
        request = site.offer.nights(site, f'{span[0]:%Y-%m-%d}', f'{span[1]:%Y-%m-%d}', location_ids=rooms[:2])
        request.service_id = ''
        self.assertEqual(sorted(slot.location.id for slot in self.read(request)), rooms[:2])

    def test_party_size(self):
        """What is left counts, not what there was; where too little is left, include_unavailable says so."""
        for number, (name, places) in enumerate((('jicoo', 3), ('hostelmate', 4), ('wix-v1-class', 4), ('wix-v2-class', 4))):
            site = self.site(name)
            # Wix's two are over one site: each its day.
            span = self.tomorrow + (20 + number) * DAY, self.tomorrow + (21 + number) * DAY
            with self.subTest(offer=name):
                slot = self.read(site.offer.request(site, *span))[0]
                self.assertEqual(slot.capacity_left, places)
                self.book(slot, site)
                left = self.read(site.offer.request(site, *span))[0].capacity_left
                self.assertEqual(left, places - 1)
                fits = self.read(site.offer.request(site, *span, party_size=left))
                self.assertEqual(fits[0].start_time, slot.start_time)
                larger = self.read(site.offer.request(site, *span, party_size=left + 1))
                self.assertNotIn(slot.start_time.ToNanoseconds(), [other.start_time.ToNanoseconds() for other in larger])
                marked = self.read(site.offer.request(site, *span, party_size=left + 1, include_unavailable=True))
                self.assertEqual((marked[0].start_time, marked[0].available), (slot.start_time, False))

    def test_taken(self):
        """A taken slot is gone, and is marked with include_unavailable."""
        self.sandbox.switch('jicoo', 'utc', full_slots='list')
        for offer in (*offers.HALF_HOURLY, offers.NIGHTS):
            site = self.site(offer.name)
            span = self.tomorrow + 30 * DAY, self.tomorrow + 31 * DAY
            with self.subTest(offer=offer.name):
                slots = self.read(offer.request(site, *span))
                slot = slots[0]
                for _ in range(max(1, slot.capacity_left if slot.HasField('capacity_left') else 1)):
                    self.book(self.read(offer.request(site, *span))[0], site)
                wanted = offers.Told.of(slot)
                self.assertNotIn(wanted, self.told(offer.request(site, *span)))
                taken = [each for each in self.read(offer.request(site, *span, include_unavailable=True)) if not each.available]
                self.assertEqual([each.start_time for each in taken], [slot.start_time])

    def test_past(self):
        """From yesterday to tomorrow: what is past is there only if it is asked for, and is marked."""
        self.sandbox.switch('jicoo', 'utc', past_slots='list')
        now = datetime.datetime.now(UTC)
        for offer in offers.ALL:
            site = self.site(offer.name)
            with self.subTest(offer=offer.name):
                request = offer.request(site, self.today - DAY, self.tomorrow + DAY)
                slots = self.read(request)
                self.assertTrue(slots)
                # A night counts for past when its day is over, not when its check-in is.
                edge = self.today if offer is offers.NIGHTS else now
                self.assertTrue(all(slot.start_time.ToDatetime(UTC) >= edge for slot in slots))
                request.include_unavailable = True
                everything = self.read(request)
                past = [slot for slot in everything if slot.start_time.ToDatetime(UTC) < edge - MINUTE]
                self.assertTrue(past)
                self.assertFalse(any(slot.available for slot in past))

    def test_pages_resume_elsewhere(self):
        """Any page's token goes on where it ended, at another gateway with the same keys, and with another page_size."""
        directory = self.folder('other-gateway')
        other = self.gateway(directory, self.connections)
        for offer in offers.ALL:
            site = self.site(offer.name)
            with self.subTest(offer=offer.name):
                request = offer.request(site, self.tomorrow + 40 * DAY, self.tomorrow + 51 * DAY, page_size=3)
                slots, pages = offers.read(self.shared, request)
                self.assertTrue(all(len(page.slots) == 3 for page in pages[:-1]))
                self.assertGreater(len(pages), 3)
                for number in (0, 1, len(pages) - 2):
                    request.page_token = pages[number].next_page_token
                    request.page_size = 1000
                    rest = [offers.Told.of(slot) for slot in self.read(request, other)]
                    self.assertEqual(rest, [offers.Told.of(slot) for slot in slots[3 * (number + 1):]])
                request.party_size = 2
                self.expect_refused(request, grpc.StatusCode.INVALID_ARGUMENT, 'PAGE_TOKEN_MISMATCH')
                request.page_token = request.page_token[:-4] + 'AAAA'
                self.expect_refused(request, grpc.StatusCode.INVALID_ARGUMENT, 'PAGE_TOKEN_INVALID')

    def test_zone_for_display(self):
        """The zone that the slots were asked for in is the customer's, when one is booked by its token."""
        keys = {'jicoo': 'time_zone', 'wix-v1-appointment': None, 'wix-v2-appointment': 'zone'}
        for name, key in keys.items():
            site = self.site(name)
            with self.subTest(offer=name):
                span = self.tomorrow + 15 * DAY, self.tomorrow + 16 * DAY
                plain = self.told(site.offer.request(site, *span))
                request = site.offer.request(site, *span, time_zone='Asia/Tokyo')
                self.assertEqual(self.told(request), plain)
                booking = self.book(self.read(request)[0], site)
                self.assertEqual(booking.start_time.ToDatetime(UTC), plain[0].start)
                row = next(row for row in self.sandbox.rows(site.offer.vendor, 'utc') if row['id'] == booking.vendor_id)
                self.assertEqual(row[key] if key else 'Asia/Tokyo', 'Asia/Tokyo')

    def test_a_course_has_no_slots(self):
        for name in ('wix-v1-class', 'wix-v2-class'):
            site = self.site(name)
            course = next(service['id'] for service in site.made['services'] if service['type'] == 'COURSE')
            request = site.offer.request(site, self.tomorrow, self.tomorrow + 60 * DAY)
            request.service_id = course
            with self.subTest(offer=name):
                self.assertEqual(self.read(request), [])

    def test_unknown_service(self):
        for name in ('jicoo', 'optimocms', 'wix-v2-class'):
            site = self.site(name)
            request = site.offer.request(site, self.tomorrow, self.tomorrow + DAY)
            request.service_id = 'ba0bab00-0000-4000-8000-000000000000'
            with self.subTest(offer=name):
                details = self.expect_refused(request, grpc.StatusCode.FAILED_PRECONDITION, 'VENDOR_RESOURCE_MISSING')
                self.assertEqual(details['ErrorInfo'].metadata['vendor'], site.offer.vendor)

    def test_all_that_is_wrong_is_said_at_once(self):
        request = pb.ListSlotsRequest(connection=self.site('jicoo').name, party_size=-1, page_size=-1, time_zone='Mars/Base')
        request.time_range.to.FromDatetime(self.today)
        getattr(request.time_range, 'from').FromDatetime(self.tomorrow)
        details = self.expect_refused(request, grpc.StatusCode.INVALID_ARGUMENT, 'INVALID_REQUEST')
        fields = {violation.field for violation in details['BadRequest'].field_violations}
        self.assertLessEqual({'service_id', 'party_size', 'page_size', 'time_zone'}, fields)
        self.assertTrue(any(field.startswith('time_range') for field in fields), fields)

    def test_nights_are_for_accommodation(self):
        for name in ('jicoo', 'optimocms', 'wix-v1-appointment', 'wix-v2-appointment'):
            site = self.site(name)
            request = pb.ListSlotsRequest(connection=site.name, service_id=site.offer.service(site.made))
            setattr(request.date_range, 'from', '2035-01-01')
            request.date_range.to = '2035-01-02'
            with self.subTest(offer=name):
                details = self.expect_refused(request, grpc.StatusCode.INVALID_ARGUMENT, 'INVALID_REQUEST')
                self.assertEqual([violation.field for violation in details['BadRequest'].field_violations], ['date_range'])


class ManyCalls(SlotsTest):
    DELAYS_MS = (400, 1_600, 6_400)  # the longer ones where the machine takes as long as the vendor
    CALLS = 5

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.open_sites({'slow': 'UTC'})

    def test_several_at_a_time(self):
        """Requests that arrive sooner after one another than the vendor takes were under way together."""
        for offer in offers.ALL:
            with self.subTest(offer=offer.name):
                self.assertTrue(any(self.were_together(offer, delay_ms) for delay_ms in self.DELAYS_MS))

    def were_together(self, offer, delay_ms):
        start = datetime.datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + 2 * DAY
        self.sandbox.faults(offer.vendor, 'slow', {'path': offer.slot_path, 'kind': 'delay', 'times': -1, 'delay_ms': delay_ms})
        self.sandbox.control('DELETE', f'/{offer.vendor}/accounts/slow/requests')
        self.read(offer.request(self.sites[offer.name, 'slow'], start, start + self.CALLS * offer.span, page_size=1000))
        came = sorted(datetime.datetime.fromisoformat(request['time']) for request in
                      self.sandbox.requests(offer.vendor, 'slow') if re.search(offer.slot_path, request['path']))
        self.assertGreaterEqual(len(came), self.CALLS)
        taken = datetime.timedelta(milliseconds=delay_ms)
        return any(later - earlier < taken for earlier, later in zip(came, came[1:]))


class Tiquo(harness.SandboxTest):
    def test_has_no_slots(self):
        made = self.sandbox.account('tiquo', 'none', bookings=0, traps=False)
        directory = self.folder('tiquo')
        settings = {'admin': {'mode': 'admin', 'api_key': harness.secret_file(directory, 'key', made['admin_key']),
                              'history_from': '2024-01-01', 'horizon': '2030-12-31'},
                    'client': {'mode': 'client'}}
        connections = [{'id': mode, 'base_url': self.sandbox.addresses['tiquo'], 'time_zone': 'UTC', 'tiquo': tiquo}
                       for mode, tiquo in settings.items()]
        gateway = self.gateway(directory, connections)
        for mode in settings:
            with self.subTest(mode=mode):
                name = f'connections/{mode}'
                request = pb.ListSlotsRequest(connection=name, service_id='any')
                getattr(request.time_range, 'from').FromJsonString('2035-01-01T00:00:00Z')
                request.time_range.to.FromJsonString('2035-01-02T00:00:00Z')
                with self.assertRaises(grpc.RpcError) as caught:
                    offers.read(gateway, request)
                self.assertEqual(caught.exception.code(), grpc.StatusCode.UNIMPLEMENTED)
                self.assertEqual(harness.reason_of(caught.exception), 'OPERATION_UNSUPPORTED')
                answer = gateway.connections.GetConnection(connections_pb2.GetConnectionRequest(name=name))
                support = {operation.operation: operation.support for operation in answer.connection.capabilities.operations}
                self.assertEqual(support[connections_pb2.OPERATION_LIST_SLOTS], connections_pb2.SUPPORT_NONE)
        self.assertEqual(self.sandbox.requests('tiquo', 'none'), [])


if __name__ == '__main__':
    unittest.main()
