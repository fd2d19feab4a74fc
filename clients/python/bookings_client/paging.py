"""Streams of pages as one iteration that outlives broken connections: it resumes behind the last page it has handed out."""

import grpc
from bookings.v1 import bookings_pb2 as pb

from .errors import GatewayError, Incomplete, SourcesFailed
from .retry import Attempts, stream_may_pass


class _Stream:
    """Iterates over the items of all pages, once. `page_token` resumes behind the last page whose items were all handed out."""

    def __init__(self, call, request, attempts: Attempts):
        self._call, self._request, self._attempts = call, request, attempts
        self._items = self._read()

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._items)

    def close(self) -> None:
        """Stops reading; a loop that is left early needs not call it."""
        self._items.close()

    @property
    def page_token(self) -> str:
        return self._request.page_token

    def items_of(self, page):
        raise NotImplementedError

    def finish(self) -> None:
        """Called when the gateway has said that it is done."""

    def _read(self):
        while True:
            stream = self._call(self._request, timeout=self._attempts.deadline.left())
            try:
                for page in stream:
                    if page.next_page_token != self._request.page_token:  # else it leads nowhere: attempts stay bounded
                        self._attempts.progress()
                    yield from self.items_of(page)
                    self._request.page_token = page.next_page_token
                    if page.HasField('complete'):
                        return self.finish()
                error = Incomplete()
            except grpc.RpcError as failure:
                error = GatewayError.of(failure)
            finally:
                stream.cancel()
            error.page_token = self.page_token
            self._attempts.wait_after(error, stream_may_pass(error))


class BookingList(_Stream):
    """The bookings of a list. `sources` holds the latest status of each connection; `complete` is set behind the last booking."""

    def __init__(self, call, request: pb.ListBookingsRequest, attempts: Attempts, allow_failed_sources: bool):
        super().__init__(call, request, attempts)
        self._allow_failed_sources = allow_failed_sources
        self.sources: dict[str, pb.SourceStatus] = {}
        self.complete = False

    def items_of(self, page: pb.ListBookingsResponse):
        self.sources.update((source.connection, source) for source in page.sources)
        self.complete = page.complete
        return page.bookings

    @property
    def failed_sources(self) -> list[pb.SourceStatus]:
        return [source for source in self.sources.values() if source.state == pb.SOURCE_STATE_FAILED]

    def finish(self) -> None:
        if self.failed_sources and not self._allow_failed_sources:
            error = SourcesFailed(self.failed_sources)
            error.page_token = self.page_token
            raise error


class SlotList(_Stream):
    """The slots of a list, in order of start."""

    def items_of(self, page: pb.ListSlotsResponse):
        return page.slots
