"""One connection of the gateways and its account at the sandbox, at which runs are made one after the other."""

import concurrent.futures
import time

import bookable
import caller
import oracle
import plan
import writing

PATIENCE = 20.0  # of a caller, from the run's beginning: several leases and settle times


class Lane:
    """Used by one thread at a time."""

    def __init__(self, vendor, sandbox, directory, number, seed):
        self.vendor = vendor
        self.sandbox = sandbox
        self.account = f'{vendor.name.replace("_", "-")}-{number}'
        self.made = vendor.make_account(sandbox, self.account, seed=seed + number)
        self.connection = {**vendor.connection(sandbox, directory, self.account, self.made),
                           'settle_time': f'{plan.SETTLE_SECONDS + vendor.read_lag_ms / 1000}s'}
        self.places = {}
        self.runs = []

    def open_places(self, gateway):
        self.places = {shared: self.vendor.places(gateway, self.account, self.made, shared) for shared in (False, True)}

    def prepare(self, run_plan, label):
        """Everything that must be ready before the round begins."""
        faults = []
        fault = plan.FAULTS[run_plan.fault]
        if fault:
            faults.append({**fault, 'path': self.vendor.write_paths[run_plan.fault_path], 'times': run_plan.fault_times})
        if run_plan.look_up_fails:
            faults.append({'kind': 'status', 'status': 500, 'path': self.vendor.look_up_path, 'times': 1})
        self.sandbox.faults(self.vendor.vendor, self.account, *faults)
        number = len(self.runs)
        run = oracle.Run(label, f'guest{number}@{self.account}.example', next(self.places[run_plan.shared]),
                         [caller.Outcome('UNKNOWN') for _ in range(run_plan.callers)])
        self.runs.append(run)
        return run

    def play(self, run, run_plan, begin, stub_of):
        """Waits for `begin`, lets the callers call, and returns when all of them know or give up."""
        begin.wait()
        time.sleep(run_plan.start)
        with concurrent.futures.ThreadPoolExecutor(run_plan.callers) as pool:
            callers = [pool.submit(self._call, run, index, run_plan, stub_of) for index in range(run_plan.callers)]
            for called in callers:
                called.result()

    def _call(self, run, index, run_plan, stub_of):
        request = self.vendor.request(self.account, f'request-{len(self.runs)}-{index}', run.place, bookable.Person(run.customer))
        run.outcomes[index] = caller.create(stub_of, request, PATIENCE, run_plan.call_timeouts, run_plan.gives_up)

    def journal(self):
        return writing.journal(self.sandbox, self.vendor, self.account)

    def judge(self):
        books = oracle.Books(self.journal(), self.sandbox.rows(self.vendor.vendor, self.account), self.vendor.is_ended)
        return oracle.judge(self.vendor, books, self.runs)

