// See write_digest.h.
#include "service/rpc/write_digest.h"

#include "absl/strings/escaping.h"
#include "connectors/api/text.h"
#include "service/rpc/canonical_bytes.h"
#include "service/sealing/sealer.h"

namespace bookings {
namespace {

template <typename Request>
void ClearUnbound(Request&) {}
void ClearUnbound(v1::CreateBookingRequest& request) {
  if (request.has_slot_token()) request.clear_slot_token();
  request.clear_validate_only();
}
void ClearUnbound(v1::RescheduleBookingRequest& request) {
  if (request.has_slot_token()) request.clear_slot_token();
}

}  // namespace

template <typename Request>
std::string WriteDigest(const Request& request,
                        const std::optional<internal::v1::SlotReference>& slot) {
  Request bound = request;
  ClearUnbound(bound);
  // Each part is hashed by itself, so that no two lists of parts read alike.
  std::string parts = Sha256(CanonicalBytes(bound));
  if (slot) parts += Sha256(CanonicalBytes(*slot));
  return absl::BytesToHexString(ToAbsl(Sha256(parts)));
}

template std::string WriteDigest(const v1::CreateBookingRequest&,
                                 const std::optional<internal::v1::SlotReference>&);
template std::string WriteDigest(const v1::CancelBookingRequest&,
                                 const std::optional<internal::v1::SlotReference>&);
template std::string WriteDigest(const v1::RescheduleBookingRequest&,
                                 const std::optional<internal::v1::SlotReference>&);
template std::string WriteDigest(const v1::UpdateBookingRequest&,
                                 const std::optional<internal::v1::SlotReference>&);
template std::string WriteDigest(const v1::UpdateBookingStatusRequest&,
                                 const std::optional<internal::v1::SlotReference>&);

}  // namespace bookings
