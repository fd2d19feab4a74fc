package bookingsv1

import (
	"context"
	"io"
	"net/http"

	"github.com/golang/protobuf/proto"
	"github.com/grpc-ecosystem/grpc-gateway/runtime"
)

func init() {
	forward_BookingService_ListBookings_0 = forwardFromFirstPage
	forward_BookingService_ListBookings_1 = forwardFromFirstPage
	forward_BookingService_ListSlots_0 = forwardFromFirstPage
	forward_BookingService_ListSlots_1 = forwardFromFirstPage
}

// A stream that fails before its first page is an error like that of any other call, with its HTTP status; only later ones have to be
// told behind the pages.
func forwardFromFirstPage(ctx context.Context, mux *runtime.ServeMux, marshaler runtime.Marshaler, w http.ResponseWriter,
	request *http.Request, receive func() (proto.Message, error), options ...func(context.Context, http.ResponseWriter, proto.Message) error) {
	first, err := receive()
	if err != nil && err != io.EOF {
		runtime.HTTPError(ctx, mux, marshaler, w, request, err)
		return
	}
	begun := false
	runtime.ForwardResponseStream(ctx, mux, marshaler, w, request, func() (proto.Message, error) {
		if !begun {
			begun = true
			return first, err
		}
		return receive()
	}, options...)
}
