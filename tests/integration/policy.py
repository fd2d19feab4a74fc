"""Callers for tests: their tokens, made by the gateway's own command, the policy file, and channels that come with a credential."""

import json
import re
import subprocess

import grpc
import harness
from bookings.v1 import bookings_pb2_grpc, connections_pb2_grpc


def make_token():
    """A new token, and its entry for a policy."""
    printed = subprocess.run([str(harness.GATEWAY), '--make_token'], capture_output=True, text=True, check=True, timeout=60).stdout
    token = re.search('^bgw_.*$', printed, re.M).group()
    found = re.search(r'^- \{id: "(\w+)", salted_sha256: "(.*)"\}$', printed, re.M)
    return token, {'id': found.group(1), 'salted_sha256': found.group(2)}


def write_policy(directory, callers):
    """Writes the file (JSON is YAML); returns what the configuration says of it."""
    path = directory / 'policy.yaml'
    path.write_text(json.dumps({'callers': callers}, indent=1))
    return {'policy_file': str(path)}


def bearer(token):
    return (('authorization', f'Bearer {token}'),)


class Client:
    """Calls over one channel with one credential: `pair` is a client certificate, `metadata` what comes with each call."""

    def __init__(self, address, authority=None, pair=None, metadata=()):
        self.metadata = metadata
        if authority is None:
            self.channel = grpc.insecure_channel(address)
        else:
            certificate, key = pair.read() if pair else (None, None)
            credentials = grpc.ssl_channel_credentials(authority.pair.certificate.read_bytes(), key, certificate)
            # Channels of one process would share connections, and with them certificates.
            self.channel = grpc.secure_channel(address, credentials, [('grpc.use_local_subchannel_pool', 1)])
        self.bookings = bookings_pb2_grpc.BookingServiceStub(self.channel)
        self.connections = connections_pb2_grpc.ConnectionServiceStub(self.channel)

    def call(self, rpc, request, **more):
        """Runs the RPC of this name to its end: the answer of a unary call, the messages of a stream."""
        stub = self.connections if hasattr(self.connections, rpc) else self.bookings
        answer = getattr(stub, rpc)(request, metadata=self.metadata, timeout=30, **more)
        return list(answer) if hasattr(answer, '__iter__') else answer

    def close(self):
        self.channel.close()


class Refusal:
    """How a call failed, as a caller sees it."""

    def __init__(self, error):
        details = harness.details_of(error)
        self.code = error.code().name
        self.reason = details['ErrorInfo'].reason if 'ErrorInfo' in details else ''
        self.message = error.details()
        self.bytes = [value for key, value in error.trailing_metadata() or () if key == 'grpc-status-details-bin']
        self.fields = [violation.field for violation in details['BadRequest'].field_violations] if 'BadRequest' in details else []

    def __repr__(self):
        return f'{self.code}/{self.reason} {self.fields}: {self.message}'


def refusal_of(client, rpc, request):
    """None where the call does not fail."""
    try:
        client.call(rpc, request)
    except grpc.RpcError as error:
        return Refusal(error)
    return None
