"""Ranges of instants out of Python's own times."""

import datetime

from bookings.v1 import bookings_pb2 as pb
from google.protobuf import timestamp_pb2


def time_range(start: datetime.datetime | None, end: datetime.datetime | None) -> pb.TimeRange:
    """[start, end), where None is open. Times without a zone are local ones, as everywhere in Python."""
    bounds = {'from': start, 'to': end}  # `from` is a word of Python's: the field cannot be written as an argument
    return pb.TimeRange(**{name: _stamp(instant) for name, instant in bounds.items() if instant})


def _stamp(instant: datetime.datetime) -> timestamp_pb2.Timestamp:
    made = timestamp_pb2.Timestamp()
    made.FromDatetime(instant.astimezone(datetime.timezone.utc).replace(tzinfo=None))
    return made
