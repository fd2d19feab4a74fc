# frozen_string_literal: true

# Carries out the conformance script's commands with the Ruby client: JSON lines in, JSON lines out.
require 'json'
require 'bookings_client'

V1 = Bookings::V1

def client_of(address, options)
  tls = options['ca_file'] && BookingsClient::Tls.new(**options.slice('ca_file', 'certificate_file', 'key_file').transform_keys(&:to_sym))
  retry_policy = BookingsClient::RetryPolicy.new(**options.slice('attempts', 'first_backoff', 'longest_backoff').transform_keys(&:to_sym))
  timeouts = BookingsClient::Timeouts.new(**options.slice('write_attempt').transform_keys(&:to_sym))
  BookingsClient::Client.new(address, token: options['token'], tls: tls, vendor_tokens: options.fetch('vendor_tokens', {}),
                                      retry_policy: retry_policy, timeouts: timeouts)
end

# As proto3 JSON writes an instant.
def told(stamp)
  stamp ? JSON.parse(Google::Protobuf::Timestamp.encode_json(stamp), quirks_mode: true) : ''
end

def record(booking)
  total = booking.total
  { name: booking.name, status: booking.status, start: told(booking.start_time), title: booking.title,
    total: total ? "#{total.currency_code} #{total.units} #{total.nanos}" : '' }
end

def problem(error)
  type = error.is_a?(BookingsClient::SourcesFailed) ? 'SOURCES_FAILED' : BookingsClient::BY_REASON.key(error.class).to_s
  { code: error.code, reason: error.reason, type: type, booking_state: error.booking_state, metadata: error.metadata,
    fields: error.violations.map(&:field), page_token: error.page_token, request_id: error.request_id, retry_delay: error.retry_delay }
end

def list(client, request, answer, options)
  bookings = client.list_bookings(request, **options.slice(:timeout, :allow_failed_sources))
  answer[:bookings] = []
  bookings.each do |booking|
    break if answer[:bookings].push(record(booking)).length == options[:take]
  end
ensure
  answer[:complete] = bookings.complete
  answer[:failed] = bookings.failed_sources.to_h { |source| [source.connection, source.error.reason.to_s.delete_prefix('ERROR_REASON_')] }
end

def write(rpc)
  lambda do |client, request, answer, options|
    made = client.public_send(rpc, request, **options.slice(:timeout))
    answer[:booking] = record(made.booking || V1::Booking.new)
    %i[replayed already_cancelled unchanged].each { |flag| answer[flag] = made[flag.to_s] if made.class.descriptor.lookup(flag.to_s) }
  end
end

CALLS = {
  'list' => [V1::ListBookingsRequest, method(:list)],
  'slots' => [V1::ListSlotsRequest, lambda do |client, request, answer, options|
    answer[:slots] = client.list_slots(request, **options.slice(:timeout)).map { |slot| told(slot.start_time) }
  end],
  'get' => [V1::GetBookingRequest, lambda do |client, request, answer, options|
    answer[:booking] = record(client.get_booking(request.name, view: request.view, **options.slice(:timeout)))
  end],
  'connections' => [V1::ListConnectionsRequest, lambda do |client, _, answer, options|
    answer[:connections] = client.list_connections(**options.slice(:timeout)).map(&:name)
  end],
  'connection' => [V1::GetConnectionRequest, lambda do |client, request, answer, options|
    answer[:connections] = [client.get_connection(request.name, **options.slice(:timeout)).name]
  end],
  'create' => [V1::CreateBookingRequest, write(:create_booking)],
  'cancel' => [V1::CancelBookingRequest, write(:cancel_booking)],
  'reschedule' => [V1::RescheduleBookingRequest, write(:reschedule_booking)],
  'update' => [V1::UpdateBookingRequest, write(:update_booking)],
  'update_status' => [V1::UpdateBookingStatusRequest, write(:update_booking_status)]
}.freeze

$stdin.each_line do |line|
  command = JSON.parse(line)
  answer = {}
  kind, call = CALLS.fetch(command['call'])
  client = client_of(command['address'], command['options'])
  begin
    call.call(client, kind.decode_json(JSON.generate(command['request'])), answer, command['options'].transform_keys(&:to_sym))
  rescue BookingsClient::GatewayError => e
    answer[:error] = problem(e)
  ensure
    client.close
  end
  puts JSON.generate(answer)
  $stdout.flush
end
