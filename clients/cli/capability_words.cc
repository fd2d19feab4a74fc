// See capability_words.h.
#include "clients/cli/capability_words.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "connectors/api/text.h"

namespace bookings::cli {
namespace {

// The commands; what has none yet keeps the API's name.
std::string OperationWord(v1::Operation operation) {
  switch (operation) {
    case v1::OPERATION_LIST_BOOKINGS:
      return "list";
    case v1::OPERATION_GET_BOOKING:
      return "get";
    case v1::OPERATION_LIST_SLOTS:
      return "slots";
    case v1::OPERATION_CREATE_BOOKING:
      return "create";
    case v1::OPERATION_CANCEL_BOOKING:
      return "cancel";
    case v1::OPERATION_RESCHEDULE_BOOKING:
      return "reschedule";
    case v1::OPERATION_UPDATE_BOOKING:
      return "update";
    case v1::OPERATION_UPDATE_BOOKING_STATUS:
      return "status";
    default:
      return absl::AsciiStrToLower(v1::Operation_Name(operation));
  }
}

}  // namespace

std::vector<std::string> OperationWords(const v1::Capabilities& capabilities,
                                        std::string_view emulated_mark) {
  std::vector<std::string> words;
  for (const v1::OperationCapability& one : capabilities.operations()) {
    if (one.support() == v1::SUPPORT_NONE) continue;
    const bool emulated = one.support() == v1::SUPPORT_EMULATED;
    words.push_back(
        absl::StrCat(OperationWord(one.operation()), emulated ? ToAbsl(emulated_mark) : ""));
  }
  return words;
}

std::vector<std::string> MissingOperations(const v1::Capabilities& capabilities) {
  std::vector<std::string> words;
  for (const v1::OperationCapability& one : capabilities.operations()) {
    if (one.support() == v1::SUPPORT_NONE) words.push_back(OperationWord(one.operation()));
  }
  return words;
}

}  // namespace bookings::cli
