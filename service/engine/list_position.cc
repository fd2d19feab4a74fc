// See list_position.h.
#include "service/engine/list_position.h"

#include <algorithm>

#include "connectors/api/time.h"

namespace bookings {

// FNV-1a: tokens live longer than a version of the gateway.
uint32_t PassedId(std::string_view vendor_id) {
  uint32_t hash = 2'166'136'261U;
  for (char byte : vendor_id) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 16'777'619U;
  }
  return hash;
}

namespace {

void SetKnownTime(absl::Time time, internal::v1::OrderPosition& position) {
  const int64_t micros = absl::ToUnixMicros(time);
  if (absl::FromUnixMicros(micros) == time) {
    position.set_micros(micros);
  } else {
    SetTimestamp(time, position.mutable_time());
  }
}

}  // namespace

internal::v1::OrderPosition ToOrderPosition(const OrderKey& key) {
  internal::v1::OrderPosition position;
  if (key.time) SetKnownTime(*key.time, position);
  position.set_name(key.name);
  return position;
}

OrderKey FromOrderPosition(const internal::v1::OrderPosition& position) {
  OrderKey key;
  if (position.has_micros()) key.time = absl::FromUnixMicros(position.micros());
  if (position.has_time()) key.time = FromTimestamp(position.time());
  key.name = position.name();
  return key;
}

internal::v1::SourcePosition ToSourcePosition(const SourceStart& start, std::string_view names) {
  internal::v1::SourcePosition position;
  if (start.key) {
    *position.mutable_key() = ToOrderPosition(*start.key);
    position.mutable_key()->mutable_name()->erase(0, names.size());
  }
  position.set_not_begun(start.not_begun);
  position.set_cursor(start.cursor);
  std::vector<uint32_t> ids(start.passed_ids.begin(), start.passed_ids.end());
  std::sort(ids.begin(), ids.end());
  position.mutable_passed_ids()->Assign(ids.begin(), ids.end());
  position.set_row(start.row);
  position.set_anchor(start.anchor);
  position.set_anchor_etag(start.anchor_etag);
  position.set_holds_unknown_times(start.holds_unknown_times);
  position.set_order_broken(start.order_broken);
  return position;
}

SourceStart FromSourcePosition(const internal::v1::SourcePosition& position,
                               const internal::v1::OrderPosition* last, std::string_view names) {
  SourceStart start;
  if (position.has_key()) {
    start.key = FromOrderPosition(position.key());
    start.key->name.insert(0, names);
  } else if (last != nullptr && !position.not_begun()) {
    start.key = FromOrderPosition(*last);
  }
  start.not_begun = position.not_begun();
  start.cursor = position.cursor();
  start.passed_ids.insert(position.passed_ids().begin(), position.passed_ids().end());
  start.row = position.row();
  start.anchor = position.anchor();
  start.anchor_etag = position.anchor_etag();
  start.holds_unknown_times = position.holds_unknown_times();
  start.order_broken = position.order_broken();
  return start;
}

}  // namespace bookings
