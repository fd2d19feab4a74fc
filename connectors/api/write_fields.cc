// See write_fields.h.
#include "connectors/api/write_fields.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "connectors/api/text.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/struct.pb.h"

namespace bookings {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Value;

// What every write takes, whatever its vendor.
constexpr std::string_view kAlwaysTaken[] = {
    "connection",  "request_id", "name",    "etag",        "slot_token",        "validate_only",
    "best_effort", "status",     "booking", "update_mask", "allow_replacement",
};
constexpr std::string_view kVendorOptions = "vendor_options";

bool IsBelow(std::string_view path, std::string_view parent) {
  return path.size() > parent.size() && path.starts_with(parent) && path[parent.size()] == '.';
}

bool IsTaken(std::string_view path, const v1::OperationCapability& capability) {
  return std::any_of(
      capability.fields().begin(), capability.fields().end(),
      [&](const std::string& field) { return path == field || IsBelow(path, field); });
}

bool IsPartlyTaken(std::string_view path, const v1::OperationCapability& capability) {
  return std::any_of(capability.fields().begin(), capability.fields().end(),
                     [&](const std::string& field) { return IsBelow(field, path); });
}

bool IsAlwaysTaken(std::string_view path) {
  return std::find(std::begin(kAlwaysTaken), std::end(kAlwaysTaken), path) !=
         std::end(kAlwaysTaken);
}

// One person is whom every booking is for.
bool IsPartyOfOne(const Message& message, const FieldDescriptor& field) {
  return field.name() == "party_size" && message.GetReflection()->GetInt32(message, &field) == 1;
}

std::string Join(std::string_view parent, std::string_view name) {
  if (parent.empty()) return std::string(name);
  return absl::StrCat(ToAbsl(parent), ".", ToAbsl(name));
}

void CheckFields(const Message& message, std::string_view parent,
                 const v1::OperationCapability& capability, Violations* unsupported) {
  std::vector<const FieldDescriptor*> set;
  message.GetReflection()->ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    const std::string path = Join(parent, field->name());
    if (path == kVendorOptions || IsAlwaysTaken(path) || IsTaken(path, capability)) continue;
    if (IsPartyOfOne(message, *field)) continue;
    const bool has_parts =
        field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_repeated();
    if (has_parts && IsPartlyTaken(path, capability)) {
      CheckFields(message.GetReflection()->GetMessage(message, field), path, capability,
                  unsupported);
    } else {
      unsupported->push_back({path, "is not carried out by this vendor"});
    }
  }
}

void CheckMask(const Message& request, const v1::OperationCapability& capability,
               Violations* unsupported) {
  if (request.GetDescriptor() != v1::UpdateBookingRequest::descriptor()) return;
  const auto& update = static_cast<const v1::UpdateBookingRequest&>(request);
  for (const std::string& path : update.update_mask().paths()) {
    const std::string field = Join("booking", path);
    if (!IsTaken(field, capability)) {
      unsupported->push_back({field, "cannot be changed at this vendor"});
    }
  }
}

// Whether the field at a dotted path is set.
bool IsSet(const Message& message, std::string_view path) {
  const size_t dot = path.find('.');
  const FieldDescriptor* field =
      message.GetDescriptor()->FindFieldByName(std::string(path.substr(0, dot)));
  if (field == nullptr) return false;
  const Reflection& reflection = *message.GetReflection();
  const bool set = field->is_repeated() ? reflection.FieldSize(message, field) > 0
                                        : reflection.HasField(message, field);
  if (!set || dot == std::string_view::npos) return set;
  return IsSet(reflection.GetMessage(message, field), path.substr(dot + 1));
}

// A slot token stands for them.
bool IsMetBySlot(const Message& request, std::string_view path) {
  return (path.starts_with("appointment") || path.starts_with("stay")) &&
         IsSet(request, "slot_token");
}

void CheckRequired(const Message& request, const v1::OperationCapability& capability,
                   Violations* invalid) {
  for (const std::string& required : capability.required_fields()) {
    const std::vector<std::string> paths = absl::StrSplit(required, '|');
    const bool met = std::any_of(paths.begin(), paths.end(), [&](const std::string& path) {
      return IsSet(request, path) || IsMetBySlot(request, path);
    });
    if (met) continue;
    invalid->push_back({paths.front(), paths.size() == 1
                                           ? "is required by this vendor"
                                           : absl::StrCat("one of ", required, " is required")});
  }
}

std::string_view OptionTypeName(const Value& value) {
  switch (value.kind_case()) {
    case Value::kStringValue:
      return "string";
    case Value::kBoolValue:
      return "bool";
    case Value::kNumberValue:
      return "number";
    case Value::kListValue:
      return "list";
    case Value::kStructValue:
      return "struct";
    default:
      return "";
  }
}

const google::protobuf::Struct* OptionsOf(const Message& request) {
  const FieldDescriptor* field =
      request.GetDescriptor()->FindFieldByName(std::string(kVendorOptions));
  if (field == nullptr || !request.GetReflection()->HasField(request, field)) return nullptr;
  return static_cast<const google::protobuf::Struct*>(
      &request.GetReflection()->GetMessage(request, field));
}

void CheckOptions(const Message& request, const v1::OperationCapability& capability,
                  WriteProblems* problems) {
  const google::protobuf::Struct* options = OptionsOf(request);
  if (options == nullptr) return;
  for (const auto& [name, value] : options->fields()) {
    const auto& known = capability.vendor_options();
    const auto option =
        std::find_if(known.begin(), known.end(),
                     [&name = name](const auto& candidate) { return candidate.name() == name; });
    const std::string path = Join(kVendorOptions, name);
    if (option == known.end()) {
      problems->unsupported.push_back({path, "is no option of this vendor"});
    } else if (OptionTypeName(value) != option->value_type()) {
      problems->invalid.push_back({path, absl::StrCat("must be a ", option->value_type())});
    }
  }
}

void Sort(Violations* violations) {
  std::sort(violations->begin(), violations->end(),
            [](const Violation& a, const Violation& b) { return a.path < b.path; });
}

v1::OperationCapability* FindEntry(v1::Operation operation, v1::Capabilities* capabilities) {
  for (v1::OperationCapability& entry : *capabilities->mutable_operations()) {
    if (entry.operation() == operation) return &entry;
  }
  v1::OperationCapability* entry = capabilities->add_operations();
  entry->set_operation(operation);
  return entry;
}

}  // namespace

void SetWriteFields(v1::Operation operation, std::initializer_list<std::string_view> fields,
                    std::initializer_list<std::string_view> required,
                    v1::Capabilities* capabilities) {
  v1::OperationCapability* entry = FindEntry(operation, capabilities);
  for (std::string_view field : fields) entry->add_fields(std::string(field));
  for (std::string_view field : required) entry->add_required_fields(std::string(field));
}

void AddVendorOption(v1::Operation operation, std::string_view name, std::string_view value_type,
                     std::string_view description, v1::Capabilities* capabilities) {
  v1::VendorOptionCapability* option = FindEntry(operation, capabilities)->add_vendor_options();
  option->set_name(std::string(name));
  option->set_value_type(std::string(value_type));
  option->set_description(std::string(description));
}

const v1::OperationCapability* FindOperation(const v1::Capabilities& capabilities,
                                             v1::Operation operation) {
  const auto& entries = capabilities.operations();
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const auto& entry) {
    return entry.operation() == operation;
  });
  return found == entries.end() ? nullptr : &*found;
}

WriteProblems CheckWriteFields(const Message& request, const v1::OperationCapability& capability) {
  WriteProblems problems;
  CheckFields(request, "", capability, &problems.unsupported);
  CheckMask(request, capability, &problems.unsupported);
  CheckRequired(request, capability, &problems.invalid);
  CheckOptions(request, capability, &problems);
  Sort(&problems.unsupported);
  return problems;
}

WriteProblems WithoutBestEffort(WriteProblems problems,
                                const google::protobuf::FieldMask& best_effort) {
  const auto spared = [&](const Violation& violation) {
    return std::any_of(best_effort.paths().begin(), best_effort.paths().end(),
                       [&](const std::string& path) {
                         return violation.path == path || IsBelow(violation.path, path);
                       });
  };
  Violations& unsupported = problems.unsupported;
  unsupported.erase(std::remove_if(unsupported.begin(), unsupported.end(), spared),
                    unsupported.end());
  return problems;
}

}  // namespace bookings
