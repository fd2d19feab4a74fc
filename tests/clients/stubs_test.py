"""Languages of which Debian packages no gRPC runtime: their stubs are generated, and name every message and call."""

import os
import pathlib
import re
import shutil
import subprocess
import unittest

import harness
from bookings.v1 import bookings_pb2, connections_pb2

PROTO = harness.ROOT / 'proto'
PROTOS = ('bookings/v1/bookings.proto', 'bookings/v1/connections.proto')
FILES = (bookings_pb2.DESCRIPTOR, connections_pb2.DESCRIPTOR)
MESSAGES = {name for file in FILES for name in file.message_types_by_name}
METHODS = {method.name for file in FILES for service in file.services_by_name.values() for method in service.methods}


def generate(test, *arguments):
    out = pathlib.Path(test.enterContext(harness.scratch()))
    subprocess.run(['protoc', f'-I{PROTO}', *(argument.format(out=out) for argument in arguments), *PROTOS], check=True, timeout=120)
    return out


class Stubs(unittest.TestCase):
    def test_csharp(self):
        """Messages only: the plugin for services is not packaged."""
        out = generate(self, '--csharp_out={out}')
        text = ''.join(path.read_text() for path in out.rglob('*.cs'))
        self.assertIn('namespace Bookings.V1', text)
        self.assertLessEqual(MESSAGES, set(re.findall(r'public sealed partial class (\w+)', text)))

    def test_php(self):
        out = generate(self, '--php_out={out}', '--grpc_out={out}', f"--plugin=protoc-gen-grpc={shutil.which('grpc_php_plugin')}")
        sources = list(out.rglob('*.php'))
        self.assertLessEqual(MESSAGES, {path.stem for path in sources})
        calls = ''.join(path.read_text() for path in sources if path.stem.endswith('Client'))
        self.assertLessEqual(METHODS, set(re.findall(r'public function (\w+)\(', calls)))
        if shutil.which('php'):
            for path in sources:
                subprocess.run(['php', '-l', str(path)], check=True, capture_output=True, timeout=60, env=os.environ)


if __name__ == '__main__':
    unittest.main()
