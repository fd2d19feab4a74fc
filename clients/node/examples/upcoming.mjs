import { Client, GatewayError, toDate } from '@bookings-gateway/client';

const coming = { filter: { startTime: { from: new Date() } }, orderBy: 'ORDER_BY_START_TIME_ASC', limit: 20 };
const client = new Client();
try {
  for await (const booking of client.listBookings(coming))
    console.log(toDate(booking.startTime).toISOString(), booking.vendor, booking.title, booking.name);
} catch (error) {
  if (!(error instanceof GatewayError)) throw error; // SourcesFailed where a vendor failed: those of all others were printed
  console.error(`${error.message}; the rest begins at page token ${error.pageToken}`);
  process.exitCode = 1;
} finally {
  client.close();
}
