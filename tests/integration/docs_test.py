"""The examples of the documentation are true: the first calls with bare stubs are run, the configuration is checked, the catalogues are complete.
The programs of the README and of the quick start, which use the clients, are run by tests/clients."""

import os
import re
import subprocess

import certificates
import harness
from bookings.v1 import bookings_pb2 as pb


def blocks(path, language):
    """The fenced code blocks of a page."""
    return re.findall(rf'```{language}\n(.*?)```', (harness.ROOT / path).read_text(), re.S)


class FirstCalls(harness.SandboxTest):
    def setUp(self):
        directory = self.folder(self._testMethodName)
        key = harness.secret_file(directory, 'jicoo-key', 'sk_live_sandbox')
        self.running = self.gateway(directory, [
            {'id': 'tokyo', 'base_url': self.sandbox.addresses['jicoo'], 'jicoo': {'api_key': key}}])

    def check(self, command, cwd=None):
        result = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=cwd,
                                env={**os.environ, 'BOOKINGS_ADDRESS': self.running.address})
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(len(re.findall('connections/tokyo/bookings/', result.stdout)), 20, result.stdout)

    def test_python(self):
        self.check(['/usr/bin/python3', str(harness.ROOT / 'clients/examples/list.py')])

    def test_cpp(self):
        self.check([str(harness.BUILD / 'clients/cli/example_list')])

    def test_node(self):
        modules = harness.ROOT / 'build/npm'
        if not (modules / 'node_modules/@grpc/grpc-js').exists():
            subprocess.run(['npm', 'install', '--silent', '--no-save', '--no-audit', '--no-fund', '--prefix', str(modules),
                            '@bufbuild/buf@1.75.0', '@grpc/grpc-js@1.14.0', '@grpc/proto-loader@0.8.0'], check=True, timeout=300)
        # Node resolves packages beside the script, and the example reads proto/ of its working directory.
        copy = modules / 'list.mjs'
        copy.write_text((harness.ROOT / 'clients/examples/list.mjs').read_text())
        self.check(['node', str(copy)], cwd=harness.ROOT)


class Pages(harness.unittest.TestCase):
    def test_every_error_reason_is_catalogued(self):
        page = (harness.ROOT / 'docs/errors.md').read_text()
        for name in pb.ErrorReason.keys():
            reason = name.removeprefix('ERROR_REASON_')
            if reason != 'UNSPECIFIED':
                self.assertIn(f'| {reason} |', page)

    def test_every_threat_names_tests_that_exist(self):
        page = (harness.ROOT / 'docs/security.md').read_text()
        threats = [row.split('|') for row in page[page.index('## Threats'):page.index('## Not covered')].splitlines()[4:] if row]
        self.assertGreater(len(threats), 10)
        for threat in threats:
            shown_by = threat[3]
            files = re.findall(r'`(\w+\.(?:py|cc))`', shown_by)
            self.assertTrue(files or 'tests/' in shown_by, threat)
            text = ''
            for name in files:
                found = list((harness.ROOT / 'tests').rglob(name))
                self.assertEqual(len(found), 1, name)
                text += found[0].read_text()
            for test in re.findall(r'\b(?:test_\w+|[A-Z][a-z]+(?:[A-Z][a-z]*)+)\b', shown_by):
                self.assertIn(test, text)

    def check_configuration(self, directory):
        (directory / 'state').mkdir()
        for name in ('page-token-key', 'ledger-key', 'tiquo-admin-key', 'tiquo-refresh-token'):
            harness.secret_file(directory / 'secrets', name, 'a secret of the tests, long enough to be a key')
        secrets = {name: 'x' for name in ('JICOO_API_KEY', 'WIX_API_KEY', 'OPTIMOCMS_API_KEY', 'HOSTELMATE_API_KEY')}
        result = subprocess.run([str(harness.GATEWAY), '--config=gateway.yaml', '--check_config'], cwd=directory,
                                env={**os.environ, **secrets}, capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual((result.returncode, result.stderr), (0, ''))

    def test_the_example_configuration_is_accepted(self):
        with harness.scratch() as directory:
            (directory / 'gateway.yaml').write_text(blocks('docs/configuration.md', 'yaml')[0])
            (directory / 'secrets').mkdir()
            self.check_configuration(directory)

    def test_the_example_policy_is_accepted(self):
        """The configuration with the example's listener instead of its own, and the policy."""
        with harness.scratch() as directory:
            config = re.sub(r'^listen:\n(  .*\n)+', '', blocks('docs/configuration.md', 'yaml')[0], flags=re.M)
            (directory / 'gateway.yaml').write_text(config + blocks('docs/configuration.md', 'yaml listen')[0])
            (directory / 'policy.yaml').write_text(blocks('docs/configuration.md', 'yaml policy')[0])
            authority = certificates.Authority(directory / 'authority')
            pair = authority.server()
            (directory / 'secrets').mkdir()
            for name, path in (('tls.pem', pair.certificate), ('tls-key.pem', pair.key), ('ca.pem', authority.pair.certificate)):
                (directory / 'secrets' / name).write_bytes(path.read_bytes())
            (directory / 'secrets/tls-key.pem').chmod(0o600)
            self.check_configuration(directory)


if __name__ == '__main__':
    harness.unittest.main()
