// See fake_services.h.
#include "fake/fake_services.h"

#include <utility>

#include "src/status_details.h"

namespace bookings::client::internal {
namespace {

Heard HeardOf(Rpc rpc, const grpc::ServerContext& context) {
  Heard heard{.rpc = rpc};
  const auto found = context.client_metadata().find("authorization");
  if (found != context.client_metadata().end()) {
    heard.authorization.assign(found->second.data(), found->second.size());
  }
  return heard;
}

// What both services do with a call.
class Answering {
 public:
  explicit Answering(std::shared_ptr<FakeState> state) : state_(std::move(state)) {}

 protected:
  template <typename Request, typename Answer>
  grpc::Status Read(Rpc rpc, grpc::ServerContext* context, const Request& request, Answer* answer) {
    if (const auto fault = state_->Hear(HeardOf(rpc, *context))) return End(*fault);
    return Tell(state_->Get(request), answer);
  }

  template <typename Request, typename Answer>
  grpc::Status Write(Rpc rpc, grpc::ServerContext* context, const Request& request,
                     Answer* answer) {
    Heard heard = HeardOf(rpc, *context);
    heard.request_id = request.request_id();
    const std::optional<Fault> fault = state_->Hear(std::move(heard));
    if (fault && !fault->carried_out) return End(*fault);
    const Result<Answer> made = state_->Write(request);
    return fault ? End(*fault) : Tell(made, answer);
  }

  template <typename Request, typename Page>
  grpc::Status List(Rpc rpc, grpc::ServerContext* context, const Request& request,
                    grpc::ServerWriter<Page>* writer) {
    Heard heard = HeardOf(rpc, *context);
    heard.page_token = request.page_token();
    const std::optional<Fault> fault = state_->Hear(std::move(heard));
    const Result<std::vector<Page>> pages = state_->List(request);
    if (!pages.ok()) return StatusOf(pages.error());
    int left = fault ? fault->after_pages : static_cast<int>(pages->size());
    for (const Page& page : *pages) {
      if (left-- == 0 || !writer->Write(page)) break;
    }
    return fault ? End(*fault) : grpc::Status::OK;
  }

 private:
  grpc::Status End(const Fault& fault) {
    if (fault.silent) state_->StaySilent();
    Error error = fault.error;
    if (error.reason_text.empty()) error.reason_text = std::string(NameOf(error.reason));
    return StatusOf(error);
  }

  template <typename Answer>
  static grpc::Status Tell(const Result<Answer>& made, Answer* answer) {
    if (!made.ok()) return StatusOf(made.error());
    *answer = *made;
    return grpc::Status::OK;
  }

  std::shared_ptr<FakeState> state_;
};

class FakeBookings final : public v1::BookingService::Service, private Answering {
 public:
  using Answering::Answering;

  grpc::Status ListBookings(grpc::ServerContext* context, const v1::ListBookingsRequest* request,
                            grpc::ServerWriter<v1::ListBookingsResponse>* writer) override {
    return List(Rpc::kListBookings, context, *request, writer);
  }
  grpc::Status ListSlots(grpc::ServerContext* context, const v1::ListSlotsRequest* request,
                         grpc::ServerWriter<v1::ListSlotsResponse>* writer) override {
    return List(Rpc::kListSlots, context, *request, writer);
  }
  grpc::Status GetBooking(grpc::ServerContext* context, const v1::GetBookingRequest* request,
                          v1::GetBookingResponse* answer) override {
    return Read(Rpc::kGetBooking, context, *request, answer);
  }
  grpc::Status CreateBooking(grpc::ServerContext* context, const v1::CreateBookingRequest* request,
                             v1::CreateBookingResponse* answer) override {
    return Write(Rpc::kCreateBooking, context, *request, answer);
  }
  grpc::Status CancelBooking(grpc::ServerContext* context, const v1::CancelBookingRequest* request,
                             v1::CancelBookingResponse* answer) override {
    return Write(Rpc::kCancelBooking, context, *request, answer);
  }
  grpc::Status RescheduleBooking(grpc::ServerContext* context,
                                 const v1::RescheduleBookingRequest* request,
                                 v1::RescheduleBookingResponse* answer) override {
    return Write(Rpc::kRescheduleBooking, context, *request, answer);
  }
  grpc::Status UpdateBooking(grpc::ServerContext* context, const v1::UpdateBookingRequest* request,
                             v1::UpdateBookingResponse* answer) override {
    return Write(Rpc::kUpdateBooking, context, *request, answer);
  }
  grpc::Status UpdateBookingStatus(grpc::ServerContext* context,
                                   const v1::UpdateBookingStatusRequest* request,
                                   v1::UpdateBookingStatusResponse* answer) override {
    return Write(Rpc::kUpdateBookingStatus, context, *request, answer);
  }
};

class FakeConnections final : public v1::ConnectionService::Service, private Answering {
 public:
  using Answering::Answering;

  grpc::Status ListConnections(grpc::ServerContext* context,
                               const v1::ListConnectionsRequest* request,
                               v1::ListConnectionsResponse* answer) override {
    return Read(Rpc::kListConnections, context, *request, answer);
  }
  grpc::Status GetConnection(grpc::ServerContext* context, const v1::GetConnectionRequest* request,
                             v1::GetConnectionResponse* answer) override {
    return Read(Rpc::kGetConnection, context, *request, answer);
  }
};

}  // namespace

FakeServices::FakeServices(std::shared_ptr<FakeState> state)
    : bookings_(std::make_unique<FakeBookings>(state)),
      connections_(std::make_unique<FakeConnections>(std::move(state))) {}

FakeServices::~FakeServices() = default;

}  // namespace bookings::client::internal
