// Credentials: clear text to loopback addresses only, unless it is meant. And the services, loaded from the protos.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

// In the package, and in the project's own tree.
const PROTO = ['../proto', '../../../proto'].map((path) => fileURLToPath(new URL(path, import.meta.url))).find((path) => existsSync(path));

export const { v1: services } = grpc.loadPackageDefinition(loadSync(
  ['bookings/v1/bookings.proto', 'bookings/v1/connections.proto'],
  { includeDirs: [PROTO], longs: String, enums: String, defaults: true, oneofs: true })).bookings;

// gRPC waits between its own attempts to connect; it must not wait longer than the client's retries do.
export const channelOptions = { 'grpc.initial_reconnect_backoff_ms': 200, 'grpc.max_reconnect_backoff_ms': 5000 };

export function credentialsOf(address, tls, insecure) {
  if (!tls && (insecure || isLoopback(address))) return grpc.credentials.createInsecure();
  const read = (path) => (path ? readFileSync(path) : null);
  return grpc.credentials.createSsl(read(tls?.caFile), read(tls?.keyFile), read(tls?.certificateFile));
}

export function isLoopback(address) {
  const host = address.replace(/:\d*$/, '').replace(/^\[|\]$/g, '');
  return address.startsWith('unix:') || host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}
