"""Draws the plots of docs/performance.md from the figures that the benchmarks kept. Standard library only.
usage: plots.py FIGURES_DIR IMAGES_DIR"""

import json
import math
import pathlib
import sys

WIDTH, HEIGHT = 720, 320
LEFT, RIGHT, TOP, BOTTOM = 70, 190, 46, 50
COLOURS = ('#2f6db5', '#c98a1b', '#3c8d5a', '#8497b0')
INK, FAINT = '#1f3350', '#d7dde6'


def escape(text):
    return str(text).replace('&', '&amp;').replace('<', '&lt;')


def text(x, y, words, anchor='middle', size=13, colour=INK, weight='normal'):
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{colour}" '
            f'font-weight="{weight}">{escape(words)}</text>')


def line(points, colour, dash='', width=2):
    path = ' '.join(f'{x:.1f},{y:.1f}' for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-dasharray="{dash}"/>'


def drawing(title, shapes, height=HEIGHT):
    head = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="Helvetica, Arial, sans-serif" '
            f'role="img" aria-label="{escape(title)}">')
    return '\n'.join([head, f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
                      text(WIDTH / 2, 24, title, size=15, weight='bold'), *shapes, '</svg>', ''])


def steps(most):
    """About five round numbers from 0 to a little above `most`."""
    raw = max(most, 1e-9) / 4
    unit = 10 ** math.floor(math.log10(raw))
    step = next(unit * factor for factor in (1, 2, 2.5, 5, 10) if unit * factor >= raw)
    return [step * i for i in range(math.ceil(most / step - 1e-9) + 1)]


def bars(title, unit, values):
    """Horizontal bars: [(label, value)]; the first one is what the others are compared with."""
    row, most = 44, max(value for _, value in values)
    shapes = []
    for i, (label, value) in enumerate(values):
        y, length = TOP + i * row, value / most * (WIDTH - 340)
        times = '' if i == 0 else f' = {value / values[0][1]:.1f} times'
        shapes += [text(130, y + 20, label, 'end'),
                   f'<rect x="140" y="{y}" width="{length:.1f}" height="28" rx="3" fill="{COLOURS[0] if i == 0 else COLOURS[3]}"/>',
                   text(150 + length, y + 20, f'{value:.1f} {unit}{times}', 'start')]
    return drawing(title, shapes, TOP + row * len(values) + 10)


def chart(title, x_label, y_label, x_ticks, series, reach):
    """Lines: series [(label, [(x, y)], dash)], x in 0..1 already; x_ticks [(x, label)]; y from 0 to `reach` at least."""
    y_ticks = steps(max([reach] + [y for _, points, _ in series for _, y in points]))
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM

    def place(x, y):
        return LEFT + x * (right - LEFT), bottom - y / y_ticks[-1] * (bottom - TOP)

    shapes = []
    for tick in y_ticks:
        _, y = place(0, tick)
        shapes += [line([(LEFT, y), (right, y)], FAINT, width=1), text(LEFT - 8, y + 4, f'{tick:g}', 'end', 12)]
    shapes += [text(place(x, 0)[0], bottom + 18, label, size=12) for x, label in x_ticks]
    shapes += [text((LEFT + right) / 2, HEIGHT - 10, x_label), text(LEFT - 8, TOP - 12, y_label, 'start', 12)]
    for number, (label, points, dash) in enumerate(series):
        colour = COLOURS[number % len(COLOURS)]
        shapes.append(line([place(x, y) for x, y in points], colour, dash))
        legend = TOP + 14 + 20 * number
        shapes += [line([(right + 12, legend), (right + 34, legend)], colour, dash),
                   text(right + 40, legend + 4, label, 'start', 12)]
    return drawing(title, shapes)


def peers(figures):
    names = {'gateway': 'gateway (C++)', 'floor': 'floor (C++, bare)', 'node': 'Node.js peer', 'python': 'Python peer'}
    return bars('CPU time per booking', 'us', [(names[name], value) for name, value in figures.items()])


def wall(figures):
    series = []
    windows = []
    for vendor, found in figures['vendors'].items():
        windows = sorted(int(window) for window in found['by_window_s'])
        span = math.log2(windows[-1])
        points = [(math.log2(window) / span, found['by_window_s'][str(window)]) for window in windows]
        series.append((vendor, points, ''))
        series.append((f'{vendor}, one by one', [(0, found['one_by_one_s']), (1, found['one_by_one_s'])], '5 4'))
    ticks = [(math.log2(window) / span, window) for window in windows]
    title = f'Listing {figures["bookings"]:,} bookings, {figures["latency_ms"]} ms vendor latency'
    return chart(title, 'pages of the list in flight', 'seconds', ticks, series, 0)


def memory(figures):
    names = {'ordered': 'ordered', 'slow': 'slow reader'}
    most = max(samples[-1][0] for samples in figures.values())
    series = [(names[name], [(count / most, mib) for count, mib in samples], '') for name, samples in figures.items()]
    series.append(('bound', [(0, 64), (1, 64)], '5 4'))
    ticks = [(part / 4, f'{most * part / 4:,.0f}') for part in range(5)]
    return chart('Resident memory above the start, over one list', 'bookings streamed', 'MiB', ticks, series, 0)


PLOTS = {'peers': ('performance-cpu', peers), 'wall': ('performance-wall', wall), 'memory': ('performance-memory', memory)}


def main():
    figures_dir, images_dir = (pathlib.Path(argument) for argument in sys.argv[1:])
    for name, (image, draw) in PLOTS.items():
        figures = figures_dir / f'{name}.json'
        if figures.exists():
            (images_dir / f'{image}.svg').write_text(draw(json.loads(figures.read_text())))


if __name__ == '__main__':
    main()
