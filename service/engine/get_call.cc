// See get_call.h.
#include "service/engine/get_call.h"

#include <algorithm>
#include <utility>

#include "connectors/api/civil.h"
#include "service/engine/source_error.h"

namespace bookings {
namespace {

bool IsEmulated(const v1::Capabilities& capabilities) {
  return std::any_of(capabilities.operations().begin(), capabilities.operations().end(),
                     [](const v1::OperationCapability& operation) {
                       return operation.operation() == v1::OPERATION_GET_BOOKING &&
                              operation.support() == v1::SUPPORT_EMULATED;
                     });
}

v1::Booking* FindRow(const Page& page, const std::string& vendor_id) {
  const auto found =
      std::find_if(page.bookings.begin(), page.bookings.end(),
                   [&](const v1::Booking* row) { return row->vendor_id() == vendor_id; });
  return found == page.bookings.end() ? nullptr : *found;
}

}  // namespace

BookingLookup::BookingLookup(GetRequest request, std::shared_ptr<Connection> connection,
                             ListPlan plan, EngineOptions options, Engine::Found found)
    : request_(std::move(request)),
      connection_(std::move(connection)),
      plan_(std::move(plan)),
      options_(std::move(options)),
      found_(std::move(found)) {
  context_.caller = request_.caller;
  context_.kind = CallKind::kUnary;
  context_.deadline = request_.deadline;
  context_.caller_token = request_.caller_token;
  context_.trace = request_.trace;
}

void BookingLookup::Start() {
  connection_->loop->Post([self = shared_from_this()] {
    if (self->found_) self->Ask();
  });
}

void BookingLookup::Cancel() {
  connection_->loop->Post([self = shared_from_this()] {
    self->Finish(MakeFailure(absl::StatusCode::kCancelled, v1::ERROR_REASON_CANCELLED,
                             "the call was cancelled"));
  });
}

void BookingLookup::Ask() {
  if (IsEmulated(connection_->connector->capabilities())) return ScanPage("");
  page_drive_ = std::make_unique<Drive<Page>>(
      connection_->connector->GetBooking(request_.vendor_id, request_.view), *connection_, context_,
      [this](absl::StatusOr<Page> page) { OnPage(std::move(page)); });
}

void BookingLookup::OnPage(absl::StatusOr<Page> page) {
  if (!page.ok()) return Finish(page.status());
  connection_->meter->OnPage(*page);
  v1::Booking* booking = FindRow(*page, request_.vendor_id);
  if (booking == nullptr) return Finish(NotFound());
  OnBooking(booking, std::move(page->arena));
}

void BookingLookup::ScanPage(const std::string& cursor) {
  cursor_ = cursor;
  page_drive_ =
      std::make_unique<Drive<Page>>(connection_->connector->ListPage(plan_, cursor_), *connection_,
                                    context_, [this](absl::StatusOr<Page> page) {
                                      if (!page.ok()) return Finish(page.status());
                                      OnScanned(*std::move(page));
                                    });
}

void BookingLookup::OnScanned(Page page) {
  ++pages_read_;
  if (v1::Booking* booking = FindRow(page, request_.vendor_id)) {
    return OnBooking(booking, std::move(page.arena));
  }
  // A page that may be incomplete proves nothing about what is not on it.
  doubtful_ = doubtful_ || !page.notes.empty();
  const bool surely_all = !page.next_cursor && !doubtful_;
  if (surely_all) return Finish(NotFound());
  if (!page.next_cursor || pages_read_ >= options_.scan_pages) {
    return Finish(MakeFailure(absl::StatusCode::kResourceExhausted,
                              v1::ERROR_REASON_SCAN_LIMIT_REACHED,
                              "the booking is not among those that the bounded scan has read"));
  }
  if (*page.next_cursor == cursor_) {
    return Finish(
        ResponseInvalid("the vendor's pages go in a circle: a cursor came a second time"));
  }
  ScanPage(*page.next_cursor);
}

void BookingLookup::OnBooking(v1::Booking* booking,
                              std::shared_ptr<google::protobuf::Arena> arena) {
  result_ = {booking, std::move(arena)};
  switch (plan_.details) {
    case DetailCalls::kNone:
      return FinishFound();
    case DetailCalls::kPerBooking:
      return AddPerBookingDetails();
    case DetailCalls::kShared:
      return AddSharedDetails();
  }
}

void BookingLookup::AddPerBookingDetails() {
  details_run_ = std::make_unique<DetailsRun>(
      std::vector<v1::Booking*>{result_.booking}, *connection_, context_,
      DetailsOptions{MissingDetails::kNote, request_.view, 1},
      [this](const DetailsOutcome& outcome) {
        if (!outcome.status.ok()) return Finish(outcome.status);
        FinishFound();
      });
}

void BookingLookup::AddSharedDetails() {
  shared_drive_ = std::make_unique<Drive<v1::Booking>>(
      connection_->connector->FetchSharedDetails(), *connection_, context_,
      [this](absl::StatusOr<v1::Booking> details) {
        if (details.ok()) {
          MergeDetails(*details, request_.view, result_.booking);
        } else if (IsMissingDetail(details.status())) {
          AddNote(v1::MAPPING_NOTE_DETAILS_UNAVAILABLE, result_.booking);
        } else {
          return Finish(details.status());
        }
        FinishFound();
      });
}

void BookingLookup::FinishFound() { Finish(std::move(result_)); }

void BookingLookup::Finish(absl::StatusOr<FoundBooking> found) {
  if (!found_) return;
  const std::shared_ptr<BookingLookup> alive = shared_from_this();
  page_drive_.reset();
  shared_drive_.reset();
  details_run_.reset();
  if (!found.ok()) found = OfConnection(found.status(), *connection_);
  Engine::Found callback = std::exchange(found_, nullptr);
  std::move(callback)(std::move(found));
}

absl::Status BookingLookup::NotFound() const {
  return MakeFailure(absl::StatusCode::kNotFound, v1::ERROR_REASON_BOOKING_NOT_FOUND,
                     "the vendor knows no such booking");
}

}  // namespace bookings
