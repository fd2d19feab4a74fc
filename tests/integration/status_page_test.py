"""The status page in a real browser: what it shows of connections and streams, on a phone and on a desk, by day and by night; and that it
asks nobody but the gateway. Screenshots are kept in the build folder."""

import html.parser
import signal
import time
import unittest
import urllib.parse

import admin
import browser
import grpc
import harness
from bookings.v1 import bookings_pb2 as pb
from bookings.v1 import connections_pb2

PATIENCE = 60
PHONE, SMALLEST, DESK = (390, 844), (320, 568), (1200, 900)
PICTURES = harness.BUILD / 'status-page'
LONG = 'the-' + 'very-' * 11 + 'end'  # as long as an id may be, nearly
EVIL = '<img src="http://127.0.0.1:1/x.png"><b>Salon</b> & "Söhne"'

# What the page shows, as plain data.
CONTENT = '''(() => {
  const text = (node) => node.textContent.trim();
  const rows = (table) => [...table.tBodies[0].rows].map((row) => [...row.cells].map(text));
  const heading = (start) => [...document.querySelectorAll("h2")].find((h) => text(h).startsWith(start));
  const table = (start) => {
    const found = heading(start).nextElementSibling.querySelector("table");
    return found && {head: [...found.tHead.rows[0].cells].map(text), rows: rows(found)};
  };
  const card = (node) => ({
    state: text(node.querySelector(".state")), about: text(node.querySelector("p")),
    facts: Object.fromEntries([...node.querySelectorAll("dt")].map((dt) => [text(dt), text(dt.nextElementSibling)]))});
  return {
    title: document.title, head: text(document.querySelector("header.page")), streams_heading: text(heading("Streams")),
    notices: [...document.querySelectorAll(".notice")].map(text),
    connections: Object.fromEntries([...document.querySelectorAll(".card")].map((node) => [text(node.querySelector("strong")), card(node)])),
    streams: table("Streams"), capabilities: table("What connections can do"),
    links: [...document.querySelectorAll("a")].map((a) => a.getAttribute("href"))};
})()'''
# What stands out of a screen of this width, but for what can be scrolled there by itself. A phone makes itself wider for such a page.
OVERFLOWING = '''((width) => {
  const whole = document.documentElement.scrollWidth;
  const outside = [...document.querySelectorAll("body *")].filter(
    (node) => !node.parentElement.closest(".wide") && node.getBoundingClientRect().right > width + 0.5);
  return (whole > width ? ["the page is " + whole] : []).concat(outside.map((node) => node.outerHTML.slice(0, 120)));
})'''
# Texts whose contrast to what is behind them is less than people need (WCAG 2, 4.5 to 1).
PALE = '''(() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgb = (colour, under) => {
    canvas.fillStyle = under; canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (c) => c.map((v) => v / 255).map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = getComputedStyle(document.documentElement).backgroundColor;
  const behind = matchMedia("(prefers-color-scheme: dark)").matches ? "#121212" : "#ffffff";
  const paper = rgb(ground, behind);
  const opacity = (node) => node ? +getComputedStyle(node).opacity * opacity(node.parentElement) : 1;
  const own = (node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
  return [...document.querySelectorAll("body *")].filter(own).map((node) => {
    const o = opacity(node), ink = rgb(getComputedStyle(node).color, `rgb(${paper})`).map((v, i) => v * o + paper[i] * (1 - o));
    const [a, b] = [light(ink), light(paper)].sort((x, y) => y - x);
    return [node.textContent.trim().slice(0, 40), (a + 0.05) / (b + 0.05)];
  }).filter(([, ratio]) => ratio < 4.5);
})()'''


class Addresses(html.parser.HTMLParser):
    """All that a page refers to."""

    def __init__(self, text):
        super().__init__()
        self.found, self.tags = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.found += [value for name, value in attrs if name in ('href', 'src', 'srcset', 'action', 'data', 'poster', 'background', 'style')]


class StatusPage(harness.SandboxTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.browser = browser.Browser(cls.directory / 'profile')

    @classmethod
    def tearDownClass(cls):
        cls.browser.stop()
        super().tearDownClass()

    def setUp(self):
        self.home = self.folder(self._testMethodName)

    def connection(self, name, account='default', key=None, **more):
        secret = harness.secret_file(self.home, f'{name}-key', key or ('sk_live_sandbox' if account == 'default' else f'sk_live_{account}'))
        return {'id': name, 'base_url': self.sandbox.addresses['jicoo'], 'jicoo': {'api_key': secret}, **more}

    def start(self, connections, extra=None):
        return self.gateway(self.home, connections, {**admin.ANYWHERE, **(extra or {})})

    def busy_gateway(self):
        """Connections in all states, after calls that went well and calls that failed."""
        for account, status in (('throttled', 429), ('broken', 503)):
            self.sandbox.account('jicoo', account, bookings=20)
            self.sandbox.faults('jicoo', account, {'path': '.*', 'times': -1, 'kind': 'status', 'status': status,
                                                   'headers': {'Retry-After': '600'} if status == 429 else {}})
        key = harness.secret_file(self.home, 'ledger-key', 'a key of the ledger of at least 32 bytes')
        ledger = {'ledger': {'sqlite_file': str(self.home / 'ledger.db'), 'keys': [{'id': 'l1', 'secret': key}]}}
        gateway = self.start([
            self.connection('tokyo', display_name='Guitars, Tokyo', monthly_quota=100000), self.connection('idle', display_name=EVIL),
            self.connection('wrong', key='sk_live_wrong'), self.connection('throttled', 'throttled'), self.connection('broken', 'broken'),
            self.slow_connection(LONG, display_name='A branch with a long name ' * 3)], ledger)
        gateway.list(connections=['connections/tokyo'])
        for failing in ('wrong', 'throttled', 'broken'):
            with self.assertRaises(grpc.RpcError, msg=failing):
                gateway.list(connections=[f'connections/{failing}'], timeout=5)
        return gateway

    def slow_connection(self, name, **more):
        """One whose vendor answers the first page at once and the others never, as far as a test can wait."""
        self.sandbox.account('jicoo', 'slow', bookings=200, traps=False)
        self.sandbox.faults('jicoo', 'slow', {'path': '.*', 'skip': 1, 'times': -1, 'kind': 'delay', 'delay_ms': 600_000})
        return self.connection(name, 'slow', **more)

    def open_stream(self, gateway, connection):
        """A list that has delivered one page and waits for its vendor; with the number of bookings on that page."""
        request = pb.ListBookingsRequest(connections=[f'connections/{connection}'], page_size=50)
        stream = gateway.bookings.ListBookings(request, timeout=600)
        self.addCleanup(stream.cancel)
        return stream, len(next(stream).bookings)

    def show(self, gateway, size, dark=False):
        self.browser.show(f'http://{admin.address(gateway)}/', *size, dark=dark)
        return self.browser.evaluate(CONTENT)

    def overflowing(self, size):
        return self.browser.evaluate(f'{OVERFLOWING}({size[0]})')

    def until(self, holds):
        deadline = time.monotonic() + PATIENCE
        while not holds():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.05)

    def test_connections_show_how_they_are(self):
        page = self.show(self.busy_gateway(), DESK)
        found = page['connections']
        self.assertEqual({name: card['state'] for name, card in found.items()},
                         {'tokyo': 'active', 'idle': 'active', 'wrong': 'auth_failed', 'throttled': 'rate_limited', 'broken': 'degraded',
                          LONG: 'active'})
        self.assertRegex(found['tokyo']['facts']['Latency'], r'^(\d+ ms|under 1 ms) median, 95% within ')
        self.assertRegex(found['tokyo']['facts']['Quota left'], r'^99,?\d{3} calls$')
        self.assertEqual(found['tokyo']['about'], 'Guitars, Tokyo · jicoo')
        self.assertEqual(found['idle']['about'], f'{EVIL} · jicoo')
        self.assertEqual(found['idle']['facts']['Latency'], 'not called yet')
        self.assertNotIn('Last error', found['tokyo']['facts'])
        self.assertTrue(found['wrong']['facts']['Last error'].startswith('vendor_auth_failed: '))
        self.assertTrue(found['broken']['facts']['Last error'].startswith('vendor_unavailable: '))
        self.assertRegex(found['throttled']['facts']['Throttled for'], r'^9 min \d+ s$')
        self.assertEqual(page['notices'], [])
        self.assertRegex(page['head'], r'serving for \d+ (s|ms|min)')

    def test_capabilities_are_those_that_callers_are_told(self):
        gateway = self.start([self.connection('tokyo'), {
            'id': 'inn', 'base_url': self.sandbox.addresses['hostelmate'], 'time_zone': 'Europe/Lisbon', 'hostelmate': {
                'api_key': harness.secret_file(self.home, 'inn-key', 'hm_live_sandbox'), 'currency': 'EUR', 'check_in_time': '15:00',
                'check_out_time': '11:00'}}])
        shown = self.show(gateway, DESK)['capabilities']
        operations = [name.removeprefix('OPERATION_').replace('_', ' ').lower() for name in connections_pb2.Operation.keys()[1:]]
        self.assertEqual(shown['head'], ['connection', *operations])
        words = {connections_pb2.SUPPORT_NATIVE: 'yes', connections_pb2.SUPPORT_EMULATED: 'emulated', connections_pb2.SUPPORT_NONE: 'no'}
        answer = gateway.connections.ListConnections(connections_pb2.ListConnectionsRequest(), timeout=30)
        told = {}
        for connection in answer.connections:
            support = {each.operation: words[each.support] for each in connection.capabilities.operations}
            told[connection.name.removeprefix('connections/')] = [support.get(i + 1, 'no') for i in range(len(operations))]
        self.assertEqual({row[0]: row[1:] for row in shown['rows']}, told)
        self.assertIn('yes', told['tokyo'])
        self.assertIn('no', sum(told.values(), []))

    def test_streams_come_and_go(self):
        gateway = self.start([self.slow_connection('tokyo')])
        self.assertIsNone(self.show(gateway, DESK)['streams'])
        stream, bookings = self.open_stream(gateway, 'tokyo')
        self.assertGreater(bookings, 0)
        self.until(lambda: self.show(gateway, DESK)['streams']['rows'][0][-3:] == ['1', str(bookings), 'vendor'])
        page = self.show(gateway, DESK)
        self.assertEqual(page['streams_heading'], 'Streams (1)')
        self.assertEqual(page['streams']['head'], ['caller', 'rpc', 'connections', 'age', 'pages', 'bookings', 'waits for'])
        row = dict(zip(page['streams']['head'], page['streams']['rows'][0]))
        self.assertEqual((row['caller'], row['rpc'], row['connections']), ('anonymous', 'ListBookings', 'tokyo'))
        self.assertRegex(row['age'], r'^\d+ (ms|s|min)')
        stream.cancel()
        self.until(lambda: self.show(gateway, DESK)['streams_heading'] == 'Streams (0)')

    def test_nothing_stands_out_of_a_phone_and_all_can_be_read(self):
        gateway = self.busy_gateway()
        self.open_stream(gateway, LONG)
        for name, size, dark in (('phone', PHONE, False), ('smallest', SMALLEST, False), ('desk', DESK, False), ('phone-dark', PHONE, True),
                                 ('desk-dark', DESK, True)):
            with self.subTest(name):
                self.assertEqual(self.show(gateway, size, dark)['streams_heading'], 'Streams (1)')
                self.browser.screenshot(PICTURES / f'{name}.png')
                self.assertEqual(self.overflowing(size), [])
                self.assertEqual(self.browser.evaluate(PALE), [])

    def test_it_asks_nobody_but_the_gateway(self):
        gateway = self.busy_gateway()
        page = self.show(gateway, DESK)
        asked = {urllib.parse.urlsplit(url).netloc for url in self.browser.requests()}
        self.assertEqual(asked, {admin.address(gateway)})
        self.assertEqual(self.browser.complaints(), [])
        text = admin.fetch(gateway, '/')[1]
        parsed = Addresses(text)
        self.assertEqual(set(parsed.found), set(page['links']))
        self.assertFalse(parsed.tags & {'img', 'script', 'link', 'iframe', 'object', 'form', 'base'}, parsed.tags)
        self.assertNotRegex(text, r'@import|url\(')
        for path in page['links']:
            self.assertRegex(path, r'^/\w+$')
            self.assertEqual(admin.fetch(gateway, path)[0], 200, path)

    def test_it_says_what_is_wrong_with_the_gateway(self):
        gateway = self.start([self.connection('tokyo')])
        (self.home / 'gateway.yaml').write_text('connections: 7\n')
        gateway.process.send_signal(signal.SIGHUP)
        self.until(lambda: admin.events(gateway, 'reload_refused'))
        self.until(lambda: self.show(gateway, PHONE)['notices'])
        self.assertIn('configuration', self.show(gateway, PHONE)['notices'][0])
        self.browser.screenshot(PICTURES / 'refused.png')
        self.assertEqual(self.overflowing(PHONE) + self.browser.evaluate(PALE), [])


if __name__ == '__main__':
    browser.need()
    unittest.main()
