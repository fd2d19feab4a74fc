"""What a row of the HostelMate sandbox must become: an independent reading of the mapping, never of the connector.

connection: id, time_zone, currency (with two decimals), check_in_time, check_out_time ("15:00").
mappingNotes are in the order of the enum.
"""

import datetime
import re

from . import wall_time

STATUSES = {"confirmed": "CONFIRMED", "paid": "CONFIRMED", "cancelled": "CANCELLED"}
ONE_DAY = datetime.timedelta(days=1)
NANOS_PER_MINOR_UNIT = 10_000_000
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _time(millis):
    return wall_time.timestamp(wall_time.from_millis(millis))


def _money(minor_units, currency):
    units, rest = divmod(minor_units, 100)
    money = {"currencyCode": currency}
    if units:
        money["units"] = str(units)  # proto3 JSON writes int64 as text
    if rest:
        money["nanos"] = rest * NANOS_PER_MINOR_UNIT
    return money


def _night(night, currency):
    return wall_time.without_defaults(
        {
            "date": night["date"],
            "amount": _money(night["amount"], currency),
            "roomId": night["room"],
            "bedId": night.get("bed"),
        }
    )


def _dates(row):
    return sorted(datetime.date.fromisoformat(night["date"]) for night in row["stay_dates"])


def _stay(row, connection):
    stay = {}
    dates = _dates(row)
    if dates:
        nights = sorted(row["stay_dates"], key=lambda night: night["date"])
        stay["checkInDate"] = dates[0].isoformat()
        stay["checkOutDate"] = (dates[-1] + ONE_DAY).isoformat()
        stay["nights"] = [_night(night, connection["currency"]) for night in nights]
    left_out = connection.get("switches", {}).get("list_paid_days") == "left_out"
    if row["paid_days"] is not None and not left_out:
        stay["nightsPaid"] = row["paid_days"]  # 0 is told too: the field knows whether it is set
    return stay


def _wall(day, time, connection, notes):
    zone = wall_time.zone_or_none(connection["time_zone"])
    instant, dst_notes = wall_time.resolve(day, wall_time.minutes_of(time), zone)
    notes.update(dst_notes)
    return wall_time.timestamp(instant)


def _times(row, connection, notes):
    """Start and end, or nothing where there are no nights."""
    dates = _dates(row)
    if not dates:
        notes.update({"MAPPING_NOTE_START_UNKNOWN", "MAPPING_NOTE_END_UNKNOWN"})
        return None, None
    notes.add("MAPPING_NOTE_START_DERIVED_FROM_CHECK_IN")
    notes.add("MAPPING_NOTE_END_DERIVED_FROM_CHECK_OUT")
    start = _wall(dates[0], connection["check_in_time"], connection, notes)
    return start, _wall(dates[-1] + ONE_DAY, connection["check_out_time"], connection, notes)


def _customers(row):
    if row["guest_presence"] != "object":
        return []
    names = [row["guest_first_name"], row["guest_last_name"]]
    customer = wall_time.without_defaults(
        {
            "displayName": " ".join(name for name in names if name),
            "firstName": names[0],
            "lastName": names[1],
            "email": row.get("guest_email"),
            "phone": row.get("guest_phone"),
        }
    )
    return [customer] if customer else []


def expected(row, connection):
    """The canonical booking of a model row, as proto3 JSON without defaults, etag and vendorFields."""
    notes = set()
    word = row["status"]
    if word not in STATUSES:
        notes.add("MAPPING_NOTE_STATUS_UNKNOWN")
    start, end = _times(row, connection, notes)
    return wall_time.without_defaults(
        {
            "name": wall_time.booking_name(connection, row["id"]),
            "vendor": "hostelmate",
            "vendorId": row["id"],
            "status": f"BOOKING_STATUS_{STATUSES.get(word, 'UNKNOWN')}",
            "vendorStatus": word,
            "description": row.get("description"),
            "startTime": start,
            "endTime": end,
            "timeZone": connection["time_zone"],
            "timeZoneSource": "TIME_ZONE_SOURCE_CONFIGURED",
            "stay": _stay(row, connection),
            "customers": _customers(row),
            "total": _money(row["total"], connection["currency"]),
            "paymentStatus": "PAYMENT_STATUS_PAID" if word == "paid" else None,
            "createTime": _time(row["created_ms"]),
            "updateTime": _time(row["updated_ms"]),
            "mappingNotes": wall_time.in_enum_order(notes),
            "kind": "BOOKING_KIND_STAY",
        }
    )


def vendor_field_names(row, connection=None):
    """Keys of the vendor's object that have no canonical place: the guest for its internal id."""
    names = set(row["unknown_fields"])
    if row["guest_presence"] == "object":
        names.add("guest")
    return names


def _has_gap(row):
    dates = _dates(row)
    return any(later - earlier > ONE_DAY for earlier, later in zip(dates, dates[1:]))


def _is_unsorted(row):
    dates = [night["date"] for night in row["stay_dates"]]
    return dates != sorted(dates)


def _values(row, key):
    return {night.get(key) for night in row["stay_dates"]}


def _dates_repeat(row):
    return len(_values(row, "date")) < len(row["stay_dates"])


def _clocks_change(row):
    """In one of three zones the offset differs between the evening and the morning after."""
    zones = [wall_time.zone_or_none(name) for name in ("Europe/Lisbon", "America/New_York", "Australia/Sydney")]
    for date in _dates(row):
        noon = datetime.datetime.combine(date, datetime.time(12))
        for zone in zones:
            next_noon = noon + ONE_DAY
            if noon.replace(tzinfo=zone).utcoffset() != next_noon.replace(tzinfo=zone).utcoffset():
                return True
    return False


def _text_is(kind):
    checks = {
        "empty": lambda row, key: row.get(key) == "",
        "null": lambda row, key: key in row and row[key] is None,
        "absent": lambda row, key: key not in row,
    }
    keys = ("description", "guest_email", "guest_phone")
    return lambda row: all(checks[kind](row, key) for key in keys)


TRAPS = [
    (f"status_{word}", lambda row, word=word: row["status"] == word) for word in STATUSES
] + [
    (f"texts_{kind}", _text_is(kind)) for kind in ("empty", "null", "absent")
] + [
    ("status_of_the_desk", lambda row: row["status"] in ("Waiting List", "Paid No Show", "Check-in")),
    ("status_near_miss", lambda row: row["status"] == "Confirmed"),
    ("nights_with_a_gap", _has_gap),
    ("nights_unsorted", _is_unsorted),
    ("several_beds_on_one_date", _dates_repeat),
    ("bed_move", lambda row: len(_values(row, "bed")) > 1 and not _dates_repeat(row)),
    ("room_move", lambda row: len(_values(row, "room")) > 1),
    ("no_nights", lambda row: row["stay_dates"] == []),
    ("over_new_year", lambda row: len({date.year for date in _dates(row)}) > 1),
    ("night_of_a_clock_change", _clocks_change),
    ("bed_null", lambda row: any("bed" in n and n["bed"] is None for n in row["stay_dates"])),
    ("bed_absent", lambda row: any("bed" not in night for night in row["stay_dates"])),
    ("total_zero", lambda row: row["total"] == 0 and row["stay_dates"] != []),
    ("total_beyond_a_double", lambda row: row["total"] == 9007199254740993),
    ("total_one_minor_unit", lambda row: row["total"] == 1),
    ("paid_days_zero", lambda row: row["paid_days"] == 0),
    ("paid_days_absent", lambda row: row["paid_days"] is None),
    ("two_guest_ids", lambda row: row["guest_internal_id"] != row["guest_id"]),
    ("guest_null", lambda row: row["guest_presence"] == "null"),
    ("guest_absent", lambda row: row["guest_presence"] == "absent"),
    ("odd_texts", lambda row: "\x01" in (row.get("description") or "")),
    ("id_in_capitals", lambda row: row["id"] != row["id"].lower() and UUID.fullmatch(row["id"].lower())),
    ("id_no_uuid", lambda row: not UUID.fullmatch(row["id"].lower())),
    ("unknown_fields", lambda row: row["unknown_fields"] != {}),
    ("same_second", lambda row: row["trap"] == "same_second"),
]
