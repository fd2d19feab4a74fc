"""The programs of a language besides its driver: the examples that the top README and the quick start show, and the client's own tests."""

import datetime
import os
import re
import shutil
import subprocess

import harness
from bookings.v1 import bookings_pb2 as pb
from languages import CLIENTS, LANGUAGES, Program

MOST_LINES = 15
TITLES = {'python': 'Python', 'node': 'Node.js', 'ruby': 'Ruby', 'go': 'Go', 'java': 'Java', 'cpp': 'C++'}
FENCES = {'python': 'python', 'node': 'js', 'ruby': 'ruby', 'go': 'go', 'java': 'java', 'cpp': 'cpp'}
FILES = {'python': 'tomorrow.py', 'node': 'tomorrow.mjs', 'ruby': 'tomorrow.rb', 'go': 'tomorrow/main.go', 'java': 'Tomorrow.java', 'cpp': 'tomorrow.cc'}
README = harness.ROOT / 'README.md'
QUICK_START = harness.ROOT / 'docs/quick-start.md'
PATIENCE = 600


def failures_of(name, worlds):
    """What is wrong with the examples and the client's own tests; empty = nothing."""
    checks = {'example': lambda: check_example(name, worlds), 'length': lambda: check_length(name), 'README': lambda: check_readme(name),
              'quick start': lambda: check_quick_start(name, worlds), 'own tests': lambda: check_own_tests(name)}
    found = {}
    for what, check in checks.items():
        try:
            check()
        except AssertionError as error:
            found[what] = str(error)
    return found


def run(program, **env):
    result = subprocess.run([str(part) for part in program.command], cwd=program.cwd, capture_output=True, text=True, timeout=PATIENCE, check=False,
                            env={**os.environ, **program.env, **env})
    assert result.returncode == 0, f'{program.command}: {result.stdout}\n{result.stderr}'
    return result.stdout


def source(name):
    return (CLIENTS / name / 'examples' / FILES[name]).read_text()


def check_example(name, worlds):
    """It prints tomorrow's bookings of all five vendors, in order, and no others."""
    bookings = tomorrow(worlds)
    printed = run(LANGUAGES[name].example(), BOOKINGS_ADDRESS=busy(worlds).address, TZ='UTC')
    assert names_in(printed) == bookings, f'{len(names_in(printed))} bookings in place of {len(bookings)}:\n{printed}'


def busy(worlds):
    if 'busy' not in worlds.gateways:
        worlds.gateways['busy'] = worlds.busy_days()
    return worlds.gateways['busy']


def names_in(printed):
    return re.findall(r'connections/[\w-]+/bookings/\S+$', printed, re.M)


def tomorrow(worlds):
    """The names of the bookings that start on the next day of UTC, read with the bare stub."""
    midnight = datetime.datetime.now(datetime.timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)
    day = pb.TimeRange()
    getattr(day, 'from').FromDatetime(midnight + datetime.timedelta(days=1))
    day.to.FromDatetime(midnight + datetime.timedelta(days=2))
    bookings, _ = busy(worlds).list(filter=pb.BookingFilter(start_time=day), order_by=pb.ORDER_BY_START_TIME_ASC)
    assert {booking.vendor for booking in bookings} == {'jicoo', 'tiquo', 'wix', 'optimocms', 'hostelmate'}, 'the day is not busy enough'
    return [booking.name for booking in bookings]


def check_length(name):
    told = told_lines(source(name).splitlines())
    assert len(told) <= MOST_LINES, f'{len(told)} lines'


def told_lines(lines):
    """Besides imports and lone brackets."""
    block = False  # of imports, in Go
    told = []
    for line in lines:
        block = (block or line == 'import (') and line != ')'
        if line.strip() and not block and not re.fullmatch(r'(import|from|package|require|#include)\b.*|[\s{})\]end;,]+', line):
            told.append(line)
    return told


def check_readme(name):
    """The README shows the example as it stands."""
    shown = re.findall(rf'```{FENCES[name]}\n(.*?)```', README.read_text(), re.S)
    assert shown == [source(name)], f'{README.name} shows another program'


def check_quick_start(name, worlds):
    """The page shows the example as it stands, and its commands run it."""
    section = re.search(rf'^## {re.escape(TITLES[name])}\n(.*?)(?=^## |\Z)', QUICK_START.read_text(), re.M | re.S).group(1)
    program, commands = re.findall(r'```(\w+)\n(.*?)```', section, re.S)
    assert program[1] == source(name), f'{QUICK_START.name} shows another program'
    with harness.scratch() as directory:
        for folder in ('clients', 'proto'):
            shutil.copytree(harness.ROOT / folder, directory / folder)
        printed = run(Program(('bash', '-euo', 'pipefail', '-c', commands[1]), compiler_cache(directory), cwd=directory),
                      BOOKINGS_ADDRESS=busy(worlds).address, TZ='UTC')
    assert names_in(printed) == tomorrow(worlds), printed


def compiler_cache(directory):
    """So that C++ is not compiled anew each time; it does not depend on the folder, which is another one each time."""
    if not shutil.which('ccache'):
        return {}
    return {'CMAKE_CXX_COMPILER_LAUNCHER': 'ccache', 'CCACHE_BASEDIR': str(directory), 'CCACHE_NOHASHDIR': '1'}


def check_own_tests(name):
    for program in LANGUAGES[name].unit_tests():
        run(program)
