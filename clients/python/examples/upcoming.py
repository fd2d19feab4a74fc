import sys
from datetime import datetime

from bookings.v1 import bookings_pb2 as pb
from bookings_client import Client, GatewayError, time_range

coming = pb.BookingFilter(start_time=time_range(datetime.now(), None))
with Client() as client:
    try:
        for booking in client.list_bookings(filter=coming, order_by=pb.ORDER_BY_START_TIME_ASC, limit=20):
            print(booking.start_time.ToJsonString(), booking.vendor, booking.title, booking.name)
    except GatewayError as error:  # SourcesFailed where a vendor failed: those of all others were printed
        sys.exit(f"{error}; the rest begins at page token {error.page_token}")
