#include "deploy/sandbox/vendors.h"

#include "deploy/sandbox/hostelmate/hostelmate_api.h"
#include "deploy/sandbox/jicoo/jicoo_api.h"
#include "deploy/sandbox/optimocms/optimocms_api.h"
#include "deploy/sandbox/tiquo/tiquo_api.h"
#include "deploy/sandbox/wix/wix_api.h"

namespace bookings::sandbox {

std::vector<std::unique_ptr<Vendor>> MakeAllVendors() {
  std::vector<std::unique_ptr<Vendor>> vendors;
  vendors.push_back(MakeJicooVendor());
  vendors.push_back(MakeTiquoVendor());
  vendors.push_back(MakeWixVendor());
  vendors.push_back(MakeOptimocmsVendor());
  vendors.push_back(MakeHostelmateVendor());
  return vendors;
}

}  // namespace bookings::sandbox
