// See wix_flow.h.
#include "deploy/sandbox/wix/wix_flow.h"

#include <algorithm>

#include "deploy/sandbox/wix/wix_commit.h"
#include "deploy/sandbox/wix/wix_reader.h"
#include "deploy/sandbox/wix/wix_render_v2.h"

namespace bookings::sandbox::wix {

Flow ReadFlow(BodyReader& body, std::initializer_list<std::string_view> allowed) {
  BodyReader reader(body.Object("flowControlSettings"), "flowControlSettings", body.switches());
  reader.Allow(allowed);
  Flow flow;
  for (const std::string_view flag : allowed) {
    if (reader.Truth(flag)) flow.flags.insert(std::string(flag));
  }
  body.Take(reader.refusal());
  return flow;
}

void CheckNotification(BodyReader& body) {
  BodyReader reader(body.Object("participantNotification"), "participantNotification",
                    body.switches());
  reader.Allow({"notifyParticipants", "message", "metadata"});
  (void)reader.Truth("notifyParticipants");
  (void)reader.Text("message");
  (void)reader.Object("metadata");
  body.Take(reader.refusal());
  (void)body.Truth("sendSmsReminder");
}

std::string ReadRevision(BodyReader& body) {
  const Json* const value = body.Member("revision");
  if (value != nullptr && value->is_number_integer()) return value->dump();
  std::string revision = body.RequiredText("revision");
  const bool digits =
      std::all_of(revision.begin(), revision.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) body.Fail("revision", "must be an int64", "FORMAT");
  return revision;
}

std::optional<Refusal> RefuseStale(const Row& row, const std::string& revision,
                                   const Switches& switches) {
  if (std::to_string(row.revision) == revision) return std::nullopt;
  constexpr std::string_view kMessage = "entity has already changed since the requested revision";
  if (switches.Is("revision_conflict", "code")) {
    return RefuseApplication({409, kMessage, "BOOKING_REVISION_MISMATCH", kMessage});
  }
  return Refusal{409, {{"message", kMessage}, {"details", Json::object()}}};
}

Answer AnswerBookingV2(const Call& call, const Row& row) {
  const WixAccount& account = WriteAccountOf(call);
  const Style style(account.switches);
  return AnswerRead(account, RenderExtendedBooking(row, account.catalogue(), style, 0));
}

}  // namespace bookings::sandbox::wix
