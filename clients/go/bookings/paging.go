package bookings

import (
	"context"
	"io"

	pb "bookings.gateway/proto/bookings/v1"
	"google.golang.org/grpc/codes"
)

// pager reads pages as one sequence that outlives broken connections: it resumes behind the last page that was handed out.
type pager struct {
	ctx      context.Context
	cancel   context.CancelFunc
	attempts attempts
	// receive opens the stream on first use and takes its next page in: the token behind it, and whether it is the last page.
	receive func() (behind string, last bool, err error)
	// restart has the stream opened again behind the last page.
	restart func()
	token   func() string

	// behind is the token behind the page that came last.
	behind string
	ended  bool
	err    *Error
}

// next has received a page, or false at the end of the list.
func (p *pager) next() bool {
	for !p.ended {
		behind, last, failure := p.receive()
		if failure == nil {
			if behind != p.behind { // else it leads nowhere: attempts stay bounded
				p.attempts.progress()
			}
			p.behind, p.ended = behind, last
			return true
		}
		err := errorOf(failure)
		if failure == io.EOF {
			err = &Error{Code: codes.Unavailable, Message: ErrIncomplete.Error(), cause: ErrIncomplete}
		}
		err.PageToken = p.token()
		p.restart()
		if p.err = p.attempts.waitAfter(p.ctx, err, streamMayPass); p.err != nil {
			p.close()
		}
	}
	p.close()
	return false
}

func (p *pager) close() {
	p.ended = true
	p.cancel()
}

func (p *pager) failure() error {
	if p.err == nil {
		return nil // not a nil *Error in an error
	}
	return p.err
}

// BookingList is read like a bufio.Scanner: Next, Booking, and Err behind the last one.
type BookingList struct {
	pager              pager
	request            *pb.ListBookingsRequest
	stream             pb.BookingService_ListBookingsClient
	page               *pb.ListBookingsResponse
	at                 int
	sources            map[string]*pb.SourceStatus
	allowFailedSources bool
}

// Next moves to the next booking; false at the end of the list, or when it failed.
func (l *BookingList) Next() bool {
	l.at++
	for l.at >= len(l.page.GetBookings()) {
		l.request.PageToken = l.PageToken()
		if !l.pager.next() {
			l.finish()
			return false
		}
		l.at = 0
	}
	return true
}

// Booking is the one that Next has moved to.
func (l *BookingList) Booking() *pb.Booking { return l.page.Bookings[l.at] }

// Err is why the list ended early: nil, or an *Error. When some sources failed it is ErrSourcesFailed, unless that was allowed.
func (l *BookingList) Err() error { return l.pager.failure() }

// Close ends a list that is left early.
func (l *BookingList) Close() { l.pager.close() }

// Complete is true behind the last booking when every source was read to its end.
func (l *BookingList) Complete() bool { return l.page.GetComplete() }

// PageToken resumes behind the last page whose bookings were all handed out.
func (l *BookingList) PageToken() string {
	if l.page == nil || l.at < len(l.page.Bookings) {
		return l.request.PageToken
	}
	return l.page.NextPageToken
}

// FailedSources are the statuses of the sources that failed.
func (l *BookingList) FailedSources() []*pb.SourceStatus {
	var failed []*pb.SourceStatus
	for _, source := range l.sources {
		if source.State == pb.SourceState_SOURCE_STATE_FAILED {
			failed = append(failed, source)
		}
	}
	return failed
}

// Sources are the latest statuses by connection.
func (l *BookingList) Sources() map[string]*pb.SourceStatus { return l.sources }

func (l *BookingList) take(page *pb.ListBookingsResponse) {
	l.page = page
	for _, source := range page.Sources {
		l.sources[source.Connection] = source
	}
}

func (l *BookingList) finish() {
	if failed := l.FailedSources(); l.pager.err == nil && l.page != nil && l.page.Complete != nil && len(failed) > 0 && !l.allowFailedSources {
		l.pager.err = sourcesFailed(failed)
		l.pager.err.PageToken = l.page.NextPageToken
	}
}

// SlotList is read like BookingList.
type SlotList struct {
	pager   pager
	request *pb.ListSlotsRequest
	stream  pb.BookingService_ListSlotsClient
	page    *pb.ListSlotsResponse
	at      int
}

// Next moves to the next slot; false at the end of the list, or when it failed.
func (l *SlotList) Next() bool {
	l.at++
	for l.at >= len(l.page.GetSlots()) {
		if l.page != nil {
			l.request.PageToken = l.page.NextPageToken
		}
		if !l.pager.next() {
			return false
		}
		l.at = 0
	}
	return true
}

// Slot is the one that Next has moved to.
func (l *SlotList) Slot() *pb.Slot { return l.page.Slots[l.at] }

// Err is why the list ended early: nil, or an *Error.
func (l *SlotList) Err() error { return l.pager.failure() }

// Close ends a list that is left early.
func (l *SlotList) Close() { l.pager.close() }
