# frozen_string_literal: true

# A client of the Bookings Gateway: lists that resume by themselves, writes that count once, errors as classes.
require 'bookings_client/errors'
require 'bookings_client/client'
