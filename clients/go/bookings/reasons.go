package bookings

// Reason is why a call failed, out of the catalogue (docs/errors.md). It is an error to be compared with:
//
//	if errors.Is(err, bookings.ErrSlotUnavailable) { ... }
type Reason string

func (reason Reason) Error() string { return string(reason) }

// The catalogue. A newer gateway may know more.
const (
	// ErrInvalidRequest: the request breaks a rule; BadRequest names every field.
	ErrInvalidRequest = Reason("INVALID_REQUEST")
	// ErrPageTokenInvalid: the page token is not ours, was altered, has expired or was sealed with an unknown key.
	ErrPageTokenInvalid = Reason("PAGE_TOKEN_INVALID")
	// ErrPageTokenMismatch: the page token belongs to another request or caller.
	ErrPageTokenMismatch = Reason("PAGE_TOKEN_MISMATCH")
	// ErrConnectionNotFound: no such connection, or none that this caller may read.
	ErrConnectionNotFound = Reason("CONNECTION_NOT_FOUND")
	// ErrBookingNotFound: the vendor knows no such booking.
	ErrBookingNotFound = Reason("BOOKING_NOT_FOUND")
	// ErrScanLimitReached: the bounded scan ended before the booking was found.
	ErrScanLimitReached = Reason("SCAN_LIMIT_REACHED")
	// ErrSortWindowExceeded: too many bookings to sort within the configured window.
	ErrSortWindowExceeded = Reason("SORT_WINDOW_EXCEEDED")
	// ErrOperationUnsupported: this vendor, mode or version has no such operation.
	ErrOperationUnsupported = Reason("OPERATION_UNSUPPORTED")
	// ErrUnsupportedField: the vendor cannot carry out these fields.
	ErrUnsupportedField = Reason("UNSUPPORTED_FIELD")
	// ErrVendorAuthFailed: the vendor refuses the connection's credential.
	ErrVendorAuthFailed = Reason("VENDOR_AUTH_FAILED")
	// ErrVendorTokenExpired: the vendor refuses the customer token that came with the call, or none came.
	ErrVendorTokenExpired = Reason("VENDOR_TOKEN_EXPIRED")
	// ErrVendorPermissionDenied: the credential lacks a right for this operation.
	ErrVendorPermissionDenied = Reason("VENDOR_PERMISSION_DENIED")
	// ErrVendorResourceMissing: a site, event type or endpoint that the configuration names does not exist (any more).
	ErrVendorResourceMissing = Reason("VENDOR_RESOURCE_MISSING")
	// ErrVendorRateLimited: the vendor throttles; RetryInfo says how long.
	ErrVendorRateLimited = Reason("VENDOR_RATE_LIMITED")
	// ErrQuotaExhausted: the account's quota at the vendor is used up.
	ErrQuotaExhausted = Reason("QUOTA_EXHAUSTED")
	// ErrVendorUnavailable: the vendor cannot be reached or answers 5xx.
	ErrVendorUnavailable = Reason("VENDOR_UNAVAILABLE")
	// ErrVendorResponseInvalid: the vendor's answer cannot be read.
	ErrVendorResponseInvalid = Reason("VENDOR_RESPONSE_INVALID")
	// ErrVendorRequestRefused: the vendor refuses the request as such, which it should not; nothing was changed.
	ErrVendorRequestRefused = Reason("VENDOR_REQUEST_REFUSED")
	// ErrDeadlineExceeded: the caller's deadline passed.
	ErrDeadlineExceeded = Reason("DEADLINE_EXCEEDED")
	// ErrCancelled: the caller went away.
	ErrCancelled = Reason("CANCELLED")
	// ErrSlotUnavailable: the slot is taken or gone.
	ErrSlotUnavailable = Reason("SLOT_UNAVAILABLE")
	// ErrBookingRefused: the vendor refuses the change by its rules.
	ErrBookingRefused = Reason("BOOKING_REFUSED")
	// ErrRequestIdReused: this request_id was used with another request.
	ErrRequestIdReused = Reason("REQUEST_ID_REUSED")
	// ErrRequestInProgress: a call with this request_id is still running.
	ErrRequestInProgress = Reason("REQUEST_IN_PROGRESS")
	// ErrOutcomeUnknown: whether the vendor has booked cannot be told yet; call again with the same request_id.
	ErrOutcomeUnknown = Reason("OUTCOME_UNKNOWN")
	// ErrEtagMismatch: the booking has changed since the etag was read.
	ErrEtagMismatch = Reason("ETAG_MISMATCH")
	// ErrDraining: the gateway is shutting down; go on elsewhere: a list with the last token, a write with the same request_id.
	ErrDraining = Reason("DRAINING")
	// ErrGatewayOverloaded: a limit of the gateway itself: too many calls wait for one connection, too many streams are served (in all, or of this caller), or the token would be too long.
	ErrGatewayOverloaded = Reason("GATEWAY_OVERLOADED")
	// ErrInternal: a fault of the gateway itself.
	ErrInternal = Reason("INTERNAL")
	// ErrVendorPaymentRequired: the vendor wants a payment that the gateway cannot make.
	ErrVendorPaymentRequired = Reason("VENDOR_PAYMENT_REQUIRED")
	// ErrStreamStalled: a reader that does not read had its stream cut.
	ErrStreamStalled = Reason("STREAM_STALLED")
	// ErrCallerUnauthenticated: the caller's own credential is missing or refused by the gateway.
	ErrCallerUnauthenticated = Reason("CALLER_UNAUTHENTICATED")
	// ErrCallerNotAllowed: the caller may not do this.
	ErrCallerNotAllowed = Reason("CALLER_NOT_ALLOWED")
	// ErrLedgerUnavailable: the ledger that makes writes happen once cannot be written; nothing was sent to the vendor.
	ErrLedgerUnavailable = Reason("LEDGER_UNAVAILABLE")
)

// Reasons are all of the catalogue.
var Reasons = []Reason{
	ErrInvalidRequest,
	ErrPageTokenInvalid,
	ErrPageTokenMismatch,
	ErrConnectionNotFound,
	ErrBookingNotFound,
	ErrScanLimitReached,
	ErrSortWindowExceeded,
	ErrOperationUnsupported,
	ErrUnsupportedField,
	ErrVendorAuthFailed,
	ErrVendorTokenExpired,
	ErrVendorPermissionDenied,
	ErrVendorResourceMissing,
	ErrVendorRateLimited,
	ErrQuotaExhausted,
	ErrVendorUnavailable,
	ErrVendorResponseInvalid,
	ErrVendorRequestRefused,
	ErrDeadlineExceeded,
	ErrCancelled,
	ErrSlotUnavailable,
	ErrBookingRefused,
	ErrRequestIdReused,
	ErrRequestInProgress,
	ErrOutcomeUnknown,
	ErrEtagMismatch,
	ErrDraining,
	ErrGatewayOverloaded,
	ErrInternal,
	ErrVendorPaymentRequired,
	ErrStreamStalled,
	ErrCallerUnauthenticated,
	ErrCallerNotAllowed,
	ErrLedgerUnavailable,
}
