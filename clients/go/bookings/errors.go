package bookings

import (
	"errors"
	"fmt"
	"time"

	pb "bookings.gateway/proto/bookings/v1"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// Error is a call that failed. Reach it with errors.As, and compare its reason with errors.Is.
type Error struct {
	Code    codes.Code
	Message string
	// Reason is empty where the gateway did not see the failure: the connection broke.
	Reason   Reason
	Metadata map[string]string
	// RetryDelay is 0 where waiting is not said to help.
	RetryDelay time.Duration
	// Violations name every field that is wrong.
	Violations []*errdetails.BadRequest_FieldViolation
	// PageToken of a list resumes behind the last page whose items were all handed out.
	PageToken string
	// RequestID of a write: repeat it with this id to learn what became of it.
	RequestID string

	cause error
}

// ErrSourcesFailed: everything else was delivered, but some sources failed (BookingList.FailedSources). The token resumes what is missing.
var ErrSourcesFailed = errors.New("some sources failed")

// ErrIncomplete: the stream ended without saying that it was complete: it was cut.
var ErrIncomplete = errors.New("the stream ended before the list did")

func (e *Error) Error() string {
	if e.Reason == "" {
		return fmt.Sprintf("%s: %s", e.Code, e.Message)
	}
	return fmt.Sprintf("%s / %s: %s", e.Code, e.Reason, e.Message)
}

// Is compares with a Reason.
func (e *Error) Is(target error) bool {
	reason, ok := target.(Reason)
	return ok && reason == e.Reason
}

// Unwrap leads to gRPC's own error, to context.Canceled and so on.
func (e *Error) Unwrap() error { return e.cause }

// BookingState says what became of a booking that was to be made: NOT_CREATED, CREATED or UNKNOWN; empty where nothing was to be made.
func (e *Error) BookingState() string { return e.Metadata["booking_state"] }

// Details that cannot be read are left out: a failure with a code alone is still a failure.
func errorOf(err error) *Error {
	failed := status.Convert(err)
	made := &Error{Code: failed.Code(), Message: failed.Message(), cause: err}
	for _, detail := range failed.Details() {
		switch detail := detail.(type) {
		case *errdetails.ErrorInfo:
			made.Reason, made.Metadata = Reason(detail.Reason), detail.Metadata
		case *errdetails.RetryInfo:
			made.RetryDelay = detail.RetryDelay.AsDuration()
		case *errdetails.BadRequest:
			made.Violations = detail.FieldViolations
		}
	}
	if made.Reason == "" && made.Code == codes.DeadlineExceeded {
		made.Reason = ErrDeadlineExceeded // the client itself gave up: the gateway had no say
	}
	if made.Reason == "" && made.Code == codes.Canceled {
		made.Reason = ErrCancelled
	}
	return made
}

func sourcesFailed(sources []*pb.SourceStatus) *Error {
	message := "the list lacks bookings of"
	for _, source := range sources {
		message += fmt.Sprintf(" %s (%s)", source.Connection, source.Error.GetMessage())
	}
	return &Error{Code: codes.Unavailable, Message: message, cause: ErrSourcesFailed}
}
