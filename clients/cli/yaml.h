// Messages as YAML: the same keys and values as in proto3 JSON, in the same order.
#pragma once

#include <string>
#include <string_view>

namespace bookings::cli {

// One document, begun by `---` and ended by a line break. Text stays text for readers of YAML 1.1
// and 1.2: what could be taken for anything else is quoted.
std::string YamlDocument(const std::string& json);

// Whether readers of YAML take the plain word for this text, and nothing else.
bool IsPlainText(std::string_view text);

}  // namespace bookings::cli
