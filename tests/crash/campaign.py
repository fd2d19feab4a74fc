"""One ledger, all vendors: rounds in which every connection makes one run while the gateway that serves them is killed, paused or left in
peace; at the end everything is judged."""

import collections
import concurrent.futures
import contextlib
import random
import threading
import time

import bookable
import harness
import plan
from lane import Lane
from points import points_reached
from replica import Replica
from stores import STORES, ledger_configuration
from tally import Tally

# After the last answer: what was sent late has arrived by then, and what has no caller any more is followed up.
QUIET_SECONDS = plan.ATTEMPT_SECONDS + plan.LEASE_SECONDS + 2 * plan.SETTLE_SECONDS + 1


class Campaign:
    """`with Campaign(...) as campaign: campaign.run(...)`; `lanes` for each of the vendors."""

    def __init__(self, directory, vendors, store, lanes, seed):
        self.directory = directory
        self.seed = seed
        self.store = STORES[store](directory)
        self.lanes_of_vendor = lanes
        self.tallies = {name: Tally() for name in vendors}
        self.started = contextlib.ExitStack()
        self.lanes = []
        self.points = collections.Counter()
        self.replicas = []

    def __enter__(self):
        with contextlib.ExitStack() as started:
            started.enter_context(self.store)
            for name in self.tallies:
                self._open_lanes(name, started)
            for number in range(self.store.replicas):
                self._start_replica(number, started)
            for lane in self.lanes:
                lane.open_places(self.replicas[0].gateway)
            self.started = started.pop_all()
        return self

    def __exit__(self, *_):
        self.started.close()

    def _open_lanes(self, name, started):
        """At a sandbox of their own: it serves so many connections only (see stores.py)."""
        directory = self.directory / f'sandbox-{name}'
        directory.mkdir()
        sandbox = harness.Sandbox(directory)
        started.callback(sandbox.stop)
        self.lanes += [Lane(bookable.BOOKABLE[name], sandbox, self.directory / 'keys', number, self.seed)
                       for number in range(self.lanes_of_vendor)]

    def _start_replica(self, number, started):
        extra = {'ledger': ledger_configuration(self.store, self.directory),
                 'limits': {'attempt_timeout': f'{plan.ATTEMPT_SECONDS}s'}}
        replica = Replica(self.directory / f'gateway{number}', [lane.connection for lane in self.lanes], extra)
        started.callback(replica.close)
        self.replicas.append(replica)

    def run(self, runs_of_vendor, progress):
        """Makes at least that many runs of each vendor; `progress(round, rounds)` hears of each round."""
        rounds = -(-runs_of_vendor // self.lanes_of_vendor)
        with concurrent.futures.ThreadPoolExecutor(len(self.lanes)) as pool:
            for number in range(rounds):
                self._round(pool, number)
                progress(number + 1, rounds)
        self._settle()
        for lane in self.lanes:
            self.tallies[lane.vendor.name].add_judged(lane.runs, lane.judge())

    def _settle(self):
        """Waits until nothing can change any more. A vendor whose reads lag takes up what is due when it is read."""
        for lane in self.lanes:
            lane.sandbox.faults(lane.vendor.vendor, lane.account)
        time.sleep(QUIET_SECONDS)
        self.replicas[0].gateway.list()

    def _round(self, pool, number):
        disruption = plan.plan_round(self.seed, self.store.name, number, len(self.replicas))
        begin = threading.Event()
        prepared = {lane: self._prepare(lane, number, disruption) for lane in self.lanes}
        playing = {lane: pool.submit(lane.play, *prepared[lane], begin, self._stub_chooser(lane, number)) for lane in self.lanes}
        self.began = time.time()
        begin.set()
        self._disrupt(disruption, playing)
        for future in playing.values():
            future.result()

    def _prepare(self, lane, number, disruption):
        name = lane.vendor.name
        run_plan = plan.plan_run(self.seed, lane.account, self.store.name, number, len(lane.vendor.write_paths))
        label = f'{name} {self.store.name} seed {self.seed} round {number} {lane.account} ({disruption.kind}, {run_plan.fault})'
        self.tallies[name].add_plan(run_plan, disruption)
        return lane.prepare(run_plan, label), run_plan

    def _stub_chooser(self, lane, number):
        """Callers go to any replica, each time anew."""
        draw = random.Random(f'{self.seed}/{lane.account}/{number}/replica')
        return lambda: draw.choice(self.replicas).stub()

    def _disrupt(self, disruption, playing):
        if disruption.kind == 'none':
            return
        replica = self.replicas[disruption.replica]
        if disruption.kind == 'pause':
            time.sleep(disruption.at[0])
            replica.pause()
            time.sleep(disruption.pause)
            replica.go_on()
            return
        for delay in disruption.at:
            time.sleep(delay)
            replica.kill()
            self.points.update(points_reached(self.store, playing, self.began))
            replica.start()
