// The "list" of a call with `explain`: one page that holds the plan and no bookings.
#pragma once

#include <memory>
#include <utility>

#include "service/engine/engine.h"

namespace bookings {

// Thread-safe: asked once, it has nothing to cancel.
class PlanCall final : public ListCall {
 public:
  explicit PlanCall(v1::ListPlan plan) : plan_(std::move(plan)) {}

  void Next(Arrived arrived) override {
    auto arena = std::make_shared<google::protobuf::Arena>();
    StreamPage page;
    page.response = google::protobuf::Arena::CreateMessage<v1::ListBookingsResponse>(arena.get());
    *page.response->mutable_plan() = std::move(plan_);
    page.response->set_complete(true);
    page.arenas.push_back(std::move(arena));
    page.last = true;
    std::move(arrived)(std::move(page));
  }
  void Cancel() override {}

 private:
  v1::ListPlan plan_;
};

}  // namespace bookings
