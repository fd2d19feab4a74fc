require 'date'
require 'bookings_client'

midnight = ->(day) { Google::Protobuf::Timestamp.new.tap { |stamp| stamp.from_time(day.to_time) } }
tomorrow = { from: midnight.(Date.today + 1), to: midnight.(Date.today + 2) }

client = BookingsClient::Client.new
client.list_bookings(filter: { start_time: tomorrow }, order_by: :ORDER_BY_START_TIME_ASC).each do |booking|
  puts [booking.start_time.to_time.utc.strftime('%FT%TZ'), booking.vendor, booking.title, booking.name].join(' ')
end
