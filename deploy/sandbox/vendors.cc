#include "deploy/sandbox/vendors.h"

#ifdef BOOKINGS_SANDBOX_JICOO
#include "deploy/sandbox/jicoo/jicoo_api.h"
#endif
#ifdef BOOKINGS_SANDBOX_TIQUO
#include "deploy/sandbox/tiquo/tiquo_api.h"
#endif
#ifdef BOOKINGS_SANDBOX_WIX
#include "deploy/sandbox/wix/wix_api.h"
#endif
#ifdef BOOKINGS_SANDBOX_OPTIMOCMS
#include "deploy/sandbox/optimocms/optimocms_api.h"
#endif
#ifdef BOOKINGS_SANDBOX_HOSTELMATE
#include "deploy/sandbox/hostelmate/hostelmate_api.h"
#endif

namespace bookings::sandbox {

std::vector<std::unique_ptr<Vendor>> MakeAllVendors() {
  std::vector<std::unique_ptr<Vendor>> vendors;
#ifdef BOOKINGS_SANDBOX_JICOO
  vendors.push_back(MakeJicooVendor());
#endif
#ifdef BOOKINGS_SANDBOX_TIQUO
  vendors.push_back(MakeTiquoVendor());
#endif
#ifdef BOOKINGS_SANDBOX_WIX
  vendors.push_back(MakeWixVendor());
#endif
#ifdef BOOKINGS_SANDBOX_OPTIMOCMS
  vendors.push_back(MakeOptimocmsVendor());
#endif
#ifdef BOOKINGS_SANDBOX_HOSTELMATE
  vendors.push_back(MakeHostelmateVendor());
#endif
  return vendors;
}

}  // namespace bookings::sandbox
