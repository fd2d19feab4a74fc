# frozen_string_literal: true

require 'securerandom'

require 'bookings/v1/bookings_services_pb'
require 'bookings/v1/connections_services_pb'
require 'bookings_client/errors'
require 'bookings_client/paging'
require 'bookings_client/retry'
require 'bookings_client/transport'

module BookingsClient
  # Seconds that a whole call may take, over all its attempts. A write is asked about again after `write_attempt`.
  Timeouts = Struct.new(:read, :list, :write, :write_attempt, keyword_init: true) do
    def initialize(read: 30, list: 600, write: 60, write_attempt: 20)
      super
    end
  end

  # One gateway. Requests are the generated messages, or their fields by name. Threads may share it.
  class Client
    V1 = ::Bookings::V1
    WRITES = { create_booking: V1::CreateBookingRequest, cancel_booking: V1::CancelBookingRequest,
               reschedule_booking: V1::RescheduleBookingRequest, update_booking: V1::UpdateBookingRequest,
               update_booking_status: V1::UpdateBookingStatusRequest }.freeze

    # `token` is the caller's own, `bgw_...`; `vendor_tokens` are customers' tokens by connection id. Without `tls` a loopback address is
    # spoken to in clear text and any other over TLS, unless `insecure` says otherwise.
    def initialize(address = ENV.fetch('BOOKINGS_ADDRESS', '127.0.0.1:50051'), token: nil, tls: nil, insecure: false, vendor_tokens: {},
                   timeouts: Timeouts.new, retry_policy: RetryPolicy.new)
      channel = Transport.open(address, tls, insecure)
      @bookings, @connections = [V1::BookingService::Stub, V1::ConnectionService::Stub].map do |stub|
        stub.new(address, nil, channel_override: channel)
      end
      @channel = channel
      @metadata = metadata_of(token, vendor_tokens)
      @timeouts = timeouts
      @retry_policy = retry_policy
    end

    def close
      @channel.close
    end

    # The bookings of all pages, as an Enumerable. When some sources failed SourcesFailed is raised behind the last booking, unless allowed.
    def list_bookings(request = nil, timeout: @timeouts.list, allow_failed_sources: false, **fields)
      BookingList.new(message(V1::ListBookingsRequest, request, fields), Attempts.new(@retry_policy, timeout),
                      allow_failed_sources: allow_failed_sources, &stream(:list_bookings))
    end

    # The slots of all pages, as an Enumerable.
    def list_slots(request = nil, timeout: @timeouts.list, **fields)
      SlotList.new(message(V1::ListSlotsRequest, request, fields), Attempts.new(@retry_policy, timeout), &stream(:list_slots))
    end

    def get_booking(name, view: :BOOKING_VIEW_UNSPECIFIED, timeout: @timeouts.read)
      read(@bookings, :get_booking, V1::GetBookingRequest.new(name: name, view: view), timeout).booking
    end

    def list_connections(timeout: @timeouts.read)
      read(@connections, :list_connections, V1::ListConnectionsRequest.new, timeout).connections.to_a
    end

    def get_connection(name, timeout: @timeouts.read)
      read(@connections, :get_connection, V1::GetConnectionRequest.new(name: name), timeout).connection
    end

    # create_booking, cancel_booking, reschedule_booking, update_booking, update_booking_status: each counts once. Keep a `request_id` of
    # your own where the process may die before it has the answer.
    WRITES.each do |rpc, kind|
      define_method(rpc) do |request = nil, timeout: @timeouts.write, **fields|
        write(rpc, message(kind, request, fields), timeout)
      end
    end

    private

    # gRPC sends a key's values as one header each when they come as an array.
    def metadata_of(token, vendor_tokens)
      made = {}
      made['authorization'] = "Bearer #{token}" if token
      made['x-vendor-authorization'] = vendor_tokens.map { |connection, value| "#{connection} Bearer #{value}" } unless vendor_tokens.empty?
      made
    end

    # A message of our own: what the caller gave is not changed.
    def message(kind, request, fields)
      request ? kind.decode(kind.encode(request)) : kind.new(**fields)
    end

    def stream(rpc)
      lambda do |request, timeout|
        @bookings.public_send(rpc, request, deadline: Time.now + timeout, metadata: @metadata, return_op: true)
      end
    end

    def read(service, rpc, request, timeout)
      repeat(Attempts.new(@retry_policy, timeout), ->(error) { Passing.read?(error) }) do |left|
        service.public_send(rpc, request, deadline: Time.now + left, metadata: @metadata)
      end
    end

    def write(rpc, request, timeout)
      request.request_id = SecureRandom.uuid if request.request_id.empty?
      passing = lambda do |error|
        error.request_id = request.request_id
        Passing.write?(error)
      end
      repeat(Attempts.new(@retry_policy, timeout), passing) do |left|
        @bookings.public_send(rpc, request, deadline: Time.now + [left, @timeouts.write_attempt].min, metadata: @metadata)
      end
    end

    def repeat(attempts, passing)
      begin
        return yield(attempts.left)
      rescue GRPC::BadStatus => e
        error = GatewayError.of(e)
      end while attempts.wait_after(error, passing.call(error))
    end
  end
end
