// Rules for the messages that writes are made of: where to (appointments, stays), customers,
// answers. Each adds what is broken to `out`, under the message's path.
#pragma once

#include <string_view>

#include "bookings/v1/bookings.pb.h"
#include "connectors/api/failure.h"

namespace bookings {

void CheckAppointment(const v1::AppointmentRequest& appointment, Violations& out);
void CheckStay(const v1::StayRequest& stay, Violations& out);
// The nights by themselves: existing dates, none twice, sane amounts. In any order.
void CheckNights(const google::protobuf::RepeatedPtrField<v1::Night>& nights, std::string_view path,
                 Violations& out);
void CheckCustomer(const v1::Customer& customer, std::string_view path, Violations& out);
void CheckAnswers(const google::protobuf::RepeatedPtrField<v1::Answer>& answers,
                  std::string_view path, Violations& out);

}  // namespace bookings
