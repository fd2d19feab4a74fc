// Package bookings is a client of the Bookings Gateway: lists that resume by themselves, writes that count once, errors by reason.
package bookings

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"time"

	pb "bookings.gateway/proto/bookings/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"
)

// Timeouts are how long a whole call may take, over all its attempts; a context may end sooner. A write is asked about again after
// WriteAttempt. What is 0 gets its default.
type Timeouts struct {
	Read, List, Write, WriteAttempt time.Duration
}

// Options of a Client; their zero value is good for a gateway on a loopback address.
type Options struct {
	// Token is the caller's own, bgw_...
	Token string
	// Without TLS a loopback address is spoken to in clear text and any other over TLS, unless Insecure says otherwise.
	TLS      *TLS
	Insecure bool
	// VendorTokens are customers' tokens by connection id.
	VendorTokens map[string]string
	Timeouts     Timeouts
	Retry        RetryPolicy
	// AllowFailedSources: lists end without an error where some sources failed; see BookingList.FailedSources.
	AllowFailedSources bool
}

// Client speaks to one gateway. It may be shared.
type Client struct {
	connection  *grpc.ClientConn
	bookings    pb.BookingServiceClient
	connections pb.ConnectionServiceClient
	metadata    []string
	options     Options
}

// NewClient takes an address such as host:port; empty = the environment's BOOKINGS_ADDRESS, else 127.0.0.1:50051. It does not connect yet.
func NewClient(address string, options Options) (*Client, error) {
	if address == "" {
		address = os.Getenv("BOOKINGS_ADDRESS")
	}
	if address == "" {
		address = "127.0.0.1:50051"
	}
	connection, err := dial(address, options.TLS, options.Insecure)
	if err != nil {
		return nil, err
	}
	client := &Client{connection: connection, bookings: pb.NewBookingServiceClient(connection),
		connections: pb.NewConnectionServiceClient(connection), options: options}
	client.options.Retry = options.Retry.withDefaults()
	for timeout, otherwise := range map[*time.Duration]time.Duration{&client.options.Timeouts.Read: 30 * time.Second,
		&client.options.Timeouts.List: 10 * time.Minute, &client.options.Timeouts.Write: time.Minute,
		&client.options.Timeouts.WriteAttempt: 20 * time.Second} {
		if *timeout == 0 {
			*timeout = otherwise
		}
	}
	if options.Token != "" {
		client.metadata = append(client.metadata, "authorization", "Bearer "+options.Token)
	}
	for id, token := range options.VendorTokens {
		client.metadata = append(client.metadata, "x-vendor-authorization", id+" Bearer "+token)
	}
	return client, nil
}

// Close ends all calls.
func (c *Client) Close() error { return c.connection.Close() }

func (c *Client) context(ctx context.Context, timeout time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(metadata.AppendToOutgoingContext(ctx, c.metadata...), timeout)
}

func (c *Client) attempts() attempts { return attempts{policy: c.options.Retry} }

// ListBookings lists the bookings of all pages. Close a list that is not read to its end, or end its context.
func (c *Client) ListBookings(ctx context.Context, request *pb.ListBookingsRequest) *BookingList {
	list := &BookingList{request: proto.Clone(request).(*pb.ListBookingsRequest), at: -1, sources: map[string]*pb.SourceStatus{},
		allowFailedSources: c.options.AllowFailedSources}
	ctx, cancel := c.context(ctx, c.options.Timeouts.List)
	list.pager = pager{ctx: ctx, cancel: cancel, attempts: c.attempts(), token: list.PageToken, behind: list.request.PageToken,
		restart: func() { list.stream = nil },
		receive: func() (behind string, last bool, err error) {
			if list.stream == nil {
				if list.stream, err = c.bookings.ListBookings(ctx, list.request); err != nil {
					return "", false, err
				}
			}
			page, err := list.stream.Recv()
			if err != nil {
				return "", false, err
			}
			list.take(page)
			return page.NextPageToken, page.Complete != nil, nil
		}}
	return list
}

// ListSlots lists the slots of all pages, in order of start. Close a list that is not read to its end, or end its context.
func (c *Client) ListSlots(ctx context.Context, request *pb.ListSlotsRequest) *SlotList {
	list := &SlotList{request: proto.Clone(request).(*pb.ListSlotsRequest), at: -1}
	ctx, cancel := c.context(ctx, c.options.Timeouts.List)
	list.pager = pager{ctx: ctx, cancel: cancel, attempts: c.attempts(), behind: list.request.PageToken,
		token:   func() string { return list.request.PageToken },
		restart: func() { list.stream = nil },
		receive: func() (behind string, last bool, err error) {
			if list.stream == nil {
				if list.stream, err = c.bookings.ListSlots(ctx, list.request); err != nil {
					return "", false, err
				}
			}
			page, err := list.stream.Recv()
			if err != nil {
				return "", false, err
			}
			list.page = page
			return page.NextPageToken, page.Complete != nil, nil
		}}
	return list
}

// GetBooking returns one booking.
func (c *Client) GetBooking(ctx context.Context, request *pb.GetBookingRequest) (booking *pb.Booking, err error) {
	err = c.read(ctx, func(ctx context.Context) error {
		answer, err := c.bookings.GetBooking(ctx, request)
		booking = answer.GetBooking()
		return err
	})
	return booking, err
}

// ListConnections returns all that the caller may read.
func (c *Client) ListConnections(ctx context.Context) (connections []*pb.Connection, err error) {
	err = c.read(ctx, func(ctx context.Context) error {
		answer, err := c.connections.ListConnections(ctx, &pb.ListConnectionsRequest{})
		connections = answer.GetConnections()
		return err
	})
	return connections, err
}

// GetConnection returns one connection.
func (c *Client) GetConnection(ctx context.Context, name string) (connection *pb.Connection, err error) {
	err = c.read(ctx, func(ctx context.Context) error {
		answer, err := c.connections.GetConnection(ctx, &pb.GetConnectionRequest{Name: name})
		connection = answer.GetConnection()
		return err
	})
	return connection, err
}

// CreateBooking books at most once. Keep a RequestId of your own where the process may die before it has the answer.
func (c *Client) CreateBooking(ctx context.Context, request *pb.CreateBookingRequest) (answer *pb.CreateBookingResponse, err error) {
	request = proto.Clone(request).(*pb.CreateBookingRequest)
	err = c.write(ctx, &request.RequestId, func(ctx context.Context) (err error) {
		answer, err = c.bookings.CreateBooking(ctx, request)
		return err
	})
	return answer, err
}

// CancelBooking cancels a booking.
func (c *Client) CancelBooking(ctx context.Context, request *pb.CancelBookingRequest) (answer *pb.CancelBookingResponse, err error) {
	request = proto.Clone(request).(*pb.CancelBookingRequest)
	err = c.write(ctx, &request.RequestId, func(ctx context.Context) (err error) {
		answer, err = c.bookings.CancelBooking(ctx, request)
		return err
	})
	return answer, err
}

// RescheduleBooking moves a booking.
func (c *Client) RescheduleBooking(ctx context.Context, request *pb.RescheduleBookingRequest) (answer *pb.RescheduleBookingResponse, err error) {
	request = proto.Clone(request).(*pb.RescheduleBookingRequest)
	err = c.write(ctx, &request.RequestId, func(ctx context.Context) (err error) {
		answer, err = c.bookings.RescheduleBooking(ctx, request)
		return err
	})
	return answer, err
}

// UpdateBooking changes the fields of the request's mask.
func (c *Client) UpdateBooking(ctx context.Context, request *pb.UpdateBookingRequest) (answer *pb.UpdateBookingResponse, err error) {
	request = proto.Clone(request).(*pb.UpdateBookingRequest)
	err = c.write(ctx, &request.RequestId, func(ctx context.Context) (err error) {
		answer, err = c.bookings.UpdateBooking(ctx, request)
		return err
	})
	return answer, err
}

// UpdateBookingStatus confirms, declines, completes a booking or marks it as no-show.
func (c *Client) UpdateBookingStatus(ctx context.Context, request *pb.UpdateBookingStatusRequest) (answer *pb.UpdateBookingStatusResponse, err error) {
	request = proto.Clone(request).(*pb.UpdateBookingStatusRequest)
	err = c.write(ctx, &request.RequestId, func(ctx context.Context) (err error) {
		answer, err = c.bookings.UpdateBookingStatus(ctx, request)
		return err
	})
	return answer, err
}

func (c *Client) read(ctx context.Context, call func(context.Context) error) error {
	ctx, cancel := c.context(ctx, c.options.Timeouts.Read)
	defer cancel()
	return c.repeat(ctx, "", readMayPass, call)
}

func (c *Client) write(ctx context.Context, id *string, call func(context.Context) error) error {
	ctx, cancel := c.context(ctx, c.options.Timeouts.Write)
	defer cancel()
	if *id == "" {
		*id = newID()
	}
	return c.repeat(ctx, *id, writeMayPass, func(ctx context.Context) error {
		attempt, cancel := context.WithTimeout(ctx, c.options.Timeouts.WriteAttempt)
		defer cancel()
		return call(attempt)
	})
}

func (c *Client) repeat(ctx context.Context, id string, mayPass func(*Error) bool, call func(context.Context) error) error {
	attempts := c.attempts()
	for {
		failure := call(ctx)
		if failure == nil {
			return nil
		}
		err := errorOf(failure)
		err.RequestID = id
		if err := attempts.waitAfter(ctx, err, mayPass); err != nil {
			return err
		}
	}
}

// newID makes a random UUID (version 4).
func newID() string {
	var id [16]byte
	if _, err := rand.Read(id[:]); err != nil {
		panic(err) // the system has no randomness: nothing safe can be done
	}
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}
