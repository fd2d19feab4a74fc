#include "deploy/sandbox/core/vendor_server.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace bookings::sandbox {
namespace {

// The status that the log shows for a connection that was cut on purpose.
constexpr int kNoStatus = 0;

bool RunsRoute(FaultKind kind) {
  return kind != FaultKind::kStatus && kind != FaultKind::kReset && kind != FaultKind::kHtml &&
         kind != FaultKind::kSilent;
}

bool IsSilent(FaultKind kind) {
  return kind == FaultKind::kSilent || kind == FaultKind::kSilentAfter;
}

// Whether the connection is cut in place of an answer.
bool CutsConnection(FaultKind kind) {
  return kind == FaultKind::kReset || kind == FaultKind::kResetAfter || IsSilent(kind);
}

LoggedRequest ToLog(const Request& request, absl::Time now, int status, bool client_gone) {
  LoggedRequest entry;
  entry.time = now;
  entry.method = request.method;
  entry.path = request.path;
  entry.query = request.query;
  for (const Field& header : request.headers) entry.header_names.push_back(header.name);
  entry.body = request.body;
  entry.status = status;
  entry.client_gone = client_gone;
  return entry;
}

// How long nothing is answered.
absl::Duration TotalDelay(const std::vector<Fault>& faults) {
  absl::Duration total;
  for (const Fault& fault : faults) {
    if (fault.kind == FaultKind::kDelay || IsSilent(fault.kind)) total += fault.delay;
  }
  return total;
}

const Fault* FirstOther(const std::vector<Fault>& faults) {
  const auto found = std::find_if(faults.begin(), faults.end(),
                                  [](const Fault& fault) { return !GoesWithOthers(fault.kind); });
  return found == faults.end() ? nullptr : &*found;
}

// Announces the whole body, sends half, holds the connection for `hold`, then ends it.
void SetHalfAnswer(httplib::Response& response, Answer answer, absl::Duration hold,
                   const Connection& connection) {
  const std::string body = std::move(answer.body);
  const std::string type = answer.content_type;
  answer.body.clear();
  SetAnswer(response, std::move(answer));
  response.headers.erase("Content-Type");
  response.set_content_provider(std::max<size_t>(body.size(), 1), type,
                                [body, hold, &connection](size_t, size_t, httplib::DataSink& sink) {
                                  sink.write(body.data(), body.size() / 2);
                                  connection.WaitForPeerGone(hold);
                                  return false;
                                });
}

void Deliver(httplib::Response& response, Answer answer, const Fault* fault,
             const Connection& connection) {
  if (fault == nullptr) return SetAnswer(response, std::move(answer));
  if (CutsConnection(fault->kind)) return connection.Reset();
  switch (fault->kind) {
    case FaultKind::kTruncate:
      return SetHalfAnswer(response, std::move(answer), absl::ZeroDuration(), connection);
    case FaultKind::kStall:
      return SetHalfAnswer(response, std::move(answer), fault->delay, connection);
    default:
      return SetAnswer(response, std::move(answer));
  }
}

int LoggedStatus(const Answer& answer, const Fault* fault) {
  return fault != nullptr && CutsConnection(fault->kind) ? kNoStatus : answer.status;
}

}  // namespace

VendorServer::VendorServer(const Vendor& vendor, const VirtualClock& clock)
    : vendor_(vendor),
      clock_(clock),
      server_([this](const Request& request, Connection& connection, httplib::Response& response) {
        Serve(request, connection, response);
      }) {}

void VendorServer::Stop() {
  if (!stopped_.HasBeenNotified()) stopped_.Notify();
  server_.Stop();
}

absl::StatusOr<std::shared_ptr<Account>> VendorServer::CreateAccount(AccountSpec spec) {
  spec.now = clock_.Now();
  absl::StatusOr<std::shared_ptr<Account>> account = vendor_.MakeAccount(spec);
  if (!account.ok()) return account;
  accounts_.Put(*account);
  for (std::string& credential : vendor_.Credentials(**account)) {
    accounts_.AddCredential(std::move(credential), spec.name);
  }
  return account;
}

void VendorServer::Serve(const Request& request, Connection& connection,
                         httplib::Response& response) {
  Identity identity = vendor_.Identify(request, accounts_, clock_.Now());
  if (!identity.refusal) {
    return ServeAccount(request, *identity.account, connection, response);
  }
  RequestLog& log = identity.account ? identity.account->log : strangers_;
  log.Add(ToLog(request, clock_.Now(), identity.refusal->status, /*client_gone=*/false));
  SetAnswer(response, *std::move(identity.refusal));
}

void VendorServer::ServeAccount(const Request& request, Account& account, Connection& connection,
                                httplib::Response& response) {
  const absl::Time received = clock_.Now();
  // Who takes faults away and then looks for changes finds those of every fault that has hit.
  std::unique_lock lock(account.mutex);
  const std::vector<Fault> faults = account.faults.Take(request.method + " " + request.target);
  const Fault* fault = FirstOther(faults);
  if (fault != nullptr && fault->kind == FaultKind::kLate) {
    lock.unlock();
    return ServeLate(request, account, *fault, connection);
  }
  Answer answer;
  if (fault == nullptr || RunsRoute(fault->kind)) answer = RunRoute(request, account, faults);
  lock.unlock();
  if (fault != nullptr && fault->kind == FaultKind::kRepeatPage) {
    answer = account.faults.Remembered(request.path).value_or(std::move(answer));
  } else {
    account.faults.Remember(request.path, answer);
  }
  if (fault != nullptr) answer = Distort(*fault, std::move(answer));
  const bool gone = connection.WaitForPeerGone(TotalDelay(faults));
  account.log.Add(ToLog(request, received, LoggedStatus(answer, fault), gone));
  Deliver(response, std::move(answer), fault, connection);
}

void VendorServer::ServeLate(const Request& request, Account& account, const Fault& fault,
                             const Connection& connection) {
  const absl::Time received = clock_.Now();
  const absl::Time due = absl::Now() + fault.delay;
  const bool gone = connection.WaitForPeerGone(fault.delay / 2);
  account.log.Add(ToLog(request, received, kNoStatus, gone));
  connection.Reset();
  // Real time, as the caller's patience is.
  if (stopped_.WaitForNotificationWithDeadline(due)) return;
  const std::lock_guard lock(account.mutex);
  RunRoute(request, account, {});
}

Answer VendorServer::RunRoute(const Request& request, Account& account,
                              const std::vector<Fault>& faults) {
  const absl::Time now = clock_.Now();
  for (const Fault& fault : faults) {
    // A change that is refused stands in the account's list of changes.
    MakeChanges(vendor_, account, fault.changes).IgnoreError();
  }
  if (auto refusal = account.limiter.Admit(vendor_.RateRules(request, account, now), now)) {
    return vendor_.RateLimited(*refusal, account, now);
  }
  RouteMatch match = vendor_.router().Find(request);
  if (match.route == nullptr) return vendor_.NotRouted(match);
  return (*match.route)(Call{request, std::move(match.path_values), account, accounts_, now});
}

}  // namespace bookings::sandbox
