"""What a call can fail with: one exception for each reason of the catalogue (docs/errors.md), all of them a GatewayError."""

import datetime

import grpc

from . import status_details


class GatewayError(Exception):
    """A call that failed. An unknown reason of a newer gateway, or a failure that the gateway did not see (the connection broke:
    `reason` is
    empty), is a GatewayError itself."""
    REASON = ''

    def __init__(self, code: grpc.StatusCode, message: str, details: status_details.Details | None = None):
        details = details or status_details.Details()
        self.code = code
        self.reason = details.reason or self.REASON
        self.metadata = details.metadata
        self.retry_delay: datetime.timedelta | None = details.retry_delay
        self.violations = details.violations
        self.page_token = ''  # of a list: resumes behind the last page whose items were all handed out
        self.request_id = ''  # of a write: repeat it with this id to learn what became of it
        super().__init__(f'{code.name}{" / " if self.reason else ""}{self.reason}: {message}')

    @property
    def booking_state(self) -> str:
        """What became of a booking that was to be made: NOT_CREATED, CREATED or UNKNOWN; empty where nothing was to be made."""
        return self.metadata.get('booking_state', '')

    @classmethod
    def of(cls, error: grpc.RpcError) -> 'GatewayError':
        details = status_details.read(error.trailing_metadata())
        # Where the client itself gave up the gateway had no say.
        reason = details.reason or (error.code().name if error.code().name in ('DEADLINE_EXCEEDED', 'CANCELLED') else '')
        return BY_REASON.get(reason, GatewayError)(error.code(), error.details() or '', details)


class SourcesFailed(GatewayError):
    """Everything else was delivered, but some sources failed: `sources` holds their statuses. `page_token` resumes what is missing."""

    def __init__(self, sources):
        self.sources = sources
        names = ', '.join(f'{source.connection} ({source.error.message})' for source in sources)
        super().__init__(grpc.StatusCode.UNAVAILABLE, f'the list lacks bookings of {names}')


class Incomplete(GatewayError):
    """The stream ended without saying that it was complete: it was cut."""

    def __init__(self):
        super().__init__(grpc.StatusCode.UNAVAILABLE, 'the stream ended before the list did')


class InvalidRequest(GatewayError):
    """The request breaks a rule; BadRequest names every field."""
    REASON = 'INVALID_REQUEST'


class PageTokenInvalid(GatewayError):
    """The page token is not ours, was altered, has expired or was sealed with an unknown key."""
    REASON = 'PAGE_TOKEN_INVALID'


class PageTokenMismatch(GatewayError):
    """The page token belongs to another request or caller."""
    REASON = 'PAGE_TOKEN_MISMATCH'


class ConnectionNotFound(GatewayError):
    """No such connection, or none that this caller may read."""
    REASON = 'CONNECTION_NOT_FOUND'


class BookingNotFound(GatewayError):
    """The vendor knows no such booking."""
    REASON = 'BOOKING_NOT_FOUND'


class ScanLimitReached(GatewayError):
    """The bounded scan ended before the booking was found."""
    REASON = 'SCAN_LIMIT_REACHED'


class SortWindowExceeded(GatewayError):
    """Too many bookings to sort within the configured window."""
    REASON = 'SORT_WINDOW_EXCEEDED'


class OperationUnsupported(GatewayError):
    """This vendor, mode or version has no such operation."""
    REASON = 'OPERATION_UNSUPPORTED'


class UnsupportedField(GatewayError):
    """The vendor cannot carry out these fields."""
    REASON = 'UNSUPPORTED_FIELD'


class VendorAuthFailed(GatewayError):
    """The vendor refuses the connection's credential."""
    REASON = 'VENDOR_AUTH_FAILED'


class VendorTokenExpired(GatewayError):
    """The vendor refuses the customer token that came with the call, or none came."""
    REASON = 'VENDOR_TOKEN_EXPIRED'


class VendorPermissionDenied(GatewayError):
    """The credential lacks a right for this operation."""
    REASON = 'VENDOR_PERMISSION_DENIED'


class VendorResourceMissing(GatewayError):
    """A site, event type or endpoint that the configuration names does not exist (any more)."""
    REASON = 'VENDOR_RESOURCE_MISSING'


class VendorRateLimited(GatewayError):
    """The vendor throttles; RetryInfo says how long."""
    REASON = 'VENDOR_RATE_LIMITED'


class QuotaExhausted(GatewayError):
    """The account's quota at the vendor is used up."""
    REASON = 'QUOTA_EXHAUSTED'


class VendorUnavailable(GatewayError):
    """The vendor cannot be reached or answers 5xx."""
    REASON = 'VENDOR_UNAVAILABLE'


class VendorResponseInvalid(GatewayError):
    """The vendor's answer cannot be read."""
    REASON = 'VENDOR_RESPONSE_INVALID'


class VendorRequestRefused(GatewayError):
    """The vendor refuses the request as such, which it should not; nothing was changed."""
    REASON = 'VENDOR_REQUEST_REFUSED'


class DeadlineExceeded(GatewayError):
    """The caller's deadline passed."""
    REASON = 'DEADLINE_EXCEEDED'


class Cancelled(GatewayError):
    """The caller went away."""
    REASON = 'CANCELLED'


class SlotUnavailable(GatewayError):
    """The slot is taken or gone."""
    REASON = 'SLOT_UNAVAILABLE'


class BookingRefused(GatewayError):
    """The vendor refuses the change by its rules."""
    REASON = 'BOOKING_REFUSED'


class RequestIdReused(GatewayError):
    """This request_id was used with another request."""
    REASON = 'REQUEST_ID_REUSED'


class RequestInProgress(GatewayError):
    """A call with this request_id is still running."""
    REASON = 'REQUEST_IN_PROGRESS'


class OutcomeUnknown(GatewayError):
    """Whether the vendor has booked cannot be told yet; call again with the same request_id."""
    REASON = 'OUTCOME_UNKNOWN'


class EtagMismatch(GatewayError):
    """The booking has changed since the etag was read."""
    REASON = 'ETAG_MISMATCH'


class Draining(GatewayError):
    """The gateway is shutting down; go on elsewhere: a list with the last token, a write with the same request_id."""
    REASON = 'DRAINING'


class GatewayOverloaded(GatewayError):
    """A limit of the gateway itself: too many calls wait for one connection, too many streams are served (in all, or of this caller),
    or the token would be too long."""
    REASON = 'GATEWAY_OVERLOADED'


class InternalError(GatewayError):
    """A fault of the gateway itself."""
    REASON = 'INTERNAL'


class VendorPaymentRequired(GatewayError):
    """The vendor wants a payment that the gateway cannot make."""
    REASON = 'VENDOR_PAYMENT_REQUIRED'


class StreamStalled(GatewayError):
    """A reader that does not read had its stream cut."""
    REASON = 'STREAM_STALLED'


class CallerUnauthenticated(GatewayError):
    """The caller's own credential is missing or refused by the gateway."""
    REASON = 'CALLER_UNAUTHENTICATED'


class CallerNotAllowed(GatewayError):
    """The caller may not do this."""
    REASON = 'CALLER_NOT_ALLOWED'


class LedgerUnavailable(GatewayError):
    """The ledger that makes writes happen once cannot be written; nothing was sent to the vendor."""
    REASON = 'LEDGER_UNAVAILABLE'


BY_REASON = {each.REASON: each for each in GatewayError.__subclasses__() if each.REASON}
__all__ = ['GatewayError', 'Incomplete', 'SourcesFailed', *(each.__name__ for each in BY_REASON.values())]
