"""Carries out the conformance script's commands with the Python client: JSON lines in, JSON lines out."""

import json
import sys

from bookings.v1 import bookings_pb2 as pb
from bookings.v1 import connections_pb2
from bookings_client import Client, GatewayError, RetryPolicy, SourcesFailed, Timeouts, Tls
from google.protobuf import json_format


def client_of(address, options):
    tls = Tls(*(options.get(key) for key in ('ca_file', 'certificate_file', 'key_file'))) if 'ca_file' in options else None
    retry = RetryPolicy(options['attempts'], options['first_backoff'], options['longest_backoff'])
    timeouts = Timeouts(write_attempt=options.get('write_attempt', 20.0))
    return Client(address, token=options.get('token'), tls=tls, vendor_tokens=options.get('vendor_tokens'), retry=retry, timeouts=timeouts)


def record(booking):
    start = booking.start_time.ToJsonString() if booking.HasField('start_time') else ''
    total = f'{booking.total.currency_code} {booking.total.units} {booking.total.nanos}' if booking.HasField('total') else ''
    return {'name': booking.name, 'status': pb.BookingStatus.Name(booking.status), 'start': start, 'title': booking.title, 'total': total}


def told(error):
    kind = 'SOURCES_FAILED' if isinstance(error, SourcesFailed) else type(error).REASON
    return {'code': error.code.name, 'message': str(error), 'reason': error.reason, 'type': kind, 'booking_state': error.booking_state,
            'metadata': error.metadata, 'fields': [violation.field for violation in error.violations], 'page_token': error.page_token,
            'request_id': error.request_id, 'retry_delay': error.retry_delay.total_seconds() if error.retry_delay else None}


def list_bookings(client, request, answer, options):
    bookings = client.list_bookings(request, timeout=options.get('timeout'), allow_failed_sources=options.get('allow_failed_sources', False))
    answer['bookings'] = []
    try:
        for booking in bookings:
            answer['bookings'].append(record(booking))
            if len(answer['bookings']) == options.get('take'):
                break
    finally:
        answer['complete'] = bookings.complete
        answer['failed'] = {source.connection: pb.ErrorReason.Name(source.error.reason).removeprefix('ERROR_REASON_')
                            for source in bookings.failed_sources}


def list_slots(client, request, answer, options):
    answer['slots'] = [slot.start_time.ToJsonString() for slot in client.list_slots(request, timeout=options.get('timeout'))]


def write(method):
    def call(client, request, answer, options):
        made = getattr(client, method)(request, timeout=options.get('timeout'))
        answer['booking'] = record(made.booking)
        for flag in ('replayed', 'already_cancelled', 'unchanged'):
            if flag in made.DESCRIPTOR.fields_by_name:
                answer[flag] = getattr(made, flag)
    return call


def get(client, request, answer, options):
    answer['booking'] = record(client.get_booking(request.name, view=request.view, timeout=options.get('timeout')))


def connections(client, request, answer, options):
    answer['connections'] = [connection.name for connection in client.list_connections(timeout=options.get('timeout'))]


def connection(client, request, answer, options):
    answer['connections'] = [client.get_connection(request.name, timeout=options.get('timeout')).name]


CALLS = {
    'list': (pb.ListBookingsRequest, list_bookings), 'slots': (pb.ListSlotsRequest, list_slots), 'get': (pb.GetBookingRequest, get),
    'connections': (connections_pb2.ListConnectionsRequest, connections), 'connection': (connections_pb2.GetConnectionRequest, connection),
    'create': (pb.CreateBookingRequest, write('create_booking')), 'cancel': (pb.CancelBookingRequest, write('cancel_booking')),
    'reschedule': (pb.RescheduleBookingRequest, write('reschedule_booking')), 'update': (pb.UpdateBookingRequest, write('update_booking')),
    'update_status': (pb.UpdateBookingStatusRequest, write('update_booking_status')),
}

for line in sys.stdin:
    command, answer = json.loads(line), {}
    kind, call = CALLS[command['call']]
    try:
        with client_of(command['address'], command['options']) as client:
            call(client, json_format.ParseDict(command['request'], kind()), answer, command['options'])
    except GatewayError as error:
        answer['error'] = told(error)
    print(json.dumps(answer), flush=True)
