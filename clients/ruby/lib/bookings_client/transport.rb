# frozen_string_literal: true

require 'grpc'
require 'ipaddr'

module BookingsClient
  # PEM files. No `ca_file` = the authorities that gRPC brings; `certificate_file` and `key_file` go together.
  Tls = Struct.new(:ca_file, :certificate_file, :key_file, keyword_init: true) do
    def credentials
      GRPC::Core::ChannelCredentials.new(*[ca_file, key_file, certificate_file].map { |path| path && File.read(path) })
    end
  end

  # Channels: in clear text to loopback addresses only, unless it is meant.
  module Transport
    # gRPC waits between its own attempts to connect; it must not wait longer than the client's retries do.
    RECONNECT = { 'grpc.initial_reconnect_backoff_ms' => 200, 'grpc.min_reconnect_backoff_ms' => 5000,
                  'grpc.max_reconnect_backoff_ms' => 5000 }.freeze

    module_function

    def open(address, tls, insecure)
      clear = tls.nil? && (insecure || loopback?(address))
      GRPC::Core::Channel.new(address, RECONNECT, clear ? :this_channel_is_insecure : (tls || Tls.new).credentials)
    end

    def loopback?(address)
      host = address.sub(/:\d*\z/, '').delete('[]')
      host == 'localhost' || address.start_with?('unix:') || IPAddr.new(host).loopback?
    rescue IPAddr::Error
      false
    end
  end
end
