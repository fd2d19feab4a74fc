// One HostelMate account: a property, its key and its bookings.
#pragma once

#include <string>
#include <utility>

#include "deploy/sandbox/core/account.h"
#include "deploy/sandbox/core/row_store.h"
#include "deploy/sandbox/hostelmate/hostelmate_model.h"
#include "deploy/sandbox/hostelmate/hostelmate_switches.h"

namespace bookings::sandbox::hostelmate {

class HostelmateAccount : public Account {
 public:
  HostelmateAccount(std::string account_name, std::string api_key, const Generator& rows)
      : Account(std::move(account_name), SwitchSpecs()),
        key(std::move(api_key)),
        generator(rows),
        store(rows.rows, [rows](uint64_t number) { return rows.Make(number); }) {}

  const std::string key;
  const Generator generator;
  RowStore<Row> store;
};

}  // namespace bookings::sandbox::hostelmate
