// JavaScript's own values for protobuf's well-known types.

const STRUCTS = new Set(['vendorFilter', 'vendorOptions']);
const MASKS = new Set(['updateMask', 'bestEffort']);

/** A request as proto-loader wants it: Dates become timestamps, objects Structs and arrays field masks, where the field is one. */
export function toMessage(value, field) {
  if (value instanceof Date) return toTimestamp(value);
  if (STRUCTS.has(field) && value && !value.fields) return toStruct(value);
  if (MASKS.has(field) && Array.isArray(value)) return { paths: value };
  if (Array.isArray(value)) return value.map((each) => toMessage(each));
  if (value === null || typeof value !== 'object' || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, toMessage(each, key)]));
}

function toTimestamp(date) {
  const seconds = Math.floor(date.getTime() / 1000);
  return { seconds, nanos: Math.round((date.getTime() - seconds * 1000) * 1e6) };
}

/** Without what JavaScript's Date cannot hold: what is finer than a millisecond. */
export function toDate(timestamp) {
  return timestamp && new Date(Number(timestamp.seconds) * 1000 + Math.floor(timestamp.nanos / 1e6));
}

function toStruct(object) {
  return { fields: Object.fromEntries(Object.entries(object).map(([key, value]) => [key, toValue(value)])) };
}

function toValue(value) {
  if (value === null || value === undefined) return { nullValue: 'NULL_VALUE' };
  if (Array.isArray(value)) return { listValue: { values: value.map(toValue) } };
  switch (typeof value) {
    case 'boolean': return { boolValue: value };
    case 'number': return { numberValue: value };
    case 'string': return { stringValue: value };
    default: return { structValue: toStruct(value) };
  }
}

export function fromStruct(struct) {
  return Object.fromEntries(Object.entries(struct?.fields ?? {}).map(([key, value]) => [key, fromValue(value)]));
}

function fromValue(value) {
  switch (value.kind) {
    case 'listValue': return value.listValue.values.map(fromValue);
    case 'structValue': return fromStruct(value.structValue);
    case 'nullValue': case undefined: return null;
    default: return value[value.kind];
  }
}
