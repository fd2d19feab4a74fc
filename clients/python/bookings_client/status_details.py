"""Reads the google.rpc details of `grpc-status-details-bin` off the wire. By hand, as Debian packages no Python module for them and three
small messages are not worth a dependency: google/rpc/status.proto and google/rpc/error_details.proto number the fields."""

import dataclasses
import datetime

_TYPE = 'type.googleapis.com/google.rpc.'
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


@dataclasses.dataclass(frozen=True)
class FieldViolation:
    """One thing that is wrong with a request: the field's path, and what is wrong."""
    field: str
    description: str


@dataclasses.dataclass
class Details:
    """What the gateway says of a failure besides its code; empty where it says nothing."""
    reason: str = ''
    metadata: dict[str, str] = dataclasses.field(default_factory=dict)
    retry_delay: datetime.timedelta | None = None
    violations: list[FieldViolation] = dataclasses.field(default_factory=list)


def read(trailing_metadata) -> Details:
    """The details of a failed call. What cannot be read is left out: a failure with a code alone is still a failure."""
    for key, value in trailing_metadata or ():
        if key == 'grpc-status-details-bin':
            try:
                return _details(value)
            except (IndexError, UnicodeDecodeError, ValueError, OverflowError):
                break
    return Details()


def _details(status: bytes) -> Details:
    details = Details()
    for packed in _all(status, 3):
        kind, value = _text(packed, 1), _first(packed, 2, b'')
        if kind == _TYPE + 'ErrorInfo':
            details.reason = _text(value, 1)
            details.metadata = {_text(entry, 1): _text(entry, 2) for entry in _all(value, 3)}
        elif kind == _TYPE + 'RetryInfo':
            delay = _first(value, 1, b'')
            details.retry_delay = datetime.timedelta(seconds=_first(delay, 1, 0), microseconds=_first(delay, 2, 0) / 1000)
        elif kind == _TYPE + 'BadRequest':
            details.violations = [FieldViolation(_text(each, 1), _text(each, 2)) for each in _all(value, 1)]
    return details


def _all(message: bytes, number: int) -> list:
    return [value for each, value in _fields(message) if each == number]


def _first(message: bytes, number: int, default):
    return next(iter(_all(message, number)), default)


def _text(message: bytes, number: int) -> str:
    return _first(message, number, b'').decode()


def _fields(message: bytes):
    """(number, value) of each field: an int for varints, else bytes."""
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        kind = tag & 7
        if kind == _VARINT:
            value, at = _varint(message, at)
        elif kind in (_FIXED32, _FIXED64, _BYTES):
            length, at = _varint(message, at) if kind == _BYTES else (8 if kind == _FIXED64 else 4, at)
            if at + length > len(message):
                raise ValueError('a field ends behind its message')
            value, at = message[at:at + length], at + length
        else:
            raise ValueError(f'wire type {kind}')
        yield tag >> 3, value


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
        if shift > 63:
            raise ValueError('a number of more than 64 bits')
