"""What the documentation needs of protos: services, messages and enums in the order of their files, each with its comment. What has
no comment is an error. Knows nothing of Markdown."""

import dataclasses
import os
import pathlib
import re
import subprocess
import tempfile

from google.protobuf import descriptor_pb2

PROTOC = os.environ.get('BOOKINGS_PROTOC', 'protoc')

# Numbers of descriptor.proto's fields, of which the paths of source locations are made.
FILE_MESSAGE, FILE_ENUM, FILE_SERVICE, FILE_SYNTAX = 4, 5, 6, 12
MESSAGE_FIELD, MESSAGE_MESSAGE, MESSAGE_ENUM, MESSAGE_ONEOF = 2, 3, 4, 8
ENUM_VALUE, SERVICE_METHOD = 2, 2

# The heading of a part of a file: a line of text between two lines of hyphens.
BANNER = re.compile(r'-{10,}\s+(\S.*?)\s+-{10,}')


class ProtoError(Exception):
    """The protos cannot be documented; the text says why, for people."""


@dataclasses.dataclass(frozen=True)
class Oneof:
    name: str
    comment: str


@dataclasses.dataclass(frozen=True)
class Field:
    name: str
    comment: str
    type: str  # a scalar's name, or the full name of a message or enum; of a map, its values'
    label: str  # `one`, `optional`, `repeated` or `map`
    key: str = ''  # of a map: its keys' scalar
    oneof: Oneof | None = None


@dataclasses.dataclass(frozen=True)
class Message:
    full_name: str
    name: str  # with the names of the messages around it, without the package
    comment: str
    section: str
    line: int
    fields: tuple


@dataclasses.dataclass(frozen=True)
class EnumValue:
    name: str
    number: int
    comment: str


@dataclasses.dataclass(frozen=True)
class Enum:
    full_name: str
    name: str
    comment: str
    section: str
    line: int
    values: tuple


@dataclasses.dataclass(frozen=True)
class Rpc:
    name: str
    comment: str
    request: str
    response: str
    streams_requests: bool
    streams_responses: bool


@dataclasses.dataclass(frozen=True)
class Service:
    name: str
    comment: str
    rpcs: tuple


@dataclasses.dataclass(frozen=True)
class File:
    name: str
    comment: str
    services: tuple
    types: tuple  # messages and enums in the order of the file


def read_protos(root, names):
    """The files `names` below the folder `root`."""
    with tempfile.TemporaryDirectory() as directory:
        out = pathlib.Path(directory) / 'descriptors'
        command = [PROTOC, f'-I{root}', '--include_source_info', f'--descriptor_set_out={out}', *names]
        result = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        if result.returncode != 0:
            raise ProtoError(result.stderr.strip())
        descriptors = descriptor_pb2.FileDescriptorSet.FromString(out.read_bytes())
    readers = [_Reader(file) for file in descriptors.file]
    files = {reader.file.name: reader.read() for reader in readers}
    missing = [line for reader in readers for line in reader.missing]
    if missing:
        raise ProtoError('\n'.join(missing))
    return [files[name] for name in names]


class _Reader:
    """Reads one file. `missing` names what has no comment."""

    def __init__(self, file):
        self.file = file
        self.missing = []
        self._locations = {tuple(location.path): location for location in file.source_code_info.location}
        self._sections = self._read_sections()

    def read(self):
        file, package = self.file, self.file.package
        types = self._types(file.message_type, (FILE_MESSAGE,), file.enum_type, (FILE_ENUM,), package)
        services = tuple(self._service(service, (FILE_SERVICE, i)) for i, service in enumerate(file.service))
        return File(file.name, self._comment((FILE_SYNTAX,), 'the file'), services, tuple(sorted(types, key=lambda t: t.line)))

    def _types(self, messages, message_path, enums, enum_path, scope):
        for i, message in enumerate(messages):
            if not message.options.map_entry:
                yield from self._message(message, (*message_path, i), f'{scope}.{message.name}')
        for i, enum in enumerate(enums):
            yield self._enum(enum, (*enum_path, i), f'{scope}.{enum.name}')

    def _message(self, message, path, full_name):
        oneofs = [self._oneof(message, path, i, full_name) for i in range(len(message.oneof_decl))]
        entries = {f'{full_name}.{entry.name}': entry for entry in message.nested_type if entry.options.map_entry}
        fields = tuple(self._field(field, (*path, MESSAGE_FIELD, i), full_name, oneofs, entries)
                       for i, field in enumerate(message.field))
        yield Message(full_name, self._short(full_name), self._comment(path, full_name), self._section_of(path), self._line(path), fields)
        yield from self._types(message.nested_type, (*path, MESSAGE_MESSAGE), message.enum_type, (*path, MESSAGE_ENUM), full_name)

    def _oneof(self, message, path, index, full_name):
        # `optional` makes a oneof of its own, which nobody wrote.
        if any(field.proto3_optional and field.oneof_index == index for field in message.field):
            return None
        name = message.oneof_decl[index].name
        return Oneof(name, self._comment((*path, MESSAGE_ONEOF, index), f'{full_name}.{name}'))

    def _field(self, field, path, scope, oneofs, entries):
        comment = self._comment(path, f'{scope}.{field.name}')
        entry = entries.get(field.type_name.removeprefix('.'))
        if entry is not None:
            key, value = entry.field
            return Field(field.name, comment, _type_of(value), 'map', key=_type_of(key))
        oneof = oneofs[field.oneof_index] if field.HasField('oneof_index') else None
        return Field(field.name, comment, _type_of(field), _label_of(field), oneof=oneof)

    def _enum(self, enum, path, full_name):
        values = tuple(EnumValue(value.name, value.number, self._comment((*path, ENUM_VALUE, i), f'{full_name}.{value.name}'))
                       for i, value in enumerate(enum.value))
        return Enum(full_name, self._short(full_name), self._comment(path, full_name), self._section_of(path), self._line(path), values)

    def _service(self, service, path):
        rpcs = tuple(Rpc(method.name, self._comment((*path, SERVICE_METHOD, i), f'{service.name}.{method.name}'),
                         method.input_type.removeprefix('.'), method.output_type.removeprefix('.'),
                         method.client_streaming, method.server_streaming)
                     for i, method in enumerate(service.method))
        return Service(service.name, self._comment(path, service.name), rpcs)

    def _short(self, full_name):
        return full_name.removeprefix(f'{self.file.package}.')

    def _line(self, path):
        location = self._locations.get(path)
        return location.span[0] + 1 if location else 1

    def _comment(self, path, what):
        location = self._locations.get(path)
        lines = location.leading_comments.splitlines() if location else []
        comment = '\n'.join(line.removeprefix(' ').rstrip() for line in lines).strip()
        if not comment:
            self.missing.append(f'{self.file.name}:{self._line(path)}: {what} has no comment')
        return comment

    def _read_sections(self):
        """Line and title of each part of the file; without banners, the file is one part with its own name."""
        sections = [(0, pathlib.PurePath(self.file.name).stem.capitalize())]
        for location in self._locations.values():
            for comment in location.leading_detached_comments:
                sections += [(location.span[0], title) for title in BANNER.findall(comment)]
        return sorted(sections)

    def _section_of(self, path):
        return [title for line, title in self._sections if line < self._line(path)][-1]


def _type_of(field):
    if field.type_name:
        return field.type_name.removeprefix('.')
    return descriptor_pb2.FieldDescriptorProto.Type.Name(field.type).removeprefix('TYPE_').lower()


def _label_of(field):
    if field.label == descriptor_pb2.FieldDescriptorProto.LABEL_REPEATED:
        return 'repeated'
    return 'optional' if field.proto3_optional else 'one'
