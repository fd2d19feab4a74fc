// Carries out the conformance script's commands with the Node client: JSON lines in, JSON lines out.
import { createInterface } from 'node:readline';

import { byReason, Client, GatewayError, SourcesFailed } from '@bookings-gateway/client';

const milliseconds = (seconds) => (seconds === undefined ? undefined : seconds * 1000);

function clientOf(address, options) {
  return new Client(address, {
    token: options.token,
    vendorTokens: options.vendor_tokens,
    tls: options.ca_file && { caFile: options.ca_file, certificateFile: options.certificate_file, keyFile: options.key_file },
    retry: { attempts: options.attempts, firstBackoffMs: milliseconds(options.first_backoff), longestBackoffMs: milliseconds(options.longest_backoff) },
    timeoutsMs: { writeAttempt: milliseconds(options.write_attempt) ?? 20_000 },
  });
}

// The commands' requests are proto3 JSON: times are text there, and a field mask is.
function fromJson(value, field) {
  if (field === 'updateMask') return value.split(',');
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return new Date(value);
  if (Array.isArray(value)) return value.map((each) => fromJson(each));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fromJson(each, key)]));
}

// As proto3 JSON writes an instant: no fraction, or 3, 6 or 9 digits of one.
function told(timestamp) {
  if (!timestamp) return '';
  const whole = new Date(Number(timestamp.seconds) * 1000).toISOString().slice(0, 19);
  const digits = String(timestamp.nanos).padStart(9, '0').replace(/(000){1,2}$/, '');
  return timestamp.nanos ? `${whole}.${digits}Z` : `${whole}Z`;
}

function record({ name, status, startTime, title, total }) {
  return { name, status, start: told(startTime), title, total: total ? `${total.currencyCode} ${total.units} ${total.nanos}` : '' };
}

function problem(error) {
  const type = error instanceof SourcesFailed ? 'SOURCES_FAILED'
    : Object.keys(byReason).find((reason) => error instanceof byReason[reason]) ?? '';
  return {
    code: error.code, reason: error.reason, type, booking_state: error.bookingState, metadata: error.metadata,
    fields: error.violations.map(({ field }) => field), page_token: error.pageToken, request_id: error.requestId,
    retry_delay: error.retryDelayMs === undefined ? null : error.retryDelayMs / 1000,
  };
}

async function list(client, request, answer, options) {
  const bookings = client.listBookings(request, { ...options, allowFailedSources: options.allow_failed_sources });
  answer.bookings = [];
  try {
    for await (const booking of bookings) {
      if (answer.bookings.push(record(booking)) === options.take) break;
    }
  } finally {
    answer.complete = bookings.complete;
    answer.failed = Object.fromEntries(bookings.failedSources.map((each) => [each.connection, each.error.reason.replace('ERROR_REASON_', '')]));
  }
}

async function slots(client, request, answer, options) {
  answer.slots = [];
  for await (const slot of client.listSlots(request, options)) answer.slots.push(told(slot.startTime));
}

const write = (method) => async (client, request, answer, options) => {
  const made = await client[method](request, options);
  answer.booking = record(made.booking ?? {});
  Object.assign(answer, { replayed: made.replayed, already_cancelled: made.alreadyCancelled, unchanged: made.unchanged });
};

const CALLS = {
  list, slots,
  get: async (client, request, answer, options) => { answer.booking = record(await client.getBooking(request.name, options)); },
  connections: async (client, request, answer, options) => { answer.connections = (await client.listConnections(options)).map(({ name }) => name); },
  connection: async (client, request, answer, options) => { answer.connections = [(await client.getConnection(request.name, options)).name]; },
  create: write('createBooking'), cancel: write('cancelBooking'), reschedule: write('rescheduleBooking'),
  update: write('updateBooking'), update_status: write('updateBookingStatus'),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { call, address, options, request } = JSON.parse(line);
  const answer = {}, client = clientOf(address, options);
  try {
    await CALLS[call](client, fromJson(request), answer, { ...options, timeoutMs: milliseconds(options.timeout) });
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    answer.error = problem(error);
  } finally {
    client.close();
  }
  console.log(JSON.stringify(answer));
}
