// See vendor_filter.h.
#include "connectors/api/vendor_filter.h"

#include "google/protobuf/struct.pb.h"

namespace bookings {
namespace {

using google::protobuf::Value;

// The entry if it is of this kind; else null.
const Value* Find(const v1::BookingFilter& filter, std::string_view name, Value::KindCase kind) {
  const auto& fields = filter.vendor_filter().fields();
  const auto entry = fields.find(std::string(name));
  return entry == fields.end() || entry->second.kind_case() != kind ? nullptr : &entry->second;
}

}  // namespace

std::optional<std::string> TextEntry(const v1::BookingFilter& filter, std::string_view name) {
  const Value* value = Find(filter, name, Value::kStringValue);
  if (value == nullptr) return std::nullopt;
  return value->string_value();
}

std::optional<bool> BoolEntry(const v1::BookingFilter& filter, std::string_view name) {
  const Value* value = Find(filter, name, Value::kBoolValue);
  if (value == nullptr) return std::nullopt;
  return value->bool_value();
}

}  // namespace bookings
