"""The reference of a gRPC API: services and RPCs first, then messages and enums, part by part of their files."""

import itertools
import re

import markdown
from protos import Message


class ApiReference:
    def __init__(self, files):
        self._files = files
        self._types = {item.full_name: item for file in files for item in file.types}
        self._targets = self._find_targets()

    def page(self):
        return self._protos() + self._contents() + ''.join(self._service(service) for service in self._services()) + self._parts()

    def _services(self):
        return [service for file in self._files for service in file.services]

    def _sections(self):
        types = [item for file in self._files for item in file.types]
        return [(section, list(items)) for section, items in itertools.groupby(types, key=lambda item: item.section)]

    def _find_targets(self):
        """Where names in comments link to: RPCs, messages, enums, and fields, at their messages."""
        targets = {rpc.name: '#' + markdown.slug(rpc.name) for service in self._services() for rpc in service.rpcs}
        for item in self._types.values():
            place = '#' + markdown.slug(item.name)
            targets[item.name] = place
            if isinstance(item, Message):
                targets.update({f'{item.name}.{field.name}': place for field in item.fields})
        return targets

    def _target_from(self, heading):
        """A single word can be a message, or just a word."""
        here = '#' + markdown.slug(heading)

        def target_of(name):
            target = self._targets.get(name) if re.search(r'\.|[a-z][A-Z]', name) else None
            return target if target != here else None
        return target_of

    def _protos(self):
        text = '## The protos\n'
        for file in self._files:
            text += f'\n**{file.name}**\n\n{markdown.block(file.comment, self._target_from(""))}'
        return text

    def _contents(self):
        rows = [(f'[{rpc.name}](#{markdown.slug(rpc.name)})', markdown.inline(markdown.first_sentence(rpc.comment), self._target_from(rpc.name)))
                for service in self._services() for rpc in service.rpcs]
        text = '\n## Contents\n\n' + markdown.table(('RPC', 'what it does'), rows) + '\n'
        for section, items in self._sections():
            links = ', '.join(f'[{item.name}](#{markdown.slug(item.name)})' for item in items)
            text += f'* **{section}**: {links}\n'
        return text

    def _service(self, service):
        text = f'\n## {service.name}\n\n{markdown.block(service.comment, self._target_from(service.name))}'
        for rpc in service.rpcs:
            takes = ('a stream of ' if rpc.streams_requests else '') + self._link(rpc.request)
            gives = ('a stream of ' if rpc.streams_responses else '') + self._link(rpc.response)
            text += f'\n### {rpc.name}\n\nTakes {takes}, gives {gives}.\n\n{markdown.block(rpc.comment, self._target_from(rpc.name))}'
        return text

    def _parts(self):
        text = ''
        for section, items in self._sections():
            text += f'\n## Messages: {section}\n' + ''.join(self._type(item) for item in items)
        return text

    def _type(self, item):
        text = f'\n### {item.name}\n\n{markdown.block(item.comment, self._target_from(item.name))}\n'
        if not isinstance(item, Message):
            rows = [(f'`{value.name}`', str(value.number), self._cell(item, value.comment)) for value in item.values]
            return text + markdown.table(('value', 'number', 'meaning'), rows)
        if not item.fields:
            return text + 'No fields.\n'
        return text + markdown.table(('field', 'type', 'meaning'), list(self._rows(item)))

    def _rows(self, message):
        oneof = None
        for field in message.fields:
            if field.oneof and field.oneof != oneof:
                yield f'*one of `{field.oneof.name}`:*', '', self._cell(message, field.oneof.comment)
            oneof = field.oneof
            yield f'&bull; `{field.name}`' if oneof else f'`{field.name}`', self._field_type(field), self._cell(message, field.comment)

    def _cell(self, item, comment):
        return markdown.cell(comment, self._target_from(item.name))

    def _field_type(self, field):
        if field.label == 'map':
            return f'map of {self._link(field.key)} to {self._link(field.type)}'
        return self._link(field.type) if field.label == 'one' else f'{field.label} {self._link(field.type)}'

    def _link(self, name):
        known = self._types.get(name)
        return f'[{known.name}](#{markdown.slug(known.name)})' if known else name.removeprefix('google.protobuf.')
