"""Wall times, instants and names as the canonical messages have them, computed with Python's own tz database.

Written from the rulings of the mapping alone, to stand against the connectors: it shares nothing with them.
"""

import datetime
import re
import urllib.parse
import zoneinfo

UTC = datetime.timezone.utc
GAP = "MAPPING_NOTE_DST_GAP_SHIFTED"
OVERLAP = "MAPPING_NOTE_DST_OVERLAP_EARLIER"
MINUTES_PER_DAY = 24 * 60
# In the order of the enum.
NOTES = (
    GAP,
    OVERLAP,
    "MAPPING_NOTE_DAY_AMBIGUOUS",
    "MAPPING_NOTE_END_UNKNOWN",
    "MAPPING_NOTE_END_DERIVED_FROM_DURATION",
    "MAPPING_NOTE_START_DERIVED_FROM_CHECK_IN",
    "MAPPING_NOTE_END_DERIVED_FROM_CHECK_OUT",
    "MAPPING_NOTE_STATUS_UNKNOWN",
    "MAPPING_NOTE_ITEM_PARTLY_UNREADABLE",
    "MAPPING_NOTE_TIME_ZONE_UNKNOWN",
    "MAPPING_NOTE_END_DURATION_MISMATCH",
    "MAPPING_NOTE_START_UNKNOWN",
)


def booking_name(connection, vendor_id):
    """The resource name: all but letters, digits, - _ . ~ percent-encoded."""
    return f"connections/{connection['id']}/bookings/{urllib.parse.quote(vendor_id, safe='')}"


def zone_or_none(name):
    """The zone, or None where the tz database knows no such name."""
    try:
        return zoneinfo.ZoneInfo(name) if name else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return None


def minutes_of(text, pattern=r"(\d{2}):(\d{2})"):
    """Minutes since midnight of a wall time, 24:00 included; None where it is none."""
    match = re.fullmatch(pattern, text or "")
    if not match or int(match[2]) > 59:
        return None
    minutes = int(match[1]) * 60 + int(match[2])
    return minutes if minutes <= MINUTES_PER_DAY else None


def resolve(day, minutes, zone):
    """The instant of a wall time, which may lie on later days, and the notes that it needs."""
    wall = datetime.datetime.combine(day, datetime.time()) + datetime.timedelta(minutes=minutes)
    first = wall.replace(tzinfo=zone, fold=0)
    second = wall.replace(tzinfo=zone, fold=1)
    notes = []
    if first.utcoffset() < second.utcoffset():
        notes.append(GAP)
    elif first.utcoffset() > second.utcoffset():
        notes.append(OVERLAP)
    # fold=0 is the offset before the gap, and the earlier of two instants.
    return first.astimezone(UTC), notes


def from_millis(millis):
    return datetime.datetime(1970, 1, 1, tzinfo=UTC) + datetime.timedelta(milliseconds=millis)


def timestamp(instant):
    """As proto3 JSON prints it: 0, 3 or 6 fraction digits."""
    text = instant.strftime("%Y-%m-%dT%H:%M:%S")
    micros = instant.microsecond
    if micros % 1000:
        return f"{text}.{micros:06d}Z"
    return f"{text}.{micros // 1000:03d}Z" if micros else f"{text}Z"


def in_enum_order(notes):
    return sorted(set(notes), key=NOTES.index)


def without_defaults(message):
    """The message without the fields that proto3 JSON leaves out."""
    return {key: value for key, value in message.items() if value not in (None, "", 0, [], {})}
