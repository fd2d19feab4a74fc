# frozen_string_literal: true

require 'bookings_client/errors'
require 'bookings_client/retry'

# Streams of pages as one iteration that outlives broken connections: it resumes behind the last page it has handed out.
module BookingsClient
  # Enumerates the items of all pages, once.
  class PagedList
    include Enumerable

    def initialize(request, attempts, &open)
      @request = request
      @attempts = attempts
      @open = open
    end

    # Resumes behind the last page whose items were all handed out.
    def page_token
      @request.page_token
    end

    def each(&block)
      return enum_for(:each) unless block

      while (error = read(&block))
        error.page_token = page_token
        @attempts.wait_after(error, Passing.stream?(error))
      end
      self
    end

    private

    # nil when the list has come to its end, else why the stream broke.
    def read(&block)
      call = @open.call(@request, @attempts.left)
      pages = failing { call.execute }
      while (page = next_page(pages))
        # A page that leads nowhere is no progress: attempts stay bounded.
        @attempts.progress unless page.next_page_token == @request.page_token
        items_of(page).each(&block)
        @request.page_token = page.next_page_token
        return finish if page.has_complete?
      end
      Incomplete.new
    rescue BrokenStream => e
      e.cause_of_it
    ensure
      call&.cancel
    end

    # nil behind the last one.
    def next_page(pages)
      failing { pages.next }
    rescue StopIteration
      nil
    end

    # gRPC's failures only: an error of the caller's block is not ours to judge.
    def failing
      yield
    rescue GRPC::BadStatus => e
      raise BrokenStream, GatewayError.of(e)
    rescue GRPC::Core::CallError => e
      # Where a stream fails before its first page grpc 1.51 asks twice for the answer's beginning, and loses the status over it.
      raise BrokenStream, GatewayError.of(@attempts.over? ? GRPC::DeadlineExceeded.new(e.message) : GRPC::Unavailable.new(e.message))
    end

    # Carries the failure out of the loop over pages.
    class BrokenStream < StandardError
      attr_reader :cause_of_it

      def initialize(error)
        @cause_of_it = error
        super(error.message)
      end
    end
    private_constant :BrokenStream
  end

  # The bookings of a list. `sources` holds the latest status of each connection; `complete` is set behind the last booking.
  class BookingList < PagedList
    attr_reader :sources, :complete

    def initialize(request, attempts, allow_failed_sources:, &open)
      super(request, attempts, &open)
      @allow_failed_sources = allow_failed_sources
      @sources = {}
      @complete = false
    end

    def failed_sources
      sources.values.select { |source| source.state == :SOURCE_STATE_FAILED }
    end

    private

    def items_of(page)
      page.sources.each { |source| @sources[source.connection] = source }
      @complete = page.complete
      page.bookings
    end

    def finish
      return if @allow_failed_sources || failed_sources.empty?

      raise SourcesFailed.new(failed_sources).tap { |error| error.page_token = page_token }
    end
  end

  # The slots of a list, in order of start.
  class SlotList < PagedList
    private

    def items_of(page)
      page.slots
    end

    def finish = nil
  end
end
