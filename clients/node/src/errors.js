// What a call can fail with: one class for each reason of the catalogue (docs/errors.md), all of them a GatewayError.
import { status as grpcStatus } from '@grpc/grpc-js';

import { readDetails } from './status-details.js';

/** A call that failed. A reason of a newer gateway, or a failure that the gateway did not see (`reason` is empty), is a GatewayError itself. */
export class GatewayError extends Error {
  /** @param {string} code name of the canonical gRPC code, such as 'NOT_FOUND' */
  constructor(code, message, details = {}) {
    const reason = details.reason || '';
    super(`${code}${reason && ' / '}${reason}: ${message}`);
    this.name = new.target.name;
    this.code = code;
    this.reason = reason;
    this.metadata = details.metadata ?? {};
    this.retryDelayMs = details.retryDelayMs;
    this.violations = details.violations ?? [];
    /** Of a list: resumes behind the last page whose items were all handed out. */
    this.pageToken = '';
    /** Of a write: repeat it with this id to learn what became of it. */
    this.requestId = '';
  }

  /** What became of a booking that was to be made: NOT_CREATED, CREATED or UNKNOWN; empty where nothing was to be made. */
  get bookingState() {
    return this.metadata.booking_state ?? '';
  }

  static of(error) {
    const code = grpcStatus[error.code] ?? 'UNKNOWN';
    const details = readDetails(error.metadata);
    // Where the client itself gave up the gateway had no say.
    if (!details.reason && (code === 'DEADLINE_EXCEEDED' || code === 'CANCELLED')) details.reason = code;
    return new (byReason[details.reason] ?? GatewayError)(code, error.details ?? error.message, details);
  }
}

/** Everything else was delivered, but some sources failed: `sources` holds their statuses. `pageToken` resumes what is missing. */
export class SourcesFailed extends GatewayError {
  constructor(sources) {
    super('UNAVAILABLE', `the list lacks bookings of ${sources.map((each) => `${each.connection} (${each.error?.message})`).join(', ')}`);
    this.sources = sources;
  }
}

/** The stream ended without saying that it was complete: it was cut. */
export class Incomplete extends GatewayError {
  constructor() {
    super('UNAVAILABLE', 'the stream ended before the list did');
  }
}

export class InvalidRequest extends GatewayError {}
export class PageTokenInvalid extends GatewayError {}
export class PageTokenMismatch extends GatewayError {}
export class ConnectionNotFound extends GatewayError {}
export class BookingNotFound extends GatewayError {}
export class ScanLimitReached extends GatewayError {}
export class SortWindowExceeded extends GatewayError {}
export class OperationUnsupported extends GatewayError {}
export class UnsupportedField extends GatewayError {}
export class VendorAuthFailed extends GatewayError {}
export class VendorTokenExpired extends GatewayError {}
export class VendorPermissionDenied extends GatewayError {}
export class VendorResourceMissing extends GatewayError {}
export class VendorRateLimited extends GatewayError {}
export class QuotaExhausted extends GatewayError {}
export class VendorUnavailable extends GatewayError {}
export class VendorResponseInvalid extends GatewayError {}
export class VendorRequestRefused extends GatewayError {}
export class DeadlineExceeded extends GatewayError {}
export class Cancelled extends GatewayError {}
export class SlotUnavailable extends GatewayError {}
export class BookingRefused extends GatewayError {}
export class RequestIdReused extends GatewayError {}
export class RequestInProgress extends GatewayError {}
export class OutcomeUnknown extends GatewayError {}
export class EtagMismatch extends GatewayError {}
export class Draining extends GatewayError {}
export class GatewayOverloaded extends GatewayError {}
export class InternalError extends GatewayError {}
export class VendorPaymentRequired extends GatewayError {}
export class StreamStalled extends GatewayError {}
export class CallerUnauthenticated extends GatewayError {}
export class CallerNotAllowed extends GatewayError {}
export class LedgerUnavailable extends GatewayError {}

/** The class of each reason. */
export const byReason = {
  INVALID_REQUEST: InvalidRequest,
  PAGE_TOKEN_INVALID: PageTokenInvalid,
  PAGE_TOKEN_MISMATCH: PageTokenMismatch,
  CONNECTION_NOT_FOUND: ConnectionNotFound,
  BOOKING_NOT_FOUND: BookingNotFound,
  SCAN_LIMIT_REACHED: ScanLimitReached,
  SORT_WINDOW_EXCEEDED: SortWindowExceeded,
  OPERATION_UNSUPPORTED: OperationUnsupported,
  UNSUPPORTED_FIELD: UnsupportedField,
  VENDOR_AUTH_FAILED: VendorAuthFailed,
  VENDOR_TOKEN_EXPIRED: VendorTokenExpired,
  VENDOR_PERMISSION_DENIED: VendorPermissionDenied,
  VENDOR_RESOURCE_MISSING: VendorResourceMissing,
  VENDOR_RATE_LIMITED: VendorRateLimited,
  QUOTA_EXHAUSTED: QuotaExhausted,
  VENDOR_UNAVAILABLE: VendorUnavailable,
  VENDOR_RESPONSE_INVALID: VendorResponseInvalid,
  VENDOR_REQUEST_REFUSED: VendorRequestRefused,
  DEADLINE_EXCEEDED: DeadlineExceeded,
  CANCELLED: Cancelled,
  SLOT_UNAVAILABLE: SlotUnavailable,
  BOOKING_REFUSED: BookingRefused,
  REQUEST_ID_REUSED: RequestIdReused,
  REQUEST_IN_PROGRESS: RequestInProgress,
  OUTCOME_UNKNOWN: OutcomeUnknown,
  ETAG_MISMATCH: EtagMismatch,
  DRAINING: Draining,
  GATEWAY_OVERLOADED: GatewayOverloaded,
  INTERNAL: InternalError,
  VENDOR_PAYMENT_REQUIRED: VendorPaymentRequired,
  STREAM_STALLED: StreamStalled,
  CALLER_UNAUTHENTICATED: CallerUnauthenticated,
  CALLER_NOT_ALLOWED: CallerNotAllowed,
  LEDGER_UNAVAILABLE: LedgerUnavailable,
};
