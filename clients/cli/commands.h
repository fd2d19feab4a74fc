// The commands of bookctl. Each returns the exit code.
#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <string>

#include "clients/cli/flags.h"

namespace bookings::cli {

ExitCode RunList(const Settings& settings, const std::shared_ptr<grpc::Channel>& channel);
ExitCode RunGet(const Settings& settings, const std::shared_ptr<grpc::Channel>& channel,
                const std::string& name);
ExitCode RunSlots(const Settings& settings, const std::shared_ptr<grpc::Channel>& channel);
ExitCode RunCreate(const Settings& settings, const std::shared_ptr<grpc::Channel>& channel);
ExitCode RunCancel(const Settings& settings, const std::shared_ptr<grpc::Channel>& channel,
                   const std::string& name);
ExitCode RunReschedule(const Settings& settings, const std::shared_ptr<grpc::Channel>& channel,
                       const std::string& name);
// `word` is the status to move to, such as `confirmed`.
ExitCode RunStatus(const Settings& settings, const std::shared_ptr<grpc::Channel>& channel,
                   const std::string& name, const std::string& word);
ExitCode RunConnections(const Settings& settings, const std::shared_ptr<grpc::Channel>& channel);

}  // namespace bookings::cli
