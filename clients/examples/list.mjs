import grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const { bookings } = grpc.loadPackageDefinition(
  loadSync('bookings/v1/bookings.proto', { includeDirs: ['proto'], enums: String }));
const client = new bookings.v1.BookingService(
  process.env.BOOKINGS_ADDRESS ?? '127.0.0.1:50051', grpc.credentials.createInsecure());
for await (const page of client.listBookings({ limit: 20 }))
  for (const b of page.bookings) console.log(b.status, b.name);
