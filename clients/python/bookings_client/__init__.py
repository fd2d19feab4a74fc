"""A client of the Bookings Gateway: lists that resume by themselves, writes that count once, errors as types."""

from .client import Client, Timeouts
from .errors import *  # noqa: F403 - one exception for each reason of the catalogue
from .errors import __all__ as _errors
from .paging import BookingList, SlotList
from .retry import RetryPolicy
from .times import time_range
from .transport import Tls

__all__ = ['BookingList', 'Client', 'RetryPolicy', 'SlotList', 'Timeouts', 'Tls', 'time_range', *_errors]
