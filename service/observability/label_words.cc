// See label_words.h.
#include "service/observability/label_words.h"

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"
#include "connectors/api/failure.h"

namespace bookings {
namespace {

constexpr std::string_view kPurposeWords[kPurposes] = {"list",  "get",    "details", "tokens",
                                                       "slots", "create", "change"};

// `MAPPING_NOTE_END_UNKNOWN` -> `end_unknown`.
std::string Lowered(const std::string& name, const char* prefix) {
  return absl::AsciiStrToLower(absl::StripPrefix(name, prefix));
}

void AddMethods(const google::protobuf::FileDescriptor& file, std::vector<std::string>* names) {
  for (int i = 0; i < file.service_count(); ++i) {
    for (int j = 0; j < file.service(i)->method_count(); ++j) {
      names->push_back(file.service(i)->method(j)->name());
    }
  }
}

}  // namespace

std::vector<std::string> RpcNames() {
  std::vector<std::string> names;
  AddMethods(*v1::Booking::descriptor()->file(), &names);
  AddMethods(*v1::Connection::descriptor()->file(), &names);
  return names;
}

std::string CodeWord(absl::StatusCode code) { return absl::StatusCodeToString(code); }

std::string_view PurposeWord(Purpose purpose) {
  return kPurposeWords[static_cast<size_t>(purpose)];
}

size_t OutcomeOf(const absl::Status& status) {
  return status.ok() ? 0 : static_cast<size_t>(PublicReasonOf(status));
}

std::string OutcomeWord(size_t outcome) {
  if (outcome == 0) return "ok";
  return Lowered(v1::ErrorReason_Name(static_cast<v1::ErrorReason>(outcome)), "ERROR_REASON_");
}

std::string NoteWord(v1::MappingNote note) {
  return Lowered(v1::MappingNote_Name(note), "MAPPING_NOTE_");
}

std::string StateWord(v1::ConnectionState state) {
  return Lowered(v1::ConnectionState_Name(state), "CONNECTION_STATE_");
}

}  // namespace bookings
