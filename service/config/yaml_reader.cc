// See yaml_reader.h.
#include "service/config/yaml_reader.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/duration.pb.h"
#include "service/config/nearest_name.h"
#include "yaml-cpp/yaml.h"

namespace bookings {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::OneofDescriptor;
using google::protobuf::Reflection;

// yaml-cpp's tag of a scalar that was written with quotes, which makes it text.
constexpr char kQuoted[] = "!";

std::string MemberPath(const std::string& path, const std::string& name) {
  return path.empty() ? name : absl::StrCat(path, ".", name);
}

std::vector<std::string> FieldNames(const Descriptor& type) {
  std::vector<std::string> names;
  names.reserve(static_cast<size_t>(type.field_count()));
  for (int i = 0; i < type.field_count(); ++i) names.push_back(type.field(i)->name());
  return names;
}

bool IsDuration(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
         field.message_type() == google::protobuf::Duration::descriptor();
}

// Reads one document. Recursion is bounded by the depth of the proto.
class Reader {
 public:
  explicit Reader(YamlNotes* out) : out_(out) {}

  void ReadMessage(const YAML::Node& node, const std::string& path, Message* message) {
    if (!node.IsMap()) return Report(path, "must be a mapping of names to values");
    std::set<std::string> seen;
    for (const auto& entry : node) {
      if (!entry.first.IsScalar()) {
        Report(path, "has a name that is no plain text");
        continue;
      }
      const std::string& name = entry.first.Scalar();
      const std::string member = MemberPath(path, name);
      out_->lines.emplace(member, entry.first.Mark().line + 1);
      if (!seen.insert(name).second) {
        Report(member, absl::StrCat("is set twice, again in line ", entry.first.Mark().line + 1));
      } else {
        ReadMember(entry.second, name, member, message);
      }
    }
  }

 private:
  void ReadMember(const YAML::Node& node, const std::string& name, const std::string& path,
                  Message* message) {
    const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(name);
    if (field == nullptr) return ReportUnknown(path, name, *message->GetDescriptor());
    if (node.IsNull()) return Report(path, "has no value");
    if (OneofTaken(*field, path, *message)) return;
    if (field->is_repeated()) return ReadList(node, path, *field, message);
    if (IsDuration(*field)) return ReadDuration(node, path, *field, message);
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      return ReadMessage(node, path, message->GetReflection()->MutableMessage(message, field));
    }
    ReadScalar(node, path, *field, message);
  }

  // Lists hold messages or texts.
  void ReadList(const YAML::Node& node, const std::string& path, const FieldDescriptor& field,
                Message* message) {
    if (!node.IsSequence()) return Report(path, "must be a list");
    int index = 0;
    for (const YAML::Node& element : node) {
      const std::string at = absl::StrCat(path, "[", index++, "]");
      out_->lines.emplace(at, element.Mark().line + 1);
      if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        ReadMessage(element, at, message->GetReflection()->AddMessage(message, &field));
      } else {
        ReadText(element, at, field, message);
      }
    }
  }

  void ReadText(const YAML::Node& node, const std::string& path, const FieldDescriptor& field,
                Message* message) {
    if (!node.IsScalar()) return Report(path, "must be a single value");
    message->GetReflection()->AddString(message, &field, node.Scalar());
  }

  void ReadDuration(const YAML::Node& node, const std::string& path, const FieldDescriptor& field,
                    Message* message) {
    absl::Duration duration;
    if (!node.IsScalar() || !absl::ParseDuration(node.Scalar(), &duration) ||
        duration < absl::ZeroDuration() || duration == absl::InfiniteDuration()) {
      return Report(path, "must be a duration such as 30s, 5m or 72h");
    }
    google::protobuf::Duration value;
    value.set_seconds(absl::IDivDuration(duration, absl::Seconds(1), &duration));
    value.set_nanos(static_cast<int>(absl::ToInt64Nanoseconds(duration)));
    message->GetReflection()->MutableMessage(message, &field)->CopyFrom(value);
  }

  void ReadScalar(const YAML::Node& node, const std::string& path, const FieldDescriptor& field,
                  Message* message) {
    if (!node.IsScalar()) return Report(path, "must be a single value");
    const Reflection& reflection = *message->GetReflection();
    const bool quoted = node.Tag() == kQuoted;
    const std::string& text = node.Scalar();
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      reflection.SetString(message, &field, text);
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL) {
      if (quoted || (text != "true" && text != "false")) {
        return Report(path, "must be true or false");
      }
      reflection.SetBool(message, &field, text == "true");
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
      double number = 0;
      if (quoted || !absl::SimpleAtod(text, &number)) return Report(path, "must be a number");
      reflection.SetDouble(message, &field, number);
    } else if (quoted || !SetInteger(text, field, message)) {
      Report(path, "must be a whole number");
    }
  }

  static bool SetInteger(const std::string& text, const FieldDescriptor& field, Message* message) {
    const Reflection& reflection = *message->GetReflection();
    int64_t wide = 0;
    int32_t narrow = 0;
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
      if (!absl::SimpleAtoi(text, &wide)) return false;
      reflection.SetInt64(message, &field, wide);
      return true;
    }
    if (!absl::SimpleAtoi(text, &narrow)) return false;
    reflection.SetInt32(message, &field, narrow);
    return true;
  }

  bool OneofTaken(const FieldDescriptor& field, const std::string& path, const Message& message) {
    const OneofDescriptor* oneof = field.real_containing_oneof();
    if (oneof == nullptr) return false;
    const FieldDescriptor* other = message.GetReflection()->GetOneofFieldDescriptor(message, oneof);
    if (other == nullptr) return false;
    Report(path, absl::StrCat("cannot stand beside `", other->name(), "`: only one may be set"));
    return true;
  }

  void ReportUnknown(const std::string& path, const std::string& name, const Descriptor& type) {
    const std::string nearest = NearestName(name, FieldNames(type));
    Report(path, nearest.empty() ? "is no known name"
                                 : absl::StrCat("is no known name; did you mean `", nearest, "`?"));
  }

  void Report(const std::string& path, std::string problem) {
    out_->problems.push_back({path, std::move(problem)});
  }

  YamlNotes* out_;
};

}  // namespace

YamlNotes ReadYaml(const std::string& yaml, Message* message) {
  YamlNotes notes;
  if (yaml.size() > kMaxConfigBytes) {
    notes.problems.push_back({"", absl::StrCat("is larger than ", kMaxConfigBytes, " bytes")});
    return notes;
  }
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(yaml);
    if (documents.size() != 1) {
      notes.problems.push_back({"", "must hold exactly one YAML document"});
      return notes;
    }
    Reader(&notes).ReadMessage(documents.front(), "", message);
  } catch (const YAML::Exception& error) {
    notes.lines[""] = error.mark.line + 1;
    notes.problems.push_back({"", absl::StrCat("is no valid YAML: ", error.msg)});
  }
  return notes;
}

}  // namespace bookings
