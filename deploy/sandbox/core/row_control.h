// The control path's hooks of a vendor whose rows lie in a RowStore and are named by a table of
// fields.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "deploy/sandbox/core/row_fields.h"
#include "deploy/sandbox/core/row_hooks.h"
#include "deploy/sandbox/core/row_store.h"
#include "deploy/sandbox/core/vendor.h"

namespace bookings::sandbox {

// `AccountType` has a member `RowStore<RowType> store`.
template <typename AccountType, typename RowType>
class StoredRows : public Vendor {
 public:
  explicit StoredRows(absl::Span<const RowField<RowType>> fields) : fields_(fields) {}

  uint64_t RowSlots(const Account& account) const override { return StoreOf(account).slots(); }

  std::optional<Json> Row(const Account& account, uint64_t slot) const override {
    if (StoreOf(account).IsRemoved(slot)) return std::nullopt;
    return Tell(account, StoreOf(account).At(static_cast<Slot>(slot)));
  }

  absl::StatusOr<Json> InsertRow(Account& account, const Json& values) const override {
    return InsertInto(StoreOf(account), values, Changer(), Teller(account));
  }

  absl::StatusOr<Json> PatchRow(Account& account, std::string_view id,
                                const Json& values) const override {
    return PatchIn(StoreOf(account), id, values, Changer(), Teller(account));
  }

  absl::Status DeleteRow(Account& account, std::string_view id) const override {
    return DeleteFrom(StoreOf(account), id);
  }

 protected:
  // The row as the control path tells it: its fields, and what the vendor adds to them.
  virtual Json Tell(const Account&, const RowType& row) const { return FieldsToJson(fields_, row); }

 private:
  auto Changer() const {
    return [this](RowType row, const Json& values) {
      return WithFields(fields_, std::move(row), values);
    };
  }
  auto Teller(const Account& account) const {
    return [this, &account](const RowType& row) { return Tell(account, row); };
  }

  static RowStore<RowType>& StoreOf(Account& account) {
    return static_cast<AccountType&>(account).store;
  }
  static const RowStore<RowType>& StoreOf(const Account& account) {
    return static_cast<const AccountType&>(account).store;
  }

  const absl::Span<const RowField<RowType>> fields_;
};

}  // namespace bookings::sandbox
