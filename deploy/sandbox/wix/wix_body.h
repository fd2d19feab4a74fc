// Reads the members of a request's objects strictly, one by one; the first wrong one is the
// refusal (wix.md 5.1). Queries have their own reader (wix_query.h).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/switches.h"
#include "deploy/sandbox/wix/wix_refusal.h"

namespace bookings::sandbox::wix {

class BodyReader {
 public:
  // `object` and `switches` outlive the reader. A path names the object; empty = the body.
  BodyReader(const Json& object, std::string path, const Switches& switches);

  const std::optional<Refusal>& refusal() const { return refusal_; }
  const Switches& switches() const { return switches_; }

  // Refuses every other member, unless the account lets unknown ones pass.
  void Allow(std::initializer_list<std::string_view> names);

  // Null where it is absent or null, which is the same (wix.md 1.1).
  const Json* Member(std::string_view name) const;
  bool Has(std::string_view name) const { return Member(name) != nullptr; }

  // Empty or false where it is absent.
  std::string Text(std::string_view name);
  bool Truth(std::string_view name);
  std::optional<std::int64_t> Number(std::string_view name, std::int64_t least, std::int64_t most);
  std::string Word(std::string_view name, std::span<const std::string_view> words);
  std::string RequiredText(std::string_view name);
  // An object, or an empty one.
  const Json& Object(std::string_view name);
  const Json& RequiredObject(std::string_view name);
  // An array, or an empty one.
  const Json& List(std::string_view name, std::size_t most);
  // `2026-12-10T14:00:00` as the wall time; nothing, with a refusal, for anything else.
  std::optional<absl::CivilSecond> WallTime(std::string_view name);

  void Fail(std::string_view name, std::string_view description, std::string_view rule);
  // Keeps the first refusal, this reader's or the other's.
  void Take(const std::optional<Refusal>& refusal);

  std::string Path(std::string_view name) const;

 private:
  const Json& object_;
  const std::string path_;
  const Switches& switches_;
  std::optional<Refusal> refusal_;
};

}  // namespace bookings::sandbox::wix
