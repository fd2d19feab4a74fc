require 'bookings_client'

coming = { start_time: { from: Google::Protobuf::Timestamp.new(seconds: Time.now.to_i) } }
client = BookingsClient::Client.new
begin
  client.list_bookings(filter: coming, order_by: :ORDER_BY_START_TIME_ASC, limit: 20).each do |booking|
    puts [booking.start_time.to_time.utc, booking.vendor, booking.title, booking.name].join(' ')
  end
rescue BookingsClient::GatewayError => e # SourcesFailed where a vendor failed: those of all others were printed
  abort "#{e.message}; the rest begins at page token #{e.page_token}"
end
