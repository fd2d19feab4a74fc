from datetime import date, datetime, time, timedelta

from bookings.v1 import bookings_pb2 as pb
from bookings_client import Client, time_range

tomorrow = datetime.combine(date.today() + timedelta(days=1), time())
day = pb.BookingFilter(start_time=time_range(tomorrow, tomorrow + timedelta(days=1)))
with Client() as client:
    for booking in client.list_bookings(filter=day, order_by=pb.ORDER_BY_START_TIME_ASC):
        print(booking.start_time.ToJsonString(), booking.vendor, booking.title, booking.name)
