import { Client, toDate } from '@bookings-gateway/client';

const midnight = (days) => new Date(new Date().setHours(24 * days, 0, 0, 0));
const client = new Client();
const bookings = client.listBookings({
  filter: { startTime: { from: midnight(1), to: midnight(2) } },
  orderBy: 'ORDER_BY_START_TIME_ASC',
});
for await (const booking of bookings) {
  console.log(toDate(booking.startTime).toISOString(), booking.vendor, booking.title, booking.name);
}
client.close();
