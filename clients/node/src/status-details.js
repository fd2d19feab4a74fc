// Reads the google.rpc details of `grpc-status-details-bin` off the wire: three small messages are not worth a dependency. The numbers of
// the fields are those of google/rpc/status.proto and google/rpc/error_details.proto.

const TYPE = 'type.googleapis.com/google.rpc.';
const VARINT = 0, FIXED64 = 1, BYTES = 2, FIXED32 = 5;

/** The details of a failed call. What cannot be read is left out: a failure with a code alone is still a failure. */
export function readDetails(metadata) {
  const [value] = metadata?.get('grpc-status-details-bin') ?? [];
  try {
    return value ? details(value) : none();
  } catch {
    return none();
  }
}

const none = () => ({ reason: '', metadata: {}, retryDelayMs: undefined, violations: [] });

function details(status) {
  const found = none();
  for (const packed of all(status, 3)) {
    const kind = text(packed, 1), value = first(packed, 2, Buffer.alloc(0));
    if (kind === `${TYPE}ErrorInfo`) {
      found.reason = text(value, 1);
      found.metadata = Object.fromEntries(all(value, 3).map((entry) => [text(entry, 1), text(entry, 2)]));
    } else if (kind === `${TYPE}RetryInfo`) {
      const delay = first(value, 1, Buffer.alloc(0));
      found.retryDelayMs = Number(first(delay, 1, 0n)) * 1000 + Number(first(delay, 2, 0n)) / 1e6;
    } else if (kind === `${TYPE}BadRequest`) {
      found.violations = all(value, 1).map((each) => ({ field: text(each, 1), description: text(each, 2) }));
    }
  }
  return found;
}

const all = (message, number) => [...fields(message)].filter(([each]) => each === number).map(([, value]) => value);
const first = (message, number, otherwise) => all(message, number)[0] ?? otherwise;
const text = (message, number) => first(message, number, Buffer.alloc(0)).toString('utf8');

/** [number, value] of each field: a BigInt for varints, else bytes. */
function* fields(message) {
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; shift < 64n; shift += 7n) {
      if (at >= message.length) break;
      const byte = message[at++];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError('a number without an end');
  };
  while (at < message.length) {
    const tag = Number(varint()), kind = tag & 7;
    if (kind === VARINT) {
      yield [tag >>> 3, varint()];
      continue;
    }
    if (![FIXED64, BYTES, FIXED32].includes(kind)) throw new RangeError(`wire type ${kind}`);
    const length = kind === BYTES ? Number(varint()) : kind === FIXED64 ? 8 : 4;
    if (at + length > message.length) throw new RangeError('a field ends behind its message');
    yield [tag >>> 3, message.subarray(at, (at += length))];
  }
}
