"""A collector of traces for tests: OTLP over gRPC, read without its definition."""

import concurrent.futures
import threading
import time

import grpc

PATIENCE = 60


def fields(data):
    """The fields of a protobuf message by number, without its definition: [(number, value)], nested ones as bytes."""
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    found = []
    while at < len(data):
        key = varint()
        number, kind = key >> 3, key & 7
        if kind == 0:
            found.append((number, varint()))
        elif kind in (1, 5):
            size = 8 if kind == 1 else 4
            found.append((number, int.from_bytes(data[at:at + size], 'little')))
            at += size
        else:
            size = varint()
            found.append((number, data[at:at + size]))
            at += size
    return found


def every(data, *path):
    """All values at a path of field numbers."""
    values = [data]
    for number in path:
        values = [value for each in values for found, value in fields(each) if found == number]
    return values


class Span:
    """What a span says, by OTLP's field numbers."""

    def __init__(self, data):
        self.trace = every(data, 1)[0].hex()
        self.id = every(data, 2)[0].hex()
        self.parent = every(data, 4)[0].hex() if every(data, 4) else ''
        self.name = every(data, 5)[0].decode()
        self.start, self.end = every(data, 7)[0], every(data, 8)[0]
        self.attributes = {every(each, 1)[0].decode(): every(each, 2)[0] for each in every(data, 9)}


class Collector:
    """Takes what an OTLP exporter sends, as bytes, and keeps it."""

    def __init__(self):
        self.lock = threading.Lock()
        self.requests = []
        self.server = grpc.server(concurrent.futures.ThreadPoolExecutor(4))
        export = grpc.unary_unary_rpc_method_handler(self._export)
        service = 'opentelemetry.proto.collector.trace.v1.TraceService'
        self.server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler(service, {'Export': export})])
        self.address = f"127.0.0.1:{self.server.add_insecure_port('127.0.0.1:0')}"
        self.server.start()

    def take(self, request):
        with self.lock:
            self.requests.append(request)

    def _export(self, request, _):
        self.take(request)
        return b''

    def spans(self):
        with self.lock:
            requests = list(self.requests)
        return [Span(data) for request in requests for data in every(request, 1, 2, 2)]

    def await_spans(self, holds):
        deadline = time.monotonic() + PATIENCE
        while not holds(self.spans()):
            if time.monotonic() > deadline:
                raise AssertionError([span.name for span in self.spans()])
            time.sleep(0.05)
        return self.spans()

    def stop(self):
        self.server.stop(None)
