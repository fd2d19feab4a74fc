"""bookctl doctor: what it finds wrong between here and the vendors, and that it says what to mend."""

import json
import socket

import bookctl
import certificates
import harness
import policy


class Doctor(harness.SandboxTest):
    def connection(self, directory, name, secret='sk_live_sandbox'):
        key = harness.secret_file(directory, f'{name}-key', secret)
        return {'id': name, 'base_url': self.sandbox.addresses['jicoo'], 'time_zone': 'Asia/Tokyo', 'jicoo': {'api_key': key}}

    def findings(self, address, *words):
        """The exit code, and what was found: [(level, subject, text, fix)]."""
        result = bookctl.run(address, 'doctor', '--json', *words)
        self.assertEqual(result.stderr, '')
        found = [json.loads(line) for line in result.stdout.splitlines()]
        return result.returncode, [(one['level'], one['subject'], one['text'], one['fix']) for one in found]

    def only_failure(self, address, *words):
        code, found = self.findings(address, *words)
        self.assertEqual(code, 2, found)
        failures = [one for one in found if one[0] == 'failure']
        self.assertEqual(len(failures), 1, found)
        return failures[0][1:]

    def test_all_is_well(self):
        directory = self.folder('well')
        gateway = self.gateway(directory, [self.connection(directory, 'tokyo'), self.connection(directory, 'osaka')])
        code, found = self.findings(gateway.address)
        self.assertEqual(code, 0, found)
        levels = [(level, subject) for level, subject, _, _ in found]
        self.assertEqual(levels, [('ok', 'address'), ('ok', 'gateway'), ('note', 'clock'), ('ok', 'caller'),
                                  ('ok', 'osaka'), ('ok', 'osaka'), ('note', 'osaka'), ('ok', 'tokyo'), ('ok', 'tokyo'), ('note', 'tokyo')])
        texts = ' '.join(text for _, _, text, _ in found)
        for told in ('in clear text on this machine', 'serves; answered in', 'may read 2 connections', 'lists bookings, in', 'state active',
                     'can list, get'):
            self.assertIn(told, texts)
        code, found = self.findings(gateway.address, '--connection=tokyo')
        self.assertEqual({subject for _, subject, _, _ in found} & {'tokyo', 'osaka'}, {'tokyo'})
        self.assertEqual(self.only_failure(gateway.address, '--connection=kyoto')[0], 'kyoto')
        text = bookctl.run(gateway.address, 'doctor').stdout
        self.assertRegex(text, r'^ok +address +127')
        self.assertTrue(text.endswith('0 failures, 0 warnings\n'), text)

    def test_one_real_booking_is_asked_for(self):
        directory = self.folder('asked')
        gateway = self.gateway(directory, [self.connection(directory, 'tokyo')])
        before = len(self.sandbox.requests('jicoo', 'default'))
        self.assertEqual(self.findings(gateway.address)[0], 0)
        self.assertEqual(len(self.sandbox.requests('jicoo', 'default')), before + 1)

    def test_a_broken_credential(self):
        directory = self.folder('credential')
        gateway = self.gateway(directory, [self.connection(directory, 'good'), self.connection(directory, 'bad', 'sk_live_wrong')])
        subject, text, fix = self.only_failure(gateway.address)
        self.assertEqual(subject, 'bad')
        self.assertIn('VENDOR_AUTH_FAILED', text)
        self.assertIn('renew the credential of bad', fix)
        text = bookctl.run(gateway.address, 'doctor', '--color=always').stdout
        self.assertIn('\x1b[31mfailure\x1b[0m  bad', text)
        self.assertIn('fix: renew the credential of bad', text)
        self.assertIn('1 failure, 0 warnings', text)

    def test_a_vendor_that_is_not_there(self):
        directory = self.folder('vendor')
        with socket.create_server(('127.0.0.1', 0)) as held:
            port = held.getsockname()[1]
        nowhere = {**self.connection(directory, 'tokyo'), 'base_url': f'http://127.0.0.1:{port}'}
        gateway = self.gateway(directory, [nowhere])
        subject, text, fix = self.only_failure(gateway.address, '--timeout=20s')
        self.assertEqual(subject, 'tokyo')
        self.assertRegex(text, 'VENDOR_UNAVAILABLE|DEADLINE_EXCEEDED')
        self.assertIn('vendor', fix)

    def test_no_gateway(self):
        subject, _, fix = self.only_failure('127.0.0.1:1')
        self.assertEqual(subject, 'gateway')
        self.assertIn('--address', fix)

    def test_a_port_that_says_nothing(self):
        with socket.create_server(('127.0.0.1', 0)) as silent:
            subject, _, fix = self.only_failure('127.0.0.1:%d' % silent.getsockname()[1], '--timeout=1s')
        self.assertEqual(subject, 'gateway')
        self.assertIn('nothing answers there', fix)

    def secured(self, directory):
        """A gateway with TLS and callers; returns it, its authority and the good token."""
        authority = certificates.Authority(directory / 'authority')
        pair = authority.server()
        token, entry = policy.make_token()
        callers = [{'name': 'me', 'tokens': [entry], 'all_connections': True, 'access': 'read'}]
        gateway = self.gateway(directory, [self.connection(directory, 'tokyo')], {
            'listen': {'tls': {'certificate_file': str(pair.certificate), 'key_file': str(pair.key)}},
            **policy.write_policy(directory, callers)})
        return gateway, f'--ca_file={authority.pair.certificate}', token

    def test_tls_and_tokens(self):
        directory = self.folder('secured')
        gateway, trust, token = self.secured(directory)
        file = directory / 'token'
        file.write_text(token + '\n')
        file.chmod(0o600)
        code, found = self.findings(gateway.address, trust, f'--token_file={file}')
        self.assertEqual(code, 0, found)
        self.assertIn(('ok', 'address', f'{gateway.address}, over TLS', ''), found)
        self.assertIn(('ok', 'files', 'your token', ''), found)
        file.chmod(0o644)
        code, found = self.findings(gateway.address, trust, f'--token_file={file}')
        self.assertEqual(code, 0, found)
        self.assertIn(('warning', 'files', 'others can read your token', f'chmod 600 {file}'), found)

        subject, _, fix = self.only_failure(gateway.address)
        self.assertEqual(subject, 'gateway')
        self.assertIn('--ca_file', fix)
        subject, _, fix = self.only_failure(gateway.address, trust)
        self.assertEqual(subject, 'caller')
        self.assertIn('--token_file', fix)
        subject, text, _ = self.only_failure(gateway.address, trust, '--token_file=/nowhere')
        self.assertEqual((subject, text), ('files', '--token_file: cannot read /nowhere'))
        other = certificates.Authority(directory / 'other')
        subject, _, fix = self.only_failure(gateway.address, f'--ca_file={other.pair.certificate}', f'--token_file={file}')
        self.assertEqual(subject, 'gateway')
        self.assertIn('Does its certificate come from --ca_file', fix)

    def test_a_local_configuration(self):
        directory = self.folder('config')
        gateway = self.gateway(directory, [self.connection(directory, 'tokyo')])
        program = f'--gateway_program={harness.GATEWAY}'
        file = directory / 'gateway.yaml'
        code, found = self.findings(gateway.address, program, f'--config={file}')
        self.assertEqual((code, found[0]), (0, ('ok', 'config', f'{file} and all files that it names', '')))
        broken = directory / 'broken.yaml'
        broken.write_text(file.read_text().replace('"tokyo"', '"Tokyo!"').replace('"api_key"', '"api_kee"'))
        code, found = self.findings(gateway.address, program, f'--config={broken}')
        problems = [text for level, subject, text, _ in found if (level, subject) == ('failure', 'config')]
        self.assertEqual(code, 2, found)
        self.assertTrue(any('api_kee' in text for text in problems), found)
        self.assertEqual(self.only_failure(gateway.address, '--gateway_program=/nowhere', f'--config={file}')[0], 'config')


if __name__ == '__main__':
    harness.unittest.main()
