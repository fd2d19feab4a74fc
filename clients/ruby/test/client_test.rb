# frozen_string_literal: true

# The parts that need no gateway. What the client does with one is shown by tests/clients.
require 'minitest/autorun'
require 'bookings_client'

class ClientTest < Minitest::Test
  include BookingsClient

  def test_each_reason_is_a_class
    catalogued = Bookings::V1::ErrorReason.constants.map { |name| name.to_s.delete_prefix('ERROR_REASON_') } - ['UNSPECIFIED']
    assert_equal catalogued.sort, BY_REASON.keys.sort
  end

  def error(details)
    GatewayError.of(GRPC::FailedPrecondition.new('no', { 'grpc-status-details-bin' => details }))
  end

  def test_details_are_read_and_whatever_else_comes_raises_nothing
    info = Google::Rpc::ErrorInfo.new(reason: 'SLOT_UNAVAILABLE', domain: 'bookings.gateway', metadata: { 'booking_state' => 'NOT_CREATED' })
    packed = Google::Rpc::Status.encode(Google::Rpc::Status.new(code: 9, details: [Google::Protobuf::Any.pack(info)]))
    assert_instance_of SlotUnavailable, error(packed)
    assert_equal 'NOT_CREATED', error(packed).booking_state
    chance = Random.new(1)
    2000.times do
      broken = packed[0, chance.rand(packed.length + 1)]
      chance.rand(3).times { broken.setbyte(chance.rand(broken.length), chance.rand(256)) unless broken.empty? }
      assert_kind_of GatewayError, error(broken)
    end
  end

  def test_backoffs_grow_to_a_bound
    policy = RetryPolicy.new(first_backoff: 0.2, longest_backoff: 3.0)
    (1..19).each do |failures|
      longest = [3.0, 0.2 * 2**(failures - 1)].min
      20.times { assert_includes (longest / 2..longest), policy.backoff(failures) }
    end
  end

  def test_only_loopback_addresses_are_spoken_to_in_clear_text
    ['127.0.0.1:50051', 'localhost:50051', '[::1]:50051', '127.9.9.9:1', 'unix:/run/gateway'].each { |each| assert Transport.loopback?(each), each }
    ['gateway:50051', '10.0.0.1:50051', '[2001:db8::1]:1', '0.0.0.0:50051', 'localhost.example:1', '127.0.0.1.example:1'].each do |each|
      refute Transport.loopback?(each), each
    end
  end

  def test_an_error_of_the_callers_block_is_the_callers
    page = Bookings::V1::ListBookingsResponse.new(bookings: [{ name: 'a' }], complete: true)
    [StopIteration, GRPC::Unavailable].each do |error|
      call = Struct.new(:execute, :cancel).new([page].each, nil)
      list = BookingList.new(Bookings::V1::ListBookingsRequest.new, Attempts.new(RetryPolicy.new, 1), allow_failed_sources: false) { call }
      assert_raises(error) { list.each { raise error } }
    end
  end
end
