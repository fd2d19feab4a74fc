"""Makes what led to a violation smaller: takes things out of a script as long as it still shows the same sort of complaint."""

import copy


def sorts_of(complaints):
    """What complaints are about, without the names in them."""
    return {complaint.partition(':')[0].split(' in ')[0] for complaint in complaints}


def shrunk(script, is_same):
    """A script from which nothing can be taken any more; `is_same(script)` plays one."""
    while True:
        for smaller in candidates(script):
            if is_same(smaller):
                script = smaller
                break
        else:
            return script


def candidates(script):
    """Copies with one thing less, the largest things first."""
    for number in range(len(script.reads) - 1):
        smaller = copy.deepcopy(script)
        del smaller.reads[number], smaller.between[number:number + 1]
        yield smaller
    for field in ('filter', 'limit'):
        if script.request.HasField(field) if field == 'filter' else script.request.limit:
            smaller = copy.deepcopy(script)
            smaller.request.ClearField(field)
            yield smaller
    yield from without_changes(script)
    for number, read in enumerate(script.reads):
        if read.drops_last:
            smaller = copy.deepcopy(script)
            smaller.reads[number].drops_last = False
            yield smaller


def without_changes(script):
    for lane, hooks in enumerate(script.hooks):
        for hook, (_, changes) in enumerate(hooks):
            for change in range(len(changes)):
                smaller = copy.deepcopy(script)
                del smaller.hooks[lane][hook][1][change]
                smaller.hooks[lane] = [entry for entry in smaller.hooks[lane] if entry[1]]
                yield smaller
        if script.delays[lane]:
            smaller = copy.deepcopy(script)
            smaller.delays[lane] = []
            yield smaller
    for number, lanes in enumerate(script.between):
        for lane, changes in enumerate(lanes):
            for change in range(len(changes)):
                smaller = copy.deepcopy(script)
                del smaller.between[number][lane][change]
                yield smaller
