// See secrets.h.
#include "service/config/secrets.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "connectors/api/text.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace bookings {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using SecretSource = config::v1::Secret;

// A secret, or what is wrong with it; `warning` may come with either.
struct Reading {
  std::string value;
  std::string problem;
  std::string warning;
};

Reading Problem(std::string problem) { return {"", std::move(problem), ""}; }

Reading ReadFile(const std::string& path) {
  struct stat facts {};
  if (stat(path.c_str(), &facts) != 0) return Problem("names a file that does not exist");
  if (!S_ISREG(facts.st_mode)) return Problem("names something that is no file");
  std::ifstream file(path, std::ios::binary);
  if (!file) return Problem("names a file that cannot be read");
  std::string text(kMaxSecretBytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) return Problem("names a file that cannot be read");
  text.resize(static_cast<size_t>(file.gcount()));
  if (text.size() > kMaxSecretBytes) return Problem("names a file that is too large");
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  Reading reading{std::move(text), "", ""};
  if ((facts.st_mode & S_IROTH) != 0) reading.warning = "names a file that every user can read";
  return reading;
}

Reading ReadVariable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return Problem("names an environment variable that is not set");
  return {value, "", ""};
}

// Secrets travel in HTTP headers and JSON: control characters would break out of them.
bool HasControlCharacter(const std::string& text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; });
}

Reading ReadSource(const SecretSource& source) {
  Reading reading = source.source_case() == SecretSource::kFile ? ReadFile(source.file())
                                                                : ReadVariable(source.env());
  if (!reading.problem.empty()) return reading;
  if (reading.value.empty()) reading.problem = "is empty";
  if (HasControlCharacter(reading.value)) reading.problem = "holds control characters";
  return reading;
}

bool NamesSource(const SecretSource& source) {
  return !source.file().empty() || !source.env().empty();
}

std::string ReferenceOf(const SecretSource& source) {
  return absl::StrCat(source.source_case() == SecretSource::kFile ? "file:" : "env:", source.file(),
                      source.env());
}

void ReadOne(const SecretSource& source, const std::string& path, ReadSecretsResult& out) {
  if (!NamesSource(source)) return;  // said by the check of the configuration
  Reading reading = ReadSource(source);
  if (!reading.warning.empty()) out.warnings.push_back({path, reading.warning});
  if (!reading.problem.empty()) {
    out.problems.push_back({path, reading.problem});
    return;
  }
  out.vault.Put(source, Secret(std::move(reading.value)));
}

void ReadAll(const Message& message, const std::string& path, ReadSecretsResult& out);

void ReadMember(const Message& message, const FieldDescriptor& field, const std::string& path,
                ReadSecretsResult& out) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  const std::string member = absl::StrCat(path, path.empty() ? "" : ".", field.name());
  if (!field.is_repeated()) return ReadAll(reflection.GetMessage(message, &field), member, out);
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    ReadAll(reflection.GetRepeatedMessage(message, &field, i), absl::StrCat(member, "[", i, "]"),
            out);
  }
}

// Finds secrets wherever they stand, so that a new vendor's need no code here.
void ReadAll(const Message& message, const std::string& path, ReadSecretsResult& out) {
  if (message.GetDescriptor() == SecretSource::descriptor()) {
    return ReadOne(static_cast<const SecretSource&>(message), path, out);
  }
  std::vector<const FieldDescriptor*> set;
  message.GetReflection()->ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      ReadMember(message, *field, path, out);
    }
  }
}

void CheckKeySizes(const google::protobuf::RepeatedPtrField<config::v1::TokenKey>& keys,
                   std::string_view path, ReadSecretsResult& out) {
  for (int i = 0; i < keys.size(); ++i) {
    const Secret secret = out.vault.Find(keys[i].secret());
    if (secret.empty() || secret.RevealForUse().size() >= kMinKeyBytes) continue;
    out.problems.push_back({absl::StrCat(ToAbsl(path), "[", i, "].secret"),
                            absl::StrCat("must have at least ", kMinKeyBytes, " bytes")});
  }
}

}  // namespace

void SecretVault::Put(const SecretSource& reference, Secret value) {
  values_.insert_or_assign(ReferenceOf(reference), std::move(value));
}

Secret SecretVault::Find(const SecretSource& reference) const {
  const auto value = values_.find(ReferenceOf(reference));
  return value == values_.end() ? Secret() : value->second;
}

ReadSecretsResult ReadSecrets(const config::v1::GatewayConfig& config) {
  ReadSecretsResult out;
  ReadAll(config, "", out);
  CheckKeySizes(config.page_tokens().keys(), "page_tokens.keys", out);
  CheckKeySizes(config.ledger().keys(), "ledger.keys", out);
  return out;
}

}  // namespace bookings
