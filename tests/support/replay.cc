// See replay.h.
#include "tests/support/replay.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/support/outcome.h"
#include "tests/support/recording.h"

namespace bookings::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// More exchanges than any operation of a connector needs.
constexpr int kMaxExchanges = 64;

// Whether the operation itself reads an answer of this status.
bool GoesOn(const HttpRequest& request, int status) {
  const std::vector<int>& expected = request.expected_statuses;
  return status / 100 == 2 || std::find(expected.begin(), expected.end(), status) != expected.end();
}

json RequestJson(const HttpRequest& request) {
  json headers = json::object();
  for (const Header& header : request.headers) headers[header.name] = header.value;
  json out = {{"method", std::string(MethodName(request.method))},
              {"target", request.target},
              {"headers", std::move(headers)}};
  if (request.body.empty()) return out;
  json body = json::parse(request.body, nullptr, false);
  if (body.is_discarded()) {
    out["bodyText"] = request.body;
  } else {
    out["body"] = std::move(body);
  }
  return out;
}

class Replayer {
 public:
  Replayer(fs::path folder, const Connector& connector, const RecordedCall& call)
      : folder_(std::move(folder)), connector_(connector), call_(call) {}

  // Carries the call out; the outcome in the form of expected.json.
  json Run() {
    switch (call_.operation) {
      case CallOperation::kList:
        return RunList();
      case CallOperation::kGet:
        return Drive(connector_.GetBooking(call_.vendor_id, call_.query.view));
      case CallOperation::kDetails:
        return Drive(connector_.FetchDetails(call_.booking));
      case CallOperation::kSharedDetails:
        return Drive(connector_.FetchSharedDetails());
      case CallOperation::kTokens:
        return Drive(connector_.ExchangeTokens(call_.secret));
      case CallOperation::kSlots:
        return RunSlots();
      case CallOperation::kCreate:
      case CallOperation::kFind:
        return RunCreate();
      case CallOperation::kCancel:
        return Drive(connector_.Cancel(call_.cancel, call_.identity));
    }
    return nullptr;
  }

  // What went wrong on the way, and recorded exchanges that nobody asked for.
  std::string TakeProblems() {
    if (HasExchange(folder_, exchanges_ + 1, "request")) {
      absl::StrAppend(&problems_, "exchange ", exchanges_ + 1, " is recorded but was not made\n");
    }
    return std::move(problems_);
  }

 private:
  json RunList() {
    absl::StatusOr<ListPlan> plan = connector_.PlanList(call_.query);
    if (!plan.ok()) return OutcomeOf(plan.status());
    return Drive(connector_.ListPage(*plan, call_.cursor));
  }

  // Reads all windows of the range, each to its end.
  json RunSlots() {
    const absl::StatusOr<SlotPlan> plan = Finish(connector_.PlanSlots(call_.slots));
    if (!plan.ok()) return OutcomeOf(plan.status());
    std::vector<FoundSlot> slots;
    for (const std::string& window : plan->windows) {
      std::optional<std::string> cursor = "";
      while (cursor) {
        absl::StatusOr<SlotPage> page = Finish(connector_.ListSlots(*plan, window, *cursor));
        if (!page.ok()) return OutcomeOf(page.status());
        std::move(page->slots.begin(), page->slots.end(), std::back_inserter(slots));
        cursor = std::move(page->next_cursor);
      }
    }
    return OutcomeOf(slots);
  }

  json RunCreate() {
    const absl::StatusOr<CreatePlan> plan = Finish(connector_.PlanCreate(call_.create));
    if (!plan.ok()) return OutcomeOf(plan.status());
    if (call_.operation == CallOperation::kFind) {
      return Drive(connector_.FindCreated(*plan, call_.identity));
    }
    return Drive(connector_.SendCreate(*plan, call_.identity));
  }

  template <typename T>
  json Drive(Step<T> step) {
    const absl::StatusOr<T> answer = Finish(std::move(step));
    return answer.ok() ? OutcomeOf(*answer) : OutcomeOf(answer.status());
  }

  template <typename T>
  absl::StatusOr<T> Finish(Step<T> step) {
    while (step.pending() != nullptr) {
      absl::StatusOr<HttpResponse> response = Exchange(*step.pending());
      if (!response.ok()) return response.status();
      step = std::move(step).Resume(*std::move(response));
    }
    return std::move(step).Answer();
  }

  // The recorded response; a failure where it is none or not 2xx, as the engine explains it.
  absl::StatusOr<HttpResponse> Exchange(const HttpRequest& request) {
    if (++exchanges_ > kMaxExchanges) return absl::InternalError("the operation does not end");
    CheckRequest(request);
    absl::StatusOr<HttpResponse> response = ReadResponse(folder_, exchanges_);
    if (!response.ok()) absl::StrAppend(&problems_, response.status().message(), "\n");
    if (!response.ok() || GoesOn(request, response->status)) return response;
    const absl::Status failure = connector_.ExplainFailure(request.purpose, *response);
    if (failure.ok()) absl::StrAppend(&problems_, "ExplainFailure calls a refusal OK\n");
    return failure.ok() ? absl::InternalError("OK") : failure;
  }

  void CheckRequest(const HttpRequest& request) {
    absl::StatusOr<json> expected = ReadJsonFile(ExchangeFile(folder_, exchanges_, "request"));
    if (!expected.ok()) {
      absl::StrAppend(&problems_, expected.status().message(), "\nthe connector asks ",
                      RequestJson(request).dump(2), "\n");
      return;
    }
    if (!expected->contains("headers")) (*expected)["headers"] = json::object();
    const std::string differences = Differences(*expected, RequestJson(request));
    if (!differences.empty()) {
      absl::StrAppend(&problems_, "request ", exchanges_, ":\n", differences);
    }
    CheckEffect(request);
  }

  // What reads can be repeated, and only writes write.
  void CheckEffect(const HttpRequest& request) {
    const bool writes = request.effect == Effect::kWrites;
    if (writes && !MayWrite()) {
      absl::StrAppend(&problems_, "request ", exchanges_, ": must not write\n");
    }
    const bool read = !writes && call_.operation != CallOperation::kTokens;
    if (read && request.replay != ReplaySafety::kSafe) {
      absl::StrAppend(&problems_, "request ", exchanges_, ": a read must be safe to repeat\n");
    }
  }

  bool MayWrite() const {
    return call_.operation == CallOperation::kCreate || call_.operation == CallOperation::kCancel;
  }

  const fs::path folder_;
  const Connector& connector_;
  const RecordedCall& call_;
  int exchanges_ = 0;
  std::string problems_;
};

}  // namespace

std::string Differences(const json& expected, const json& actual) {
  std::string lines;
  for (const json& change : json::diff(expected, actual)) {
    const std::string path = change.at("path");
    const std::string operation = change.at("op");
    absl::StrAppend(&lines, "  ", path.empty() ? "/" : path, ": ");
    if (operation == "add") {
      absl::StrAppend(&lines, "not expected, but got ", change.at("value").dump(), "\n");
      continue;
    }
    const json wanted = expected.value(json::json_pointer(path), json());
    const std::string got = operation == "remove" ? "nothing" : change.at("value").dump();
    absl::StrAppend(&lines, "expected ", wanted.dump(), ", got ", got, "\n");
  }
  return lines;
}

std::string Replay(const fs::path& folder, ConnectorFactory make) {
  const absl::StatusOr<RecordedCall> call = ReadCall(folder);
  if (!call.ok()) return std::string(call.status().message());
  absl::StatusOr<json> expected = ReadJsonFile(folder / "expected.json");
  if (!expected.ok()) return std::string(expected.status().message());
  const std::unique_ptr<Connector> connector = make(call->connection);
  Replayer replayer(folder, *connector, *call);
  json actual = replayer.Run();
  std::string problems = replayer.TakeProblems();
  const absl::Status aligned = Align(&*expected, &actual);
  if (!aligned.ok()) absl::StrAppend(&problems, aligned.message(), "\n");
  return problems + Differences(*expected, actual);
}

}  // namespace bookings::testing
