package gateway.bookings.client;

/** One thing that is wrong with a request: the field's path, and what is wrong. */
public record FieldViolation(String field, String description) {}
