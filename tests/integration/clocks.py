"""Nights on which the clocks change, written down by hand: no instant of such a night is computed here, and none by the code under
test. All other days follow from one offset. The dates lie far ahead, so that the gateway, whose clock is real, holds nothing for past;
Morocco's are those that the zone database foretells for Ramadan."""

import dataclasses
import datetime

UTC = datetime.timezone.utc
DAY = datetime.timedelta(days=1)
HALF_HOUR = datetime.timedelta(minutes=30)
DAYS_AROUND = 3  # on both sides of the change
# Before all the nights below, and less than the simulated Wix business takes bookings ahead.
NOW = '2035-01-15T00:00:00Z'


@dataclasses.dataclass(frozen=True)
class Change:
    """`night` holds wall times and instants of the day's first six hours, as a vendor offers half hours: what the clocks skip is not
    there, what they repeat is there once, the first time. A quarter past two is told apart: `class_start` is empty where no such time
    exists, `check_in` is where the gateway's rule (the offset before the gap) puts it all the same."""
    zone: str
    day: str
    before: str
    after: str
    night: str
    class_start: str
    check_in: str
    second_pass: str = ''  # of a wall time that comes twice: an instant that no vendor offers

    def at(self, days, wall):
        """A wall time that exists once, so many days from the change's own day."""
        date = datetime.date.fromisoformat(self.day) + days * DAY
        offset = self.before if days < 0 else self.after
        return datetime.datetime.fromisoformat(f'{date}T{wall}:00{offset}').astimezone(UTC)

    def date(self, days):
        return str(datetime.date.fromisoformat(self.day) + days * DAY)

    def week(self):
        """[from, to) in whole days of the place."""
        return self.at(-DAYS_AROUND, '00:00'), self.at(DAYS_AROUND + 1, '00:00')

    def night_walls(self):
        """(wall, instant) of each."""
        return [(line.split()[0], instant(line.split()[1])) for line in self.night.strip().splitlines()]

    def night_starts(self):
        return [start for _, start in self.night_walls()]

    def half_hours(self):
        starts = []
        for days in range(-DAYS_AROUND, DAYS_AROUND + 1):
            first = '06:00' if days == 0 else '00:00'
            if days == 0:
                starts += self.night_starts()
            start, count = self.at(days, first), 36 if days == 0 else 48
            starts += [start + number * HALF_HOUR for number in range(count)]
        return starts

    def quarters_past_two(self, critical):
        """Once a day at 02:15; `critical` stands for the change's own day, empty = not at all."""
        starts = []
        for days in range(-DAYS_AROUND, DAYS_AROUND + 1):
            if days != 0:
                starts.append(self.at(days, '02:15'))
            elif critical:
                starts.append(instant(critical))
        return starts


def instant(text):
    return datetime.datetime.fromisoformat(text.replace('Z', '+00:00'))


CHANGES = {
    'amsterdam-spring': Change('Europe/Amsterdam', '2035-03-25', '+01:00', '+02:00', '''
        00:00 2035-03-24T23:00:00Z
        00:30 2035-03-24T23:30:00Z
        01:00 2035-03-25T00:00:00Z
        01:30 2035-03-25T00:30:00Z
        03:00 2035-03-25T01:00:00Z
        03:30 2035-03-25T01:30:00Z
        04:00 2035-03-25T02:00:00Z
        04:30 2035-03-25T02:30:00Z
        05:00 2035-03-25T03:00:00Z
        05:30 2035-03-25T03:30:00Z''', '', '2035-03-25T01:15:00Z'),
    'amsterdam-autumn': Change('Europe/Amsterdam', '2035-10-28', '+02:00', '+01:00', '''
        00:00 2035-10-27T22:00:00Z
        00:30 2035-10-27T22:30:00Z
        01:00 2035-10-27T23:00:00Z
        01:30 2035-10-27T23:30:00Z
        02:00 2035-10-28T00:00:00Z
        02:30 2035-10-28T00:30:00Z
        03:00 2035-10-28T02:00:00Z
        03:30 2035-10-28T02:30:00Z
        04:00 2035-10-28T03:00:00Z
        04:30 2035-10-28T03:30:00Z
        05:00 2035-10-28T04:00:00Z
        05:30 2035-10-28T04:30:00Z''', '2035-10-28T00:15:00Z', '2035-10-28T00:15:00Z',
                               '2035-10-28T01:00:00Z'),
    'new-york-spring': Change('America/New_York', '2035-03-11', '-05:00', '-04:00', '''
        00:00 2035-03-11T05:00:00Z
        00:30 2035-03-11T05:30:00Z
        01:00 2035-03-11T06:00:00Z
        01:30 2035-03-11T06:30:00Z
        03:00 2035-03-11T07:00:00Z
        03:30 2035-03-11T07:30:00Z
        04:00 2035-03-11T08:00:00Z
        04:30 2035-03-11T08:30:00Z
        05:00 2035-03-11T09:00:00Z
        05:30 2035-03-11T09:30:00Z''', '', '2035-03-11T07:15:00Z'),
    'new-york-autumn': Change('America/New_York', '2035-11-04', '-04:00', '-05:00', '''
        00:00 2035-11-04T04:00:00Z
        00:30 2035-11-04T04:30:00Z
        01:00 2035-11-04T05:00:00Z
        01:30 2035-11-04T05:30:00Z
        02:00 2035-11-04T07:00:00Z
        02:30 2035-11-04T07:30:00Z
        03:00 2035-11-04T08:00:00Z
        03:30 2035-11-04T08:30:00Z
        04:00 2035-11-04T09:00:00Z
        04:30 2035-11-04T09:30:00Z
        05:00 2035-11-04T10:00:00Z
        05:30 2035-11-04T10:30:00Z''', '2035-11-04T07:15:00Z', '2035-11-04T07:15:00Z',
                               '2035-11-04T06:00:00Z'),
    # Half an hour only, and the southern way round.
    'lord-howe-autumn': Change('Australia/Lord_Howe', '2035-04-01', '+11:00', '+10:30', '''
        00:00 2035-03-31T13:00:00Z
        00:30 2035-03-31T13:30:00Z
        01:00 2035-03-31T14:00:00Z
        01:30 2035-03-31T14:30:00Z
        02:00 2035-03-31T15:30:00Z
        02:30 2035-03-31T16:00:00Z
        03:00 2035-03-31T16:30:00Z
        03:30 2035-03-31T17:00:00Z
        04:00 2035-03-31T17:30:00Z
        04:30 2035-03-31T18:00:00Z
        05:00 2035-03-31T18:30:00Z
        05:30 2035-03-31T19:00:00Z''', '2035-03-31T15:45:00Z', '2035-03-31T15:45:00Z',
                               '2035-03-31T15:00:00Z'),
    'lord-howe-spring': Change('Australia/Lord_Howe', '2035-10-07', '+10:30', '+11:00', '''
        00:00 2035-10-06T13:30:00Z
        00:30 2035-10-06T14:00:00Z
        01:00 2035-10-06T14:30:00Z
        01:30 2035-10-06T15:00:00Z
        02:30 2035-10-06T15:30:00Z
        03:00 2035-10-06T16:00:00Z
        03:30 2035-10-06T16:30:00Z
        04:00 2035-10-06T17:00:00Z
        04:30 2035-10-06T17:30:00Z
        05:00 2035-10-06T18:00:00Z
        05:30 2035-10-06T18:30:00Z''', '', '2035-10-06T15:45:00Z'),
    # Ramadan begins: from +01 to +00; and ends.
    'casablanca-autumn': Change('Africa/Casablanca', '2035-10-28', '+01:00', '+00:00', '''
        00:00 2035-10-27T23:00:00Z
        00:30 2035-10-27T23:30:00Z
        01:00 2035-10-28T00:00:00Z
        01:30 2035-10-28T00:30:00Z
        02:00 2035-10-28T01:00:00Z
        02:30 2035-10-28T01:30:00Z
        03:00 2035-10-28T03:00:00Z
        03:30 2035-10-28T03:30:00Z
        04:00 2035-10-28T04:00:00Z
        04:30 2035-10-28T04:30:00Z
        05:00 2035-10-28T05:00:00Z
        05:30 2035-10-28T05:30:00Z''', '2035-10-28T01:15:00Z', '2035-10-28T01:15:00Z',
                               '2035-10-28T02:00:00Z'),
    'casablanca-winter': Change('Africa/Casablanca', '2035-12-09', '+00:00', '+01:00', '''
        00:00 2035-12-09T00:00:00Z
        00:30 2035-12-09T00:30:00Z
        01:00 2035-12-09T01:00:00Z
        01:30 2035-12-09T01:30:00Z
        03:00 2035-12-09T02:00:00Z
        03:30 2035-12-09T02:30:00Z
        04:00 2035-12-09T03:00:00Z
        04:30 2035-12-09T03:30:00Z
        05:00 2035-12-09T04:00:00Z
        05:30 2035-12-09T04:30:00Z''', '', '2035-12-09T02:15:00Z'),
}
