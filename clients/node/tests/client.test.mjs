// The parts that need no gateway. What the client does with one is shown by tests/clients.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import grpc from '@grpc/grpc-js';

import * as errors from '../src/errors.js';
import { backoffMs } from '../src/retry.js';
import { readDetails } from '../src/status-details.js';
import { isLoopback } from '../src/transport.js';
import { fromStruct, toDate, toMessage } from '../src/values.js';

const INFO = Buffer.concat([Buffer.from('08011a3e0a28', 'hex'), Buffer.from('type.googleapis.com/google.rpc.ErrorInfo\x12\x12\n\x01R\x12\x01D\x1a\n\n\x03key\x12\x03val')]);

function read(bytes) {
  const metadata = new grpc.Metadata();
  metadata.set('grpc-status-details-bin', bytes);
  return readDetails(metadata);
}

test('each reason is a class, and the declarations name it', () => {
  const proto = readFileSync(new URL('../../../proto/bookings/v1/bookings.proto', import.meta.url), 'utf8');
  const catalogued = [...proto.matchAll(/^ {2}ERROR_REASON_(\w+) = [1-9]/gm)].map(([, reason]) => reason);
  assert.deepEqual(Object.keys(errors.byReason).sort(), catalogued.sort());
  const declared = readFileSync(new URL('../index.d.ts', import.meta.url), 'utf8');
  for (const name of Object.keys(errors)) assert.match(declared, new RegExp(`export (class|const) ${name}\\b`));
});

test('details are read', () => {
  assert.deepEqual(read(INFO), { reason: 'R', metadata: { key: 'val' }, retryDelayMs: undefined, violations: [] });
});

test('whatever comes as details throws nothing', () => {
  for (let round = 0; round < 5000; ++round) {
    const broken = Buffer.from(INFO.subarray(0, Math.floor(Math.random() * (INFO.length + 1))));
    for (let changes = round % 3; changes && broken.length; --changes) broken[Math.floor(Math.random() * broken.length)] = Math.floor(Math.random() * 256);
    read(broken);
  }
});

test('backoffs grow to a bound', () => {
  for (let failures = 1; failures < 20; ++failures) {
    const longest = Math.min(3000, 200 * 2 ** (failures - 1));
    const backoff = backoffMs({ firstBackoffMs: 200, longestBackoffMs: 3000 }, failures);
    assert.ok(backoff >= longest / 2 && backoff <= longest);
  }
});

test('only loopback addresses are spoken to in clear text', () => {
  for (const address of ['127.0.0.1:50051', 'localhost:50051', '[::1]:50051', '127.9.9.9:1', 'unix:/run/gateway']) assert.ok(isLoopback(address), address);
  for (const address of ['gateway:50051', '10.0.0.1:50051', '[2001:db8::1]:1', '0.0.0.0:50051', 'localhost.example:1', '127.0.0.1.example:1']) {
    assert.ok(!isLoopback(address), address);
  }
});

test('values of JavaScript become messages and come back', () => {
  const date = new Date('1969-12-31T23:59:59.250Z');
  const message = toMessage({ startTime: date, vendorOptions: { a: 1, b: [true, null, 'x'], c: { d: 'e' } }, updateMask: ['title'] });
  assert.deepEqual(message.startTime, { seconds: -1, nanos: 250_000_000 });
  assert.deepEqual(message.updateMask, { paths: ['title'] });
  assert.equal(toDate(message.startTime).getTime(), date.getTime());
  assert.equal(toDate(null), null);
  const kinds = (value) => JSON.parse(JSON.stringify(value), (_, each) => {
    const [kind] = each && typeof each === 'object' ? Object.keys(each).filter((key) => key.endsWith('Value')) : [];
    return kind ? { ...each, kind } : each;
  });
  assert.deepEqual(fromStruct(kinds(message.vendorOptions)), { a: 1, b: [true, null, 'x'], c: { d: 'e' } });
});
