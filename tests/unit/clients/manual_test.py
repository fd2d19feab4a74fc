#!/usr/bin/python3
"""The manual page and the README tell of every command and flag that there is, and the page is good troff."""

import pathlib
import re
import shutil
import subprocess
import sys
import unittest

FOLDER = pathlib.Path(__file__).resolve().parents[3] / 'clients/cli'
PAGE = FOLDER / 'bookctl.1'


class ManualTest(unittest.TestCase):
    binary = ''

    def run_ctl(self, *words):
        return subprocess.run([self.binary, *words], capture_output=True, text=True, timeout=30, check=True).stdout

    def commands(self):
        listed = self.run_ctl('help')
        return re.findall(r'^  ([a-z]+) ', listed[:listed.index('Flags')], re.M)

    def test_the_page_is_what_the_program_tells(self):
        self.assertEqual(PAGE.read_text(), self.run_ctl('manual'), 'write it anew: bookctl manual > clients/cli/bookctl.1')

    def test_the_flags_of_the_readme_are_what_the_program_tells(self):
        readme = (FOLDER / 'README.md').read_text()
        block = re.search('<!-- flags: .*?-->\n(.*)<!-- /flags -->', readme, re.S)[1]
        self.assertEqual(block, self.run_ctl('manual', 'markdown'))

    def test_commands_and_flags_stand_in_page_and_readme(self):
        page = PAGE.read_text().replace('\\-', '-')
        readme = (FOLDER / 'README.md').read_text()
        self.assertGreater(len(self.commands()), 10)
        for command in self.commands():
            self.assertRegex(page, rf'\.SS bookctl {command}\b')
            self.assertIn(f'bookctl {command}', readme)
            for flag in re.findall(r'^  (--\w+)', self.run_ctl('help', command), re.M):
                self.assertIn(flag, page)
                self.assertIn(flag, readme)

    def test_groff_has_nothing_to_say(self):
        if not shutil.which('groff'):
            self.skipTest('no groff here: the page is not formatted')
        result = subprocess.run(['groff', '-man', '-Tutf8', '-ww', str(PAGE)], capture_output=True, text=True, timeout=30, check=True)
        self.assertEqual(result.stderr, '')
        text = re.sub('\x1b\\[[0-9;]*m|.\x08', '', result.stdout)
        for shown in ('--vendor_filter=JSON', 'bookctl get NAME', 'source <(bookctl completion bash)', '~/.config/fish'):
            self.assertIn(shown, text)

    def test_mandoc_has_nothing_to_say(self):
        if not shutil.which('mandoc'):
            self.skipTest('no mandoc here: the page is not checked')
        result = subprocess.run(['mandoc', '-Tlint', '-Wwarning', str(PAGE)], capture_output=True, text=True, timeout=30, check=False)
        self.assertEqual(result.stdout, '')


if __name__ == '__main__':
    ManualTest.binary = sys.argv.pop(1)
    unittest.main()
