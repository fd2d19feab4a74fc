"""Plays the scenarios with the clients and prints a table of languages and scenarios; runs their examples and their own tests as well.

    conformance.py [--languages python,node] [--only PART_OF_A_NAME]
    conformance.py --write        also puts the table into clients/README.md; the columns of other languages stay
    conformance.py --check        also fails when the table there says otherwise

A language whose tools are not installed is skipped, said so, and fails where CI=true. Exit code 77 = all were skipped.
"""

import argparse
import os
import sys
import time

import harness
import play
import programs
import table
import worlds
import yaml
from languages import LANGUAGES

SKIPPED = 77


def scenarios(only):
    path = harness.ROOT / 'tests/clients/scenarios.yaml'
    return [each for each in yaml.safe_load(path.read_text()) if only in f"{each['area']}: {each['name']}"]


def ready(wanted):
    """The languages that can be played, built."""
    found = []
    for name in wanted:
        missing = LANGUAGES[name].missing()
        if missing and os.environ.get('CI') == 'true':
            sys.exit(f'{name}: not installed: {", ".join(missing)} (deploy/install-packages clients)')
        if missing:
            print(f'SKIPPED {name}: not installed: {", ".join(missing)} (deploy/install-packages clients)', flush=True)
            continue
        began = time.monotonic()
        LANGUAGES[name].build()
        print(f'{name}: built in {time.monotonic() - began:.0f} s', flush=True)
        found.append(name)
    return found


def play_all(chosen, names, programs_too):
    """Results by (scenario, language): '' or what went wrong."""
    results = {}
    with harness.scratch() as directory:
        made = worlds.Worlds(directory)
        player = play.Player(made)
        drivers = {name: play.Driver(LANGUAGES[name].driver()) for name in names}
        for scenario in chosen:
            for name, driver in drivers.items():
                began = time.monotonic()
                try:
                    player.play(scenario, driver)
                    results[table.title(scenario), name] = ''
                except AssertionError as error:
                    results[table.title(scenario), name] = str(error)
                    print(f'FAILED {name}: {table.title(scenario)}: {error}', flush=True)
                if time.monotonic() - began > 5:
                    print(f'{name}: {table.title(scenario)} took {time.monotonic() - began:.1f} s', flush=True)
        if programs_too:
            for name in names:
                for what, failure in programs.failures_of(name, made).items():
                    results[f'programs: {what}', name] = failure
                    print(f'FAILED {name}: {what}: {failure}', flush=True)
        for driver in drivers.values():
            driver.close()
        player.close()
        made.close()
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--languages', default=','.join(LANGUAGES))
    parser.add_argument('--only', default='')
    parser.add_argument('--write', action='store_true')
    parser.add_argument('--check', action='store_true')
    arguments = parser.parse_args()
    if arguments.write and arguments.only:
        parser.error('the table is of all scenarios')
    chosen = scenarios(arguments.only)
    names = ready(arguments.languages.split(','))
    if not names:
        sys.exit(SKIPPED)
    results = play_all(chosen, names, programs_too=not arguments.only)
    print(table.made(chosen, names, results))
    failed = sum(1 for failure in results.values() if failure)
    if arguments.write:
        table.write(chosen, names, results)
    if arguments.check and (stale := table.stale(chosen, names, results)):
        print(stale)
        failed += 1
    print(f'{len(results) - failed} passed, {failed} failed')
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
