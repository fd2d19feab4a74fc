#!/usr/bin/python3
"""The gateway as a process: its flags, exit codes, messages and how it stops. Calls no vendor."""

import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

PATIENCE_SECONDS = 30

GOOD_CONFIG = """
listen: {address: "127.0.0.1:0"}
page_tokens: {keys: [{id: k1, secret: {env: TOKEN_KEY}}]}
limits: {event_loops: 1, drain_grace: 1s}
connections:
  - {id: salon, jicoo: {api_key: {env: API_KEY}}}
"""

BAD_CONFIG = """
page_tokens: {keys: [{id: k1, secret: {file: /nowhere}}]}
limits: {event_lops: 1}
connections:
  - {id: Salon, jicoo: {}}
"""


class GatewayProcessTest(unittest.TestCase):
    binary = ""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.port_file = self.folder / "port"

    def command(self, config, *flags):
        path = self.folder / "config.yaml"
        path.write_text(config)
        return [self.binary, f"--config={path}", *flags]

    def environment(self):
        return {**os.environ, "TOKEN_KEY": "hush" * 8, "API_KEY": "hush-hush"}

    def run_to_end(self, command):
        return subprocess.run(command, env=self.environment(), capture_output=True, text=True,
                              timeout=PATIENCE_SECONDS, check=False)

    def start(self, *flags):
        """A gateway that listens, and its address."""
        process = subprocess.Popen(
            self.command(GOOD_CONFIG, f"--port_file={self.port_file}", *flags),
            env=self.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.kill)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self.port_file.exists() and time.monotonic() < deadline:
            self.assertIsNone(process.poll(), "the gateway has ended")
            time.sleep(0.01)
        return process, self.port_file.read_text().strip()

    def stop(self, process, with_signal):
        process.send_signal(with_signal)
        return process.communicate(timeout=PATIENCE_SECONDS)

    def test_tells_where_it_listens_and_stops_on_sigterm_and_sigint(self):
        for with_signal in (signal.SIGTERM, signal.SIGINT):
            process, address = self.start()
            stdout, stderr = self.stop(process, with_signal)
            self.assertEqual(process.returncode, 0, stderr)
            self.assertEqual(stdout, f"listening on {address}\n")
            self.assertIn('"event":"started"', stderr)
            self.assertIn('"event":"stopped"', stderr)
            self.assertNotIn("hush", stdout + stderr)
            self.port_file.unlink()

    def test_refuses_a_port_that_is_in_use(self):
        process, address = self.start()
        second = self.run_to_end(self.command(GOOD_CONFIG, f"--listen={address}"))
        self.assertEqual(second.returncode, 2)
        self.assertIn(f"cannot listen on {address}", second.stderr)
        self.stop(process, signal.SIGTERM)

    def test_says_everything_that_is_wrong_at_once(self):
        result = self.run_to_end(self.command(BAD_CONFIG))
        self.assertEqual(result.returncode, 1)
        for path in ("page_tokens.keys[0].secret", "limits.event_lops", "connections[0].id",
                     "connections[0].jicoo.api_key"):
            self.assertIn(path, result.stderr)
        self.assertEqual(result.stdout, "")

    def test_wants_a_configuration(self):
        result = self.run_to_end([self.binary])
        self.assertEqual(result.returncode, 1)
        self.assertIn("--config", result.stderr)

    def test_only_checks_when_asked_to(self):
        result = self.run_to_end(self.command(GOOD_CONFIG, "--check_config"))
        self.assertEqual((result.returncode, result.stdout), (0, ""), result.stderr)
        result = self.run_to_end(self.command(BAD_CONFIG, "--check_config"))
        self.assertEqual(result.returncode, 1)

    def test_tells_its_version(self):
        result = self.run_to_end([self.binary, "--version"])
        self.assertEqual(result.returncode, 0)
        self.assertRegex(result.stdout, r"^bookings-gateway \d+\.\d+\.\d+\n")

    def test_cannot_run_without_writing_the_port_file(self):
        result = self.run_to_end(self.command(GOOD_CONFIG, "--port_file=/nowhere/port"))
        self.assertEqual(result.returncode, 2)
        self.assertIn("cannot write /nowhere/port", result.stderr)


if __name__ == "__main__":
    GatewayProcessTest.binary = sys.argv.pop(1)
    unittest.main()
