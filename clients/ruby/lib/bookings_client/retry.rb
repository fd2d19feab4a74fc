# frozen_string_literal: true

# When a call is made again, and how long is waited before. The rules are those of all clients: clients/README.md.
module BookingsClient
  # `attempts` in a row that bring nothing; a page that leads on starts the count anew. Backoffs in seconds.
  RetryPolicy = Struct.new(:attempts, :first_backoff, :longest_backoff, keyword_init: true) do
    def initialize(attempts: 5, first_backoff: 0.2, longest_backoff: 10.0)
      super
    end

    # Doubled with each failure; half of it by chance, so that callers that failed together do not come back together.
    def backoff(failures)
      [longest_backoff, first_backoff * 2**(failures - 1)].min * rand(0.5..1.0)
    end
  end

  # The attempts of one call, until its deadline.
  class Attempts
    def initialize(policy, timeout)
      @policy = policy
      @end = now + timeout
      @failures = 0
    end

    def left
      [@end - now, 0].max
    end

    # gRPC's clock is another one: what is nearly over is.
    def over?
      left < 0.1
    end

    def progress
      @failures = 0
    end

    # Waits until the call may be made again; raises the error where it may not. A wait that the deadline has no time for is not begun.
    def wait_after(error, may_pass)
      @failures += 1
      raise error if !may_pass || @failures >= @policy.attempts

      wait = [@policy.backoff(@failures), error.retry_delay || 0].max
      raise error if wait >= left

      sleep(wait)
    end

    private

    def now
      Process.clock_gettime(Process::CLOCK_MONOTONIC)
    end
  end

  # Which failures may pass.
  module Passing
    module_function

    def read?(error)
      return !error.retry_delay.nil? if error.code == :RESOURCE_EXHAUSTED

      %i[UNAVAILABLE ABORTED].include?(error.code)
    end

    # A stream whose reader paused for long is cut with CANCELLED; our own cancellation never comes here.
    def stream?(error)
      read?(error) || error.code == :CANCELLED
    end

    # Safe only because the request id stays the same. What was decided for good is never repeated.
    def write?(error)
      return false if error.reason == 'ETAG_MISMATCH'

      # DEADLINE_EXCEEDED: an attempt's own deadline; the gateway goes on with it, and knows it by its id.
      read?(error) || error.booking_state == 'UNKNOWN' || error.reason == 'OUTCOME_UNKNOWN' ||
        %i[DEADLINE_EXCEEDED CANCELLED].include?(error.code)
    end
  end
end
