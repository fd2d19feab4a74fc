"""The kinds of source that are resumed, and what the contract promises of each."""

import dataclasses

from bookings.v1 import bookings_pb2 as pb
from world import MODES

ORDERED = (pb.ORDER_BY_START_TIME_ASC, pb.ORDER_BY_START_TIME_DESC, pb.ORDER_BY_CREATE_TIME_ASC, pb.ORDER_BY_CREATE_TIME_DESC)
ANY_ORDER = (pb.ORDER_BY_UNSPECIFIED,) * 3 + ORDERED

# Read by page numbers, or within windows, over an order that nobody documents: unordered lists may repeat, and say so.
AT_LEAST_ONCE = {'hostelmate', 'wix_v1_get', 'tiquo_admin'}
# Their cursor is a row of the vendor's: where a list goes on with one that is gone, or no longer in the list, it is read again from the
# start, and said.
CURSOR_IS_A_ROW = {'tiquo_client', 'optimocms'}


@dataclasses.dataclass(frozen=True)
class Kind:
    modes: tuple
    orders: tuple
    sources: tuple = (1,)  # how many are merged


KINDS = {
    'jicoo_start_asc': Kind(('jicoo',), (pb.ORDER_BY_START_TIME_ASC,)),
    'jicoo_start_desc': Kind(('jicoo',), (pb.ORDER_BY_START_TIME_DESC,)),
    'jicoo_create_asc': Kind(('jicoo',), (pb.ORDER_BY_CREATE_TIME_ASC,)),
    'jicoo_create_desc': Kind(('jicoo',), (pb.ORDER_BY_CREATE_TIME_DESC,)),
    'jicoo_unordered': Kind(('jicoo',), (pb.ORDER_BY_UNSPECIFIED,)),
    'wix_v1': Kind(('wix_v1',), ANY_ORDER),
    'wix_v1_get': Kind(('wix_v1_get',), ANY_ORDER),
    'wix_v2': Kind(('wix_v2',), ANY_ORDER),
    'tiquo_client': Kind(('tiquo_client',), ANY_ORDER),
    'tiquo_admin': Kind(('tiquo_admin',), ANY_ORDER),
    'optimocms': Kind(('optimocms',), ANY_ORDER),
    'hostelmate': Kind(('hostelmate',), ANY_ORDER),
    'merged': Kind(MODES, ANY_ORDER, (2, 3, 4, 5)),
}


def is_exact(mode, order):
    """Whether no unchanged booking may come twice."""
    return order != pb.ORDER_BY_UNSPECIFIED or mode not in AT_LEAST_ONCE


def rows_may_vanish(mode, order):
    """Jicoo has no way to remove a booking, and unordered lists of it rest on that (connectors/jicoo/README.md)."""
    return order != pb.ORDER_BY_UNSPECIFIED or mode != 'jicoo'


def may_lose_its_cursor(mode, order):
    return order == pb.ORDER_BY_UNSPECIFIED and mode in CURSOR_IS_A_ROW
