"""Channels: in clear text to loopback addresses only, unless it is meant."""

import dataclasses
import ipaddress
import pathlib

import grpc

# gRPC waits between its own attempts to connect; it must not wait longer than the client's retries do.
_RECONNECT = [('grpc.initial_reconnect_backoff_ms', 200), ('grpc.min_reconnect_backoff_ms', 5000),
              ('grpc.max_reconnect_backoff_ms', 5000)]


@dataclasses.dataclass(frozen=True)
class Tls:
    """PEM files. No `ca_file` = the authorities that gRPC brings; `certificate_file` and `key_file` go together."""
    ca_file: str | None = None
    certificate_file: str | None = None
    key_file: str | None = None

    def credentials(self) -> grpc.ChannelCredentials:
        read = lambda path: pathlib.Path(path).read_bytes() if path else None
        return grpc.ssl_channel_credentials(read(self.ca_file), read(self.key_file), read(self.certificate_file))


def is_loopback(address: str) -> bool:
    host = address.rpartition(':')[0].strip('[]')
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == 'localhost' or address.startswith('unix:')


def open_channel(address: str, tls: Tls | None, insecure: bool) -> grpc.Channel:
    if tls is None and (insecure or is_loopback(address)):
        return grpc.insecure_channel(address, _RECONNECT)
    return grpc.secure_channel(address, (tls or Tls()).credentials(), _RECONNECT)
