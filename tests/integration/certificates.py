"""Certificates for tests, made by the openssl command in a folder of the test's own."""

import datetime
import subprocess

UTC = datetime.timezone.utc
HOUR = datetime.timedelta(hours=1)

# What `openssl ca` wants to know; only its command line says when a certificate ends, to the second.
CONFIG = """
[ca]
default_ca = this
[this]
database = {folder}/index
rand_serial = yes
new_certs_dir = {folder}
default_md = sha256
policy = any
x509_extensions = {purpose}
unique_subject = no
[any]
commonName = supplied
[server]
subjectAltName = {names}
extendedKeyUsage = serverAuth
[client]
subjectAltName = {names}
extendedKeyUsage = clientAuth
"""


def openssl(*arguments):
    subprocess.run(['openssl', *map(str, arguments)], check=True, capture_output=True, timeout=60)


def stamp(instant):
    return f'{instant:%Y%m%d%H%M%SZ}'


class Pair:
    """A certificate and its key, as files."""

    def __init__(self, certificate, key):
        self.certificate, self.key = certificate, key

    def read(self):
        return self.certificate.read_bytes(), self.key.read_bytes()


class Authority:
    def __init__(self, folder, name='authority'):
        self.folder = folder
        folder.mkdir(exist_ok=True)
        (folder / 'index').touch()
        self.pair = Pair(folder / 'ca.pem', folder / 'ca-key.pem')
        openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', 2, '-subj', f'/CN={name}',
                '-keyout', self.pair.key, '-out', self.pair.certificate)

    def issue(self, name, names, purpose, ends=None):
        """`names` are alternative names such as IP:127.0.0.1; `ends` is an hour from now unless told."""
        now = datetime.datetime.now(UTC)
        made = Pair(self.folder / f'{name}.pem', self.folder / f'{name}-key.pem')
        request, config = self.folder / f'{name}.csr', self.folder / f'{name}.cnf'
        config.write_text(CONFIG.format(folder=self.folder, names=names, purpose=purpose))
        openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', f'/CN={name}', '-keyout', made.key,
                '-out', request)
        openssl('ca', '-batch', '-notext', '-config', config, '-cert', self.pair.certificate, '-keyfile', self.pair.key, '-in', request,
                '-out', made.certificate, '-startdate', stamp(now - 2 * HOUR), '-enddate', stamp(ends or now + HOUR))
        return made

    def server(self, name='gateway'):
        return self.issue(name, 'IP:127.0.0.1,DNS:localhost', 'server')

    def client(self, name, ends=None):
        return self.issue(name, f'DNS:{name}.example,URI:spiffe://example/{name}', 'client', ends)
