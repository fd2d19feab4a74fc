// One Jicoo account: its key, its booking pages and its bookings.
#pragma once

#include <string>
#include <utility>

#include "deploy/sandbox/core/account.h"
#include "deploy/sandbox/core/row_store.h"
#include "deploy/sandbox/jicoo/jicoo_catalogue.h"
#include "deploy/sandbox/jicoo/jicoo_model.h"
#include "deploy/sandbox/jicoo/jicoo_switches.h"

namespace bookings::sandbox::jicoo {

class JicooAccount : public Account {
 public:
  JicooAccount(std::string account_name, std::string api_key, uint64_t bookings,
               const Generator& generator, Catalogue the_catalogue)
      : Account(std::move(account_name), SwitchSpecs()),
        key(std::move(api_key)),
        catalogue(std::move(the_catalogue)),
        store(bookings, [generator](uint64_t number) { return generator.Make(number); }) {}

  const std::string key;
  const Catalogue catalogue;
  RowStore<Row> store;
};

}  // namespace bookings::sandbox::jicoo
