package main

import (
	"context"
	"fmt"
	"log"

	"bookings.gateway/clients/go/bookings"
	pb "bookings.gateway/proto/bookings/v1"
	"google.golang.org/protobuf/types/known/timestamppb"
)

func main() {
	client, err := bookings.NewClient("", bookings.Options{})
	if err != nil {
		log.Fatal(err)
	}
	coming := &pb.BookingFilter{StartTime: &pb.TimeRange{From: timestamppb.Now()}}
	list := client.ListBookings(context.Background(), &pb.ListBookingsRequest{Filter: coming, OrderBy: pb.OrderBy_ORDER_BY_START_TIME_ASC, Limit: 20})
	for list.Next() {
		booking := list.Booking()
		fmt.Println(booking.StartTime.AsTime(), booking.Vendor, booking.Title, booking.Name)
	}
	if err := list.Err(); err != nil { // ErrSourcesFailed where a vendor failed: those of all others were printed
		log.Fatalf("%v; the rest begins at page token %s", err, list.PageToken())
	}
}
