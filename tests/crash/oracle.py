"""Judges runs by what the simulated vendor itself has written down: its journal of commits and its rows. What the gateway answered is
only what is judged, never what counts."""

import collections
import dataclasses

# What a caller may be told of a free place that it did not get: the vendor failed, or nothing was tried.
HONEST_REASONS = {'VENDOR_UNAVAILABLE', 'DEADLINE_EXCEEDED', 'CANCELLED', 'LEDGER_UNAVAILABLE', 'DRAINING', 'REQUEST_IN_PROGRESS',
                  'GATEWAY_OVERLOADED'}


@dataclasses.dataclass
class Run:
    """What was asked, and what the callers know: one outcome for each request id."""
    label: str
    customer: str
    place: object
    outcomes: list


@dataclasses.dataclass
class Verdict:
    duplicates: list = dataclasses.field(default_factory=list)
    lost: list = dataclasses.field(default_factory=list)
    wrong: list = dataclasses.field(default_factory=list)

    def all(self):
        return [*(f'DUPLICATE {text}' for text in self.duplicates), *(f'LOST {text}' for text in self.lost),
                *(f'WRONG {text}' for text in self.wrong)]

    def extend(self, other):
        self.duplicates += other.duplicates
        self.lost += other.lost
        self.wrong += other.wrong


class Books:
    """One account's journal and rows, ready to be asked."""

    def __init__(self, journal, rows, is_ended):
        self.is_ended = is_ended
        self.created = collections.defaultdict(list)  # customer -> entries of creations
        self.status = {}                              # id -> the vendor's last word
        self.rows = {row['id'] for row in rows}
        for entry in journal:
            if entry['operation'] == 'create':
                self.created[entry['customer']].append(entry)
            self.status[entry['id']] = entry['status']

    def is_live(self, booking_id):
        known = booking_id in self.rows and booking_id in self.status
        return known and not self.is_ended(self.status[booking_id])

    def live_of(self, customer):
        """Ids of the customer's bookings that hold a place."""
        return {entry['id'] for entry in self.created[customer] if self.is_live(entry['id'])}


def judge(vendor, books, runs):
    """What is wrong with the runs at one account, all together."""
    verdict = Verdict()
    for run in runs:
        verdict.extend(judge_run(vendor, books, run))
    strangers = books.created.keys() - {run.customer for run in runs}
    verdict.wrong += [f'bookings of nobody: {name}' for name in sorted(strangers)]
    return verdict


def judge_run(vendor, books, run):
    verdict = Verdict()
    live = books.live_of(run.customer)
    answered = [outcome.booking.vendor_id for outcome in run.outcomes if outcome.state == 'CREATED']
    told = f'{run.label}: {describe(run)}; live at the vendor: {sorted(live)}'
    if len(set(answered)) < len(answered):
        verdict.wrong.append(f'two ids share a booking: {told}')
    if not set(answered) <= live:
        verdict.lost.append(told)
    count_live(verdict, run, len(live), len(answered), told)
    check_answers(verdict, vendor, books, run, told)
    return verdict


def count_live(verdict, run, live, answered, told):
    """As many as were answered, and at most one for each id whose outcome is not known."""
    excess = live - answered - states(run).count('UNKNOWN')
    if excess <= 0:
        return
    # Whoever was told NOT_CREATED and is booked all the same got a wrong answer; more than one for each id is a duplicate.
    wrong = min(excess, states(run).count('NOT_CREATED'))
    if wrong:
        verdict.wrong.append(f'NOT_CREATED, but it is there: {told}')
    if excess > wrong:
        verdict.duplicates.append(told)


def check_answers(verdict, vendor, books, run, told):
    for entry in books.created[run.customer]:
        if not entry['start'].startswith(vendor.wrote_start(run.place)):
            verdict.wrong.append(f'booked at {entry["start"]}: {told}')
    for outcome in run.outcomes:
        if outcome.state == 'NOT_CREATED' and outcome.last_reason not in HONEST_REASONS:
            verdict.wrong.append(f'refused although the place is free: {told}')
        if outcome.state != 'CREATED':
            continue
        emails = [customer.email for customer in outcome.booking.customers]
        if emails != [run.customer] or not vendor.is_start(run.place, outcome.booking):
            verdict.wrong.append(f'the answer is not what was asked for: {outcome.booking}: {told}')


def states(run):
    return [outcome.state for outcome in run.outcomes]


def describe(run):
    return ', '.join(f'{o.state} {o.booking.vendor_id if o.booking else ""} after {o.reasons}' for o in run.outcomes)
