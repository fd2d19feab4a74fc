// Lists of an account's bookings: order, filters, pages. Shared by the two APIs.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "deploy/sandbox/core/keyset_page.h"
#include "deploy/sandbox/tiquo/tiquo_account.h"

namespace bookings::sandbox::tiquo {

struct RowFilter {
  // With all values that `keep` depends on: lists are kept under it.
  std::string name;
  std::function<bool(const Row& row)> keep;
};

// The page behind `cursor`, which is a row of the account; from the beginning without one.
KeysetPage ListPage(TiquoAccount& account, const RowFilter& filter, const Row* cursor,
                    size_t limit);

}  // namespace bookings::sandbox::tiquo
