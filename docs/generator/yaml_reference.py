"""The reference of a configuration that is written as YAML with the names of a proto: one table for each place where names and values
stand, the whole file first, then depth first. Message names do not appear: nobody writes them."""

import re

import markdown
from protos import Enum, Message, ProtoError

DURATION = 'google.protobuf.Duration'
NUMBERS = {'int32', 'int64', 'uint32', 'uint64'}
FRACTIONS = {'double', 'float'}
# A text that is one of a few: "`read` (default) or `read_and_write`" in its comment.
CHOICE = r'`([\w-]+)`(?: \([^)]*\))?'
CHOICES = re.compile(rf'{CHOICE}(?:, {CHOICE})*,? or {CHOICE}')
HEAD = ('name', 'value', 'meaning')


class YamlReference:
    """`secret` is the full name of the message that is written as a secret."""

    def __init__(self, files, secret):
        self._types = {item.full_name: item for file in files for item in file.types}
        self._secret = self._types[secret]
        self._targets = {}

    def page(self, roots):
        """The reference of several files: the full names of their messages, and their titles."""
        documents = [(title, list(self._places(self._types[root], '', ()))) for root, title in roots]
        self._note_targets(documents)
        text = self._values()
        for title, places in documents:
            for path, message in places:
                heading = f'### `{path}`' if path else f'## {title}'
                text += f'\n{heading}\n\n{markdown.block(message.comment, self._target_from(path))}\n{self._table(path, message)}'
        return text

    def _places(self, message, path, around):
        """(path, message) of each mapping at or below `path`."""
        if message.full_name in around:
            raise ProtoError(f'{message.full_name} holds itself: a file cannot show that')
        yield path, message
        for field in message.fields:
            inner = self._mapping(field)
            if inner:
                yield from self._places(inner, _member(path, field), (*around, message.full_name))

    def _mapping(self, field):
        """The message of a field that holds names and values of ours."""
        inner = self._types.get(field.type)
        return inner if isinstance(inner, Message) and inner is not self._secret else None

    def _note_targets(self, documents):
        """Where comments link to: paths of values, and messages by their names."""
        for title, places in documents:
            for path, message in places:
                place = '#' + markdown.slug(path or title)
                self._targets.setdefault(message.name, place)
                self._targets.update({_member(path, field).removesuffix('[]'): place for field in message.fields})

    def _target_from(self, path):
        """Names in the comments at `path`; single words are no paths."""
        here = '#' + markdown.slug(path)

        def target_of(name):
            target = self._targets.get(name) if re.search(r'\.|[a-z][A-Z]', name) else None
            return target if target != here else None
        return target_of

    def _table(self, path, message):
        rows, oneof = [], None
        for field in message.fields:
            if field.oneof and field.oneof != oneof:
                rows.append(('*exactly one of:*', '', markdown.cell(field.oneof.comment, self._target_from(path))))
            oneof = field.oneof
            name = f'`{_member(path, field)}`'
            rows.append((f'&bull; {name}' if oneof else name, self._value(path, field),
                         markdown.cell(field.comment, self._target_from(path))))
        return markdown.table(HEAD, rows)

    def _value(self, path, field):
        one, several = self._kind(field)
        if self._mapping(field):
            place = '#' + markdown.slug(_member(path, field))
            one, several = f'[{one}]({place})', f'[list of {several}]({place})'
        else:
            several = f'list of {several}'
        if field.label == 'map':
            return f'mapping of {self._kind_of(field.key, "")[1]} to {one}'
        return several if field.label == 'repeated' else one

    def _kind(self, field):
        return self._kind_of(field.type, field.comment)

    def _kind_of(self, name, comment):
        """How one value, and several, are called."""
        known = self._types.get(name)
        if known is self._secret:
            return 'secret', 'secrets'
        if isinstance(known, Enum):
            choice = ' or '.join(f'`{value.name}`' for value in known.values)
            return choice, choice
        if isinstance(known, Message):
            return 'mapping', 'mappings'
        if name == 'string':
            choices = CHOICES.search(' '.join(comment.split()))
            texts = ' or '.join(f'`{word}`' for word in re.findall(CHOICE, choices[0])) if choices else ''
            return (texts, texts) if texts else ('text', 'texts')
        plain = {DURATION: ('duration', 'durations'), 'bool': ('`true` or `false`', '`true` or `false`'),
                 **dict.fromkeys(NUMBERS, ('whole number', 'whole numbers')), **dict.fromkeys(FRACTIONS, ('number', 'numbers'))}
        if name not in plain:
            raise ProtoError(f'there is no YAML for {name}')
        return plain[name]

    def _values(self):
        sources = ''.join(f'<br>&bull; `{{{field.name}: ...}}`: {markdown.inline(field.comment)}' for field in self._secret.fields)
        return markdown.table(('value', 'is written'), [
            ('text', 'as it is, or in quotes. Paths of files count from the folder that the process runs in'),
            ('whole number, number', 'without quotes: `8`, `0.01`'),
            ('`true` or `false`', 'without quotes; what is not set is `false`'),
            ('duration', 'with units `ms`, `s`, `m`, `h`: `100ms`, `30s`, `1h30m`, `168h`'),
            ('secret', markdown.cell(self._secret.comment) + sources),
            ('mapping', 'as names and values, one level deeper; each name once'),
            ('list', 'with `- ` before each element, or as `[a, b]`; `[]` in a name stands for each element')])


def _member(path, field):
    name = f'{path}.{field.name}' if path else field.name
    return name + '[]' if field.label == 'repeated' else name
