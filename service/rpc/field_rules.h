// Rules for single fields that requests of all kinds share: instants, dates, texts, lists, e-mail
// addresses, money. Each adds what is broken to `out`, under the field's path.
#pragma once

#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "bookings/v1/bookings.pb.h"
#include "connectors/api/failure.h"

namespace bookings {

// `path[index]` and `path.name`.
std::string Element(std::string_view path, int index);
std::string Member(std::string_view path, std::string_view name);

// Whether it lies within the years 0001 to 9999, which is what a Timestamp holds.
bool IsInstant(const google::protobuf::Timestamp& time);
void CheckInstant(const google::protobuf::Timestamp& time, const std::string& path,
                  Violations& out);
// Half-open ranges; an unset bound is open.
void CheckTimeRange(const v1::TimeRange& range, std::string_view path, Violations& out);
void CheckDateRange(const v1::DateRange& range, std::string_view path, Violations& out);

// Whether the list is short enough to be looked at; a longer one is one violation.
bool CheckCount(int size, int most, std::string_view path, Violations& out);
// Ids to filter by: at most 1000, none empty.
void CheckFilterIds(const google::protobuf::RepeatedPtrField<std::string>& ids,
                    std::string_view path, Violations& out);
void CheckText(std::string_view text, size_t most_bytes, std::string_view path, Violations& out);
// An IANA zone, or nothing.
void CheckZone(std::string_view zone, std::string_view path, Violations& out);
// local@domain without white space, at most 254 bytes (RFC 5321 4.5.3.1.3), or nothing. Whether it
// takes mail is the vendor's to say.
void CheckEmail(std::string_view email, std::string_view path, Violations& out);
// As google.type.Money has it: a currency of three capitals, units and nanos of one sign.
void CheckMoney(const v1::Money& money, std::string_view path, Violations& out);

template <typename IsValid>
void CheckEnum(int value, IsValid is_valid, std::string_view path, Violations& out) {
  if (!is_valid(value)) out.push_back({std::string(path), absl::StrCat("has no value ", value)});
}

}  // namespace bookings
