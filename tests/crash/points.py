"""Where in the write path a kill has met each connection, read from the ledger that the dead gateway has left and from the vendor's
journal: shows that all points are hit."""

# ledger_writes.state
STATES = {1: 'intent written', 3: 'recorded, not answered', 4: 'released'}
ORDER = ('before the intent', 'intent written', 'marked as sent, not booked', 'booked, not recorded', 'recorded, not answered',
         'released', 'already answered')


def points_reached(store, playing, began):
    """One point for each connection that plays. Twins count once, by the newer one."""
    states = store.states_since(began)
    return [point_of(lane, future, states.get(lane.account)) for lane, future in playing.items()]


def point_of(lane, future, state):
    if future.done():
        return 'already answered'
    if state is None:
        return 'before the intent'
    if state in STATES:
        return STATES[state]
    customer = lane.runs[-1].customer
    booked = any(written['customer'] == customer for written in lane.journal())
    return 'booked, not recorded' if booked else 'marked as sent, not booked'
