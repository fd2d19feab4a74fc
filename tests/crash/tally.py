"""Counts per vendor, and how they are printed."""

import collections

import oracle
import points

SHOWN = 50  # violations and unknown outcomes that are printed of each ledger
COLUMNS = ('vendor', 'ledger', 'runs', 'kills', 'pauses', 'twins', 'created', 'not created', 'unknown', 'duplicates', 'lost', 'wrong')


class Tally:
    def __init__(self):
        self.faults = collections.Counter()
        self.disruptions = collections.Counter()
        self.states = collections.Counter()
        self.reasons = collections.Counter()
        self.twins = 0
        self.runs = 0
        self.verdict = oracle.Verdict()
        self.unknown = []

    def add_plan(self, run_plan, disruption):
        self.runs += 1
        self.faults[run_plan.fault] += 1
        self.disruptions[disruption.kind] += 1
        self.twins += run_plan.callers - 1

    def add_judged(self, runs, verdict):
        self.verdict.extend(verdict)
        for run in runs:
            for outcome in run.outcomes:
                self.states[outcome.state] += 1
                self.reasons.update(outcome.reasons)
                if outcome.state == 'UNKNOWN':
                    self.unknown.append(f'{run.label}: {oracle.describe(run)}')

    def row(self, vendor, store):
        return (vendor, store, self.runs, self.disruptions['kill'], self.disruptions['pause'], self.twins, self.states['CREATED'],
                self.states['NOT_CREATED'], self.states['UNKNOWN'], len(self.verdict.duplicates), len(self.verdict.lost),
                len(self.verdict.wrong))


def print_table(header, rows):
    lines = [[str(cell) for cell in row] for row in (header, *rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    for line in lines:
        print('  '.join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())
    print()


def print_details(campaign):
    tallies = campaign.tallies
    for kind, texts in (('violations', [text for tally in tallies.values() for text in tally.verdict.all()]),
                        ('unknown outcomes', [text for tally in tallies.values() for text in tally.unknown])):
        print(f'\n{kind}: {len(texts)}')
        for text in texts[:SHOWN]:
            print('  ' + text)
    print()
    print_counts('runs by fault', {name: tally.faults for name, tally in tallies.items()})
    print_counts('failures that callers met', {name: tally.reasons for name, tally in tallies.items()})
    print_counts('connections by the point that a kill met', {'all': campaign.points}, points.ORDER)


def print_counts(title, counted, order=None):
    keys = order or sorted(set().union(*counted.values()))
    print(title)
    print_table(('vendor', *keys), [(name, *(counts[key] for key in keys)) for name, counts in counted.items()])


def print_summary(campaigns):
    print_table(COLUMNS, [tally.row(name, campaign.store.name) for campaign in campaigns for name, tally in campaign.tallies.items()])
