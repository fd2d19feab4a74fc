"""What a Wix booking must look like in canonical form, computed from the sandbox's model row alone.

An independent witness for the connector: hand-written tables, nothing taken from its code. Plain Python 3.

`connection` holds the connection's settings: `api` (v1 or v2, default v2), `list_method` (query or get, v1 only; both
must give the same bookings), `time_zone` (where configured) and `view` (BASIC or FULL, default FULL).
Lists of enum values are in the order of the enum; compare `mappingNotes` and `allowedActions` as sets if order is free.
"""

import re
from decimal import Decimal

# v1 is asked for every documented status word, so a booking with any other word is never delivered (a declared loss).
V1_STATUS = {
    "UNDEFINED": "UNKNOWN",
    "PENDING_CHECKOUT": "DRAFT",
    "CONFIRMED": "CONFIRMED",
    "CANCELED": "CANCELLED",
    "PENDING": "PENDING",
    "PENDING_APPROVAL": "PENDING",
    "DECLINED": "DECLINED",
}

# UPDATED and PENDING_ECOM_CHECKOUT stand in old texts only: no canonical place, so unknown.
V2_STATUS = {
    "CREATED": "DRAFT",
    "PENDING": "PENDING",
    "WAITING_LIST": "WAITLISTED",
    "CONFIRMED": "CONFIRMED",
    "CANCELED": "CANCELLED",
    "DECLINED": "DECLINED",
}

V1_PAYMENT = {
    "UNDEFINED": None,
    "COMPLETE": "PAID",
    "PENDING_CASHIER": "UNPAID",
    "REJECTED": "FAILED",
    "READY": "UNPAID",
    "CANCELED": "FAILED",
    "REFUNDED": "REFUNDED",
    "PENDING_MERCHANT": "UNPAID",
    "WIX_PAY_FAILURE": "FAILED",
    "PENDING_MARK_AS_PAID": "UNPAID",
    "PENDING_BUYER": "UNPAID",
}

V2_PAYMENT = {
    "UNDEFINED": None,
    "NOT_PAID": "UNPAID",
    "PAID": "PAID",
    "PARTIALLY_PAID": "PARTLY_PAID",
    "REFUNDED": "REFUNDED",
    "EXEMPT": "NOT_REQUIRED",
    "FAILED": "FAILED",
}

KIND = {"INDIVIDUAL": "APPOINTMENT", "GROUP": "CLASS", "COURSE": "COURSE"}

# A booking's CUSTOM is the customer's place; the business's own other place is OWNER_CUSTOM.
LOCATION_KIND = {
    "UNDEFINED": None,
    "OWNER_BUSINESS": "BUSINESS",
    "OWNER_CUSTOM": "CUSTOM",
    "CUSTOM": "CUSTOMER",
}

NOTE_ORDER = [
    "END_UNKNOWN",
    "COURSE_SPAN",
    "STATUS_UNKNOWN",
    "STATUS_AMBIGUOUS",
    "AMOUNT_UNREADABLE",
    "START_UNKNOWN",
    "PAYMENT_STATUS_UNKNOWN",
]

NANOS_PER_UNIT = 10**9
MOST_FRACTION_DIGITS = 9

FORM_ANSWERS = [
    ("Your message", ["A note\nof two lines"]),
    ("Company", []),
    ("I agree", ["true"]),
]


def is_v1(connection):
    return connection.get("api", "v2") == "v1"


def delivered(row, connection):
    """False for a booking that this connection cannot reach at all: v1 is asked for the six words of the filter's page."""
    return not is_v1(connection) or row["status_v1"] in V1_STATUS.keys() - {"UNDEFINED"}


def expected(row, connection):
    """The canonical Booking as json_format prints it, without `name`, without `vendorFields`, and in v1 without `etag`."""
    notes = set()
    v1 = is_v1(connection)
    booking = {"vendor": "wix", "vendorId": row["id"]}
    _put_status(booking, row, v1, notes)
    _put_times(booking, row, v1, notes)
    _put_zone(booking, row, v1, connection)
    _put(booking, "title", row["title"])
    booking["service"] = {"id": row["service_id"]}
    booking["scheduleId"] = row["schedule_id"]
    _put(booking, "sessionId", row["session_id"] if v1 else row["event_id"])
    _put(booking, "staff", _staff(row))
    _put(booking, "customers", _customers(row))
    _put(booking, "partySize", sum(row["party"]))
    _put(booking, "location", _location(row))
    _put_kind(booking, row, notes)
    _put_payment(booking, row, v1, connection, notes)
    _put(booking, "allowedActions", _actions(row, v1))
    _put(booking, "externalId", row["external_id"])
    if not v1:
        booking["etag"] = str(row["revision"])
    _put(booking, "mappingNotes", ["MAPPING_NOTE_" + n for n in NOTE_ORDER if n in notes])
    return booking


def vendor_field_names(row, connection=None):
    """Names of the vendor's keys that must be found, at any depth, in `vendor_fields` of the FULL view."""
    if is_v1(connection or {}):
        names = {"bookingSource", "rate"}
        by_trap = _V1_FIELDS_BY_TRAP
    else:
        names = {"createdBy", "appId", "selectedPaymentOption"}
        by_trap = _V2_FIELDS_BY_TRAP
    return names | by_trap.get(row["trap"], set())


_V1_FIELDS_BY_TRAP = {
    "attendance": {"attendanceInfo"},
    "coupon": {"couponDetails"},
    "paid_plan": {"paidPlanDetails"},
    "wix_pay_old": {"wixPayDetails"},
    "price_text": {"priceText"},
    "unknown_fields": {"loyaltyTier", "x-odd key/with~chars"},
    "huge_number": {"loyaltyPoints"},
}

_V2_FIELDS_BY_TRAP = {
    "attendance": {"attendance"},
    "double_booked": {"doubleBooked"},
    "multi_service": {"multiServiceBookingInfo"},
    "extended_fields": {"extendedFields"},
    "add_ons": {"bookedAddOns"},
    "form_answers": {"formSubmissionId", "formId"},
    "all_day": {"allDay", "durationUnitType", "durationUnitCount"},
    "subscription": {"subscriptionInfo"},
    "internal_fields": {"bookingSource", "language", "recurringGroupId"},
    "unknown_fields": {"loyaltyTier", "x-odd key/with~chars"},
    "huge_number": {"loyaltyPoints"},
}


def _put(target, key, value):
    """Leaves default values out, as the JSON form of proto3 does."""
    if value:
        target[key] = value


def _put_status(booking, row, v1, notes):
    word = row["status_v1"] if v1 else row["status_v2"]
    status = (V1_STATUS if v1 else V2_STATUS).get(word, "UNKNOWN")
    if status == "UNKNOWN":
        notes.add("STATUS_UNKNOWN")
    if v1 and word == "PENDING":
        notes.add("STATUS_AMBIGUOUS")
    booking["status"] = "BOOKING_STATUS_" + status
    booking["vendorStatus"] = word


def _put_times(booking, row, v1, notes):
    _put(booking, "startTime", row["start"])
    _put(booking, "endTime", row["end"])
    if row["start"] is None:
        notes.add("START_UNKNOWN")
    if row["end"] is None:
        notes.add("END_UNKNOWN")
    booking["createTime"] = _timestamp(row["created"])
    if not v1 and row["trap"] != "updated_missing":
        whole = row["trap"] == "created_no_fraction"  # both stamps of such a row are sent without a fraction
        booking["updateTime"] = _timestamp(row["updated"][:19] + "Z" if whole else row["updated"])


def _timestamp(text):
    """Milliseconds as json_format writes them: no fraction at all when it is zero."""
    return text.replace(".000Z", "Z")


def _put_zone(booking, row, v1, connection):
    # v1 tells no zone of the session; v2 tells the one in which the customer saw it.
    told = "" if v1 else row["zone_told"]
    zone = told or connection.get("time_zone", "")
    if zone:
        booking["timeZone"] = zone
        booking["timeZoneSource"] = "TIME_ZONE_SOURCE_" + ("CUSTOMER" if told else "CONFIGURED")


def _staff(row):
    if row["staff_id"] is None:
        return []
    member = {"id": row["staff_id"]}
    _put(member, "name", row["staff_name"])
    _put(member, "email", row["staff_email"])
    return [member]


def _customers(row):
    if row["contact_id"] is None:
        return []
    customer = {"id": row["contact_id"]}
    parts = [part for part in (row["first_name"], row["last_name"]) if part]
    _put(customer, "displayName", " ".join(parts))
    _put(customer, "firstName", row["first_name"])
    _put(customer, "lastName", row["last_name"])
    _put(customer, "email", row["email"])
    _put(customer, "phone", row["phone"])
    customer["countryCode"] = row["country"]
    if row["trap"] == "contact_zone":
        customer["timeZone"] = row["zone"]
    if row["trap"] == "contact_address":
        customer["address"] = "Long street 1, 602 00 Brno"
    if row["trap"] == "form_answers":
        customer["answers"] = _answers(row)
    return [customer]


def _answers(row):
    answers = []
    for question_id, (question, values) in zip(row["form_field_ids"], FORM_ANSWERS):
        answer = {"questionId": question_id, "question": question}
        _put(answer, "values", values)
        answers.append(answer)
    return answers


def _location(row):
    location = {}
    word = row["location_type"]
    if word is not None:
        kind = LOCATION_KIND.get(word, "UNKNOWN")
        if kind:
            location["kind"] = "LOCATION_KIND_" + kind
        location["vendorKind"] = word
    _put(location, "id", row["location_id"])
    _put(location, "name", row["location_name"])
    _put(location, "address", row["location_address"])
    if row["trap"] == "conference":
        location["url"] = "https://meet.example.org/j/" + row["id"]
        location["password"] = 'pa ss"word'
    return location


def _put_kind(booking, row, notes):
    is_course = row["kind"] == "course"
    kind = "COURSE" if row["tag"] is None and is_course else KIND.get(row["tag"])
    if kind:
        booking["kind"] = "BOOKING_KIND_" + kind
    if is_course:
        notes.add("COURSE_SPAN")


def _put_payment(booking, row, v1, connection, notes):
    if v1:
        status = _v1_payment(row)
        if row["has_balance"]:
            _put_money(booking, "total", row["total"], row["currency"], notes)
            _put_money(booking, "amountPaid", row["received"], row["currency"], notes)
    else:
        status = V2_PAYMENT.get(row["payment_v2"], "UNKNOWN")
        # Money lies in the order, which only the FULL view asks for.
        if connection.get("view", "FULL") == "FULL" and row["has_order"]:
            _put_money(booking, "total", row["total"], row["currency"], notes)
    if status == "UNKNOWN":
        notes.add("PAYMENT_STATUS_UNKNOWN")
    if status:
        booking["paymentStatus"] = "PAYMENT_STATUS_" + status


def _v1_payment(row):
    """The state's word, but an amount received says more than a word that still waits for it."""
    status = V1_PAYMENT.get(row["payment_v1"], "UNKNOWN")
    if status != "UNPAID" or not row["has_balance"]:
        return status
    total, received = _decimal(row["total"]), _decimal(row["received"])
    if total is None or received is None or received <= 0:
        return status
    return "PAID" if received >= total else "PARTLY_PAID"


def _decimal(text):
    """An amount that Money can hold exactly, else None."""
    match = re.fullmatch(r"-?\d+(?:\.(\d+))?", text)
    if match is None or len(match.group(1) or "") > MOST_FRACTION_DIGITS:
        return None
    return Decimal(text)


def _put_money(booking, key, text, currency, notes):
    amount = _decimal(text)
    if amount is None:
        notes.add("AMOUNT_UNREADABLE")
        return
    units = int(amount)
    nanos = int((amount - units) * NANOS_PER_UNIT)
    money = {"currencyCode": currency}
    _put(money, "units", str(units) if units else "")
    _put(money, "nanos", nanos)
    booking[key] = money


def _actions(row, v1):
    told = [
        ("CANCEL", row["may_cancel"]),
        ("RESCHEDULE", row["may_reschedule"]),
        ("BOOK_ANOTHER", v1 and row["may_book_another"]),
        ("REFUND", not v1 and row["may_refund"]),
    ]
    return ["ALLOWED_ACTION_" + name for name, allowed in told if allowed]


def _has_trap(name):
    return lambda row: row["trap"] == name


# (name, predicate on a model row): each must occur in a data set with traps. The numbers are those of the vendor
# sheet's section "Traps".
TRAPS = [
    ("1 hidden in v1: a status other than CONFIRMED", lambda row: row["status_v1"] != "CONFIRMED"),
    ("1 unfinished in v2: CREATED", lambda row: row["status_v2"] == "CREATED"),
    ("2 changed after its creation", lambda row: row["updated"] > row["created"]),
    ("3 a course's span is not one appointment", lambda row: row["kind"] == "course"),
    ("4 slot time without offset", _has_trap("slot_local_bare")),
    ("4 slot time in UTC", _has_trap("slot_local_zulu")),
    ("4 clocks go forward", _has_trap("dst_gap")),
    ("4 clocks go back, first time", _has_trap("dst_overlap_first")),
    ("4 clocks go back, second time", _has_trap("dst_overlap_second")),
    ("4 zone of the customer only", _has_trap("contact_zone")),
    ("5 no event before confirmation", lambda row: row["event_id"] is None),
    ("5 old session id beside the event id", _has_trap("session_twin")),
    ("6 amount without fraction", _has_trap("amount_whole")),
    ("6 amount with three decimals", _has_trap("amount_three_decimals")),
    ("6 amount finer than Money", _has_trap("amount_too_fine")),
    ("6 amount of sixteen digits", _has_trap("amount_huge")),
    ("6 amount that is no number", _has_trap("amount_not_number")),
    ("6 negative balance", _has_trap("balance_negative")),
    ("6 order larger than the booking", _has_trap("order_larger")),
    ("6 no balance", lambda row: not row["has_balance"]),
    ("6 paid by amount, not by word", _has_trap("paid_by_amount")),
    ("6 price as text", _has_trap("price_text")),
    ("6 cancelled and paid", _has_trap("paid_but_canceled")),
    ("7 pricing plan's order id", _has_trap("paid_plan")),
    ("8 attendance beside the booking", _has_trap("attendance")),
    ("12 greatest revision", _has_trap("revision_huge")),
    ("16 a near miss of a status word", _has_trap("status_near_miss")),
    ("17 PENDING in v1", lambda row: row["status_v1"] == "PENDING"),
    ("17 PENDING in v2", lambda row: row["status_v2"] == "PENDING"),
    ("18 participants by choices", _has_trap("choices")),
    ("18 participants in several rates", _has_trap("party_many_rates")),
    ("18 no participants told", _has_trap("party_missing")),
    ("21 CUSTOM is the customer's place", lambda row: row["location_type"] == "CUSTOM"),
    ("23 null for unset", _has_trap("contact_nulls")),
    ("23 empty text for unset", _has_trap("contact_empty_texts")),
    ("23 nothing for unset", _has_trap("contact_missing")),
    ("24 only the old creation date", _has_trap("created_only")),
    ("25 double booked", _has_trap("double_booked")),
    ("25 double booked told as false", _has_trap("double_booked_false")),
    ("29 part of a multi-service booking", _has_trap("multi_service")),
    ("30 personal data in form answers", _has_trap("form_answers")),
    ("30 conference password", _has_trap("conference")),
] + [
    (name.replace("_", " "), _has_trap(name))
    for name in (
        "status_undefined status_ecom_checkout status_unknown_word payment_unknown_word tags_missing tag_unknown "
        "location_unknown_word location_missing start_with_fraction start_missing end_missing zone_missing all_day "
        "created_nanos created_no_fraction created_with_offset created_tie updated_missing contact_unicode "
        "contact_address staff_missing staff_email_empty unknown_fields huge_number internal_fields extended_fields "
        "add_ons subscription coupon wix_pay_old"
    ).split()
]
