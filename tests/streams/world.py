"""Accounts at the sandbox and the connections that read them: what the tests of this folder share. Rate limits are off: these tests are
about what lists hold, not about how fast they may be read."""

import dataclasses

import comparison
import harness

# Mode -> bookings that make several vendor pages of it.
VENDOR_PAGE = {'jicoo': 50, 'tiquo_client': 100, 'tiquo_admin': 100, 'wix_v1': 500, 'wix_v1_get': 500, 'wix_v2': 100,
               'optimocms': 100, 'hostelmate': 50}
MODES = tuple(VENDOR_PAGE)


@dataclasses.dataclass
class Source:
    """One account, read by one connection whose id is the account's name."""
    mode: str
    account: str
    made: dict = dataclasses.field(default_factory=dict)

    @property
    def vendor(self):
        return comparison.MODES[self.mode].vendor

    @property
    def name(self):
        return f'connections/{self.account}'

    def make(self, sandbox, **spec):
        """Makes the account anew."""
        self.made = sandbox.account(self.vendor, self.account, **spec)
        sandbox.unlimited(self.vendor, self.account)

    def connection(self, sandbox, directory, session=True):
        """As the configuration writes it. Without a session each call must bring a token (Tiquo's Client API): see `metadata`."""
        mode = comparison.MODES[self.mode]
        directory = directory / self.account
        directory.mkdir(parents=True, exist_ok=True)
        settings = {key: value for key, value in mode.settings.items() if session or key != 'refresh_token'}
        connection = {'id': self.account, 'base_url': sandbox.addresses[self.vendor] + mode.path,
                      self.vendor: comparison.fill(settings, self.made, directory)}
        if 'time_zone' in mode.connection:
            connection['time_zone'] = mode.connection['time_zone']
        return connection

    def metadata(self):
        token = self.made.get('access_token') if self.mode == 'tiquo_client' else None
        return [('x-vendor-authorization', f'{self.account} Bearer {token}')] if token else []

    def rows(self, sandbox):
        return sandbox.rows(self.vendor, self.account)

    def expected(self, row):
        """The canonical booking that a row must become (tests/integration/expectations), as JSON; None = it is never delivered."""
        mode = comparison.MODES[self.mode]
        return comparison.wanted_booking(mode, row, {}, self.account)


def other_key(directory, name):
    """A key of the page tokens' ring, as the configuration writes it."""
    secret = harness.secret_file(directory, f'page-token-{name}', f'key {name} of the tests, more than 32 bytes long')
    return {'id': name, 'secret': secret}
