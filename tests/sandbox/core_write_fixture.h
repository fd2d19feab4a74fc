// The sandbox fixture with what tests of writes need besides: calls with a body, the journal, and
// many calls at once.
#pragma once

#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/sandbox/sandbox_fixture.h"

namespace bookings::sandbox {

struct Sent {
  // 0 where no answer came.
  int status = 0;
  // The parsed body; null where it is no JSON.
  Json body;
};

class WriteFixture : public SandboxFixture {
 protected:
  using SandboxFixture::SandboxFixture;

  Sent SendText(const std::string& method, const std::string& target, const std::string& body,
                httplib::Client& over) {
    httplib::Request request;
    request.method = method;
    request.path = target;
    request.headers = headers_;
    request.body = body;
    request.set_header("Content-Type", "application/json");
    const httplib::Result result = over.send(request);
    if (!result) return {};
    return {result->status, ParseJson(result->body).value_or(Json())};
  }

  Sent Send(const std::string& method, const std::string& target, const Json& body) {
    return SendText(method, target, body.dump(), client());
  }

  // The statuses of `count` equal calls at once, each over a connection of its own.
  std::vector<int> SendAtOnce(int count, const std::string& method, const std::string& target,
                              const Json& body) {
    std::vector<int> statuses(static_cast<size_t>(count));
    std::vector<std::thread> threads;
    for (int& status : statuses) {
      threads.emplace_back([&] {
        httplib::Client own(url());
        status = SendText(method, target, body.dump(), own).status;
      });
    }
    for (std::thread& thread : threads) thread.join();
    return statuses;
  }

  // Oldest first.
  std::vector<Json> JournalEntries() {
    std::vector<Json> entries;
    const Json answer = Control("GET", "/journal");
    // One line is JSON by itself, more are not.
    if (answer.is_object()) return {answer};
    std::istringstream lines(answer.is_string() ? answer.get<std::string>() : "");
    for (std::string line; std::getline(lines, line);) entries.push_back(Json::parse(line));
    return entries;
  }

  std::vector<std::string> JournalOperations() {
    std::vector<std::string> operations;
    for (const Json& entry : JournalEntries()) operations.push_back(entry["operation"]);
    return operations;
  }
};

}  // namespace bookings::sandbox
