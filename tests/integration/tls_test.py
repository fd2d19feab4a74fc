"""The listener: certificates that change while the gateway runs, client certificates that are required, and what it does not start with."""

import os
import ssl
import subprocess
import time
import unittest

import certificates
import harness
import policy
from bookings.v1 import connections_pb2

PATIENCE = 60
ALL = connections_pb2.ListConnectionsRequest()


def connection(directory):
    return {'id': 'tokyo', 'jicoo': {'api_key': harness.secret_file(directory, 'jicoo-key', 'sk_live_sandbox')}}


def tls(pair, **more):
    return {'certificate_file': str(pair.certificate), 'key_file': str(pair.key), **more}


def replace(path, content):
    """As a file is replaced where others read it: at once."""
    fresh = path.with_suffix('.new')
    fresh.write_bytes(content)
    os.replace(fresh, path)


class Scratch(unittest.TestCase):
    def setUp(self):
        self.directory = self.enterContext(harness.scratch())
        self.authority = certificates.Authority(self.directory / 'authority')

    def start(self, listen, **extra):
        gateway = harness.Gateway(self.directory / 'gateway', [connection(self.directory)], {'listen': listen, **extra})
        self.addCleanup(gateway.stop)
        return gateway

    def client(self, gateway, pair=None, authority=None):
        client = policy.Client(gateway.address, authority or self.authority, pair)
        self.addCleanup(client.close)
        return client


class Reload(Scratch):
    def setUp(self):
        super().setUp()
        self.first, self.second = self.authority.server('first'), self.authority.server('second')
        self.installed = certificates.Pair(self.directory / 'tls.pem', self.directory / 'tls-key.pem')
        self.install(*self.first.read())

    def install(self, certificate, key):
        replace(self.installed.certificate, certificate)
        replace(self.installed.key, key)

    def served(self, gateway):
        """The certificate that a client gets who connects now."""
        host, _, port = gateway.address.rpartition(':')
        return ssl.get_server_certificate((host, int(port)), timeout=30)

    def await_true(self, condition, what):
        """Each look connects, which is when the gateway looks at its files."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            self.assertLess(time.monotonic(), deadline, what)
            time.sleep(0.05)

    def await_served(self, gateway, pair):
        expected = pair.certificate.read_text().strip()
        self.await_true(lambda: self.served(gateway).strip() == expected, 'the new certificate is not served')

    def test_a_changed_certificate_is_served_without_a_restart(self):
        gateway = self.start({'tls': tls(self.installed)})
        before = self.client(gateway)
        before.call('ListConnections', ALL)
        self.assertEqual(self.served(gateway).strip(), self.first.certificate.read_text().strip())
        self.install(*self.second.read())
        self.await_served(gateway, self.second)
        self.client(gateway).call('ListConnections', ALL)
        before.call('ListConnections', ALL)  # whoever is connected stays so
        self.assertIn('certificates_reloaded', gateway.log.read_text())

    def test_a_certificate_without_its_key_is_not_served(self):
        gateway = self.start({'tls': tls(self.installed)})
        self.install(self.second.read()[0], self.first.read()[1])
        self.await_true(lambda: self.served(gateway) and 'certificates_not_reloaded' in gateway.log.read_text(), 'nothing is said')
        self.assertEqual(self.served(gateway).strip(), self.first.certificate.read_text().strip())
        self.client(gateway).call('ListConnections', ALL)
        self.install(*self.second.read())
        self.await_served(gateway, self.second)

    def test_a_changed_authority_is_asked_for_clients(self):
        other = certificates.Authority(self.directory / 'other-authority')
        authorities = self.directory / 'clients.pem'
        replace(authorities, self.authority.pair.certificate.read_bytes())
        gateway = self.start({'tls': tls(self.installed, client_ca_file=str(authorities), require_client_certificate=True)})
        ours, theirs = self.authority.client('ours'), other.client('theirs')
        self.client(gateway, ours).call('ListConnections', ALL)
        for pair in (None, theirs):
            refusal = policy.refusal_of(self.client(gateway, pair), 'ListConnections', ALL)
            self.assertEqual((refusal.code, refusal.reason), ('UNAVAILABLE', ''))
        replace(authorities, other.pair.certificate.read_bytes())
        self.await_true(lambda: policy.refusal_of(self.client(gateway, theirs), 'ListConnections', ALL) is None, 'still refused')
        self.assertEqual(policy.refusal_of(self.client(gateway, ours), 'ListConnections', ALL).code, 'UNAVAILABLE')


class Healthcheck(Scratch):
    def asked(self, gateway):
        config = self.directory / 'gateway/gateway.yaml'
        command = [str(harness.GATEWAY), 'healthcheck', f'--config={config}', f'--listen={gateway.address}', '--timeout=50s']
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    def test_it_asks_over_tls(self):
        gateway = self.start({'tls': tls(self.authority.server('own'))})
        result = self.asked(gateway)
        self.assertEqual((result.returncode, result.stderr), (0, ''))

    def test_where_a_client_certificate_is_required_it_cannot_ask(self):
        gateway = self.start({'tls': tls(self.authority.server('own'), client_ca_file=str(self.authority.pair.certificate),
                                         require_client_certificate=True)})
        self.assertEqual(self.asked(gateway).returncode, 1)


class Start(Scratch):
    """What the gateway does not start with: it says why, with the path, and ends."""

    def problems(self, extra, *flags):
        (self.directory / 'gateway').mkdir(exist_ok=True)
        config = harness.write_config(self.directory / 'gateway', [connection(self.directory)], extra)
        result = subprocess.run([str(harness.GATEWAY), f'--config={config}', *flags], capture_output=True, text=True, timeout=60,
                                check=False)
        self.assertEqual(result.returncode, 1, result.stderr)
        return result.stderr

    def test_missing_and_broken_certificates(self):
        pair = self.authority.server()
        missing = self.directory / 'nothing.pem'
        broken = self.directory / 'broken.pem'
        broken.write_text('hush')
        self.assertIn('listen.tls.certificate_file', self.problems({'listen': {'tls': tls(certificates.Pair(missing, pair.key))}}))
        self.assertIn('listen.tls.key_file', self.problems({'listen': {'tls': tls(certificates.Pair(pair.certificate, missing))}}))
        said = self.problems({'listen': {'tls': tls(certificates.Pair(broken, broken), client_ca_file=str(broken))}})
        for field in ('certificate_file', 'key_file', 'client_ca_file'):
            self.assertIn(f'listen.tls.{field}', said)
        self.assertNotIn('hush', said)
        other = self.authority.server('other')
        self.assertIn('is not the key of', self.problems({'listen': {'tls': tls(certificates.Pair(pair.certificate, other.key))}}))

    def test_addresses_that_others_reach(self):
        for where in ({'extra': {'listen': {'address': '0.0.0.0:0'}}, 'flags': ()}, {'extra': {}, 'flags': ('--listen=0.0.0.0:0',)}):
            said = self.problems(where['extra'], *where['flags'])
            self.assertIn('listen.tls', said)
            self.assertIn('policy_file', said)

    def test_a_policy_that_is_wrong(self):
        token, entry = policy.make_token()
        caller = {'name': 'desk', 'connections': ['tokio'], 'tokens': [{**entry, 'token': token}]}
        said = self.problems(policy.write_policy(self.directory, [caller]))
        self.assertIn('callers[0].tokens[0].token', said)
        self.assertIn('callers[0].connections[0]', said)
        self.assertNotIn(token, said)


if __name__ == '__main__':
    unittest.main()
