// The control path's changes of rows, for every vendor that keeps them in a RowStore. `dump` shows
// a row, `with_fields` is the row with the named fields replaced, or why not.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/row_store.h"

namespace bookings::sandbox {

template <typename Row, typename WithFields, typename Dump>
absl::StatusOr<Json> InsertInto(RowStore<Row>& rows, const Json& fields, WithFields with_fields,
                                Dump dump) {
  const absl::StatusOr<Row> row = with_fields(rows.Template(), fields);
  if (!row.ok()) return row.status();
  if (rows.Find(row->id)) return absl::InvalidArgumentError("the id exists");
  rows.Insert(*row);
  return dump(*row);
}

template <typename Row, typename WithFields, typename Dump>
absl::StatusOr<Json> PatchIn(RowStore<Row>& rows, std::string_view id, const Json& fields,
                             WithFields with_fields, Dump dump) {
  const std::optional<Slot> slot = rows.Find(id);
  if (!slot) return absl::NotFoundError("no such booking");
  const absl::StatusOr<Row> row = with_fields(rows.At(*slot), fields);
  if (!row.ok()) return row.status();
  if (row->id != id) return absl::InvalidArgumentError("an id does not change");
  rows.Replace(*slot, *row);
  return dump(*row);
}

template <typename Row>
absl::Status DeleteFrom(RowStore<Row>& rows, std::string_view id) {
  const std::optional<Slot> slot = rows.Find(id);
  if (!slot) return absl::NotFoundError("no such booking");
  rows.Remove(*slot);
  return absl::OkStatus();
}

}  // namespace bookings::sandbox
