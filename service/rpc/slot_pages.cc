// See slot_pages.h.
#include "service/rpc/slot_pages.h"

#include <utility>

#include "connectors/api/time.h"

namespace bookings {

void SlotPages::Next(Arrived arrived) {
  call_->Next([self = shared_from_this(),
               arrived = std::move(arrived)](absl::StatusOr<SlotStreamPage> page) mutable {
    std::move(arrived)(self->Serve(std::move(page)));
  });
}

absl::StatusOr<SlotPages::Page> SlotPages::Serve(absl::StatusOr<SlotStreamPage> page) const {
  if (!page.ok()) return page.status();
  auto response = std::make_shared<v1::ListSlotsResponse>();
  const absl::Time now = options_.now();
  for (FoundSlot& found : page->slots) {
    absl::StatusOr<std::string> token =
        options_.slot_tokens->Seal(found.reference, options_.binding.principal_fingerprint, now);
    if (!token.ok()) return token.status();
    v1::Slot* slot = response->add_slots();
    *slot = std::move(found.slot);
    slot->set_slot_token(*std::move(token));
  }
  if (page->last) {
    response->set_complete(true);
  } else {
    absl::StatusOr<std::string> token = TokenBehind(*page);
    if (!token.ok()) return token.status();
    response->set_next_page_token(*std::move(token));
  }
  Page served;
  served.response = response.get();
  served.last = page->last;
  served.keeps = std::move(response);
  return served;
}

absl::StatusOr<std::string> SlotPages::TokenBehind(const SlotStreamPage& page) const {
  internal::v1::SlotPageState position;
  SetTimestamp(page.last_start, position.mutable_last_start());
  position.set_last_key(page.last_key);
  return options_.page_tokens->Seal(std::move(position), options_.binding, options_.now());
}

}  // namespace bookings
