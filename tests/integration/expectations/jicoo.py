"""What a row of the Jicoo sandbox must become: an independent reading of the mapping, never of the connector.

connection: id, view ("FULL", the default, or "BASIC", which knows no customers).
mappingNotes are in the order of the enum.
"""

import zoneinfo

from . import wall_time

STATUSES = {"request": "PENDING", "open": "CONFIRMED", "cancel": "CANCELLED"}
PRIORITIES = {"low": "LOW", "middle": "MEDIUM", "high": "HIGH"}
ACTORS = {"host": "BUSINESS", "guest": "CUSTOMER"}
LOCATION_KINDS = {
    "inPerson": "BUSINESS",
    "phone": "PHONE",
    "zoom": "ONLINE",
    "googleMeet": "ONLINE",
    "teams": "ONLINE",
    "askInvitee": "CUSTOMER",
    "custom": "CUSTOM",
}

OPTIONAL_TEXTS = ("description", "url", "phone_number", "address", "custom_location", "access")
HALF_HOUR = 30 * 60 * 1000
DAY = 24 * 60 * 60 * 1000


def _word(table, prefix, word):
    """The enum value of a vendor's word; None where the vendor sent none."""
    return f"{prefix}_{table.get(word, 'UNKNOWN')}" if word else None


def _time(row, millis):
    if millis is None:
        return None
    whole = row["time_style"] == "seconds"  # the vendor's other form has no fraction
    return wall_time.timestamp(wall_time.from_millis(millis // 1000 * 1000 if whole else millis))


def _location(row):
    word = row["location_id"]
    return wall_time.without_defaults(
        {
            "kind": _word(LOCATION_KINDS, "LOCATION_KIND", word),
            "vendorKind": word,
            "name": row["custom_location"],
            "address": row["address"],
            "url": row["url"],
            "phone": row["phone_number"],
            "access": row["access"],
        }
    )


def _cancellation(row):
    if row["status"] != "cancel":
        return None
    return wall_time.without_defaults(
        {
            "time": _time(row, row["cancelled_ms"]),
            "actor": _word(ACTORS, "CANCELLATION_ACTOR", row["cancelled_by"]),
            "reason": row["cancel_reason"],
        }
    )


def _answer(answer):
    return wall_time.without_defaults(
        {"question": answer["question"], "values": answer["content"]}
    )


def _customer(contact):
    return wall_time.without_defaults(
        {
            "displayName": contact["name"],
            "email": contact["email"],
            "phone": contact["phoneNumber"],
            "company": contact["company"],
            "message": contact["message"],
            "ccEmails": contact["ccEmails"],
            "answers": [_answer(answer) for answer in contact["answers"]],
        }
    )


def expected(row, connection):
    """The canonical booking of a model row, as proto3 JSON without defaults, etag and vendorFields."""
    full = connection.get("view", "FULL") == "FULL"
    word = row["status"]
    service = wall_time.without_defaults({"id": row["event_type_id"]})
    staff = [{"id": host["userId"], "role": host["role"]} for host in row["hosts"]]
    return wall_time.without_defaults(
        {
            "name": wall_time.booking_name(connection, row["id"]),
            "vendor": "jicoo",
            "vendorId": row["id"],
            "status": _word(STATUSES, "BOOKING_STATUS", word),
            "vendorStatus": word,
            "title": row["title"],
            "description": row["description"],
            "startTime": _time(row, row["started_ms"]),
            "endTime": _time(row, row["ended_ms"]),
            "timeZone": row["time_zone"],
            "timeZoneSource": "TIME_ZONE_SOURCE_CUSTOMER",
            "service": service,
            "staff": staff,
            "customers": [_customer(contact) for contact in row["contacts"]] if full else [],
            "location": _location(row),
            "priority": _word(PRIORITIES, "PRIORITY", row["priority"]),
            "cancellation": _cancellation(row),
            "createTime": _time(row, row["created_ms"]),
            "updateTime": _time(row, row["updated_ms"]),
            "mappingNotes": [] if word in STATUSES else ["MAPPING_NOTE_STATUS_UNKNOWN"],
        }
    )


def vendor_field_names(row, connection=None):
    """Keys of the vendor's booking that have no canonical place, or whose word has none."""
    names = set(row["unknown_fields"])
    if row["priority"] and row["priority"] not in PRIORITIES:
        names.add("priority")
    if row["cancelled_by"] and row["cancelled_by"] not in ACTORS:
        names.add("cancelledBy")
    return names


def _near_clock_change(row):
    """The display zone's offset differs within the two hours around the start."""
    zone = zoneinfo.ZoneInfo(row["time_zone"])
    offsets = {
        wall_time.from_millis(row["started_ms"] + shift * HALF_HOUR).astimezone(zone).utcoffset()
        for shift in range(-4, 5)
    }
    return len(offsets) > 1


def _everything_null(row):
    keys = OPTIONAL_TEXTS + ("event_type_id", "location_id", "priority", "cancel_reason")
    return all(row[key] is None for key in keys) and row["hosts"] == []


TRAPS = [
    (f"status_{word}", lambda row, word=word: row["status"] == word) for word in STATUSES
] + [
    (f"location_{word}", lambda row, word=word: row["location_id"] == word)
    for word in LOCATION_KINDS
] + [
    (f"priority_{word}", lambda row, word=word: row["priority"] == word) for word in PRIORITIES
] + [
    (f"cancelled_by_{word}", lambda row, word=word: row["cancelled_by"] == word) for word in ACTORS
] + [
    ("status_unknown", lambda row: row["status"] not in STATUSES),
    ("status_near_miss", lambda row: row["status"] == "cancelled"),
    ("cancelled_by_unknown", lambda row: row["cancelled_by"] == "system"),
    (
        "cancelled_without_details",
        lambda row: row["status"] == "cancel" and row["cancelled_ms"] is None,
    ),
    ("title_is_not_the_guest", lambda row: all(c["name"] != row["title"] for c in row["contacts"])),
    ("everything_null", _everything_null),
    ("empty_texts", lambda row: all(row[key] == "" for key in OPTIONAL_TEXTS)),
    ("odd_characters", lambda row: "\x01" in row["title"]),
    ("odd_id", lambda row: "/" in row["id"] and "%" in row["id"]),
    ("id_starts_with_underscore", lambda row: row["id"].startswith("_")),
    ("times_with_fraction", lambda row: row["created_ms"] % 1000 != 0),
    ("times_without_fraction", lambda row: row["time_style"] == "seconds"),
    ("no_hosts", lambda row: row["hosts"] == []),
    ("several_hosts", lambda row: len(row["hosts"]) > 1),
    ("role_unknown", lambda row: any(host["role"] == "owner" for host in row["hosts"])),
    ("location_unknown", lambda row: row["location_id"] == "webex"),
    ("priority_unknown", lambda row: row["priority"] == "urgent"),
    ("no_event_type", lambda row: row["event_type_id"] is None),
    (
        "phone_of_the_place_is_not_the_guests",
        lambda row: row["phone_number"]
        and any(c["phoneNumber"] not in (None, row["phone_number"]) for c in row["contacts"]),
    ),
    ("no_contacts", lambda row: row["contacts"] == []),
    ("several_contacts", lambda row: len(row["contacts"]) > 1),
    ("contact_without_email", lambda row: any(c["email"] is None for c in row["contacts"])),
    (
        "answer_with_several_values",
        lambda row: any(len(a["content"]) > 1 for c in row["contacts"] for a in c["answers"]),
    ),
    (
        "answer_left_open",
        lambda row: any(a["content"] == [] for c in row["contacts"] for a in c["answers"]),
    ),
    ("unknown_fields", lambda row: row["unknown_fields"] != {}),
    ("near_clock_change", _near_clock_change),
    ("across_midnight", lambda row: row["started_ms"] // DAY < row["ended_ms"] // DAY),
    ("longer_than_a_day", lambda row: row["ended_ms"] - row["started_ms"] > DAY),
    ("same_instant", lambda row: row["trap"] == "same_instant"),
]
