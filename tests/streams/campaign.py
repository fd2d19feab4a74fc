"""Many requests or runs, shared out to processes, and what is printed of them."""

import collections
import concurrent.futures
import multiprocessing
import multiprocessing.util
import signal
import time

import harness
import metamorphic
import requests
import resume
import shrink
from bookings.v1 import bookings_pb2 as pb
from kinds import KINDS

CHUNK = 50       # requests that a process takes at a time
RUN_CHUNK = 200  # runs, of one kind: so that few accounts are needed by several processes
SHOWN = 20       # violations
LONGEST = 2000   # characters of a line about one


class Worker:
    """What a process of the pool keeps between its tasks."""
    examiner = None
    stopped = None

    @classmethod
    def start(cls, make, recipe, stopped):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it says when it ends
        cls.examiner, cls.stopped = make(recipe), stopped
        multiprocessing.util.Finalize(None, cls.examiner.close, exitpriority=1)

    @classmethod
    def do(cls, task):
        return cls.examiner.do(task, cls.stopped.is_set)


def share_out(workers, make, recipe, tasks, progress):
    """Calls make(recipe).do(task, is_stopped) in processes, yields what it returns; gRPC does not survive a fork, so they are spawned."""
    context = multiprocessing.get_context('spawn')
    stopped = context.Event()
    pool = concurrent.futures.ProcessPoolExecutor(min(workers, len(tasks)), context, Worker.start, (make, recipe, stopped))
    try:
        futures = [pool.submit(Worker.do, task) for task in tasks]
        for done, future in enumerate(concurrent.futures.as_completed(futures), 1):
            yield future.result()
            progress(done, len(tasks))
    finally:
        stopped.set()
        pool.shutdown(cancel_futures=True)


def chunks_of(numbers, size):
    return [numbers[i:i + size] for i in range(0, len(numbers), size)]


class Progress:
    """Says how far it is, every tenth of the way."""

    def __init__(self):
        self.began = time.monotonic()
        self.told = 0

    def __call__(self, done, of):
        if done * 10 // of > self.told:
            self.told = done * 10 // of
            print(f'  {done * 100 // of} %, {self.seconds():.0f} s', flush=True)

    def seconds(self):
        return time.monotonic() - self.began


def numbers_of(options, default):
    return [options.only] if options.only is not None else list(range(options.runs or default))


def orders_of(options):
    return tuple(pb.OrderBy.Value('ORDER_BY_' + name) for name in options.order) if options.order else requests.ORDERS


def run_metamorphic(options):
    tasks = chunks_of(numbers_of(options, 10_000), CHUNK)
    with harness.scratch() as directory, metamorphic.world(directory, options.seed) as (gateway, sources, sandbox):
        wrong = list(metamorphic.witnessed(sources, sandbox, gateway))
        for text in wrong[:SHOWN]:
            print(f'THE REFERENCE ITSELF: {text}')
        values = {source.name: {key: dict(by_value) for key, by_value in
                                metamorphic.vendor_values(source, source.rows(sandbox)).items()} for source in sources}
        recipe = metamorphic.Recipe(gateway.address, values, options.seed, orders_of(options))
        progress = Progress()
        tally = metamorphic.Tally()
        try:
            for part in share_out(options.workers, metamorphic.Examiner, recipe, tasks, progress):
                tally.add(part)
        finally:
            report_metamorphic(options, tally, progress.seconds())
    return bool(wrong or tally.complaints)


def report_metamorphic(options, tally, seconds):
    for number, complaints, request in sorted(tally.complaints)[:SHOWN]:
        print(f'\nVIOLATION seed {options.seed} request {number}: tests/streams/run metamorphic --seed {options.seed} --only {number}')
        for complaint in complaints:
            print(f'  {complaint}')
        print('  request: ' + ' '.join(request.split()))
    print(f'\nmetamorphic, seed {options.seed}: {tally.requests} requests ({tally.empty} with an empty answer), '
          f'{tally.bookings} bookings compared, {tally.resumed} resumed, {tally.short_pages} of {tally.pages} pages short, '
          f'{len(tally.complaints)} violations, {seconds:.0f} s')
    print('  ' + ', '.join(f'{name.removeprefix("ORDER_BY_")} {count}' for name, count in sorted(tally.orders.items())))
    print('  ' + ', '.join(f'{name} {count}' for name, count in sorted(tally.fields.items())))


def run_resume(options):
    kinds = tuple(options.kind or KINDS)
    recipe = resume.Recipe(kinds, options.seed, orders_of(options), shrinks=options.only is not None)
    chunks = chunks_of(numbers_of(options, 2000), RUN_CHUNK)
    tasks = [(kind, chunk) for kind in kinds for chunk in chunks]
    progress = Progress()
    tally = resume.Tally()
    try:
        for part in share_out(options.workers, resume.Examiner, recipe, tasks, progress):
            tally.add(part)
    finally:
        report_resume(options, tally, progress.seconds())
    return bool(tally.complaints)


def report_resume(options, tally, seconds):
    for kind, number, complaints, told in sorted(tally.complaints, key=lambda found: found[:2])[:SHOWN]:
        again = f'tests/streams/run resume --seed {options.seed} --kind {kind} --only {number}'
        print(f'\nVIOLATION seed {options.seed} {kind} run {number}: {again}')
        for line in (*complaints, *told):
            print(f'  {line[:LONGEST]}')
    print(f'\nresume, seed {options.seed}: {sum(tally.runs.values())} runs, {len(tally.complaints)} violations, {seconds:.0f} s')
    bad = collections.Counter(kind for kind, *_ in tally.complaints)
    for (kind, sort), count in sorted(collections.Counter(
            (kind, sort) for kind, _, complaints, _ in tally.complaints for sort in shrink.sorts_of(complaints)).items()):
        print(f'  {kind}: {count} {sort}')
    for kind in sorted({kind for kind, _ in tally.runs}):
        orders = ', '.join(f'{order} {count}' for (of, order), count in sorted(tally.runs.items()) if of == kind)
        happened = ', '.join(f'{count} {what}' for (of, what), count in sorted(tally.facts.items()) if of == kind)
        print(f'  {kind}: {bad[kind]} violations; {orders}; {happened}')


CAMPAIGNS = {'metamorphic': run_metamorphic, 'resume': run_resume}


def main(options):
    print(f'seed {options.seed}', flush=True)
    return 1 if CAMPAIGNS[options.test](options) else 0
