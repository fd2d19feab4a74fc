#include "deploy/sandbox/core/account.h"

#include <mutex>
#include <utility>

namespace bookings::sandbox {

void AccountTable::Put(std::shared_ptr<Account> account) {
  const std::lock_guard lock(mutex_);
  const std::string name = account->name;
  absl::erase_if(name_by_credential_, [&](const auto& entry) { return entry.second == name; });
  by_name_.insert_or_assign(name, std::move(account));
}

void AccountTable::AddCredential(std::string credential, std::string_view account_name) {
  const std::lock_guard lock(mutex_);
  name_by_credential_.insert_or_assign(std::move(credential), std::string(account_name));
}

void AccountTable::RemoveCredential(std::string_view credential) {
  const std::lock_guard lock(mutex_);
  name_by_credential_.erase(std::string(credential));
}

std::shared_ptr<Account> AccountTable::ByName(std::string_view name) const {
  const std::lock_guard lock(mutex_);
  const auto found = by_name_.find(std::string(name));
  return found == by_name_.end() ? nullptr : found->second;
}

std::shared_ptr<Account> AccountTable::ByCredential(std::string_view credential) const {
  const std::lock_guard lock(mutex_);
  const auto name = name_by_credential_.find(std::string(credential));
  if (name == name_by_credential_.end()) return nullptr;
  const auto found = by_name_.find(name->second);
  return found == by_name_.end() ? nullptr : found->second;
}

}  // namespace bookings::sandbox
