// See fields.h.
#include "connectors/api/fields.h"

namespace bookings::json {

void Leftovers::Clear() {
  unplaced.clear();
  unknown = 0;
  unreadable = false;
}

void Leftovers::MoveTo(std::string_view parent, google::protobuf::Struct* fields) const {
  if (unplaced.empty()) return;
  google::protobuf::Struct* place = fields;
  if (!parent.empty())
    place = (*fields->mutable_fields())[std::string(parent)].mutable_struct_value();
  for (const Member& member : unplaced) {
    ToProto(member.value, &(*place->mutable_fields())[CleanText(member.key)]);
  }
}

}  // namespace bookings::json
