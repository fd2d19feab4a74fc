// The hot job of the gateway as a good team would write it in Node.js in a day: @grpc/grpc-js, fetch with kept-alive connections,
// JSON.parse. One vendor page is fetched ahead. It maps what the floor maps (../floor/mapping.cc) and trusts its input as the floor does.
// usage: NODE_PATH=.../node_modules node node_peer.cjs PROTO_DIR BASE_URL API_KEY PORT_FILE
'use strict';
const crypto = require('node:crypto');
const { once } = require('node:events');
const fs = require('node:fs');
const grpc = require('@grpc/grpc-js');
const { loadSync } = require('@grpc/proto-loader');

const [protoDir, baseUrl, apiKey, portFile] = process.argv.slice(2);
const { bookings: { v1 } } = grpc.loadPackageDefinition(
  loadSync('bookings/v1/bookings.proto', { includeDirs: [protoDir], keepCase: true, enums: String, longs: Number }));

const STATUSES = { open: 'BOOKING_STATUS_CONFIRMED', cancel: 'BOOKING_STATUS_CANCELLED', request: 'BOOKING_STATUS_PENDING' };
const LOCATION_KINDS = {
  inPerson: 'LOCATION_KIND_BUSINESS', phone: 'LOCATION_KIND_PHONE', askInvitee: 'LOCATION_KIND_CUSTOMER',
  zoom: 'LOCATION_KIND_ONLINE', googleMeet: 'LOCATION_KIND_ONLINE', teams: 'LOCATION_KIND_ONLINE',
};
const PRIORITIES = { low: 'PRIORITY_LOW', middle: 'PRIORITY_MEDIUM', high: 'PRIORITY_HIGH' };

function timestamp(text) {
  if (text === null) return null;
  const ms = Date.parse(text);
  const seconds = Math.floor(ms / 1000);
  return { seconds, nanos: (ms - seconds * 1000) * 1e6 };
}

function location(item) {
  const found = { vendor_kind: item.locationId, url: item.url, phone: item.phoneNumber, address: item.address,
    name: item.customLocation, access: item.access };
  if (Object.values(found).every((value) => value === null)) return null;
  if (item.locationId !== null) found.kind = LOCATION_KINDS[item.locationId] ?? 'LOCATION_KIND_CUSTOM';
  return found;
}

function cancellation(item) {
  if (item.cancelledAt === null && item.cancelledBy === null && item.cancelReason === null) return null;
  const found = { time: timestamp(item.cancelledAt), reason: item.cancelReason };
  if (item.cancelledBy !== null) {
    found.actor = item.cancelledBy === 'host' ? 'CANCELLATION_ACTOR_BUSINESS' : 'CANCELLATION_ACTOR_CUSTOMER';
  }
  return found;
}

function etag(item) {
  let text = '';
  for (const value of Object.values(item)) if (typeof value === 'string') text += value;
  return crypto.hash('md5', text).slice(0, 16);
}

function toBooking(item) {
  return {
    name: `connections/floor/bookings/${item.uid}`,
    vendor: 'jicoo',
    vendor_id: item.uid,
    status: STATUSES[item.status] ?? 'BOOKING_STATUS_UNKNOWN',
    vendor_status: item.status,
    title: item.name,
    description: item.description,
    start_time: timestamp(item.startedAt),
    end_time: timestamp(item.endedAt),
    time_zone: item.timeZone,
    time_zone_source: 'TIME_ZONE_SOURCE_CUSTOMER',
    service: item.eventTypeId === null ? null : { id: item.eventTypeId },
    staff: item.hosts.map(({ userId, role }) => ({ id: userId, role })),
    location: location(item),
    priority: item.priority === null ? null : PRIORITIES[item.priority],
    cancellation: cancellation(item),
    create_time: timestamp(item.createdAt),
    update_time: timestamp(item.updatedAt),
    etag: etag(item),
  };
}

async function fetchPage(number) {
  const answer = await fetch(`${baseUrl}/v1/bookings?page=${number}&perPage=50&order=createdAt&sort=asc`,
    { headers: { 'X-Jicoo-Api-Key': apiKey } });
  if (!answer.ok) throw new Error(`the vendor answered ${answer.status}`);
  return answer.json();
}

async function listBookings(call) {
  const pageSize = call.request.page_size || 50;
  let message = { bookings: [] };
  let next = fetchPage(1);
  try {
    while (next !== null) {
      const page = await next;
      next = page.nextPage ? fetchPage(page.nextPage) : null;
      for (const item of page.data) message.bookings.push(toBooking(item));
      if (next !== null && message.bookings.length < pageSize) continue;
      if (!call.write(message)) await once(call, 'drain');
      message = { bookings: [] };
    }
    call.end();
  } catch (error) {
    call.destroy(error);
  }
}

const server = new grpc.Server();
server.addService(v1.BookingService.service, { ListBookings: listBookings });
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  fs.writeFileSync(portFile, String(port));
});
process.on('SIGTERM', () => process.exit(0));
