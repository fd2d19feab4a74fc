// See recording.h.
#include "tests/support/recording.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "connectors/api/civil.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"
#include "connectors/api/words.h"
#include "google/protobuf/util/json_util.h"

namespace bookings::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using nlohmann::ordered_json;

// The time of asking where a call names none; every recording is replayed at a fixed time.
constexpr std::string_view kNow = "2026-11-20T09:00:00Z";

constexpr Word<CallOperation> kOperations[] = {
    {"list", CallOperation::kList},       {"get", CallOperation::kGet},
    {"details", CallOperation::kDetails}, {"shared_details", CallOperation::kSharedDetails},
    {"tokens", CallOperation::kTokens},   {"slots", CallOperation::kSlots},
    {"create", CallOperation::kCreate},   {"find", CallOperation::kFind},
    {"cancel", CallOperation::kCancel},
};

absl::Status Unreadable(const fs::path& file, std::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat(file.string(), ": ", ToAbsl(why)));
}

std::optional<std::string> ReadText(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

template <typename Json>
absl::StatusOr<Json> ParseFile(const fs::path& file) {
  const std::optional<std::string> text = ReadText(file);
  if (!text) return Unreadable(file, "cannot be read");
  Json parsed = Json::parse(*text, nullptr, false);
  if (parsed.is_discarded()) return Unreadable(file, "is no JSON");
  return parsed;
}

// Reads the member `key` as a protobuf message; absent leaves it as it is.
absl::Status ReadMessage(const json& object, const char* key, google::protobuf::Message* message) {
  if (!object.contains(key)) return absl::OkStatus();
  const auto status = google::protobuf::util::JsonStringToMessage(object.at(key).dump(), message);
  if (status.ok()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(key, ": ", status.ToString()));
}

template <typename Enum>
absl::Status ReadEnum(const json& object, const char* key, std::string_view prefix,
                      bool (*parse)(google::protobuf::ConstStringParam, Enum*), Enum* value) {
  if (!object.contains(key)) return absl::OkStatus();
  const std::string name = object.at(key).get<std::string>();
  if (parse(name, value) || parse(std::string(prefix) + name, value)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(key, ": unknown name ", name));
}

absl::Status ReadQuery(const json& call, ListQuery* query) {
  const json object = call.value("query", json::object());
  absl::Status status = ReadMessage(object, "filter", &query->filter);
  status.Update(ReadEnum(object, "orderBy", "ORDER_BY_", &v1::OrderBy_Parse, &query->order));
  status.Update(ReadEnum(object, "view", "BOOKING_VIEW_", &v1::BookingView_Parse, &query->view));
  const std::optional<absl::Time> now = ParseInstant(object.value("now", std::string(kNow)));
  if (!now) status.Update(absl::InvalidArgumentError("now: is no instant"));
  query->now = now.value_or(absl::UnixEpoch());
  if (!object.contains("resumeFrom")) return status;
  query->resume_from = ParseInstant(object.at("resumeFrom").get<std::string>());
  if (!query->resume_from) status.Update(absl::InvalidArgumentError("resumeFrom: is no instant"));
  return status;
}

// The instant at `key`; absent leaves it as it is.
absl::Status ReadInstant(const json& object, const char* key, absl::Time* instant) {
  if (!object.contains(key)) return absl::OkStatus();
  const std::optional<absl::Time> read = ParseInstant(object.at(key).get<std::string>());
  if (!read) return absl::InvalidArgumentError(absl::StrCat(key, ": is no instant"));
  *instant = *read;
  return absl::OkStatus();
}

absl::Status ReadNights(const json& object, SlotQuery* query) {
  if (!object.contains("nights")) return absl::OkStatus();
  const json& nights = object.at("nights");
  const auto first = ParseDate(nights.value("first", std::string()));
  const auto end = ParseDate(nights.value("end", std::string()));
  if (!first || !end) return absl::InvalidArgumentError("nights: first and end are dates");
  query->nights = NightRange{*first, *end};
  return absl::OkStatus();
}

absl::Status ReadSlotQuery(const json& call, SlotQuery* query) {
  const json object = call.value("slots", json::object());
  query->service_id = object.value("serviceId", std::string());
  query->time_zone = object.value("timeZone", std::string());
  query->party_size = object.value("partySize", query->party_size);
  absl::Status status = ReadInstant(object, "from", &query->from);
  status.Update(ReadInstant(object, "to", &query->to));
  status.Update(ReadNights(object, query));
  return status;
}

// A write's request, and the slot that its slot_token stands for.
template <typename Input>
absl::Status ReadWrite(const json& call, const RecordedCall& read, Input* input) {
  input->now = read.query.now;
  input->vendor_id = read.vendor_id;
  absl::Status status = ReadMessage(call, "request", &input->request);
  if (call.contains("slot")) status.Update(ReadMessage(call, "slot", &input->slot.emplace()));
  return status;
}

absl::Status ReadWriteOf(const json& call, CallOperation operation, RecordedCall* read) {
  const json identity = call.value("identity", json::object());
  read->identity.id = identity.value("id", std::string());
  read->identity.attempt = identity.value("attempt", std::string());
  read->identity.begun = read->query.now;
  if (operation == CallOperation::kCancel) return ReadWrite(call, *read, &read->cancel);
  const bool creates = operation == CallOperation::kCreate || operation == CallOperation::kFind;
  return creates ? ReadWrite(call, *read, &read->create) : absl::OkStatus();
}

// The body in one of its three forms.
absl::StatusOr<std::string> ReadBody(const ordered_json& object) {
  if (object.contains("body")) return object.at("body").dump();
  if (object.contains("bodyHex")) {
    return std::string(absl::HexStringToBytes(object.at("bodyHex").get<std::string>()));
  }
  return object.value("bodyText", std::string());
}

std::vector<fs::path> FoldersIn(const fs::path& folder) {
  std::vector<fs::path> folders;
  if (!fs::exists(folder)) return folders;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.is_directory()) folders.push_back(entry.path());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

}  // namespace

std::vector<Recording> AllRecordings() {
  std::vector<Recording> recordings;
  for (const fs::path& suite : FoldersIn(BOOKINGS_EXCHANGES_DIR)) {
    for (const fs::path& scenario : FoldersIn(suite)) {
      recordings.push_back({suite.filename(), scenario.filename(), scenario});
    }
  }
  return recordings;
}

std::vector<Recording> RecordingsOf(std::string_view vendor) {
  std::vector<Recording> recordings = AllRecordings();
  const std::string prefix = std::string(vendor) + '_';
  std::erase_if(recordings, [&](const Recording& recording) {
    return recording.suite != vendor && !recording.suite.starts_with(prefix);
  });
  return recordings;
}

absl::StatusOr<json> ReadJsonFile(const fs::path& file) { return ParseFile<json>(file); }

absl::StatusOr<RecordedCall> ReadCall(const fs::path& folder) {
  const fs::path file = folder / "call.json";
  const absl::StatusOr<json> parsed = ReadJsonFile(file);
  if (!parsed.ok()) return parsed.status();
  RecordedCall call;
  call.cursor = parsed->value("cursor", std::string());
  call.vendor_id = parsed->value("vendorId", std::string());
  call.secret = parsed->value("secret", std::string());
  absl::Status status = ReadMessage(*parsed, "connection", &call.connection);
  status.Update(ReadMessage(*parsed, "booking", &call.booking));
  status.Update(ReadQuery(*parsed, &call.query));
  const auto operation =
      Translate<CallOperation>(kOperations, parsed->value("operation", std::string()));
  if (!operation) status.Update(absl::InvalidArgumentError("operation: unknown name"));
  if (!status.ok()) return Unreadable(file, ToStd(status.message()));
  call.operation = *operation;
  call.slots.now = call.query.now;
  status = ReadSlotQuery(*parsed, &call.slots);
  status.Update(ReadWriteOf(*parsed, call.operation, &call));
  if (!status.ok()) return Unreadable(file, ToStd(status.message()));
  return call;
}

fs::path ExchangeFile(const fs::path& folder, int number, std::string_view what) {
  return folder / absl::StrCat(number, "_", ToAbsl(what), ".json");
}

bool HasExchange(const fs::path& folder, int number, std::string_view what) {
  return fs::exists(ExchangeFile(folder, number, what));
}

absl::StatusOr<HttpResponse> ReadResponse(const fs::path& folder, int number) {
  const fs::path file = ExchangeFile(folder, number, "response");
  const absl::StatusOr<ordered_json> parsed = ParseFile<ordered_json>(file);
  if (!parsed.ok()) return parsed.status();
  HttpResponse response;
  response.status = parsed->value("status", 0);
  const ordered_json headers = parsed->value("headers", ordered_json::object());
  for (const auto& [name, value] : headers.items()) {
    response.headers.push_back({name, value.template get<std::string>()});
  }
  absl::StatusOr<std::string> body = ReadBody(*parsed);
  if (!body.ok()) return body.status();
  response.body = *std::move(body);
  return response;
}

}  // namespace bookings::testing
