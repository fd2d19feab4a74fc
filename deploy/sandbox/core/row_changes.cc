#include "deploy/sandbox/core/row_changes.h"

#include <utility>

#include "deploy/sandbox/core/account.h"
#include "deploy/sandbox/core/vendor.h"

namespace bookings::sandbox {
namespace {

absl::StatusOr<RowChange> ParseChange(const Json& item) {
  if (!item.is_object()) return absl::InvalidArgumentError("a change is an object");
  const Json insert = item.value("insert", Json());
  const Json patch = item.value("patch", Json());
  const Json fields = item.value("fields", Json());
  const Json removed = item.value("delete", Json());
  if (insert.is_object() && item.size() == 1)
    return RowChange{RowChange::Kind::kInsert, "", insert};
  if (removed.is_string() && item.size() == 1) {
    return RowChange{RowChange::Kind::kDelete, removed.get<std::string>(), Json()};
  }
  if (patch.is_string() && fields.is_object() && item.size() == 2) {
    return RowChange{RowChange::Kind::kPatch, patch.get<std::string>(), fields};
  }
  return absl::InvalidArgumentError("a change is an insert, a patch with fields, or a delete");
}

absl::StatusOr<Json> MakeChange(const Vendor& vendor, Account& account, const RowChange& change) {
  if (change.kind == RowChange::Kind::kInsert) return vendor.InsertRow(account, change.fields);
  if (change.kind == RowChange::Kind::kPatch) {
    return vendor.PatchRow(account, change.id, change.fields);
  }
  const absl::Status status = vendor.DeleteRow(account, change.id);
  if (!status.ok()) return status;
  return Json();
}

std::string NameOf(RowChange::Kind kind) {
  if (kind == RowChange::Kind::kInsert) return "insert";
  return kind == RowChange::Kind::kPatch ? "patch" : "delete";
}

}  // namespace

absl::StatusOr<std::vector<RowChange>> ParseChanges(const Json& list) {
  if (!list.is_array()) return absl::InvalidArgumentError("changes are a list");
  std::vector<RowChange> changes;
  for (const Json& item : list) {
    absl::StatusOr<RowChange> change = ParseChange(item);
    if (!change.ok()) return change.status();
    changes.push_back(*std::move(change));
  }
  return changes;
}

absl::Status MakeChanges(const Vendor& vendor, Account& account,
                         const std::vector<RowChange>& changes) {
  for (const RowChange& change : changes) {
    absl::StatusOr<Json> row = MakeChange(vendor, account, change);
    Json entry = {{"change", NameOf(change.kind)}, {"id", change.id}};
    if (row.ok() && row->is_object()) entry["id"] = (*row)["id"];
    entry["row"] = row.ok() ? *row : Json();
    if (!row.ok()) entry["error"] = std::string(row.status().message());
    account.changes.push_back(std::move(entry));
    if (!row.ok()) return row.status();
  }
  return absl::OkStatus();
}

}  // namespace bookings::sandbox
