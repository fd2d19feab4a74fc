// docs/capabilities.md says what the connectors' capabilities say: it is generated from them. After
// a change of capabilities run this test once with BOOKINGS_UPDATE_DOCS=1.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "tests/contract/subjects.h"

namespace bookings::testing {
namespace {

constexpr char kPage[] = BOOKINGS_SOURCE_DIR "/docs/capabilities.md";

constexpr char kIntroduction[] =
    "# Capabilities\n\n"
    "What can be done with a connection of each vendor, per mode. Generated from the connectors "
    "(the same that\n"
    "`ConnectionService.GetConnection` tells at run time); a test keeps it true.\n\n"
    "Filters give the same result everywhere; the tables only say where the work is done. *Pushed "
    "down*: the vendor narrows\n"
    "and the gateway checks again. *Needs details*: one further vendor call for each booking. "
    "*Unreported*: the vendor never\n"
    "tells the field, so nothing matches.\n\n"
    "*Fields* are those of a write's request that the vendor carries out; `a|b` = one of them. Any "
    "other field that is set is\n"
    "refused, unless `best_effort` names it.\n\n"
    "Lists that a vendor does not sort are sorted by the gateway, within a window. Ordered lists "
    "resume exactly everywhere.\n";

std::string Words(std::string name, std::string_view prefix) {
  name = absl::AsciiStrToLower(name.substr(prefix.size()));
  for (char& c : name) c = c == '_' ? ' ' : c;
  return name;
}

std::string TitleOf(const Connector& connector, const Mode& mode) {
  std::string title(mode.vendor);
  if (!connector.mode().empty()) title.append(", ").append(connector.mode());
  const bool deprecated_list = mode.suite == std::string_view("wix_v1_get");
  return deprecated_list ? title + ", list_method get" : title;
}

void AddOperations(const v1::Capabilities& capabilities, std::string& page) {
  page += "\n| operation | support | what is lost or different |\n|---|---|---|\n";
  for (const v1::OperationCapability& operation : capabilities.operations()) {
    absl::StrAppend(&page, "| ", Words(v1::Operation_Name(operation.operation()), "OPERATION_"),
                    " | ", Words(v1::Support_Name(operation.support()), "SUPPORT_"), " | ",
                    absl::StrJoin(operation.losses(), "; "), " |\n");
  }
}

void AddFilters(const v1::Capabilities& capabilities, std::string& page) {
  for (const v1::FilterSupport support :
       {v1::FILTER_SUPPORT_PUSHED_DOWN, v1::FILTER_SUPPORT_NEEDS_DETAILS,
        v1::FILTER_SUPPORT_RESIDUAL, v1::FILTER_SUPPORT_UNREPORTED}) {
    std::vector<std::string> fields;
    for (const v1::FilterCapability& filter : capabilities.filters()) {
      if (filter.support() == support) fields.push_back(filter.field());
    }
    if (fields.empty()) continue;
    absl::StrAppend(&page, "* Filters ", Words(v1::FilterSupport_Name(support), "FILTER_SUPPORT_"),
                    ": ", absl::StrJoin(fields, ", "), "\n");
  }
  for (const v1::VendorFilterCapability& filter : capabilities.vendor_filters()) {
    absl::StrAppend(&page, "* vendor_filter `", filter.name(), "` (", filter.value_type(),
                    "): ", filter.description(), "\n");
  }
}

void AddRest(const v1::Capabilities& capabilities, std::string& page) {
  std::vector<std::string> orders;
  for (const v1::OrderCapability& order : capabilities.orders()) {
    if (order.native()) orders.push_back(Words(v1::OrderBy_Name(order.order_by()), "ORDER_BY_"));
  }
  absl::StrAppend(&page, "* Orders that the vendor makes: ",
                  orders.empty() ? "none" : absl::StrJoin(orders, ", "), "\n");
  absl::StrAppend(&page, "* Bookings per vendor call: ", capabilities.vendor_page_size(), "\n");
  if (capabilities.rate_limit_calls() > 0) {
    absl::StrAppend(&page, "* Documented limit: ", capabilities.rate_limit_calls(), " calls in ",
                    absl::FormatDuration(absl::Seconds(capabilities.rate_limit_window().seconds())),
                    "\n");
  }
  absl::StrAppend(&page, "* Resuming an unordered list: ",
                  Words(v1::ResumeSupport_Name(capabilities.resume()), "RESUME_SUPPORT_"), "\n");
  if (capabilities.full_view_fields_size() > 0) {
    absl::StrAppend(&page, "* Only in the FULL view: ",
                    absl::StrJoin(capabilities.full_view_fields(), ", "), "\n");
  }
  absl::StrAppend(
      &page, "* Never reported: ", absl::StrJoin(capabilities.unreported_fields(), ", "), "\n");
}

// What a write takes: fields, those it cannot do without, and the vendor's own options.
void AddWriteFields(const v1::Capabilities& capabilities, std::string& page) {
  for (const v1::OperationCapability& operation : capabilities.operations()) {
    if (operation.fields().empty() && operation.vendor_options().empty()) continue;
    const std::string name = Words(v1::Operation_Name(operation.operation()), "OPERATION_");
    absl::StrAppend(&page, "* Fields of ", name, ": ",
                    operation.fields().empty() ? "none" : absl::StrJoin(operation.fields(), ", "));
    if (!operation.required_fields().empty()) {
      absl::StrAppend(&page, "; required: ", absl::StrJoin(operation.required_fields(), ", "));
    }
    page += "\n";
    for (const v1::VendorOptionCapability& option : operation.vendor_options()) {
      absl::StrAppend(&page, "  * vendor_options `", option.name(), "` (", option.value_type(),
                      "): ", option.description(), "\n");
    }
  }
}

std::string GeneratedPage() {
  std::string page = kIntroduction;
  for (const Mode& mode : Modes()) {
    const absl::StatusOr<Subject> subject = MakeSubject(mode);
    EXPECT_TRUE(subject.ok()) << subject.status();
    if (!subject.ok()) continue;
    const v1::Capabilities& capabilities = subject->connector->capabilities();
    absl::StrAppend(&page, "\n## ", TitleOf(*subject->connector, mode), "\n");
    AddOperations(capabilities, page);
    page += "\n";
    AddFilters(capabilities, page);
    AddWriteFields(capabilities, page);
    AddRest(capabilities, page);
  }
  return page;
}

TEST(CapabilitiesPage, SaysWhatTheConnectorsSay) {
  const std::string generated = GeneratedPage();
  if (std::getenv("BOOKINGS_UPDATE_DOCS") != nullptr) std::ofstream(kPage) << generated;
  std::ifstream file(kPage);
  const std::string page{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  EXPECT_EQ(page, generated) << "run this test once with BOOKINGS_UPDATE_DOCS=1";
}

}  // namespace
}  // namespace bookings::testing
