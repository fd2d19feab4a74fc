package bookings

import (
	"context"
	"math/rand"
	"time"

	"google.golang.org/grpc/codes"
)

// RetryPolicy bounds how often a call is made again: Attempts in a row that bring nothing; a page that leads on starts the count anew. The
// rules are those of all clients: clients/README.md. What is 0 gets its default.
type RetryPolicy struct {
	Attempts       int
	FirstBackoff   time.Duration
	LongestBackoff time.Duration
}

func (policy RetryPolicy) withDefaults() RetryPolicy {
	if policy.Attempts == 0 {
		policy.Attempts = 5
	}
	if policy.FirstBackoff == 0 {
		policy.FirstBackoff = 200 * time.Millisecond
	}
	if policy.LongestBackoff == 0 {
		policy.LongestBackoff = 10 * time.Second
	}
	return policy
}

// Doubled with each failure; half of it by chance, so that callers that failed together do not come back together.
func (policy RetryPolicy) backoff(failures int) time.Duration {
	longest := policy.FirstBackoff
	for ; failures > 1 && longest < policy.LongestBackoff; failures-- {
		longest *= 2
	}
	if longest > policy.LongestBackoff {
		longest = policy.LongestBackoff
	}
	return longest/2 + time.Duration(rand.Int63n(int64(longest/2)+1))
}

// attempts are those of one call. Its context ends with the call's deadline.
type attempts struct {
	policy   RetryPolicy
	failures int
}

func (a *attempts) progress() { a.failures = 0 }

// waitAfter waits until the call may be made again and returns nil, or returns why it may not. A wait that the deadline has no time for is not
// begun.
func (a *attempts) waitAfter(ctx context.Context, err *Error, mayPass func(*Error) bool) *Error {
	a.failures++
	if ctx.Err() != nil || !mayPass(err) || a.failures >= a.policy.Attempts {
		return err
	}
	wait := a.policy.backoff(a.failures)
	if err.RetryDelay > wait {
		wait = err.RetryDelay
	}
	if end, ok := ctx.Deadline(); ok && wait >= time.Until(end) {
		return err
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return err
	}
}

func readMayPass(err *Error) bool {
	if err.Code == codes.ResourceExhausted {
		return err.RetryDelay > 0
	}
	return err.Code == codes.Unavailable || err.Code == codes.Aborted
}

// A stream whose reader paused for long is cut with CANCELLED; our own cancellation shows in the context.
func streamMayPass(err *Error) bool { return readMayPass(err) || err.Code == codes.Canceled }

// Safe only because the request id stays the same. What was decided for good is never repeated.
func writeMayPass(err *Error) bool {
	if err.Reason == ErrEtagMismatch {
		return false
	}
	// DEADLINE_EXCEEDED: an attempt's own deadline; the gateway goes on with it, and knows it by its id.
	return readMayPass(err) || err.BookingState() == "UNKNOWN" || err.Reason == ErrOutcomeUnknown ||
		err.Code == codes.DeadlineExceeded || err.Code == codes.Canceled
}
