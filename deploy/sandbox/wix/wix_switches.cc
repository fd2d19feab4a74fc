// See wix_switches.h. The first allowed value is the default.
#include "deploy/sandbox/wix/wix_switches.h"

#include <string_view>
#include <utility>
#include <vector>

namespace bookings::sandbox::wix {
namespace {

SwitchSpec Switch(std::string_view name, std::string_view section,
                  std::vector<std::string_view> allowed, std::string_view meaning) {
  const std::string_view default_value = allowed.front();
  return {name, default_value, std::move(allowed), section, meaning};
}

std::vector<SwitchSpec> MakeSwitches() {
  return {
      Switch("v1_served", "1.5", {"served", "removed"}, "whether v1 still answers, or 404"),
      Switch("v1_query_default_status", "4.1", {"confirmed", "confirmed_if_no_filter", "all"},
             "which bookings POST query hides when no status is named"),
      Switch("v1_list_default_status", "4.1", {"confirmed", "all"}, "the same for GET list"),
      Switch("v1_list_order", "3.4", {"start_asc", "created_desc"}, "the order of GET list"),
      Switch("v1_list_metadata", "2.2", {"absent", "present"}, "whether GET list tells paging"),
      Switch("v1_list_created", "2.2", {"created_only", "both"},
             "whether GET list tells createdDate besides created"),
      Switch("v1_list_created_filter", "4.1", {"created", "both"},
             "names of the creation date in GET list's filter"),
      Switch("v1_limit_over", "2.3", {"reject", "clamp"}, "limits over 1000: 400, or as 500"),
      Switch("v1_total", "3.3", {"exact", "zero", "too_many"}, "how far `total` can be believed"),
      Switch("v2_default_sort", "3.4", {"id_asc", "created_desc"}, "order where none is asked for"),
      Switch("v2_limit_over", "3.3", {"reject", "clamp"}, "limits over 100: 400, or as 100"),
      Switch("v2_cursor_with_query", "3.3", {"reject", "ignore"},
             "a cursor together with filter or sort"),
      Switch("v2_both_pagings", "3.3", {"reject", "cursor_wins"},
             "paging and cursorPaging at once"),
      Switch("v2_cursor_limit", "3.3", {"remembered", "default"},
             "page size of a cursor without a limit"),
      Switch("v2_has_next", "3.3", {"shown", "absent", "always_true"},
             "the internal field hasNext"),
      Switch("v2_cursor_total", "3.3", {"absent", "present"}, "`total` with cursor paging"),
      Switch("v2_last_cursor", "3.3", {"absent", "empty", "null"}, "cursors.next on the last page"),
      Switch("v2_paths", "4.2", {"documented", "plain_too"},
             "whether filters may use the paths of the answers"),
      Switch("v2_logic", "4.2", {"reject", "accept"}, "$or, $not and $exists"),
      Switch("unsupported_filter", "4.1", {"reject", "ignore"}, "unknown filter fields, operators"),
      Switch("repeated_filter", "4.1", {"first_counts", "all_count"},
             "a field named again inside $and"),
      Switch("fields_parameter", "2.3", {"ignore", "reject"}, "query.fields and query.fieldsets"),
      Switch("unknown_parameters", "2.3", {"reject", "ignore"}, "members no page knows"),
      Switch("snake_case", "1.1", {"accept", "reject"}, "snake_case names in requests"),
      Switch("tie_break", "3.4", {"id_asc", "id_desc"}, "order of rows with equal sort keys"),
      Switch("bearer_word", "1.2", {"both", "raw_only"}, "`Authorization: Bearer <token>`"),
      Switch("granted_scopes", "1.4", {"all", "no_orders", "no_read", "no_manage"},
             "rights of the credentials: a missing one is 403"),
      Switch("unset_fields", "1.1", {"absent", "null", "empty"}, "how unset texts are told"),
      Switch("start_fraction", "3.6", {"none", "millis"}, "fraction of scheduled instants"),
      Switch("slot_date_form", "3.6", {"offset", "zulu", "bare"}, "form of slot.startDate"),
      Switch("double_booked", "3.6", {"when_true", "always"}, "whether false is told"),
      Switch("total_participants", "7.18", {"number", "list"}, "as a number, or as [1, 1]"),
      Switch("retry_after", "5.4", {"absent", "seconds"}, "Retry-After of 429"),
      Switch("read_lag_ms", "7.13", {"0", "500", "2000", "10000"},
             "how long a change stays invisible to reads"),
      Switch("consistent_token", "1.2", {"never", "always"}, "x-wix-consistent in answers"),
      Switch("pending_blocks", "3.5", {"yes", "no"}, "whether PENDING takes the slot"),
      Switch("missing_resource", "3.5", {"refuse", "assign"},
             "an appointment without resource.id: 400, or staff at confirmation"),
      Switch("unknown_service", "5.3", {"FAILED_VALIDATING_AVAILABILITY", "SCHEDULE_NOT_FOUND"},
             "code of a create for a service that is not there"),
      Switch("past_slot", "5.3", {"policy", "slot_not_available"},
             "code of a create outside the booking window"),
      Switch("revision_conflict", "5.2", {"plain", "code"},
             "409 without or with BOOKING_REVISION_MISMATCH"),
      Switch("cancel_again", "5.3", {"refuse", "ok"}, "cancelling twice: 428, or 200 unchanged"),
      Switch("v1_approval_word", "2.6", {"pending_approval", "pending"},
             "status of a v1 booking that waits for approval"),
      Switch("event_slots_limit", "3.3", {"50", "1000"}, "page of class slots without a limit"),
  };
}

}  // namespace

absl::Span<const SwitchSpec> WixSwitches() {
  static const auto* const switches = new std::vector<SwitchSpec>(MakeSwitches());
  return *switches;
}

std::string Fingerprint(const Switches& switches) {
  std::string text;
  for (const SwitchSpec& spec : switches.specs()) {
    const std::string_view value = switches.Get(spec.name);
    text.append(value).append("|");
  }
  return text;
}

}  // namespace bookings::sandbox::wix
