// See otlp_exporter.h.
#include "service/observability/otlp_exporter.h"

#include <algorithm>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "opentelemetry/proto/collector/trace/v1/trace_service.grpc.pb.h"

namespace bookings {
namespace {

namespace collector_api = opentelemetry::proto::collector::trace::v1;

// gRPC waits up to two minutes before it connects anew; the queue is full long before.
constexpr int kMaxReconnectWaitMs = 5'000;

std::shared_ptr<grpc::ChannelCredentials> CredentialsFor(const OtlpExporterOptions& options) {
  if (options.transport == CollectorTransport::kClearText) {
    return grpc::InsecureChannelCredentials();
  }
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = options.authorities;
  return grpc::SslCredentials(tls);
}

std::shared_ptr<grpc::Channel> ChannelFor(const OtlpExporterOptions& options) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);  // what the environment says is for others
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kMaxReconnectWaitMs);
  // With the scheme said, no host is taken for one.
  return grpc::CreateCustomChannel(absl::StrCat("dns:///", options.collector),
                                   CredentialsFor(options), arguments);
}

class OtlpDestination final : public SpanDestination {
 public:
  explicit OtlpDestination(const OtlpExporterOptions& options)
      : resource_(options.resource),
        stub_(collector_api::TraceService::NewStub(ChannelFor(options))) {}

  absl::StatusOr<size_t> Send(const std::vector<FinishedSpan>& batch,
                              absl::Duration timeout) override {
    grpc::ClientContext call;
    call.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
    if (!Begin(&call)) return absl::CancelledError("the exporter stops");
    collector_api::ExportTraceServiceResponse response;
    const grpc::Status status = stub_->Export(&call, ToOtlp(resource_, batch), &response);
    End();
    if (!status.ok()) {
      return absl::Status(static_cast<absl::StatusCode>(status.error_code()),
                          status.error_message());
    }
    const int64_t refused = response.partial_success().rejected_spans();
    const auto size = static_cast<int64_t>(batch.size());
    return static_cast<size_t>(size - std::clamp(refused, int64_t{0}, size));
  }

  void Cancel() override {
    const absl::MutexLock lock(&mutex_);
    cancelled_ = true;
    if (running_ != nullptr) running_->TryCancel();
  }

 private:
  // False = no call may begin any more.
  bool Begin(grpc::ClientContext* call) {
    const absl::MutexLock lock(&mutex_);
    if (!cancelled_) running_ = call;
    return !cancelled_;
  }
  void End() {
    const absl::MutexLock lock(&mutex_);
    running_ = nullptr;
  }

  const SpanResource resource_;
  const std::unique_ptr<collector_api::TraceService::Stub> stub_;
  absl::Mutex mutex_;
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
  // The call that runs, or null.
  grpc::ClientContext* running_ ABSL_GUARDED_BY(mutex_) = nullptr;
};

}  // namespace

std::unique_ptr<BatchingSink> MakeOtlpExporter(OtlpExporterOptions options) {
  auto destination = std::make_unique<OtlpDestination>(options);
  return std::make_unique<BatchingSink>(std::move(destination), std::move(options.batching));
}

}  // namespace bookings
