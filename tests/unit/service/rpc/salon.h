// A service over a real engine, server and channel whose one connection, `salon`, has slots and
// writes: for tests of both. Its vendor is a fake one (fake_vendor.h) that accepts everything.
#pragma once

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "connectors/api/names.h"
#include "connectors/api/time.h"
#include "connectors/api/write_fields.h"
#include "service/http/epoll_loop.h"
#include "service/rpc/bookings_service.h"
#include "service/rpc/server.h"
#include "tests/fakes/fake_ledger.h"
#include "tests/unit/service/rpc/fake_vendor.h"
#include "tests/unit/service/rpc/status_decoding.h"

namespace bookings {

// A slot every hour of the range, of staff `ada`. Bookings are called b1, b2, ...
class SalonConnector final : public Connector {
 public:
  explicit SalonConnector(std::string connection) : connection_(std::move(connection)) {
    for (int operation = v1::OPERATION_LIST_SLOTS; operation <= v1::OPERATION_UPDATE_BOOKING_STATUS;
         ++operation) {
      SetWriteFields(static_cast<v1::Operation>(operation), {}, {}, &capabilities_);
    }
    SetWriteFields(v1::OPERATION_CREATE_BOOKING,
                   {"appointment", "customer.email", "party_size", "notes"}, {}, &capabilities_);
    SetWriteFields(v1::OPERATION_CANCEL_BOOKING, {"reason"}, {}, &capabilities_);
    SetWriteFields(v1::OPERATION_RESCHEDULE_BOOKING, {"appointment"}, {}, &capabilities_);
    SetWriteFields(v1::OPERATION_UPDATE_BOOKING, {"booking.title"}, {}, &capabilities_);
    for (auto& entry : *capabilities_.mutable_operations()) entry.set_support(v1::SUPPORT_NATIVE);
  }

  std::string_view vendor() const override { return "salon"; }
  std::string_view default_base_url() const override { return "https://salon.example"; }
  const v1::Capabilities& capabilities() const override { return capabilities_; }
  Credentials credentials() const override {
    Credentials credentials;
    credentials.accepts_caller_token = true;
    return credentials;
  }
  absl::StatusOr<ListPlan> PlanList(const ListQuery&) const override { return ListPlan(); }
  Step<Page> ListPage(const ListPlan&, std::string_view) const override { return Page(); }
  absl::Status ExplainFailure(Purpose purpose, const HttpResponse& response) const override {
    return ExplainHttpStatus(purpose, {response.status, "", "", std::nullopt});
  }

  Step<SlotPlan> PlanSlots(const SlotQuery& query) const override {
    SlotPlan plan;
    plan.query = query;
    plan.windows = {"all"};
    return plan;
  }
  Step<SlotPage> ListSlots(const SlotPlan& plan, std::string_view,
                           std::string_view) const override {
    return {HttpRequest(), [query = plan.query](HttpResponse) -> Step<SlotPage> {
              SlotPage page;
              for (absl::Time at = query.from; at < query.to; at += absl::Hours(1)) {
                page.slots.push_back(SlotAt(query, at));
              }
              return page;
            }};
  }

  WriteProblems CheckCreate(const CreateInput& input) const override {
    if (input.request.party_size() <= 5) return {};
    return {{{"party_size", "must be at most 5 at this vendor"}}, {}};
  }
  Step<CreatePlan> PlanCreate(const CreateInput& input) const override {
    CreatePlan plan;
    const auto& start =
        input.slot ? input.slot->start_time() : input.request.appointment().start_time();
    plan.data = start.SerializeAsString();
    *plan.preview.mutable_start_time() = start;
    plan.preview.set_title("as planned");
    return plan;
  }
  Step<v1::Booking> SendCreate(const CreatePlan& plan, const WriteIdentity&) const override {
    return {Changing(), [this, data = plan.data](HttpResponse) -> Step<v1::Booking> {
              v1::Booking booking = BookingOf(absl::StrCat("b", ++created_));
              booking.mutable_start_time()->ParseFromString(data);
              return booking;
            }};
  }
  // `gone` was cancelled before.
  Step<Written> Cancel(const CancelInput& input, const WriteIdentity&) const override {
    if (input.vendor_id == "gone") return Written{BookingOf("gone"), true};
    return Answered(BookingOf(input.vendor_id));
  }
  Step<Written> Reschedule(const RescheduleInput& input, const WriteIdentity&) const override {
    v1::Booking booking = BookingOf(input.vendor_id);
    *booking.mutable_start_time() =
        input.slot ? input.slot->start_time() : input.request.appointment().start_time();
    return Answered(std::move(booking));
  }
  Step<Written> Update(const UpdateInput& input, const WriteIdentity&) const override {
    v1::Booking booking = BookingOf(input.vendor_id);
    booking.set_title(input.request.booking().title());
    return Answered(std::move(booking));
  }
  Step<Written> UpdateStatus(const UpdateStatusInput& input, const WriteIdentity&) const override {
    v1::Booking booking = BookingOf(input.vendor_id);
    booking.set_status(input.request.status());
    if (input.vendor_id == "done") return Written{std::move(booking), true};
    return Answered(std::move(booking));
  }

  int created() const { return created_; }

 private:
  static HttpRequest Changing() {
    HttpRequest request;
    request.effect = Effect::kWrites;
    return request;
  }
  static Step<Written> Answered(v1::Booking booking) {
    return {Changing(), [booking = std::move(booking)](HttpResponse) -> Step<Written> {
              return Written{booking, false};
            }};
  }
  static FoundSlot SlotAt(const SlotQuery& query, absl::Time at) {
    FoundSlot found;
    SetTimestamp(at, found.slot.mutable_start_time());
    found.slot.set_available(true);
    found.slot.add_staff()->set_id("ada");
    *found.reference.mutable_start_time() = found.slot.start_time();
    found.reference.set_service_id(query.service_id);
    return found;
  }
  v1::Booking BookingOf(const std::string& vendor_id) const {
    v1::Booking booking;
    booking.set_vendor_id(vendor_id);
    booking.set_name(BookingName(connection_, vendor_id));
    return booking;
  }

  const std::string connection_;
  v1::Capabilities capabilities_;
  mutable std::atomic<int> created_ = 0;
};

class SalonTest : public testing::Test {
 protected:
  SalonTest() {
    vendor_.id = "salon";
    for (const char* id : {"salon", "branch"}) {
      std::shared_ptr<Connection> connection = ConnectTo(&vendor_, loop_.get());
      connection->id = id;
      auto connector = std::make_unique<SalonConnector>(id);
      if (connection->id == "salon") connector_ = connector.get();
      connection->connector = std::move(connector);
      loop_->AtStop([connection] {
        connection->writes.StopAll();
        connection->sender.reset();
      });
      connections_.push_back(std::move(connection));
    }
    EngineOptions options;
    options.ledger = &ledger_;
    options.identity_key = Secret(std::string(32, 'i'));
    engine_ = std::make_unique<Engine>(connections_, options);
    environment_.Replace(std::make_shared<const RpcEnvironment>(MakeEnvironment()));
    service_ = std::make_unique<BookingsService>(&environment_);
    server_ = Server::Start({"127.0.0.1:0", {service_.get()}, &streams_}).value();
    stub_ = v1::BookingService::NewStub(
        grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials()));
  }
  ~SalonTest() override {
    server_->Stop(absl::ZeroDuration());
    loop_->Stop();
  }

  RpcEnvironment MakeEnvironment() {
    RpcEnvironment environment;
    environment.engine = engine_.get();
    environment.page_tokens = &page_tokens_;
    environment.slot_tokens = &slot_tokens_;
    environment.log = &log_;
    environment.streams = &streams_;
    environment.now = [this] { return absl::Now() + absl::Hours(hours_passed_.load()); };
    environment.stream_deadline = absl::Seconds(30);
    environment.unary_deadline = absl::Seconds(30);
    return environment;
  }

  static void As(const std::string& customer, grpc::ClientContext* context) {
    if (customer.empty()) return;
    context->AddMetadata(kVendorAuthorization, "salon Bearer " + customer);
    context->AddMetadata(kVendorAuthorization, "branch Bearer " + customer);
  }

  // `hours` slots from the next day on.
  static v1::ListSlotsRequest SlotsOf(int hours) {
    v1::ListSlotsRequest request;
    request.set_connection("connections/salon");
    request.set_service_id("cut");
    const absl::Time from = absl::FromUnixSeconds(4'000'000'000);
    SetTimestamp(from, request.mutable_time_range()->mutable_from());
    SetTimestamp(from + absl::Hours(hours), request.mutable_time_range()->mutable_to());
    return request;
  }

  struct ListedSlots {
    std::vector<v1::ListSlotsResponse> pages;
    grpc::Status status;
  };
  ListedSlots List(const v1::ListSlotsRequest& request, const std::string& customer = "") {
    grpc::ClientContext context;
    As(customer, &context);
    const auto reader = stub_->ListSlots(&context, request);
    ListedSlots listed;
    v1::ListSlotsResponse page;
    while (reader->Read(&page)) listed.pages.push_back(page);
    listed.status = reader->Finish();
    return listed;
  }
  std::string SlotToken(const std::string& customer = "") {
    return List(SlotsOf(1), customer).pages.at(0).slots(0).slot_token();
  }

  FakeVendor vendor_;
  Log log_;
  PageTokens page_tokens_{{{"k1", Secret(std::string(32, 'k'))}}, absl::Hours(72)};
  SlotTokens slot_tokens_{{{"k1", Secret(std::string(32, 'k'))}}};
  std::atomic<int> hours_passed_ = 0;
  OpenStreams streams_;
  // Used on the one loop only.
  FakeLedger ledger_{[] { return absl::Now(); }};
  std::unique_ptr<EpollLoop> loop_ = EpollLoop::Start().value();
  std::vector<std::shared_ptr<Connection>> connections_;
  const SalonConnector* connector_ = nullptr;
  std::unique_ptr<Engine> engine_;
  CurrentEnvironment environment_{nullptr};
  std::unique_ptr<BookingsService> service_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<v1::BookingService::Stub> stub_;
};

}  // namespace bookings
