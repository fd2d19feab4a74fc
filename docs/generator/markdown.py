"""Comments as Markdown: what they hold stays what it is, in paragraphs, lists and tables, and names in them become links. Knows nothing
of protos."""

import re

CODE = re.compile(r'(`[^`]*`)')
# What may be a name: words with dots and slashes between them.
NAME = re.compile(r'([A-Za-z_]\w*(?:[./]\w+)*)')
# An underscore within a word is one; elsewhere it could begin emphasis.
LOOSE_UNDERSCORE = re.compile(r'(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])')
SENTENCE_END = re.compile(r'(?<=[.!?])\s+(?=[A-Z`(])')
PAGE = re.compile(r'docs/([\w-]+\.md)')


def no_links(_name):
    return None


def slug(heading):
    """The anchor that renderers give a heading."""
    return re.sub(r'[^\w\- ]', '', heading.lower()).replace(' ', '-')


def inline(text, target_of=no_links):
    """One paragraph. `target_of(name)` is where a name links to, or None. Code stays as it is."""
    parts = CODE.split(' '.join(text.split()))
    return ''.join(part if i % 2 else _outside_code(part, target_of) for i, part in enumerate(parts))


def block(text, target_of=no_links):
    """A comment as paragraphs and lists."""
    out = []
    for is_item, paragraph in _paragraphs(text):
        if out and not (is_item and out[-1].startswith('* ')):
            out.append('')
        out.append(('* ' if is_item else '') + inline(paragraph, target_of))
    return '\n'.join(out) + '\n'


def cell(text, target_of=no_links):
    """A comment within one cell of a table."""
    return '<br>'.join(('&bull; ' if is_item else '') + inline(paragraph, target_of) for is_item, paragraph in _paragraphs(text))


def table(head, rows):
    lines = [_line(head), '|---' * len(head) + '|\n', *map(_line, rows)]
    return ''.join(lines)


def _line(cells):
    return '| ' + ' | '.join(text.replace('|', '\\|') for text in cells) + ' |\n'


def first_sentence(text):
    paragraph = ' '.join(next(_paragraphs(text))[1].split())
    return SENTENCE_END.split(paragraph)[0]


def _paragraphs(text):
    """(whether it is an item of a list, text) of each; an item begins with `* ` and is continued by indented lines."""
    is_item, lines = False, []
    for line in [*text.splitlines(), '']:
        begins_item = line.lstrip().startswith('* ')
        goes_on = line.strip() and not begins_item and not (is_item and not line.startswith(' '))
        if lines and not goes_on:
            yield is_item, ' '.join(lines)
            lines = []
        if not line.strip():
            continue
        if not lines:
            is_item = begins_item
        lines.append(line.strip().removeprefix('* ' if begins_item else ''))


def _outside_code(text, target_of):
    return ''.join(_name(part, target_of) if i % 2 else _escaped(part) for i, part in enumerate(NAME.split(text)))


def _name(name, target_of):
    page = PAGE.fullmatch(name)
    target = page[1] if page else target_of(name)
    return f'[{_escaped(name)}]({target})' if target else _escaped(name)


def _escaped(text):
    text = re.sub(r'([\\*~\[\]])', r'\\\1', text.replace('&', '&amp;').replace('<', '&lt;'))
    return LOOSE_UNDERSCORE.sub(r'\_', text)
