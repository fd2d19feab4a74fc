"""Where in the write path a kill has met each connection, read from the ledger that the dead gateway has left and from the vendor's
journal: shows that all points are hit."""

MICROSECONDS = 1_000_000
# ledger_writes.state
STATES = {1: 'intent written', 3: 'recorded, not answered', 4: 'released'}
ORDER = ('before the intent', 'intent written', 'marked as sent, not booked', 'booked, not recorded', 'recorded, not answered',
         'released', 'already answered')


def points_reached(store, playing, began):
    """One point for each connection that plays. Twins count once, by the newer one."""
    newest = store.newest()
    return [point_of(lane, future, newest.get(lane.account), began) for lane, future in playing.items()]


def point_of(lane, future, entry, began):
    if future.done():
        return 'already answered'
    if entry is None or entry[1] < began * MICROSECONDS:
        return 'before the intent'
    if entry[0] in STATES:
        return STATES[entry[0]]
    customer = lane.runs[-1].customer
    booked = any(written['customer'] == customer for written in lane.journal())
    return 'booked, not recorded' if booked else 'marked as sent, not booked'
