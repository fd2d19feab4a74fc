// See page.h.
#include "connectors/api/page.h"

namespace bookings {
namespace {

// A page of 100 bookings takes about 60 KB; larger blocks mean fewer allocations.
google::protobuf::ArenaOptions PageArenaOptions() {
  google::protobuf::ArenaOptions options;
  options.start_block_size = 16 * 1024;
  options.max_block_size = 64 * 1024;
  return options;
}

}  // namespace

Page::Page() : arena(std::make_shared<google::protobuf::Arena>(PageArenaOptions())) {}

v1::Booking* Page::Add() {
  return bookings.emplace_back(google::protobuf::Arena::CreateMessage<v1::Booking>(arena.get()));
}

}  // namespace bookings
