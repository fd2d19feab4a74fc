// Create Booking of wix_writer_v2.h: what may be sent, and the checks before a booking is made.
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "deploy/sandbox/wix/wix_body.h"
#include "deploy/sandbox/wix/wix_commit.h"
#include "deploy/sandbox/wix/wix_flow.h"
#include "deploy/sandbox/wix/wix_query.h"
#include "deploy/sandbox/wix/wix_writer_v2.h"

namespace bookings::sandbox::wix {
namespace {

constexpr std::array<std::string_view, 2> kStatusOnCreate = {"CREATED", "CONFIRMED"};

struct Creation {
  Target target;
  Customer customer;
  Party party;
  bool confirmed = false;
  bool submitted = false;
  std::string external_id;
  std::string payment_option;
  Json additional_fields = Json::array();
  Flow flow;
};

Checked<Target> ReadEntity(const Json& entity, const Call& call) {
  const std::string path = "booking.bookedEntity";
  BodyReader reader(entity, path, call.account.switches);
  reader.Allow({"slot", "schedule", "title", "tags"});
  const bool slot = reader.Has("slot");
  if (slot == reader.Has("schedule")) {
    reader.Fail("", "must hold either slot or schedule", "REQUIRED_FIELD");
  }
  if (reader.refusal()) return *reader.refusal();
  return slot ? ReadSlot(reader.Object("slot"), path + ".slot", call)
              : ReadSchedule(reader.Object("schedule"), path + ".schedule", call);
}

// Contact details count, or what the form says of them; both is a conflict, but for the id.
Checked<Customer> ReadCustomer(const Json& contact, const Json& submission,
                               const Switches& switches) {
  Checked<Customer> direct = ReadContact(contact, "booking.contactDetails", switches);
  if (RefusalIn(direct) != nullptr || submission.empty()) return direct;
  const std::string contact_id = std::get<Customer>(direct).contact_id;
  if (contact.size() > (contact_id.empty() ? 0u : 1u)) {
    return RefuseApplication({400, "Contact details conflict", "CONTACT_DETAILS_CONFLICT",
                              "Both contactDetails and formSubmission were sent"});
  }
  Checked<Customer> from_form = ReadSubmission(submission, switches);
  if (RefusalIn(from_form) == nullptr) std::get<Customer>(from_form).contact_id = contact_id;
  return from_form;
}

std::optional<Refusal> ReadBooking(const Json& booking, const Json& submission, const Call& call,
                                   Creation& creation) {
  BodyReader reader(booking, "booking", call.account.switches);
  // What the server sets may be sent along: it is overwritten (wix.md 3.6).
  reader.Allow({"bookedEntity", "contactDetails", "additionalFields", "totalParticipants",
                "participantsChoices", "status", "paymentStatus", "selectedPaymentOption",
                "externalUserId", "formSubmissionId", "formId", "depositSelected", "id",
                "createdDate", "updatedDate", "startDate", "endDate", "revision", "createdBy"});
  creation.confirmed = reader.Word("status", kStatusOnCreate) == "CONFIRMED";
  (void)reader.Word("paymentStatus", V2PaymentStatusWords());
  creation.payment_option = reader.Word("selectedPaymentOption", PaymentOptionWords());
  creation.external_id = reader.Text("externalUserId");
  if (reader.Has("additionalFields"))
    creation.additional_fields = reader.List("additionalFields", 100);
  const Json& entity = reader.RequiredObject("bookedEntity");
  Checked<Party> party = ReadParty(reader);
  if (const Refusal* const refusal = RefusalIn(party)) return *refusal;
  creation.party = std::get<Party>(std::move(party));
  if (creation.party.total == 0) {
    reader.Fail("totalParticipants", "must not be empty", "REQUIRED_FIELD");
  }
  const Json& contact = reader.Object("contactDetails");
  if (reader.refusal()) return reader.refusal();
  Checked<Customer> customer = ReadCustomer(contact, submission, call.account.switches);
  if (const Refusal* const refusal = RefusalIn(customer)) return *refusal;
  creation.customer = std::get<Customer>(std::move(customer));
  creation.customer.texts.external_id = creation.external_id;
  Checked<Target> target = ReadEntity(entity, call);
  if (const Refusal* const refusal = RefusalIn(target)) return *refusal;
  creation.target = std::get<Target>(std::move(target));
  return std::nullopt;
}

Checked<Creation> ReadCreation(const Call& call) {
  const Switches& switches = call.account.switches;
  const Checked<Json> body = ReadBody(call.request, switches);
  if (const Refusal* const refusal = RefusalIn(body)) return *refusal;
  BodyReader root(std::get<Json>(body), "", switches);
  root.Allow({"booking", "participantNotification", "sendSmsReminder", "flowControlSettings",
              "formSubmission"});
  Creation creation;
  CheckNotification(root);
  creation.flow = ReadFlow(
      root, {"skipAvailabilityValidation", "skipBusinessConfirmation",
             "skipSelectedPaymentOptionValidation", "skipAddOnValidation", "allowAddOnChanges"});
  const Json& booking = root.RequiredObject("booking");
  const Json& submission = root.Object("formSubmission");
  creation.submitted = !submission.empty();
  if (root.refusal()) return *root.refusal();
  if (auto refusal = ReadBooking(booking, submission, call, creation)) return *std::move(refusal);
  return creation;
}

std::optional<Refusal> RefuseCreation(const Creation& creation, const Call& call) {
  if (!creation.flow.Has("skipAvailabilityValidation")) {
    return RefuseTarget(creation.target, creation.party.total, "", call);
  }
  if (creation.target.staff) return std::nullopt;
  return RefuseBusiness("CAN_NOT_SKIP_AVAILABILITY_VALIDATION_IF_RESOURCE_NOT_PROVIDED",
                        "A resource must be provided");
}

}  // namespace

Answer CreateV2(const Call& call) {
  if (auto refusal = RefuseWriter(call)) return refusal->ToAnswer();
  const Checked<Creation> checked = ReadCreation(call);
  if (const Refusal* const refusal = RefusalIn(checked)) return refusal->ToAnswer();
  const auto& creation = std::get<Creation>(checked);
  if (auto refusal = RefuseCreation(creation, call)) return refusal->ToAnswer();
  const WixAccount& account = WriteAccountOf(call);
  Row row = MakeRow(call, creation.target, creation.customer, creation.party);
  ChangeWritten(account.catalogue(), row, [&](Written& written) {
    written.payment_option = creation.payment_option;
    written.additional_fields = creation.additional_fields;
    if (creation.submitted) written.submission_id = account.catalogue().OwnId(row, "submission");
    written.skips_availability = creation.flow.Has("skipAvailabilityValidation");
    written.skips_approval = creation.flow.Has("skipBusinessConfirmation");
  });
  if (creation.confirmed) Enter(State::kConfirmed, account, row);
  CommitNew(call, Generation::kV2, row);
  return AnswerBookingV2(call, row);
}

}  // namespace bookings::sandbox::wix
