"""The client. Requests are the generated messages, or their fields by name."""

import dataclasses
import os
import time
import uuid
from collections.abc import Mapping

import grpc
from bookings.v1 import bookings_pb2 as pb
from bookings.v1 import bookings_pb2_grpc, connections_pb2, connections_pb2_grpc

from .errors import GatewayError
from .paging import BookingList, SlotList
from .retry import Attempts, Deadline, RetryPolicy, read_may_pass, write_may_pass
from .transport import Tls, open_channel


@dataclasses.dataclass(frozen=True)
class Timeouts:
    """Seconds that a whole call may take, over all its attempts. A write is asked about again after `write_attempt`."""
    read: float = 30.0
    list: float = 600.0
    write: float = 60.0
    write_attempt: float = 20.0


class Client:
    """One gateway. Threads may share it.

    `token` is the caller's own, `bgw_...`; `vendor_tokens` are customers' tokens by connection id. Without `tls` a loopback address is
    spoken to in clear text and any other over TLS, unless `insecure` says otherwise.
    """

    def __init__(self, address: str | None = None, *, token: str | None = None, tls: Tls | None = None, insecure: bool = False,
                 vendor_tokens: Mapping[str, str] | None = None, timeouts: Timeouts = Timeouts(), retry: RetryPolicy = RetryPolicy()):
        self._channel = open_channel(address or os.environ.get('BOOKINGS_ADDRESS', '127.0.0.1:50051'), tls, insecure)
        self._bookings = bookings_pb2_grpc.BookingServiceStub(self._channel)
        self._connections = connections_pb2_grpc.ConnectionServiceStub(self._channel)
        self._metadata = [('x-vendor-authorization', f'{connection} Bearer {value}') for connection, value in (vendor_tokens or {}).items()]
        if token:
            self._metadata.append(('authorization', f'Bearer {token}'))
        self._timeouts, self._retry = timeouts, retry

    def __enter__(self) -> 'Client':
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        self._channel.close()

    def list_bookings(self, request: pb.ListBookingsRequest | None = None, *, timeout: float | None = None,
                      allow_failed_sources: bool = False, **fields) -> BookingList:
        """The bookings of all pages. When some sources failed SourcesFailed is raised behind the last booking, unless allowed."""
        attempts = self._attempts(timeout, self._timeouts.list)
        return BookingList(self._with_metadata(self._bookings.ListBookings), _request(pb.ListBookingsRequest, request, fields), attempts,
                           allow_failed_sources)

    def list_slots(self, request: pb.ListSlotsRequest | None = None, *, timeout: float | None = None, **fields) -> SlotList:
        """The slots of all pages."""
        attempts = self._attempts(timeout, self._timeouts.list)
        return SlotList(self._with_metadata(self._bookings.ListSlots), _request(pb.ListSlotsRequest, request, fields), attempts)

    def get_booking(self, name: str, *, view: int = pb.BOOKING_VIEW_UNSPECIFIED, timeout: float | None = None) -> pb.Booking:
        return self._read(self._bookings.GetBooking, pb.GetBookingRequest(name=name, view=view), timeout).booking

    def list_connections(self, *, timeout: float | None = None) -> list[connections_pb2.Connection]:
        return list(self._read(self._connections.ListConnections, connections_pb2.ListConnectionsRequest(), timeout).connections)

    def get_connection(self, name: str, *, timeout: float | None = None) -> connections_pb2.Connection:
        return self._read(self._connections.GetConnection, connections_pb2.GetConnectionRequest(name=name), timeout).connection

    def create_booking(self, request: pb.CreateBookingRequest | None = None, *, timeout: float | None = None,
                       **fields) -> pb.CreateBookingResponse:
        """Books at most once. Keep a `request_id` of your own where the process may die before it has the answer."""
        return self._write(self._bookings.CreateBooking, _request(pb.CreateBookingRequest, request, fields), timeout)

    def cancel_booking(self, request: pb.CancelBookingRequest | None = None, *, timeout: float | None = None,
                       **fields) -> pb.CancelBookingResponse:
        return self._write(self._bookings.CancelBooking, _request(pb.CancelBookingRequest, request, fields), timeout)

    def reschedule_booking(self, request: pb.RescheduleBookingRequest | None = None, *, timeout: float | None = None,
                           **fields) -> pb.RescheduleBookingResponse:
        return self._write(self._bookings.RescheduleBooking, _request(pb.RescheduleBookingRequest, request, fields), timeout)

    def update_booking(self, request: pb.UpdateBookingRequest | None = None, *, timeout: float | None = None,
                       **fields) -> pb.UpdateBookingResponse:
        return self._write(self._bookings.UpdateBooking, _request(pb.UpdateBookingRequest, request, fields), timeout)

    def update_booking_status(self, request: pb.UpdateBookingStatusRequest | None = None, *, timeout: float | None = None,
                              **fields) -> pb.UpdateBookingStatusResponse:
        return self._write(self._bookings.UpdateBookingStatus, _request(pb.UpdateBookingStatusRequest, request, fields), timeout)

    def _attempts(self, timeout, default) -> Attempts:
        return Attempts(self._retry, Deadline(default if timeout is None else timeout), self._sleep)

    def _sleep(self, seconds: float) -> None:
        """gRPC connects only while somebody waits for it: during a mere sleep an attempt to connect would time out."""
        self._channel.subscribe(_ignore)
        try:
            time.sleep(seconds)
        finally:
            self._channel.unsubscribe(_ignore)

    def _with_metadata(self, rpc):
        return lambda request, timeout: rpc(request, timeout=timeout, metadata=self._metadata)

    def _read(self, rpc, request, timeout):
        attempts = self._attempts(timeout, self._timeouts.read)
        while True:
            try:
                return rpc(request, timeout=attempts.deadline.left(), metadata=self._metadata)
            except grpc.RpcError as failure:
                error = GatewayError.of(failure)
            attempts.wait_after(error, read_may_pass(error))

    def _write(self, rpc, request, timeout):
        attempts = self._attempts(timeout, self._timeouts.write)
        request.request_id = request.request_id or str(uuid.uuid4())
        while True:
            try:
                return rpc(request, timeout=min(self._timeouts.write_attempt, attempts.deadline.left()), metadata=self._metadata)
            except grpc.RpcError as failure:
                error = GatewayError.of(failure)
            error.request_id = request.request_id
            attempts.wait_after(error, write_may_pass(error))


def _ignore(_connectivity) -> None:
    pass


def _request(kind, request, fields):
    """A message of our own: what the caller gave is not changed."""
    made = kind(**fields)
    if request is not None:
        made.MergeFrom(request)
    return made
