// Streams of pages as one iteration that outlives broken connections: it resumes behind the last page it has handed out.
import { GatewayError, Incomplete, SourcesFailed } from './errors.js';
import { streamMayPass } from './retry.js';

class Stream {
  #call;
  #attempts;
  #request;
  #items;

  /** @param call opens the stream of a request with a timeout */
  constructor(call, request, attempts) {
    this.#call = call;
    this.#request = { ...request };
    this.#attempts = attempts;
    this.#items = this.#read();
  }

  get pageToken() {
    return this.#request.pageToken ?? '';
  }

  [Symbol.asyncIterator]() {
    return this.#items;
  }

  async *#read() {
    for (;;) {
      const stream = this.#call(this.#request, this.#attempts.leftMs());
      let error = new Incomplete();
      try {
        for await (const page of stream) {
          // A page that leads nowhere is no progress: attempts stay bounded.
          if (page.nextPageToken !== this.pageToken) this.#attempts.progress();
          yield* this.itemsOf(page);
          this.#request.pageToken = page.nextPageToken;
          if (page.complete !== undefined) return this.finish();
        }
      } catch (failure) {
        if (typeof failure.code !== 'number') throw failure;  // not gRPC's: the reader's own, or SourcesFailed
        error = GatewayError.of(failure);
      } finally {
        stream.cancel();
      }
      error.pageToken = this.pageToken;
      await this.#attempts.waitAfter(error, streamMayPass(error));
    }
  }
}

export class BookingList extends Stream {
  #allowFailedSources;
  sources = new Map();
  complete = false;

  constructor(call, request, attempts, allowFailedSources) {
    super(call, request, attempts);
    this.#allowFailedSources = allowFailedSources;
  }

  get failedSources() {
    return [...this.sources.values()].filter((source) => source.state === 'SOURCE_STATE_FAILED');
  }

  itemsOf(page) {
    for (const source of page.sources) this.sources.set(source.connection, source);
    this.complete = page.complete ?? false;
    return page.bookings;
  }

  finish() {
    if (this.#allowFailedSources || !this.failedSources.length) return;
    const error = new SourcesFailed(this.failedSources);
    error.pageToken = this.pageToken;
    throw error;
  }
}

export class SlotList extends Stream {
  itemsOf(page) {
    return page.slots;
  }

  finish() {}
}
