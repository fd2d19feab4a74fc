"""One trace from the caller to the vendor: spans of the RPC, of its pages and of the vendor's requests at a collector; the caller's
trace goes on, also where nothing is recorded."""

import json
import unittest

import admin
import collector
import harness
from bookings.v1 import bookings_pb2 as pb

TRACE = '0af7651916cd43dd8448eb211c80319c'
PARENT = 'b7ad6b7169203331'


class Tracing(harness.SandboxTest):
    def setUp(self):
        self.home = self.folder(self._testMethodName)
        self.key = harness.secret_file(self.home, 'jicoo-key', 'sk_live_sandbox')
        self.collector = collector.Collector()
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
