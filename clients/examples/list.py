import os

import grpc
from bookings.v1 import bookings_pb2 as pb, bookings_pb2_grpc as rpc

channel = grpc.insecure_channel(os.environ.get("BOOKINGS_ADDRESS", "127.0.0.1:50051"))
for page in rpc.BookingServiceStub(channel).ListBookings(pb.ListBookingsRequest(limit=20)):
    for b in page.bookings:
        print(b.start_time.ToJsonString() if b.HasField("start_time") else "-", pb.BookingStatus.Name(b.status), b.name)
