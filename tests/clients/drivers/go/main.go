// Carries out the conformance script's commands with the Go client: JSON lines in, JSON lines out.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"bookings.gateway/clients/go/bookings"
	pb "bookings.gateway/proto/bookings/v1"
	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
)

type command struct {
	Call, Address string
	Options       options
	Request       json.RawMessage
}

type options struct {
	Token              string
	CAFile             string            `json:"ca_file"`
	CertificateFile    string            `json:"certificate_file"`
	KeyFile            string            `json:"key_file"`
	VendorTokens       map[string]string `json:"vendor_tokens"`
	Attempts, Take     int
	First              float64 `json:"first_backoff"`
	Longest            float64 `json:"longest_backoff"`
	WriteAttempt       float64 `json:"write_attempt"`
	Timeout            float64
	AllowFailedSources bool `json:"allow_failed_sources"`
}

type answer map[string]interface{}

func seconds(value float64) time.Duration { return time.Duration(value * float64(time.Second)) }

func clientOf(address string, options options) (*bookings.Client, error) {
	all := seconds(options.Timeout)
	made := bookings.Options{Token: options.Token, VendorTokens: options.VendorTokens, AllowFailedSources: options.AllowFailedSources,
		Retry:    bookings.RetryPolicy{Attempts: options.Attempts, FirstBackoff: seconds(options.First), LongestBackoff: seconds(options.Longest)},
		Timeouts: bookings.Timeouts{Read: all, List: all, Write: all, WriteAttempt: seconds(options.WriteAttempt)}}
	if options.CAFile != "" {
		made.TLS = &bookings.TLS{CAFile: options.CAFile, CertificateFile: options.CertificateFile, KeyFile: options.KeyFile}
	}
	return bookings.NewClient(address, made)
}

// As proto3 JSON writes an instant.
func told(stamp *timestamppb.Timestamp) string {
	if stamp == nil {
		return ""
	}
	text, _ := protojson.Marshal(stamp)
	return strings.Trim(string(text), `"`)
}

func record(booking *pb.Booking) answer {
	total := ""
	if booking.GetTotal() != nil {
		total = fmt.Sprintf("%s %d %d", booking.Total.CurrencyCode, booking.Total.Units, booking.Total.Nanos)
	}
	return answer{"name": booking.GetName(), "status": booking.GetStatus().String(), "start": told(booking.GetStartTime()), "title": booking.GetTitle(), "total": total}
}

func problem(err *bookings.Error) answer {
	kind := ""
	for _, reason := range bookings.Reasons {
		if errors.Is(err, reason) {
			kind = string(reason)
		}
	}
	if errors.Is(err, bookings.ErrSourcesFailed) {
		kind = "SOURCES_FAILED"
	}
	fields := []string{}
	for _, violation := range err.Violations {
		fields = append(fields, violation.Field)
	}
	return answer{"code": code.Code_name[int32(err.Code)], "reason": string(err.Reason), "type": kind, "booking_state": err.BookingState(),
		"metadata": err.Metadata, "fields": fields, "page_token": err.PageToken, "request_id": err.RequestID, "retry_delay": err.RetryDelay.Seconds()}
}

func list(ctx context.Context, client *bookings.Client, request *pb.ListBookingsRequest, take int, result answer) error {
	bookings := client.ListBookings(ctx, request)
	defer bookings.Close()
	found := []answer{}
	for bookings.Next() {
		if found = append(found, record(bookings.Booking())); len(found) == take {
			break
		}
	}
	failed := map[string]string{}
	for _, source := range bookings.FailedSources() {
		failed[source.Connection] = strings.TrimPrefix(source.Error.Reason.String(), "ERROR_REASON_")
	}
	result["bookings"], result["complete"], result["failed"] = found, bookings.Complete(), failed
	return bookings.Err()
}

func slots(ctx context.Context, client *bookings.Client, request *pb.ListSlotsRequest, result answer) error {
	slots := client.ListSlots(ctx, request)
	defer slots.Close()
	found := []string{}
	for slots.Next() {
		found = append(found, told(slots.Slot().StartTime))
	}
	result["slots"] = found
	return slots.Err()
}

var requests = map[string]func() proto.Message{
	"list": func() proto.Message { return &pb.ListBookingsRequest{} }, "slots": func() proto.Message { return &pb.ListSlotsRequest{} },
	"get": func() proto.Message { return &pb.GetBookingRequest{} }, "connections": func() proto.Message { return &pb.ListConnectionsRequest{} },
	"connection": func() proto.Message { return &pb.GetConnectionRequest{} }, "create": func() proto.Message { return &pb.CreateBookingRequest{} },
	"cancel": func() proto.Message { return &pb.CancelBookingRequest{} }, "reschedule": func() proto.Message { return &pb.RescheduleBookingRequest{} },
	"update": func() proto.Message { return &pb.UpdateBookingRequest{} }, "update_status": func() proto.Message { return &pb.UpdateBookingStatusRequest{} },
}

func call(client *bookings.Client, request proto.Message, take int, result answer) error {
	ctx := context.Background()
	switch request := request.(type) {
	case *pb.ListBookingsRequest:
		return list(ctx, client, request, take, result)
	case *pb.ListSlotsRequest:
		return slots(ctx, client, request, result)
	case *pb.GetBookingRequest:
		booking, err := client.GetBooking(ctx, request)
		result["booking"] = record(booking)
		return err
	case *pb.ListConnectionsRequest:
		connections, err := client.ListConnections(ctx)
		names := []string{}
		for _, connection := range connections {
			names = append(names, connection.Name)
		}
		result["connections"] = names
		return err
	case *pb.GetConnectionRequest:
		connection, err := client.GetConnection(ctx, request.Name)
		result["connections"] = []string{connection.GetName()}
		return err
	case *pb.CreateBookingRequest:
		made, err := client.CreateBooking(ctx, request)
		result["booking"], result["replayed"] = record(made.GetBooking()), made.GetReplayed()
		return err
	case *pb.CancelBookingRequest:
		made, err := client.CancelBooking(ctx, request)
		result["booking"], result["already_cancelled"] = record(made.GetBooking()), made.GetAlreadyCancelled()
		return err
	case *pb.RescheduleBookingRequest:
		made, err := client.RescheduleBooking(ctx, request)
		result["booking"] = record(made.GetBooking())
		return err
	case *pb.UpdateBookingRequest:
		made, err := client.UpdateBooking(ctx, request)
		result["booking"] = record(made.GetBooking())
		return err
	case *pb.UpdateBookingStatusRequest:
		made, err := client.UpdateBookingStatus(ctx, request)
		result["booking"], result["unchanged"] = record(made.GetBooking()), made.GetUnchanged()
		return err
	}
	return fmt.Errorf("no such call: %T", request)
}

func carryOut(line []byte) (answer, error) {
	var command command
	if err := json.Unmarshal(line, &command); err != nil {
		return nil, err
	}
	request := requests[command.Call]()
	if err := protojson.Unmarshal(command.Request, request); err != nil {
		return nil, err
	}
	client, err := clientOf(command.Address, command.Options)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	result := answer{}
	if err := call(client, request, command.Options.Take, result); err != nil {
		var failed *bookings.Error
		if !errors.As(err, &failed) {
			return nil, err
		}
		result["error"] = problem(failed)
	}
	return result, nil
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		result, err := carryOut(lines.Bytes())
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		json.NewEncoder(os.Stdout).Encode(result)
	}
}
