"""The hot job of the gateway as a good team would write it in Python in a day: grpcio, one kept-alive http.client connection per stream,
json. It maps what the floor maps (../floor/mapping.cc) and trusts its input as the floor does.
usage: python_peer.py BASE_URL API_KEY PORT_FILE"""

import hashlib
import http.client
import json
import pathlib
import signal
import sys
import urllib.parse
from concurrent import futures
from datetime import datetime

import grpc
from bookings.v1 import bookings_pb2 as pb
from bookings.v1 import bookings_pb2_grpc as rpc

STATUSES = {'open': pb.BOOKING_STATUS_CONFIRMED, 'cancel': pb.BOOKING_STATUS_CANCELLED, 'request': pb.BOOKING_STATUS_PENDING}
LOCATION_KINDS = {'inPerson': pb.LOCATION_KIND_BUSINESS, 'phone': pb.LOCATION_KIND_PHONE, 'askInvitee': pb.LOCATION_KIND_CUSTOMER,
                  'zoom': pb.LOCATION_KIND_ONLINE, 'googleMeet': pb.LOCATION_KIND_ONLINE, 'teams': pb.LOCATION_KIND_ONLINE}
PRIORITIES = {'low': pb.PRIORITY_LOW, 'middle': pb.PRIORITY_MEDIUM, 'high': pb.PRIORITY_HIGH}


def set_time(text, out):
    moment = datetime.fromisoformat(text)
    out.seconds = int(moment.timestamp())
    out.nanos = moment.microsecond * 1000


def set_location(item, booking):
    fields = {'vendor_kind': item['locationId'], 'url': item['url'], 'phone': item['phoneNumber'], 'address': item['address'],
              'name': item['customLocation'], 'access': item['access']}
    for name, value in fields.items():
        if value is not None:
            setattr(booking.location, name, value)
    if item['locationId'] is not None:
        booking.location.kind = LOCATION_KINDS.get(item['locationId'], pb.LOCATION_KIND_CUSTOM)


def set_cancellation(item, booking):
    if item['cancelledAt'] is not None:
        set_time(item['cancelledAt'], booking.cancellation.time)
    if item['cancelReason'] is not None:
        booking.cancellation.reason = item['cancelReason']
    if item['cancelledBy'] is not None:
        by_host = item['cancelledBy'] == 'host'
        booking.cancellation.actor = pb.CANCELLATION_ACTOR_BUSINESS if by_host else pb.CANCELLATION_ACTOR_CUSTOMER


def etag(item):
    text = ''.join([value for value in item.values() if isinstance(value, str)])
    return hashlib.md5(text.encode()).hexdigest()[:16]


def add_booking(item, message):
    booking = message.bookings.add(
        name=f"connections/floor/bookings/{item['uid']}", vendor='jicoo', vendor_id=item['uid'],
        status=STATUSES.get(item['status'], pb.BOOKING_STATUS_UNKNOWN), vendor_status=item['status'], title=item['name'],
        description=item['description'], time_zone=item['timeZone'], time_zone_source=pb.TIME_ZONE_SOURCE_CUSTOMER,
        priority=PRIORITIES.get(item['priority']), etag=etag(item))
    set_time(item['startedAt'], booking.start_time)
    set_time(item['endedAt'], booking.end_time)
    set_time(item['createdAt'], booking.create_time)
    set_time(item['updatedAt'], booking.update_time)
    if item['eventTypeId'] is not None:
        booking.service.id = item['eventTypeId']
    for host in item['hosts']:
        booking.staff.add(id=host['userId'], role=host['role'])
    set_location(item, booking)
    set_cancellation(item, booking)


class Peer(rpc.BookingServiceServicer):
    def __init__(self, base_url, api_key):
        self.vendor = urllib.parse.urlsplit(base_url).netloc
        self.headers = {'X-Jicoo-Api-Key': api_key}

    def fetch_page(self, connection, number):
        connection.request('GET', f'/v1/bookings?page={number}&perPage=50&order=createdAt&sort=asc', headers=self.headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f'the vendor answered {answer.status}')
        return json.loads(body)

    def ListBookings(self, request, context):
        page_size = request.page_size or 50
        connection = http.client.HTTPConnection(self.vendor)
        message, number = pb.ListBookingsResponse(), 1
        while number:
            page = self.fetch_page(connection, number)
            number = page.get('nextPage')
            for item in page['data']:
                add_booking(item, message)
            if not number or len(message.bookings) >= page_size:
                yield message
                message = pb.ListBookingsResponse()
        connection.close()


def main():
    base_url, api_key, port_file = sys.argv[1:]
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=16))
    rpc.add_BookingServiceServicer_to_server(Peer(base_url, api_key), server)
    port = server.add_insecure_port('127.0.0.1:0')
    server.start()
    pathlib.Path(port_file).write_text(str(port))
    signal.signal(signal.SIGTERM, lambda *_: server.stop(0))
    server.wait_for_termination()


if __name__ == '__main__':
    main()
