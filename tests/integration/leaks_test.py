"""Every test of this suite looks for secrets and addresses in the log of its gateways, and in the errors that it reads (harness.leaks).
This one sees to it that the search would find them."""

import unittest

import harness


class Leaks(unittest.TestCase):
    def test_a_secret_in_a_line_is_found(self):
        with harness.scratch() as directory:
            harness.secret_file(directory, 'key', 'a secret of this test')
            self.assertEqual(harness.leaks('{"event":"rpc","message":"with a secret of this test in it"}'), ['a secret of this test'])

    def test_an_address_is_found(self):
        self.assertEqual(harness.leaks('{"reason":"no such customer: ada.guest+1@example.com"}'), ['ada.guest+1@example.com'])

    def test_an_ordinary_line_tells_nothing(self):
        self.assertEqual(harness.leaks('{"event":"rpc","rpc":"GetBooking","connections":["tokyo"],"code":"OK"}'), [])


if __name__ == '__main__':
    unittest.main()
