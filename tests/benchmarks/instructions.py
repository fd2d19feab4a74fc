"""Instructions per booking, user mode, of gateway and floor, and in which functions they are spent (with all that is called). They hardly change
with what else the machine does: this tells what a change costs where times are too rough. Needs valgrind."""

import re
import shutil
import subprocess
import sys

import compare
import harness
import measure

STREAMS = 4
LISTS = 1           # per stream
SHOWN = 80          # functions
LEAST = 100         # instructions per booking: cheaper ones are not shown
TOTAL = re.compile(r'^\s*([\d,]+) \(100\.0%\)\s+PROGRAM TOTALS')
FUNCTION = re.compile(r'^\s*([\d,]+) \(\s*[\d.]+%\)\s+\S*?:(.+?)(?: \[.*)?$')


def under(directory, name):
    return ['valgrind', '--tool=callgrind', '--instr-atstart=no', '--dump-instr=no', f'--callgrind-out-file={directory}/{name}.out']


def counted(process, address, directory, name):
    """Instructions per booking by function, and in all, of a load on a server that is warm."""
    flags = {'streams': STREAMS, 'page_size': compare.PAGE}
    measure.load(address, 'floor', lists=LISTS, **flags)
    control(process, '-i', 'on')
    bookings = measure.load(address, 'floor', lists=LISTS, **flags)['bookings']
    control(process, '-i', 'off')
    process.stop()
    annotate = ['callgrind_annotate', '--inclusive=yes', '--threshold=99', f'{directory}/{name}.out']
    return by_function(subprocess.run(annotate, check=True, capture_output=True, text=True).stdout, bookings)


def control(process, *arguments):
    subprocess.run(['callgrind_control', *arguments, str(process.process.pid)], check=True, capture_output=True)


def by_function(report, bookings):
    found = {}
    for line in report.splitlines():
        total = TOTAL.match(line)
        match = total or FUNCTION.match(line)
        if match:
            name = 'in all' if total else shortened(match.group(2))
            found.setdefault(name, int(match.group(1).replace(',', '')) / bookings)
    return found


def shortened(name):
    """Without arguments and the arguments of templates."""
    name = name.replace('(anonymous namespace)::', '').replace('[abi:cxx11]', '')
    while '<' in name and re.search(r'<[^<>]*>', name):
        name = re.sub(r'<[^<>]*>', '', name)
    return name.partition('(')[0].partition("'")[0]


def main():
    if shutil.which('valgrind') is None:
        sys.exit("this needs valgrind: Debian's package of that name")
    with harness.scratch() as directory:
        sandbox = harness.Sandbox(directory)
        sandbox.account('jicoo', 'bench', seed=1, bookings=compare.BOOKINGS, traps=False)
        sandbox.unlimited('jicoo', 'bench')
        gateway = harness.Gateway(directory / 'gateway', [measure.jicoo_connection(directory, sandbox, 'bench')],
                                  under=under(directory, 'gateway'))
        ours = counted(gateway, gateway.address, directory, 'gateway')
        port_file = directory / 'floor-port'
        floor = harness.Process([*under(directory, 'floor'), harness.BUILD / 'tests/benchmarks/floor_server',
                                 f"--base_url={sandbox.addresses['jicoo']}", '--header=X-Jicoo-Api-Key: sk_live_bench',
                                 f'--port_file={port_file}'], port_file, directory / 'floor.log')
        bare = counted(floor, '127.0.0.1:' + floor.announcement, directory, 'floor')
        sandbox.stop()
    print(f'Instructions per booking, lists of {compare.PAGE} a page, {STREAMS} streams, BASIC view')
    print(f'  gateway {ours["in all"]:8,.0f}\n  floor   {bare["in all"]:8,.0f}   gateway / floor = {ours["in all"] / bare["in all"]:.2f}')
    print('\nThe gateway by function, with all that it calls')
    shown = [each for each in ours.items() if each[1] >= LEAST and each[0].startswith('bookings::')]
    for name, count in shown[:SHOWN]:
        print(f'  {count:8,.0f} {name}')


if __name__ == '__main__':
    main()
