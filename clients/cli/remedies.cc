// See remedies.h.
#include "clients/cli/remedies.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "connectors/api/text.h"

namespace bookings::cli {
namespace {

struct Remedy {
  std::string_view reason;
  // $ID stands for the connection.
  std::string_view text;
};
constexpr Remedy kRemedies[] = {
    {"CALLER_UNAUTHENTICATED",
     "give your token with --token_file, or your certificate with --certificate_file and "
     "--key_file; an operator makes tokens with bookings-gateway --make_token"},
    {"CALLER_NOT_ALLOWED", "ask an operator for the right, in the gateway's policy file"},
    {"CONNECTION_NOT_FOUND", "bookctl connections tells those that you may read"},
    {"VENDOR_AUTH_FAILED",
     "renew the credential of $ID at the vendor and replace its secret; the gateway takes it over "
     "by itself"},
    {"VENDOR_TOKEN_EXPIRED",
     "customers come with tokens of their own here: --vendor_token_file=$ID=FILE"},
    {"VENDOR_PERMISSION_DENIED",
     "grant the credential of $ID the right to read bookings at the vendor"},
    {"VENDOR_RESOURCE_MISSING",
     "a site, event type or endpoint in the configuration of $ID does not exist at the vendor: "
     "mend "
     "it and reload"},
    {"VENDOR_RATE_LIMITED", "wait, or see what else calls with this account; rate_limit of $ID"},
    {"QUOTA_EXHAUSTED", "the month's calls are used up: a larger plan, then monthly_quota of $ID"},
    {"VENDOR_UNAVAILABLE",
     "see the vendor's status page and base_url of $ID; if all vendors fail: the gateway's way out "
     "(names, proxy, network policy)"},
    {"VENDOR_RESPONSE_INVALID",
     "something else answers in the vendor's place (base_url of $ID, a proxy), or its API has "
     "changed: report it"},
    {"VENDOR_PAYMENT_REQUIRED", "the vendor wants to be paid for this account"},
    {"DEADLINE_EXCEEDED", "the vendor is slow, or calls wait for its limit: --timeout=60s"},
    {"GATEWAY_OVERLOADED", "the gateway has too much to do: wait, or run more replicas"},
    {"DRAINING", "the gateway is shutting down: ask another replica, or wait for the next one"},
    {"LEDGER_UNAVAILABLE",
     "the gateway's ledger cannot be written: see its log for ledger_problem"},
};

}  // namespace

std::string RemedyFor(const client::Error& error, const std::string& connection) {
  const std::string& reason = error.reason_text;
  for (const Remedy& remedy : kRemedies) {
    if (remedy.reason == reason) {
      return absl::StrReplaceAll(ToAbsl(remedy.text), {{"$ID", connection}});
    }
  }
  if (reason.empty()) return "see the gateway's log";
  return absl::StrCat("see ", reason, " in docs/errors.md, and the gateway's log");
}

}  // namespace bookings::cli
