# frozen_string_literal: true

require 'grpc'
require 'grpc/google_rpc_status_utils'
require 'google/protobuf/well_known_types'
require 'google/rpc/error_details_pb'
require 'google/rpc/status_pb'

# What a call can fail with: one class for each reason of the catalogue (docs/errors.md), all of them a GatewayError.
module BookingsClient
  # A call that failed. A reason of a newer gateway, or a failure that the gateway did not see (`reason` is empty), is a GatewayError itself.
  class GatewayError < StandardError
    # What the gateway says of a failure besides its code. `retry_delay` is in seconds, nil where waiting is not said to help.
    Details = Struct.new(:reason, :metadata, :retry_delay, :violations)

    # Name of the canonical gRPC code, such as :NOT_FOUND.
    attr_reader :code, :reason, :metadata, :retry_delay, :violations
    # Of a list: resumes behind the last page whose items were all handed out.
    attr_accessor :page_token
    # Of a write: repeat it with this id to learn what became of it.
    attr_accessor :request_id

    def initialize(code, message, details = Details.new('', {}, nil, []))
      @code = code
      @reason, @metadata, @retry_delay, @violations = *details
      @page_token = @request_id = ''
      super("#{[code, *(reason unless reason.empty?)].join(' / ')}: #{message}")
    end

    # What became of a booking that was to be made: NOT_CREATED, CREATED or UNKNOWN; empty where nothing was to be made.
    def booking_state
      metadata.fetch('booking_state', '')
    end

    CODES = GRPC::Core::StatusCodes.constants.to_h { |name| [GRPC::Core::StatusCodes.const_get(name), name] }.freeze
    # Where the client itself gave up the gateway had no say.
    OWN_REASONS = { DEADLINE_EXCEEDED: 'DEADLINE_EXCEEDED', CANCELLED: 'CANCELLED' }.freeze

    def self.of(bad_status)
      code = CODES.fetch(bad_status.code, :UNKNOWN)
      details = details_of(bad_status)
      details.reason = OWN_REASONS.fetch(code, '') if details.reason.empty?
      BY_REASON.fetch(details.reason, GatewayError).new(code, bad_status.details, details)
    end

    # What cannot be read is left out: a failure with a code alone is still a failure.
    def self.details_of(bad_status)
      found = Details.new('', {}, nil, [])
      status = GRPC::GoogleRpcStatusUtils.extract_google_rpc_status(bad_status.to_status)
      status&.details&.each { |packed| read(packed, found) }
      found
    rescue Google::Protobuf::ParseError
      Details.new('', {}, nil, [])
    end

    def self.read(packed, found)
      case packed.type_name
      when 'google.rpc.ErrorInfo'
        info = packed.unpack(Google::Rpc::ErrorInfo)
        found.reason, found.metadata = info.reason, info.metadata.to_h
      when 'google.rpc.RetryInfo'
        delay = packed.unpack(Google::Rpc::RetryInfo).retry_delay
        found.retry_delay = delay.seconds + delay.nanos / 1e9
      when 'google.rpc.BadRequest'
        found.violations = packed.unpack(Google::Rpc::BadRequest).field_violations.to_a
      end
    end
    private_class_method :details_of, :read
  end

  # Everything else was delivered, but some sources failed: `sources` holds their statuses. `page_token` resumes what is missing.
  class SourcesFailed < GatewayError
    attr_reader :sources

    def initialize(sources)
      @sources = sources
      super(:UNAVAILABLE, "the list lacks bookings of #{sources.map { |each| "#{each.connection} (#{each.error.message})" }.join(', ')}")
    end
  end

  # The stream ended without saying that it was complete: it was cut.
  class Incomplete < GatewayError
    def initialize
      super(:UNAVAILABLE, 'the stream ended before the list did')
    end
  end

  class InvalidRequest < GatewayError; end
  class PageTokenInvalid < GatewayError; end
  class PageTokenMismatch < GatewayError; end
  class ConnectionNotFound < GatewayError; end
  class BookingNotFound < GatewayError; end
  class ScanLimitReached < GatewayError; end
  class SortWindowExceeded < GatewayError; end
  class OperationUnsupported < GatewayError; end
  class UnsupportedField < GatewayError; end
  class VendorAuthFailed < GatewayError; end
  class VendorTokenExpired < GatewayError; end
  class VendorPermissionDenied < GatewayError; end
  class VendorResourceMissing < GatewayError; end
  class VendorRateLimited < GatewayError; end
  class QuotaExhausted < GatewayError; end
  class VendorUnavailable < GatewayError; end
  class VendorResponseInvalid < GatewayError; end
  class VendorRequestRefused < GatewayError; end
  class DeadlineExceeded < GatewayError; end
  class Cancelled < GatewayError; end
  class SlotUnavailable < GatewayError; end
  class BookingRefused < GatewayError; end
  class RequestIdReused < GatewayError; end
  class RequestInProgress < GatewayError; end
  class OutcomeUnknown < GatewayError; end
  class EtagMismatch < GatewayError; end
  class Draining < GatewayError; end
  class GatewayOverloaded < GatewayError; end
  class InternalError < GatewayError; end
  class VendorPaymentRequired < GatewayError; end
  class StreamStalled < GatewayError; end
  class CallerUnauthenticated < GatewayError; end
  class CallerNotAllowed < GatewayError; end
  class LedgerUnavailable < GatewayError; end

  # The class of each reason.
  BY_REASON = {
    'INVALID_REQUEST' => InvalidRequest,
    'PAGE_TOKEN_INVALID' => PageTokenInvalid,
    'PAGE_TOKEN_MISMATCH' => PageTokenMismatch,
    'CONNECTION_NOT_FOUND' => ConnectionNotFound,
    'BOOKING_NOT_FOUND' => BookingNotFound,
    'SCAN_LIMIT_REACHED' => ScanLimitReached,
    'SORT_WINDOW_EXCEEDED' => SortWindowExceeded,
    'OPERATION_UNSUPPORTED' => OperationUnsupported,
    'UNSUPPORTED_FIELD' => UnsupportedField,
    'VENDOR_AUTH_FAILED' => VendorAuthFailed,
    'VENDOR_TOKEN_EXPIRED' => VendorTokenExpired,
    'VENDOR_PERMISSION_DENIED' => VendorPermissionDenied,
    'VENDOR_RESOURCE_MISSING' => VendorResourceMissing,
    'VENDOR_RATE_LIMITED' => VendorRateLimited,
    'QUOTA_EXHAUSTED' => QuotaExhausted,
    'VENDOR_UNAVAILABLE' => VendorUnavailable,
    'VENDOR_RESPONSE_INVALID' => VendorResponseInvalid,
    'VENDOR_REQUEST_REFUSED' => VendorRequestRefused,
    'DEADLINE_EXCEEDED' => DeadlineExceeded,
    'CANCELLED' => Cancelled,
    'SLOT_UNAVAILABLE' => SlotUnavailable,
    'BOOKING_REFUSED' => BookingRefused,
    'REQUEST_ID_REUSED' => RequestIdReused,
    'REQUEST_IN_PROGRESS' => RequestInProgress,
    'OUTCOME_UNKNOWN' => OutcomeUnknown,
    'ETAG_MISMATCH' => EtagMismatch,
    'DRAINING' => Draining,
    'GATEWAY_OVERLOADED' => GatewayOverloaded,
    'INTERNAL' => InternalError,
    'VENDOR_PAYMENT_REQUIRED' => VendorPaymentRequired,
    'STREAM_STALLED' => StreamStalled,
    'CALLER_UNAUTHENTICATED' => CallerUnauthenticated,
    'CALLER_NOT_ALLOWED' => CallerNotAllowed,
    'LEDGER_UNAVAILABLE' => LedgerUnavailable
  }.freeze
end
