"""Judges one list that was read while nothing changed: complaints are sentences, none means that it is what the contract asks for."""

import collections

import reference
from bookings.v1 import bookings_pb2 as pb

DEFAULT_PAGE, LARGEST_PAGE = 50, 1000
SHOWN = 5
ENDED_WELL = (pb.SOURCE_STATE_COMPLETE, pb.SOURCE_STATE_LIMIT_REACHED)


def page_size_of(request):
    return min(request.page_size or DEFAULT_PAGE, LARGEST_PAGE)


def judge_list(request, pages, wanted, unreported):
    """`wanted`: the facts that match, in no order; `unreported`: connection -> names of set filters that it never reports."""
    got = [booking.name for page in pages for booking in page.bookings]
    complaints = [*judge_names(request, got, wanted), *judge_pages(request, pages)]
    if pages:
        complaints += judge_end(request, pages[-1], got, wanted, unreported)
    return complaints


def judge_names(request, got, wanted):
    """Which bookings, how often, in which order, and how many of them."""
    names = {known.name: known for known in wanted}
    yield from shown('repeated', [name for name, times in collections.Counter(got).items() if times > 1])
    yield from shown('does not match', [name for name in got if name not in names])
    most = min(request.limit or len(names), len(names))
    if request.order_by == pb.ORDER_BY_UNSPECIFIED:
        missing = names.keys() - set(got) if not request.limit else ()
        yield from shown('missing', sorted(missing))
        if len(got) != most:
            yield f'{len(got)} bookings in place of {most}'
        return
    ordered = [known.name for known in sorted(wanted, key=lambda known: reference.order_key(known, request.order_by))][:most]
    yield from shown('missing', [name for name in ordered if name not in set(got)])
    if got != ordered:
        place = next((i for i, pair in enumerate(zip(got, ordered)) if pair[0] != pair[1]), min(len(got), len(ordered)))
        yield f'out of order at {place}: got {got[place:place + 3]}, not {ordered[place:place + 3]}'


def short_pages(request, pages):
    """Pages that hold fewer than was asked for though more came: allowed where the reader would have had to wait too long."""
    return sum(len(page.bookings) < page_size_of(request) for page in pages[:-1])


def judge_pages(request, pages):
    """Each page's size and token; the last message is the only one that ends the list."""
    if not pages:
        yield 'no message at all'
        return
    size = page_size_of(request)
    for number, page in enumerate(pages):
        is_last = number == len(pages) - 1
        if len(page.bookings) > size:
            yield f'page {number} of {len(pages)} has {len(page.bookings)} bookings, page_size is {size}'
        if page.HasField('complete') != is_last:
            yield f'page {number} of {len(pages)}: complete is set' if not is_last else 'the last message does not say complete'
        if not is_last and not page.next_page_token:
            yield f'page {number} has no token'


def judge_end(request, last, got, wanted, unreported):
    """The last message: every source ended, with its count."""
    counts = collections.Counter(name.rpartition('/bookings/')[0] for name in got)
    matching = collections.Counter(known.connection for known in wanted)
    sources = {source.connection: source for source in last.sources}
    if sources.keys() != unreported.keys():
        yield f'the last message tells of {sorted(sources)}'
    limited = request.limit and len(got) >= request.limit
    for name, source in sources.items():
        yield from judge_source(name, source, counts[name], matching[name], limited)
        if set(source.unreported_filters) != unreported.get(name, set()):
            yield f'{name}: unreported_filters is {list(source.unreported_filters)}, not {sorted(unreported.get(name, ()))}'
    complete = all(source.state == pb.SOURCE_STATE_COMPLETE for source in sources.values())
    if last.complete != complete:
        yield f'complete is {last.complete}, but the sources are {[pb.SourceState.Name(s.state) for s in sources.values()]}'
    if last.complete and last.next_page_token:
        yield 'a complete list has a token'


def judge_source(name, source, delivered, matching, limited):
    state = pb.SourceState.Name(source.state)
    if source.state not in ENDED_WELL or (source.state == pb.SOURCE_STATE_LIMIT_REACHED and not limited):
        yield f'{name}: {state} {[pb.SourceNote.Name(note) for note in source.notes]} {source.error.message}'
    if source.delivered_count != delivered:
        yield f'{name}: delivered_count is {source.delivered_count}, {delivered} came'
    if source.state == pb.SOURCE_STATE_COMPLETE and not limited and delivered != matching:
        yield f'{name}: {state}, but {delivered} of {matching} came'


def judge_plan(request, pages, unreported):
    """The answer to `explain`."""
    if len(pages) != 1 or pages[0].bookings or not pages[0].HasField('plan'):
        yield f'explain was answered with {len(pages)} messages and {sum(len(page.bookings) for page in pages)} bookings'
        return
    planned = {source.connection: source for source in pages[0].plan.sources}
    if planned.keys() != unreported.keys():
        yield f'explain tells of {sorted(planned)}'
    asked = reference.fields_set(request.filter)
    for name, source in planned.items():
        told = set(source.pushed_down_filters) | set(source.residual_filters)
        if not asked - unreported.get(name, set()) <= told <= asked:
            yield f'explain: {name} applies {sorted(told)}, asked for are {sorted(asked)}'


def shown(complaint, names):
    if names:
        more = f' and {len(names) - SHOWN} more' if len(names) > SHOWN else ''
        yield f'{complaint}: {", ".join(names[:SHOWN])}{more}'
