"""What a row of the OptimoCMS sandbox must become: an independent reading of the mapping, never of the connector.

connection: id, time_zone; switches (name -> value) that are not at their default.
mappingNotes are in the order of the enum.
"""

import datetime

from . import wall_time

STATUSES = {
    "pending": "PENDING",
    "confirmed": "CONFIRMED",
    "completed": "COMPLETED",
    "cancelled": "CANCELLED",
    "no_show": "NO_SHOW",
}

# How the two halves of a start are written, and what can be made of them.
READABLE = "readable"
UNREADABLE = "unreadable"
MISSING = "missing"
DATE_FORMS = {
    "plain": READABLE,
    "midnight_utc": READABLE,
    "midnight_ms": READABLE,
    "midnight": READABLE,
    "evening_utc": UNREADABLE,  # an instant that is not a midnight is no date
    "null": MISSING,
    "absent": MISSING,
}
TIME_FORMS = {
    "minutes": READABLE,
    "seconds": READABLE,
    "short": READABLE,
    "date_time": READABLE,
    "other_day": UNREADABLE,  # contradicts its own date
    "words": UNREADABLE,
    "empty": MISSING,
    "null": MISSING,
    "absent": MISSING,
}

TRAP_NAMES = (
    [f"status_{word}" for word in STATUSES]
    + ["status_unknown", "status_other_spelling", "status_near_miss", "status_null", "status_absent"]
    + ["gap", "gap_first_minute", "after_gap", "overlap", "after_overlap"]
    + ["just_after_midnight", "just_before_midnight", "time_seconds", "time_short"]
    + ["time_date_time", "time_contradicts_date", "time_unreadable", "time_empty", "time_null"]
    + ["time_absent", "date_midnight_utc", "date_midnight_ms", "date_midnight"]
    + ["date_not_midnight", "date_null", "date_absent", "customer_empty", "customer_split"]
    + ["customer_flat", "customer_email_only", "customer_extended", "customer_null"]
    + ["customer_absent", "customer_unicode", "created_millis", "created_nanos", "created_offset"]
    + ["created_null", "created_absent", "created_tie", "unknown_fields", "id_odd_characters"]
)
TRAPS = [(name, lambda row, name=name: row["trap"] == name) for name in TRAP_NAMES]


def _start(row, connection, notes):
    """The instant, or None with the note that says why."""
    forms = {DATE_FORMS[row["dateForm"]], TIME_FORMS[row["timeForm"]]}
    if UNREADABLE in forms:
        notes.append("MAPPING_NOTE_ITEM_PARTLY_UNREADABLE")
        return None
    if MISSING in forms:
        notes.append("MAPPING_NOTE_START_UNKNOWN")
        return None
    zone = wall_time.zone_or_none(connection["time_zone"])
    day = datetime.date.fromisoformat(row["day"])
    instant, dst = wall_time.resolve(day, row["start"], zone)
    notes.extend(dst)
    return instant


def _created(row):
    form = row["createdForm"]
    if form in ("null", "absent"):
        return None
    whole = wall_time.from_millis(row["createdAt"] // 1000 * 1000)
    if form == "nanos":
        return wall_time.timestamp(whole)[:-1] + ".123456789Z"
    if form == "millis":
        return wall_time.timestamp(wall_time.from_millis(row["createdAt"]))
    return wall_time.timestamp(whole)


def _customer(row):
    """The canonical customer, {} where the vendor told nobody."""
    full_name = f"{row['firstName']} {row['lastName']}"
    split = {"firstName": row["firstName"], "lastName": row["lastName"], "displayName": full_name}
    contact = {"email": row["email"], "phone": row["phone"]}
    return {
        "named": {"displayName": full_name, **contact},
        "extended": {"displayName": full_name, "email": row["email"]},
        "split": {**split, "email": row["email"]},
        "flat": {"displayName": full_name, "email": row["email"]},
        "email_only": {"email": row["email"]},
        "empty": {},
        "null": {},
        "absent": {},
    }[row["customer"]]


def expected(row, connection):
    """The canonical booking of a model row, as proto3 JSON without defaults, etag and vendorFields."""
    notes = ["MAPPING_NOTE_END_UNKNOWN"]
    word = row.get("status") or ""
    status = STATUSES.get(word, "UNKNOWN") if word else None
    if status == "UNKNOWN":
        notes.append("MAPPING_NOTE_STATUS_UNKNOWN")
    start = _start(row, connection, notes)
    customer = _customer(row)
    return wall_time.without_defaults(
        {
            "name": wall_time.booking_name(connection, row["id"]),
            "vendor": "optimocms",
            "vendorId": row["id"],
            "status": status and f"BOOKING_STATUS_{status}",
            "vendorStatus": word,
            "startTime": start and wall_time.timestamp(start),
            "timeZone": connection["time_zone"],
            "timeZoneSource": "TIME_ZONE_SOURCE_CONFIGURED",
            "customers": [customer] if customer else [],
            "createTime": _created(row),
            "mappingNotes": wall_time.in_enum_order(notes),
        }
    )


def vendor_field_names(row, connection=None):
    """Keys of the vendor's object that have no canonical place, or whose value could not be read."""
    names = set(row["unknownFields"])
    if _customer(row):
        names.add("customer")
    if DATE_FORMS[row["dateForm"]] == UNREADABLE:
        names.add("date")
    if TIME_FORMS[row["timeForm"]] == UNREADABLE:
        names.add("startTime")
    if (connection or {}).get("switches", {}).get("extra_fields") == "send":
        names |= {"serviceId", "staffId", "branchId", "endTime"}
    return names
