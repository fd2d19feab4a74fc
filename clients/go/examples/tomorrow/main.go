package main

import (
	"context"
	"fmt"
	"log"
	"time"

	"bookings.gateway/clients/go/bookings"
	pb "bookings.gateway/proto/bookings/v1"
	"google.golang.org/protobuf/types/known/timestamppb"
)

func main() {
	year, month, day := time.Now().Date()
	midnight := func(days int) *timestamppb.Timestamp {
		return timestamppb.New(time.Date(year, month, day+days, 0, 0, 0, 0, time.Local))
	}
	client, err := bookings.NewClient("", bookings.Options{})
	if err != nil {
		log.Fatal(err)
	}
	list := client.ListBookings(context.Background(), &pb.ListBookingsRequest{
		Filter: &pb.BookingFilter{StartTime: &pb.TimeRange{From: midnight(1), To: midnight(2)}}, OrderBy: pb.OrderBy_ORDER_BY_START_TIME_ASC})
	for list.Next() {
		booking := list.Booking()
		fmt.Println(booking.StartTime.AsTime().Format(time.RFC3339), booking.Vendor, booking.Title, booking.Name)
	}
	if list.Err() != nil {
		log.Fatal(list.Err())
	}
}
