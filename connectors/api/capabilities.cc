// See capabilities.h.
#include "connectors/api/capabilities.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "connectors/api/text.h"

namespace bookings {
namespace {

using google::protobuf::Value;

// The word of VendorFilterCapability.value_type for a value; empty for the types that no vendor
// filter has.
std::string_view FilterTypeName(const Value& value) {
  switch (value.kind_case()) {
    case Value::kStringValue:
      return "string";
    case Value::kBoolValue:
      return "bool";
    case Value::kNumberValue:
      return "number";
    default:
      return "";
  }
}

}  // namespace

v1::Capabilities LeastCapabilities() {
  v1::Capabilities capabilities;
  for (int i = v1::Operation_MIN + 1; i <= v1::Operation_MAX; ++i) {
    v1::OperationCapability* operation = capabilities.add_operations();
    operation->set_operation(static_cast<v1::Operation>(i));
    operation->set_support(v1::SUPPORT_NONE);
  }
  const auto* filter = v1::BookingFilter::descriptor();
  for (int i = 0; i < filter->field_count(); ++i) {
    v1::FilterCapability* field = capabilities.add_filters();
    field->set_field(filter->field(i)->name());
    field->set_support(v1::FILTER_SUPPORT_RESIDUAL);
  }
  for (int i = v1::OrderBy_MIN + 1; i <= v1::OrderBy_MAX; ++i) {
    capabilities.add_orders()->set_order_by(static_cast<v1::OrderBy>(i));
  }
  return capabilities;
}

void SetOperation(v1::Operation operation, v1::Support support,
                  std::initializer_list<std::string_view> losses, v1::Capabilities* capabilities) {
  for (v1::OperationCapability& entry : *capabilities->mutable_operations()) {
    if (entry.operation() != operation) continue;
    entry.set_support(support);
    for (std::string_view loss : losses) entry.add_losses(std::string(loss));
  }
}

void SetFilters(v1::FilterSupport support, std::initializer_list<std::string_view> fields,
                v1::Capabilities* capabilities) {
  for (v1::FilterCapability& entry : *capabilities->mutable_filters()) {
    if (std::find(fields.begin(), fields.end(), std::string_view(entry.field())) != fields.end()) {
      entry.set_support(support);
    }
  }
}

void SetNativeOrders(std::initializer_list<v1::OrderBy> orders, v1::Capabilities* capabilities) {
  for (v1::OrderCapability& entry : *capabilities->mutable_orders()) {
    entry.set_native(std::find(orders.begin(), orders.end(), entry.order_by()) != orders.end());
  }
}

void AddVendorFilter(std::string_view name, std::string_view value_type,
                     std::string_view description, v1::Capabilities* capabilities) {
  v1::VendorFilterCapability* filter = capabilities->add_vendor_filters();
  filter->set_name(std::string(name));
  filter->set_value_type(std::string(value_type));
  filter->set_description(std::string(description));
}

Violations CheckVendorFilter(const v1::BookingFilter& filter,
                             const v1::Capabilities& capabilities) {
  Violations violations;
  for (const auto& [name, value] : filter.vendor_filter().fields()) {
    const auto& known = capabilities.vendor_filters();
    const auto entry =
        std::find_if(known.begin(), known.end(),
                     [&name = name](const auto& candidate) { return candidate.name() == name; });
    if (entry == known.end()) {
      violations.push_back({VendorFilterPath(name), "is not a filter of this vendor"});
    } else if (FilterTypeName(value) != entry->value_type()) {
      violations.push_back(
          {VendorFilterPath(name), absl::StrCat("must be a ", entry->value_type())});
    }
  }
  // A Struct is a map without an order; messages are to be the same each time.
  std::sort(violations.begin(), violations.end(),
            [](const Violation& a, const Violation& b) { return a.path < b.path; });
  return violations;
}

std::string VendorFilterPath(std::string_view name) {
  return absl::StrCat("filter.vendor_filter.", ToAbsl(name));
}

}  // namespace bookings
