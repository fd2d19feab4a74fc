// See entry_seals.h.
#include "service/ledger/entry_seals.h"

#include <array>
#include <charconv>
#include <vector>

#include "service/sealing/sealer.h"

namespace bookings {
namespace {

struct ColumnName {
  SealedColumn column;
  std::string_view name;
};
constexpr std::array<ColumnName, 3> kColumnNames = {{
    {SealedColumn::kKey, "key"},
    {SealedColumn::kPlan, "plan"},
    {SealedColumn::kResult, "result"},
}};

std::string LabelOf(std::string_view entry_id, SealedColumn column) {
  std::string label(entry_id);
  for (const ColumnName& row : kColumnNames) {
    if (row.column == column) label += row.name;
  }
  return label;
}

// `{bytes}:{part}` for each: parts cannot run into each other.
std::string Joined(const WriteKey& key) {
  std::string joined;
  for (const std::string* part : {&key.caller, &key.connection, &key.operation, &key.request_id}) {
    joined += std::to_string(part->size()) + ":" + *part;
  }
  return joined;
}

// Takes one part off the front.
std::optional<std::string> TakePart(std::string_view* joined) {
  size_t size = 0;
  const char* const end = joined->data() + joined->size();
  const auto [after, error] = std::from_chars(joined->data(), end, size);
  if (error != std::errc() || after == end || *after != ':') return std::nullopt;
  joined->remove_prefix(static_cast<size_t>(after - joined->data()) + 1);
  if (size > joined->size()) return std::nullopt;
  std::string part(joined->substr(0, size));
  joined->remove_prefix(size);
  return part;
}

}  // namespace

std::string EntryIdOf(const WriteKey& key) { return Sha256(Joined(key)); }

std::optional<std::string> EntrySeals::Seal(std::string_view plain, std::string_view entry_id,
                                            SealedColumn column) const {
  if (plain.empty()) return std::string();
  return keys_.Seal(plain, LabelOf(entry_id, column));
}

std::optional<std::string> EntrySeals::Open(std::string_view sealed, std::string_view entry_id,
                                            SealedColumn column) const {
  if (sealed.empty()) return std::string();
  return keys_.Open(sealed, LabelOf(entry_id, column));
}

std::optional<std::string> EntrySeals::SealKey(const WriteKey& key,
                                               std::string_view entry_id) const {
  return Seal(Joined(key), entry_id, SealedColumn::kKey);
}

std::optional<WriteKey> EntrySeals::OpenKey(std::string_view sealed,
                                            std::string_view entry_id) const {
  const std::optional<std::string> joined = Open(sealed, entry_id, SealedColumn::kKey);
  if (!joined) return std::nullopt;
  std::string_view rest = *joined;
  std::vector<std::string> parts;
  while (std::optional<std::string> part = TakePart(&rest)) parts.push_back(*std::move(part));
  if (parts.size() != 4 || !rest.empty()) return std::nullopt;
  return WriteKey{parts[0], parts[1], parts[2], parts[3]};
}

}  // namespace bookings
