"""One trace from the caller to the vendor: spans of the RPC, of its pages and of the vendor's requests at a collector; the caller's
trace goes on, also where nothing is recorded."""

import concurrent.futures
import json
import threading
import time
import unittest

import admin
import grpc
import harness
from bookings.v1 import bookings_pb2 as pb

PATIENCE = 60
TRACE = '0af7651916cd43dd8448eb211c80319c'
PARENT = 'b7ad6b7169203331'


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
    """Takes what an OTLP exporter sends, as bytes."""

    def __init__(self):
        self.lock = threading.Lock()
        self.requests = []
        self.server = grpc.server(concurrent.futures.ThreadPoolExecutor(4))
        export = grpc.unary_unary_rpc_method_handler(self._export)
        service = 'opentelemetry.proto.collector.trace.v1.TraceService'
        self.server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler(service, {'Export': export})])
        self.address = f"127.0.0.1:{self.server.add_insecure_port('127.0.0.1:0')}"
        self.server.start()

    def _export(self, request, _):
        with self.lock:
            self.requests.append(request)
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


class Tracing(harness.SandboxTest):
    def setUp(self):
        self.home = self.folder(self._testMethodName)
        self.key = harness.secret_file(self.home, 'jicoo-key', 'sk_live_sandbox')
        self.collector = Collector()
        self.addCleanup(self.collector.stop)

    def start(self, extra):
        return self.gateway(self.home, [{'id': 'tokyo', 'base_url': self.sandbox.addresses['jicoo'],
                                         'jicoo': {'api_key': self.key}}], {**admin.ANYWHERE, **extra})

    def tracing(self, **more):
        return {'tracing': {'collector': self.collector.address, 'insecure': True, **more}}

    @staticmethod
    def parent(sampled):
        return (('traceparent', f'00-{TRACE}-{PARENT}-0{int(sampled)}'),)

    def list(self, gateway, metadata=None):
        return gateway.list(metadata=metadata, connections=['connections/tokyo'], page_size=10)

    def test_a_callers_trace_holds_the_rpc_its_pages_and_the_vendors_requests(self):
        gateway = self.start(self.tracing(sample_ratio=0))
        self.list(gateway, self.parent(True))
        spans = self.collector.await_spans(lambda spans: any(span.name == 'ListBookings' for span in spans))
        spans = self.collector.await_spans(lambda spans: any(span.name == 'vendor request' for span in spans))
        self.assertEqual({span.trace for span in spans}, {TRACE})
        rpc = next(span for span in spans if span.name == 'ListBookings')
        self.assertEqual(rpc.parent, PARENT)
        parts = [span for span in spans if span is not rpc]
        self.assertEqual({span.name for span in parts}, {'page', 'vendor request'})
        self.assertEqual({span.parent for span in parts}, {rpc.id})
        for span in parts:
            self.assertLessEqual(rpc.start, span.start)
            self.assertLessEqual(span.start, span.end)
        lines = admin.events(gateway, 'rpc')
        self.assertEqual(lines[-1]['trace_id'], TRACE)

    def test_traces_begin_here_as_often_as_configured(self):
        gateway = self.start(self.tracing(sample_ratio=1))
        self.list(gateway)
        spans = self.collector.await_spans(lambda spans: any(span.name == 'ListBookings' for span in spans))
        rpc = next(span for span in spans if span.name == 'ListBookings')
        self.assertEqual(rpc.parent, '')
        self.assertEqual(admin.events(gateway, 'rpc')[-1]['trace_id'], rpc.trace)

    def test_a_caller_who_does_not_record_is_not_recorded(self):
        gateway = self.start(self.tracing(sample_ratio=1))
        self.list(gateway, self.parent(False))
        self.list(gateway)  # is recorded, later
        self.collector.await_spans(lambda spans: any(span.name == 'ListBookings' for span in spans))
        self.assertNotIn(TRACE, {span.trace for span in self.collector.spans()})

    def test_without_a_collector_the_callers_trace_is_in_the_log(self):
        gateway = self.start({})
        self.list(gateway, self.parent(True))
        self.list(gateway)
        with_trace, without = admin.events(gateway, 'rpc')[-2:]
        self.assertEqual(with_trace['trace_id'], TRACE)
        self.assertNotIn('trace_id', without)

    def test_spans_tell_nothing_of_customers(self):
        gateway = self.start(self.tracing(sample_ratio=1))
        request = pb.ListBookingsRequest(connections=['connections/tokyo'])
        request.filter.customer_emails.append('ada.secret@example.com')
        list(gateway.bookings.ListBookings(request, timeout=60))
        self.collector.await_spans(lambda spans: any(span.name == 'ListBookings' for span in spans))
        sent = b''.join(self.collector.requests)
        self.assertNotIn(b'ada.secret', sent)
        self.assertNotIn(b'sk_live', sent)

    def test_a_collector_that_is_gone_costs_spans_and_nothing_else(self):
        self.collector.stop()
        gateway = self.start(self.tracing(sample_ratio=1))
        self.assertEqual(len(self.list(gateway)[0]), 20)
        self.assertEqual(gateway.stop(), 0)
        told = admin.events(gateway, 'traces_not_taken')
        self.assertEqual(json.dumps(told).count('sk_live'), 0)


if __name__ == '__main__':
    unittest.main()
