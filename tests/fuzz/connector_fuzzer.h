// Feeds bytes to a connector as the body of every kind of answer that it reads, and checks what no
// vendor may make it break.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "connectors/api/connector.h"

namespace bookings::fuzz {

// Const and without state between runs.
class ConnectorFuzzer {
 public:
  // The connection is that of the suite's recording `first_page`.
  ConnectorFuzzer(std::string_view suite, ConnectorFactory make);

  void Run(std::string_view body) const;

 private:
  void List(std::string_view body) const;
  void Get(std::string_view body) const;
  void Details(std::string_view body) const;
  void Refuse(std::string_view body) const;
  void CheckPage(const Page& page) const;

  std::string name_prefix_;
  std::unique_ptr<Connector> connector_;
};

}  // namespace bookings::fuzz
