// Compiled, never run: the declarations say what users write.
import { BookingNotFound, Client, GatewayError, SourcesFailed, toDate } from '@bookings-gateway/client';

export async function uses(client: Client): Promise<string[]> {
  const found: string[] = [];
  const bookings = client.listBookings({ filter: { startTime: { from: new Date() } } }, { timeoutMs: 1000, allowFailedSources: true });
  for await (const booking of bookings) found.push(booking.name, toDate(booking.startTime)?.toISOString() ?? '');
  for (const source of bookings.failedSources) found.push(source.connection);
  try {
    const { booking, replayed } = await client.createBooking({ connection: 'connections/tokyo', slotToken: 'x' });
    found.push(booking.status, String(replayed));
  } catch (error) {
    if (error instanceof BookingNotFound || error instanceof SourcesFailed) found.push(error.reason);
    else if (error instanceof GatewayError) found.push(error.requestId, error.bookingState, ...error.violations.map(({ field }) => field));
  }
  // @ts-expect-error: a name is a text
  await client.getBooking(7);
  return found;
}
