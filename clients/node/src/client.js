// The client. Requests are objects with the fields of proto/bookings/v1 in camelCase.
import { randomUUID } from 'node:crypto';

import grpc from '@grpc/grpc-js';

import { GatewayError } from './errors.js';
import { BookingList, SlotList } from './paging.js';
import { Attempts, readMayPass, writeMayPass } from './retry.js';
import { channelOptions, credentialsOf, services } from './transport.js';
import { toMessage } from './values.js';

const TIMEOUTS_MS = { read: 30_000, list: 600_000, write: 60_000, writeAttempt: 20_000 };

/** One gateway. */
export class Client {
  #bookings;
  #connections;
  #metadata = new grpc.Metadata();
  #timeoutsMs;
  #retry;

  constructor(address = process.env.BOOKINGS_ADDRESS ?? '127.0.0.1:50051', options = {}) {
    const credentials = credentialsOf(address, options.tls, options.insecure);
    this.#bookings = new services.BookingService(address, credentials, channelOptions);
    // One connection for both services.
    this.#connections = new services.ConnectionService(address, credentials, { channelOverride: this.#bookings.getChannel() });
    if (options.token) this.#metadata.set('authorization', `Bearer ${options.token}`);
    for (const [connection, token] of Object.entries(options.vendorTokens ?? {})) {
      this.#metadata.add('x-vendor-authorization', `${connection} Bearer ${token}`);
    }
    this.#timeoutsMs = { ...TIMEOUTS_MS, ...options.timeoutsMs };
    this.#retry = options.retry;
  }

  close() {
    this.#bookings.close();
  }

  listBookings(request = {}, { timeoutMs, allowFailedSources = false } = {}) {
    return new BookingList(this.#stream('listBookings'), toMessage(request), this.#attempts(timeoutMs, 'list'), allowFailedSources);
  }

  listSlots(request, { timeoutMs } = {}) {
    return new SlotList(this.#stream('listSlots'), toMessage(request), this.#attempts(timeoutMs, 'list'));
  }

  async getBooking(name, { view, timeoutMs } = {}) {
    return (await this.#read(this.#bookings, 'getBooking', { name, view }, timeoutMs)).booking;
  }

  async listConnections({ timeoutMs } = {}) {
    return (await this.#read(this.#connections, 'listConnections', {}, timeoutMs)).connections;
  }

  async getConnection(name, { timeoutMs } = {}) {
    return (await this.#read(this.#connections, 'getConnection', { name }, timeoutMs)).connection;
  }

  createBooking(request, options) {
    return this.#write('createBooking', request, options);
  }

  cancelBooking(request, options) {
    return this.#write('cancelBooking', request, options);
  }

  rescheduleBooking(request, options) {
    return this.#write('rescheduleBooking', request, options);
  }

  updateBooking(request, options) {
    return this.#write('updateBooking', request, options);
  }

  updateBookingStatus(request, options) {
    return this.#write('updateBookingStatus', request, options);
  }

  #attempts(timeoutMs, kind) {
    return new Attempts(this.#retry, timeoutMs ?? this.#timeoutsMs[kind]);
  }

  #stream(rpc) {
    return (request, timeoutMs) => this.#bookings[rpc](request, this.#metadata, { deadline: Date.now() + timeoutMs });
  }

  async #read(service, rpc, request, timeoutMs) {
    const attempts = this.#attempts(timeoutMs, 'read');
    for (;;) {
      try {
        return await unary(service, rpc, request, this.#metadata, attempts.leftMs());
      } catch (error) {
        await attempts.waitAfter(error, readMayPass(error));
      }
    }
  }

  async #write(rpc, request, { timeoutMs } = {}) {
    const attempts = this.#attempts(timeoutMs, 'write');
    const message = { ...toMessage(request), requestId: request.requestId || randomUUID() };
    for (;;) {
      try {
        return await unary(this.#bookings, rpc, message, this.#metadata, Math.min(attempts.leftMs(), this.#timeoutsMs.writeAttempt));
      } catch (error) {
        error.requestId = message.requestId;
        await attempts.waitAfter(error, writeMayPass(error));
      }
    }
  }
}

function unary(service, rpc, request, metadata, timeoutMs) {
  return new Promise((resolve, reject) => {
    service[rpc](request, metadata, { deadline: Date.now() + timeoutMs },
      (error, answer) => (error ? reject(GatewayError.of(error)) : resolve(answer)));
  });
}
