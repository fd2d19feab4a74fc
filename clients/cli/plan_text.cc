// See plan_text.h.
#include "clients/cli/plan_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/table.h"
#include "clients/cli/text_wrap.h"
#include "clients/cli/words.h"

namespace bookings::cli {
namespace {

constexpr int kPlanIndent = 22;

template <typename Names>
std::string NamesOr(const Names& names, const char* otherwise) {
  return names.empty() ? otherwise : absl::StrJoin(names, ", ");
}

std::string CallsText(const v1::SourcePlan& source) {
  std::string text = source.has_expected_calls() ? absl::StrCat("about ", source.expected_calls())
                                                 : "as many as there are pages";
  if (source.calls_per_booking() > 0) {
    absl::StrAppend(&text, ", and ", source.calls_per_booking(), " more for each booking");
  }
  return text;
}

std::string VendorOrderText(const v1::SourcePlan& source) {
  const std::string order = OrderText(source.vendor_order());
  return order.empty() ? "its own" : order;
}

std::string SourceText(const v1::SourcePlan& source, int width, bool color) {
  const auto line = [&](const char* label, const std::string& text) {
    return Wrapped(label, text, kPlanIndent, width);
  };
  return absl::StrCat(
      Colored(source.connection(), Tone::kBold, color), "\n",
      line("  the vendor narrows", NamesOr(source.pushed_down_filters(), "nothing")),
      line("  the gateway checks", NamesOr(source.residual_filters(), "nothing")),
      line("  the vendor's order", VendorOrderText(source)),
      line("  vendor calls", CallsText(source)));
}

std::string SumText(const v1::ListPlan& plan) {
  int64_t calls = 0;
  bool all_known = true;
  for (const v1::SourcePlan& source : plan.sources()) {
    calls += source.has_expected_calls() ? source.expected_calls() : 1;
    all_known = all_known && source.has_expected_calls() && source.calls_per_booking() == 0;
  }
  return absl::StrCat(Counted(plan.sources_size(), "connection"), ", ",
                      all_known ? "about " : "at least ", calls, " vendor calls in all\n");
}

}  // namespace

std::string PlanText(const v1::ListPlan& plan, int width, bool color) {
  std::string text;
  for (const v1::SourcePlan& source : plan.sources()) {
    absl::StrAppend(&text, SourceText(source, width, color), "\n");
  }
  return text + SumText(plan);
}

std::vector<std::string> PlanCsvHeader() {
  return {"connection",   "vendor_narrows", "gateway_checks",
          "vendor_order", "expected_calls", "calls_per_booking"};
}

std::vector<std::string> PlanCsvRow(const v1::SourcePlan& source) {
  return {source.connection(),
          absl::StrJoin(source.pushed_down_filters(), "; "),
          absl::StrJoin(source.residual_filters(), "; "),
          OrderText(source.vendor_order()),
          source.has_expected_calls() ? absl::StrCat(source.expected_calls()) : "",
          absl::StrCat(source.calls_per_booking())};
}

}  // namespace bookings::cli
