"""A gateway that says what it is told to, for answers that a healthy one does not give on demand. An answer of the script is for the next
RPC, whichever it is:

    pages: [{items: 3, token: t1}, {items: 2, complete: true}]      pages of a list; items are numbered through
    booking: true                                                   a booking, to any RPC about one
    code: ABORTED, reason: …, metadata: {…}, retry_delay: 0.5       the failure in the end; without a reason there are no details
    raw_details: "text"                                             details that cannot be read
    stays_silent: true                                              nothing, until the caller goes away
"""

import concurrent.futures
import threading

import grpc
from bookings.internal.v1 import status_details_pb2
from bookings.v1 import bookings_pb2 as pb

DETAILS = 'grpc-status-details-bin'


class ScriptedGateway(grpc.GenericRpcHandler):
    def __init__(self):
        self._server = grpc.server(concurrent.futures.ThreadPoolExecutor(8))
        self._server.add_generic_rpc_handlers((self,))
        self.address = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"
        self._methods = {f'/bookings.v1.BookingService/{method.name}': method
                         for method in pb.DESCRIPTOR.services_by_name['BookingService'].methods}
        self._lock = threading.Lock()
        self.follow([])
        self._server.start()

    def follow(self, script):
        self._script, self._items = list(script), 0
        self.heard = []

    def stop(self):
        self._server.stop(None)

    def service(self, details):
        method = self._methods.get(details.method)
        if method is None:
            return None
        kind = getattr(pb, method.input_type.name)
        stream = method.name.startswith('List')
        make = grpc.unary_stream_rpc_method_handler if stream else grpc.unary_unary_rpc_method_handler
        behave = self._list if stream else self._answer
        answer_kind = getattr(pb, method.output_type.name)
        return make(lambda request, context: behave(request, context, answer_kind), kind.FromString,
                    lambda message: message.SerializeToString())

    def _next(self, request):
        with self._lock:
            self.heard.append(request)
            return self._script.pop(0) if self._script else {'code': 'INTERNAL', 'message': 'the script is over'}

    def _list(self, request, context, kind):
        answer = self._next(request)
        for page in answer.get('pages', ()):
            message = kind(next_page_token=page.get('token', ''))
            for _ in range(page.get('items', 0)):
                self._items += 1
                message.bookings.add(name=f'connections/scripted/bookings/{self._items}', status=pb.BOOKING_STATUS_CONFIRMED)
            if 'complete' in page:
                message.complete = page['complete']
            yield message
        self._end(answer, context)

    def _answer(self, request, context, kind):
        answer = self._next(request)
        self._end(answer, context)
        made = kind()
        made.booking.name = 'connections/scripted/bookings/1'
        made.booking.status = pb.BOOKING_STATUS_CONFIRMED
        return made

    def _end(self, answer, context):
        if answer.get('stays_silent'):
            gone = threading.Event()
            context.add_callback(gone.set)
            gone.wait(60)
        if 'code' not in answer:
            return
        details = answer['raw_details'].encode() if 'raw_details' in answer else details_of(answer)
        if details:
            context.set_trailing_metadata(((DETAILS, details),))
        context.abort(getattr(grpc.StatusCode, answer['code']), answer.get('message', 'as the script says'))


def details_of(answer):
    if 'reason' not in answer and 'retry_delay' not in answer:
        return b''
    status = status_details_pb2.Status(code=getattr(grpc.StatusCode, answer['code']).value[0], message='as the script says')

    def pack(detail):
        status.details.add(type_url=f'type.googleapis.com/google.rpc.{detail.DESCRIPTOR.name}', value=detail.SerializeToString())

    if 'reason' in answer:
        pack(status_details_pb2.ErrorInfo(reason=answer['reason'], domain='bookings.gateway', metadata=answer.get('metadata', {})))
    if 'retry_delay' in answer:
        retry = status_details_pb2.RetryInfo()
        retry.retry_delay.FromNanoseconds(int(answer['retry_delay'] * 1e9))
        pack(retry)
    return status.SerializeToString()
