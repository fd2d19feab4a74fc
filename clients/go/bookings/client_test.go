package bookings

import (
	"context"
	"errors"
	"testing"
	"time"

	pb "bookings.gateway/proto/bookings/v1"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// The parts that need no gateway. What the client does with one is shown by tests/clients.

func TestEachReasonIsAnError(t *testing.T) {
	known := map[string]bool{}
	for _, reason := range Reasons {
		known["ERROR_REASON_"+string(reason)] = true
	}
	for name := range pb.ErrorReason_value {
		if name != "ERROR_REASON_UNSPECIFIED" && !known[name] {
			t.Errorf("%s is not there", name)
		}
	}
	if len(known) != len(pb.ErrorReason_value)-1 {
		t.Errorf("%d reasons", len(known))
	}
}

func TestErrorsAreCompared(t *testing.T) {
	var err error = &Error{Code: codes.FailedPrecondition, Reason: ErrSlotUnavailable}
	if !errors.Is(err, ErrSlotUnavailable) || errors.Is(err, ErrBookingRefused) {
		t.Error("not by its reason")
	}
	if !errors.Is(sourcesFailed(nil), ErrSourcesFailed) {
		t.Error("not by its cause")
	}
	if late := errorOf(status.FromContextError(context.DeadlineExceeded).Err()); late.Reason != ErrDeadlineExceeded {
		t.Errorf("%v", late)
	}
}

func TestBackoffsGrowToABound(t *testing.T) {
	policy := RetryPolicy{FirstBackoff: 200 * time.Millisecond, LongestBackoff: 3 * time.Second}.withDefaults()
	longest := policy.FirstBackoff
	for failures := 1; failures < 100; failures++ {
		for range make([]int, 20) {
			if wait := policy.backoff(failures); wait < longest/2 || wait > longest {
				t.Errorf("%v after %d failures", wait, failures)
			}
		}
		if longest *= 2; longest > policy.LongestBackoff {
			longest = policy.LongestBackoff
		}
	}
}

func TestOnlyLoopbackAddressesAreSpokenToInClearText(t *testing.T) {
	for _, address := range []string{"127.0.0.1:50051", "localhost:50051", "[::1]:50051", "127.9.9.9:1", "unix:/run/gateway"} {
		if !isLoopback(address) {
			t.Error(address)
		}
	}
	for _, address := range []string{"gateway:50051", "10.0.0.1:50051", "[2001:db8::1]:1", "0.0.0.0:50051", "localhost.example:1", "127.0.0.1.example:1"} {
		if isLoopback(address) {
			t.Error(address)
		}
	}
}
