// The checks of what lies between here and the gateway. See doctor_checks.h.
#include <sys/stat.h>

#include <algorithm>
#include <optional>

#include "absl/flags/declare.h"
#include "absl/flags/flag.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "clients/cli/doctor_checks.h"
#include "clients/cli/doctor_patience.h"
#include "clients/cli/gateway.h"
#include "clients/cli/health.h"
#include "clients/cli/remedies.h"
#include "clients/cli/run_program.h"
#include "clients/cli/words.h"

ABSL_DECLARE_FLAG(std::string, token_file);
ABSL_DECLARE_FLAG(std::vector<std::string>, connection);
ABSL_FLAG(std::string, config, "",
          "configuration of a gateway on this machine, to be checked by its own program");
ABSL_FLAG(std::string, gateway_program, "bookings-gateway", "the program that checks --config");

namespace bookings::cli {
namespace {

bool IsLoopback(const std::string& address) {
  const std::string host = address.substr(0, address.rfind(':'));
  return host == "localhost" || host == "[::1]" || absl::StartsWith(host, "127.") ||
         absl::StartsWith(address, "unix:");
}

bool OthersCanRead(const std::string& path) {
  struct stat facts = {};
  return stat(path.c_str(), &facts) == 0 && (facts.st_mode & (S_IRGRP | S_IROTH)) != 0;
}

std::string FixForSilence(const grpc::Status& status) {
  if (status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED) {
    return "nothing answers there: a firewall, a network policy, or another program at that port?";
  }
  if (SpeaksTls()) {
    return "is it running there and does it speak TLS (listen.tls)? Does its certificate come from "
           "--ca_file, and is it for the host of --address? Does it want a client certificate "
           "(--certificate_file, --key_file)?";
  }
  return "is it running there (--address, $BOOKINGS_ADDRESS)? One that speaks TLS needs --ca_file";
}

Finding HealthFinding(const HealthAnswer& answer, absl::Duration took) {
  const std::string subject = "gateway";
  if (answer.serving) {
    const std::string time = absl::FormatDuration(absl::Trunc(took, absl::Milliseconds(1)));
    return {Level::kOk, subject, absl::StrCat("serves; answered in ", time), ""};
  }
  if (answer.status.ok()) {
    return {Level::kFailure, subject, "answers, but does not serve",
            "it is shutting down: ask another replica, or wait for the next one"};
  }
  if (answer.status.error_code() == grpc::StatusCode::UNIMPLEMENTED) {
    return {Level::kWarning, subject, "answers, but has no health service",
            "is it a bookings gateway, and no proxy in between?"};
  }
  return {Level::kFailure, subject, answer.status.error_message(), FixForSilence(answer.status)};
}

// In the order of the gateway; names of --connection that are not there are failures.
std::vector<v1::Connection> Chosen(const std::vector<v1::Connection>& known, Findings& findings) {
  std::vector<std::string> wanted = absl::GetFlag(FLAGS_connection);
  if (wanted.empty()) return known;
  std::vector<v1::Connection> chosen;
  for (const v1::Connection& connection : known) {
    const auto found = std::find_if(wanted.begin(), wanted.end(), [&](const std::string& id) {
      return connection.name() == "connections/" + id;
    });
    if (found == wanted.end()) continue;
    wanted.erase(found);
    chosen.push_back(connection);
  }
  for (const std::string& id : wanted) {
    findings.Add({Level::kFailure, id, "no such connection, or none that you may read",
                  "bookctl connections tells those that you may read"});
  }
  return chosen;
}

}  // namespace

void CheckLocalConfig(Findings& findings) {
  const std::string config = absl::GetFlag(FLAGS_config);
  if (config.empty()) return;
  const std::string program = absl::GetFlag(FLAGS_gateway_program);
  const auto result = RunProgram({program, "--config=" + config, "--check_config"});
  if (!result) {
    findings.Add({Level::kFailure, "config", absl::StrCat(program, " cannot be started"),
                  "name the gateway's program with --gateway_program"});
    return;
  }
  if (result->exit_code == 0) {
    findings.Add({Level::kOk, "config", absl::StrCat(config, " and all files that it names"), ""});
    return;
  }
  for (const absl::string_view line : absl::StrSplit(result->output, '\n', absl::SkipEmpty())) {
    findings.Add(
        {Level::kFailure, "config", std::string(line), "mend it before the next start or reload"});
  }
  if (absl::StripAsciiWhitespace(result->output).empty()) {
    findings.Add({Level::kFailure, "config",
                  absl::StrCat(program, " ended with ", result->exit_code, " and said nothing"),
                  "is it the gateway's program?"});
  }
}

void CheckAddress(const Settings& settings, Findings& findings) {
  if (SpeaksTls()) {
    findings.Add({Level::kOk, "address", settings.address + ", over TLS", ""});
  } else if (IsLoopback(settings.address)) {
    findings.Add({Level::kOk, "address", settings.address + ", in clear text on this machine", ""});
  } else {
    findings.Add({Level::kWarning, "address", settings.address + ", in clear text over the network",
                  "let the gateway speak TLS (listen.tls), and give --ca_file"});
  }
}

std::optional<Gateway> CheckFiles(const Settings& settings, Findings& findings) {
  Problems problems;
  std::optional<Gateway> gateway = OpenGateway(settings.address, problems);
  for (const std::string& problem : problems) {
    findings.Add({Level::kFailure, "files", problem, "name files that you may read"});
  }
  const std::string token = absl::GetFlag(FLAGS_token_file);
  if (problems.empty() && !token.empty()) {
    const bool open = OthersCanRead(token);
    findings.Add({open ? Level::kWarning : Level::kOk, "files",
                  open ? "others can read your token" : "your token",
                  open ? "chmod 600 " + token : ""});
  }
  return gateway;
}

bool CheckGateway(const Settings& settings, const Gateway& gateway, Findings& findings) {
  // The first answer holds the time to connect.
  HealthAnswer answer = AskHealth(gateway.channel, PatienceOf(settings));
  const absl::Time start = absl::Now();
  if (answer.status.ok()) answer = AskHealth(gateway.channel, PatienceOf(settings));
  const Finding finding = HealthFinding(answer, absl::Now() - start);
  findings.Add(finding);
  return finding.level != Level::kFailure;
}

void CheckClock(Findings& findings) {
  findings.Add({Level::kNote, "clock",
                "not compared: no answer of the gateway tells its time, but observedTime of "
                "bookctl slots --json",
                ""});
}

std::vector<v1::Connection> CheckCaller(const Settings& settings, const Gateway& gateway,
                                        Findings& findings) {
  const client::Result<std::vector<v1::Connection>> known =
      gateway.Once().ListConnections({.timeout = PatienceOf(settings)});
  if (!known.ok()) {
    findings.Add({Level::kFailure, "caller", known.error().message, RemedyFor(known.error(), "")});
    return {};
  }
  if (known->empty()) {
    findings.Add({Level::kWarning, "caller", "you may read no connection",
                  "ask an operator for connections, in the gateway's policy file"});
    return {};
  }
  findings.Add({Level::kOk, "caller",
                "may read " + Counted(static_cast<int64_t>(known->size()), "connection"), ""});
  return Chosen(*known, findings);
}

}  // namespace bookings::cli
