// Types of the client. Messages are those of proto/bookings/v1 in camelCase: longs and enums are strings, timestamps
// { seconds, nanos } (toDate makes a Date of one). Requests take a Date for a timestamp, an object for a Struct and an array of
// paths for a field mask. `npx proto-loader-gen-types` types every message, where that is wanted.

export interface Timestamp { seconds: string; nanos: number }
/** Fields by their names in camelCase. */
export type Request = { [field: string]: unknown };

export interface Booking {
  name: string;
  vendor: string;
  vendorId: string;
  status: string;
  vendorStatus: string;
  title: string;
  description: string;
  startTime: Timestamp | null;
  endTime: Timestamp | null;
  timeZone: string;
  etag: string;
  mappingNotes: string[];
  [field: string]: any;
}

export interface Slot {
  startTime: Timestamp | null;
  endTime: Timestamp | null;
  available: boolean;
  slotToken: string;
  [field: string]: any;
}

export interface SourceStatus {
  connection: string;
  state: string;
  error: { code: number; reason: string; message: string; metadata: Record<string, string> } | null;
  [field: string]: any;
}

export interface Connection { name: string; vendor: string; state: string; [field: string]: any }

export interface Tls {
  /** PEM files. No `caFile` = the authorities that Node brings; `certificateFile` and `keyFile` go together. */
  caFile?: string;
  certificateFile?: string;
  keyFile?: string;
}

export interface ClientOptions {
  /** The caller's own token, `bgw_...`. */
  token?: string;
  /** Without it a loopback address is spoken to in clear text and any other over TLS, unless `insecure` says otherwise. */
  tls?: Tls;
  insecure?: boolean;
  /** Customers' tokens by connection id. */
  vendorTokens?: Record<string, string>;
  /** How long a whole call may take, over all its attempts. A write is asked about again after `writeAttempt`. */
  timeoutsMs?: { read?: number; list?: number; write?: number; writeAttempt?: number };
  /** `attempts` in a row that bring nothing; a page that leads on starts the count anew. */
  retry?: { attempts?: number; firstBackoffMs?: number; longestBackoffMs?: number };
}

export interface CallOptions { timeoutMs?: number }

/** The bookings of a list: iterate once. */
export class BookingList implements AsyncIterable<Booking> {
  [Symbol.asyncIterator](): AsyncIterator<Booking>;
  /** Resumes behind the last page whose bookings were all handed out. */
  readonly pageToken: string;
  /** Set behind the last booking. */
  readonly complete: boolean;
  /** The latest status of each connection. */
  readonly sources: Map<string, SourceStatus>;
  readonly failedSources: SourceStatus[];
}

export class SlotList implements AsyncIterable<Slot> {
  [Symbol.asyncIterator](): AsyncIterator<Slot>;
  readonly pageToken: string;
}

export class Client {
  /** @param address host:port; default: the environment's BOOKINGS_ADDRESS, else 127.0.0.1:50051 */
  constructor(address?: string, options?: ClientOptions);
  /** When some sources failed SourcesFailed is thrown behind the last booking, unless allowed. */
  listBookings(request?: Request, options?: CallOptions & { allowFailedSources?: boolean }): BookingList;
  listSlots(request: Request, options?: CallOptions): SlotList;
  getBooking(name: string, options?: CallOptions & { view?: string }): Promise<Booking>;
  listConnections(options?: CallOptions): Promise<Connection[]>;
  getConnection(name: string, options?: CallOptions): Promise<Connection>;
  /** Books at most once. Keep a `requestId` of your own where the process may die before it has the answer. */
  createBooking(request: Request, options?: CallOptions): Promise<{ booking: Booking; replayed: boolean }>;
  cancelBooking(request: Request, options?: CallOptions): Promise<{ booking: Booking; alreadyCancelled: boolean }>;
  rescheduleBooking(request: Request, options?: CallOptions): Promise<{ booking: Booking; replacedBooking: string }>;
  updateBooking(request: Request, options?: CallOptions): Promise<{ booking: Booking }>;
  updateBookingStatus(request: Request, options?: CallOptions): Promise<{ booking: Booking; unchanged: boolean }>;
  close(): void;
}

export function toDate(timestamp: Timestamp | null): Date | null;
/** A google.protobuf.Struct, such as Booking.vendorFields, as a plain object. */
export function fromStruct(struct: unknown): Record<string, unknown>;

/** A call that failed. A reason of a newer gateway, or a failure that the gateway did not see (`reason` is empty), is a GatewayError itself. */
export class GatewayError extends Error {
  /** Name of the canonical gRPC code. */
  readonly code: string;
  readonly reason: string;
  readonly metadata: Record<string, string>;
  readonly retryDelayMs?: number;
  readonly violations: { field: string; description: string }[];
  /** Of a list: resumes behind the last page whose items were all handed out. */
  readonly pageToken: string;
  /** Of a write: repeat it with this id to learn what became of it. */
  readonly requestId: string;
  /** NOT_CREATED, CREATED or UNKNOWN; empty where nothing was to be made. */
  readonly bookingState: string;
}

/** Everything else was delivered, but some sources failed. `pageToken` resumes what is missing. */
export class SourcesFailed extends GatewayError {
  readonly sources: SourceStatus[];
}
/** The stream ended without saying that it was complete: it was cut. */
export class Incomplete extends GatewayError {}

/** The request breaks a rule; BadRequest names every field. */
export class InvalidRequest extends GatewayError {}
/** The page token is not ours, was altered, has expired or was sealed with an unknown key. */
export class PageTokenInvalid extends GatewayError {}
/** The page token belongs to another request or caller. */
export class PageTokenMismatch extends GatewayError {}
/** No such connection, or none that this caller may read. */
export class ConnectionNotFound extends GatewayError {}
/** The vendor knows no such booking. */
export class BookingNotFound extends GatewayError {}
/** The bounded scan ended before the booking was found. */
export class ScanLimitReached extends GatewayError {}
/** Too many bookings to sort within the configured window. */
export class SortWindowExceeded extends GatewayError {}
/** This vendor, mode or version has no such operation. */
export class OperationUnsupported extends GatewayError {}
/** The vendor cannot carry out these fields. */
export class UnsupportedField extends GatewayError {}
/** The vendor refuses the connection's credential. */
export class VendorAuthFailed extends GatewayError {}
/** The vendor refuses the customer token that came with the call, or none came. */
export class VendorTokenExpired extends GatewayError {}
/** The credential lacks a right for this operation. */
export class VendorPermissionDenied extends GatewayError {}
/** A site, event type or endpoint that the configuration names does not exist (any more). */
export class VendorResourceMissing extends GatewayError {}
/** The vendor throttles; RetryInfo says how long. */
export class VendorRateLimited extends GatewayError {}
/** The account's quota at the vendor is used up. */
export class QuotaExhausted extends GatewayError {}
/** The vendor cannot be reached or answers 5xx. */
export class VendorUnavailable extends GatewayError {}
/** The vendor's answer cannot be read. */
export class VendorResponseInvalid extends GatewayError {}
/** The vendor refuses the request as such, which it should not; nothing was changed. */
export class VendorRequestRefused extends GatewayError {}
/** The caller's deadline passed. */
export class DeadlineExceeded extends GatewayError {}
/** The caller went away. */
export class Cancelled extends GatewayError {}
/** The slot is taken or gone. */
export class SlotUnavailable extends GatewayError {}
/** The vendor refuses the change by its rules. */
export class BookingRefused extends GatewayError {}
/** This request_id was used with another request. */
export class RequestIdReused extends GatewayError {}
/** A call with this request_id is still running. */
export class RequestInProgress extends GatewayError {}
/** Whether the vendor has booked cannot be told yet; call again with the same request_id. */
export class OutcomeUnknown extends GatewayError {}
/** The booking has changed since the etag was read. */
export class EtagMismatch extends GatewayError {}
/** The gateway is shutting down; go on elsewhere: a list with the last token, a write with the same request_id. */
export class Draining extends GatewayError {}
/** A limit of the gateway itself: too many calls wait for one connection, too many streams are served (in all, or of this caller), or the token would be too long. */
export class GatewayOverloaded extends GatewayError {}
/** A fault of the gateway itself. */
export class InternalError extends GatewayError {}
/** The vendor wants a payment that the gateway cannot make. */
export class VendorPaymentRequired extends GatewayError {}
/** A reader that does not read had its stream cut. */
export class StreamStalled extends GatewayError {}
/** The caller's own credential is missing or refused by the gateway. */
export class CallerUnauthenticated extends GatewayError {}
/** The caller may not do this. */
export class CallerNotAllowed extends GatewayError {}
/** The ledger that makes writes happen once cannot be written; nothing was sent to the vendor. */
export class LedgerUnavailable extends GatewayError {}

export const byReason: Readonly<Record<string, typeof GatewayError>>;
