"""What a row of the Tiquo sandbox must become: an independent reading of the mapping, never of the connector.

connection: id, mode ("client" or "admin"), date_encoding ("zone" or "utc"), time_zone (optional), view ("BASIC" or "FULL",
the default, which in client mode adds the customer of the profile), switches (name -> value) that are not at their default.
mappingNotes are in the order of the enum.
"""

import datetime

from . import wall_time

STATUSES = {
    "pending": "PENDING",
    "scheduled": "PENDING",
    "waiting_list": "WAITLISTED",
    "confirmed": "CONFIRMED",
    "reminder_sent": "CONFIRMED",
    "waiting_room": "IN_PROGRESS",
    "checked_in": "IN_PROGRESS",
    "active": "IN_PROGRESS",
    "in_progress": "IN_PROGRESS",
    "completed": "COMPLETED",
    "cancelled": "CANCELLED",
    "no_show": "NO_SHOW",
    "rescheduled": "RESCHEDULED",
}

TRAP_NAMES = (
    [f"status_{word}" for word in STATUSES]
    + ["status_unknown", "status_near_miss"]
    + ["day_seed_row", "day_new_york", "day_london_summer", "day_tokyo"]
    + ["day_evening_looks_like_utc_midnight", "day_utc_zone", "day_without_midnight"]
    + ["gap_new_york", "gap_london", "gap_cairo_midnight", "gap_santiago_midnight"]
    + ["gap_beirut_midnight", "gap_half_hour", "overlap_new_york", "overlap_half_hour"]
    + ["end_both_null", "end_from_duration", "end_without_duration", "end_next_day"]
    + ["end_next_day_without_duration", "end_equals_start_full_day", "end_equals_start_zero"]
    + ["end_equals_start_unknown", "end_over_a_day", "end_over_two_days"]
    + ["end_over_a_day_from_duration", "end_24_00", "end_disagrees", "end_dst_elapsed"]
    + ["end_dst_wall", "end_dst_from_duration", "start_unreadable", "start_out_of_range"]
    + ["zone_null", "zone_absent", "zone_empty", "zone_unknown", "service_null", "service_absent"]
    + ["sublocation_null", "ticketing_absent", "ticketing_on", "unknown_fields"]
    + ["id_odd_characters", "text_unicode", "created_tie", "attendees_many"]
)
TRAPS = [(name, lambda row, name=name: row["trap"] == name) for name in TRAP_NAMES]


def _is_admin(connection):
    return connection["mode"] == "admin"


def _switch(connection, name):
    return connection.get("switches", {}).get(name)


def _sent_zone(row, connection):
    """The zone text of the vendor's object; "" = none."""
    if _is_admin(connection) and _switch(connection, "admin_zone") != "sent":
        return ""
    return row.get("timezone") or ""


def _zone(row, connection):
    """Name of the zone that the wall times are in and whose it is; no name = unknown."""
    sent = _sent_zone(row, connection)
    if sent:
        known = wall_time.zone_or_none(sent) is not None
        return (sent, "TIME_ZONE_SOURCE_VENUE") if known else ("", "")
    configured = connection.get("time_zone", "")
    return (configured, "TIME_ZONE_SOURCE_CONFIGURED") if configured else ("", "")


def _day(row, connection, zone, notes):
    if _is_admin(connection):
        return datetime.date.fromisoformat(row["day"])
    instant = wall_time.from_millis(row["dateNumber"])
    readings = {"zone": instant.astimezone(zone).date(), "utc": instant.date()}
    if readings["zone"] != readings["utc"]:
        notes.append("MAPPING_NOTE_DAY_AMBIGUOUS")
    return readings[connection.get("date_encoding", "zone")]


def _wall_end(civil_day, start, end, duration, zone, notes):
    """Minutes from the first midnight to the wall end; None where end and start are alike and nothing decides."""
    day = wall_time.MINUTES_PER_DAY
    if duration is not None and (end - start - duration) % day == 0:
        return start + duration
    if end == start:
        return None
    # On a night of 23 or 25 hours a duration that counts elapsed time differs from the wall clock and still agrees.
    wall = end if end > start else end + day
    elapsed = wall_time.resolve(civil_day, wall, zone)[0] - wall_time.resolve(civil_day, start, zone)[0]
    if duration is not None and datetime.timedelta(minutes=duration) != elapsed:
        notes.append("MAPPING_NOTE_END_DURATION_MISMATCH")
    return end if end > start else end + day


def _end(row, day, start, start_instant, zone, notes):
    duration = row.get("duration")
    end = wall_time.minutes_of(row.get("endTime"))
    if end is not None:
        minutes = _wall_end(day, start, end, duration, zone, notes)
        if minutes is not None:
            instant, dst = wall_time.resolve(day, minutes, zone)
            notes.extend(dst)
            return instant
    elif duration is not None:
        notes.append("MAPPING_NOTE_END_DERIVED_FROM_DURATION")
        return start_instant + datetime.timedelta(minutes=duration)
    notes.append("MAPPING_NOTE_END_UNKNOWN")
    return None


def _times(row, connection, zone_name, notes):
    """Start and end; None = unset."""
    zone = wall_time.zone_or_none(zone_name)
    if zone is None:
        notes.append("MAPPING_NOTE_TIME_ZONE_UNKNOWN")
        return None, None
    day = _day(row, connection, zone, notes)
    start = wall_time.minutes_of(row["startTime"])
    if start is None or start >= wall_time.MINUTES_PER_DAY:
        notes.append("MAPPING_NOTE_ITEM_PARTLY_UNREADABLE")
        if not row.get("endTime") and row.get("duration") is None:
            notes.append("MAPPING_NOTE_END_UNKNOWN")
        return None, None
    instant, dst = wall_time.resolve(day, start, zone)
    notes.extend(dst)
    return instant, _end(row, day, start, instant, zone, notes)


def _references(row, connection):
    references = [{"kind": "bookingNumber", "value": row["bookingNumber"]}]
    if not _is_admin(connection) or _switch(connection, "admin_zone") == "sent":
        references.append({"kind": "confirmationCode", "value": row["confirmationCode"]})
    return references


def _service(row, connection):
    fields = _switch(connection, "client_fields")
    service = {"name": row.get("serviceName"), "category": row.get("serviceCategoryName")}
    if not _is_admin(connection):
        service["id"] = None if fields == "later_cut" else row.get("serviceId")
        service["category"] = None if fields == "earlier" else service["category"]
    return wall_time.without_defaults(service)


def _location(row, connection):
    if _is_admin(connection):
        cut = _switch(connection, "admin_tail") == "cut"
        return {} if cut else wall_time.without_defaults({"name": row.get("sublocationName")})
    cut = _switch(connection, "client_fields") == "later_cut"
    return {} if cut else wall_time.without_defaults({"id": row.get("sublocationId")})


def _customers(row, connection):
    if _is_admin(connection):
        if _switch(connection, "admin_tail") == "cut":
            return []
        details = row["customerDetails"]
        customer = {key: details.get(key) for key in ("id", "displayName", "email")}
        return [wall_time.without_defaults(customer)]
    if connection.get("view", "FULL") != "FULL" or _switch(connection, "profile_customer"):
        return []
    # The session's own customer, as the profile tells it.
    details = row["customerDetails"]
    names = ("id", "displayName", "firstName", "lastName", "email", "phone")
    customer = {name: details.get(name) for name in names}
    customer["number"] = details.get("customerNumber")
    return [wall_time.without_defaults(customer)]


def _stamps(row, connection):
    """Creation and change; None = not told."""
    created = wall_time.timestamp(wall_time.from_millis(row["createdAt"]))
    if not _is_admin(connection):
        return (None if _switch(connection, "client_fields") == "later_cut" else created), None
    if _switch(connection, "admin_tail") == "cut":
        return None, None
    return created, wall_time.timestamp(wall_time.from_millis(row["updatedAt"]))


def expected(row, connection):
    """The canonical booking of a model row, as proto3 JSON without defaults, etag and vendorFields.

    None for what the connection must not see: another customer's booking in client mode.
    """
    if not _is_admin(connection) and row["customer"] != 0:
        return None
    notes = []
    word = row.get("status") or ""
    status = STATUSES.get(word, "UNKNOWN") if word else None
    if status == "UNKNOWN":
        notes.append("MAPPING_NOTE_STATUS_UNKNOWN")
    zone_name, zone_source = _zone(row, connection)
    start, end = _times(row, connection, zone_name, notes)
    created, updated = _stamps(row, connection)
    return wall_time.without_defaults(
        {
            "name": wall_time.booking_name(connection, row["id"]),
            "vendor": "tiquo",
            "vendorId": row["id"],
            "references": _references(row, connection),
            "status": status and f"BOOKING_STATUS_{status}",
            "vendorStatus": word,
            "startTime": start and wall_time.timestamp(start),
            "endTime": end and wall_time.timestamp(end),
            "timeZone": zone_name,
            "timeZoneSource": zone_source,
            "service": _service(row, connection),
            "location": _location(row, connection),
            "partySize": row["attendeeCount"],
            "customers": _customers(row, connection),
            "createTime": created,
            "updateTime": updated,
            "mappingNotes": wall_time.in_enum_order(notes),
        }
    )


def vendor_field_names(row, connection=None):
    """Keys of the vendor's object that have no canonical place, or whose value could not be read.

    Without a connection only those that both modes send.
    """
    names = set(row["unknownFields"])
    start = wall_time.minutes_of(row["startTime"])
    if start is None or start >= wall_time.MINUTES_PER_DAY:
        names.add("startTime")
    if row["ticketing"] != "none" and _switch(connection or {}, "client_fields") != "earlier":
        names.add("ticketing")
    if connection is None:
        return names
    if _is_admin(connection):
        names |= {name for name in ("source", "serviceGroupName") if row.get(name)}
    sent_zone = _sent_zone(row, connection)
    if sent_zone and wall_time.zone_or_none(sent_zone) is None:
        names.add("timezone")
    return names
