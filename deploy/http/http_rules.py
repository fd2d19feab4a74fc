"""The rules of http-rules.yaml: read strictly, their templates parsed, and written into descriptors. Knows nothing of transcoders."""

import dataclasses
import pathlib
import re
import subprocess
import tempfile

import yaml
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

HERE = pathlib.Path(__file__).resolve().parent
PROTO = HERE.parents[1] / 'proto'
RULES = HERE / 'http-rules.yaml'
API = ('bookings/v1/bookings.proto', 'bookings/v1/connections.proto')
ANNOTATIONS = 'google/api/annotations.proto'
HTTP_OPTION = 72295728  # google.api.http, an extension of MethodOptions
LENGTH_DELIMITED = 2    # protobuf's wire type
# Messages that a query writes as one value, as JSON does.
IN_ONE_VALUE = {'.google.protobuf.Timestamp', '.google.protobuf.Duration', '.google.protobuf.FieldMask'}
ANY_JSON = {'.google.protobuf.Struct', '.google.protobuf.Value', '.google.protobuf.ListValue'}

LITERAL = re.compile(r'[\w.~-]+')
VARIABLE = re.compile(r'\{(?P<field>[\w.]+)(?:=(?P<pattern>[^{}]+))?\}')
Field = descriptor_pb2.FieldDescriptorProto


class RuleError(ValueError):
    """A rule that no transcoder could carry out."""


@dataclasses.dataclass(frozen=True)
class Template:
    """A path template: `segments` with its variables' patterns in their places, `variables` as (field, pattern), and the verb."""
    segments: tuple
    variables: tuple
    verb: str

    @classmethod
    def parse(cls, text):
        path, colon, verb = text.rpartition(':') if re.search(r':[^/{}]*$', text) else (text, '', '')
        if not path.startswith('/') or colon and not LITERAL.fullmatch(verb):
            raise RuleError(f'{text}: no path, or a verb that is none')
        variables = tuple((found['field'], found['pattern'] or '*') for found in VARIABLE.finditer(path))
        segments = tuple(VARIABLE.sub(lambda found: found['pattern'] or '*', path)[1:].split('/'))
        for place, segment in enumerate(segments):
            if segment != '*' and not (segment == '**' and place == len(segments) - 1) and not LITERAL.fullmatch(segment):
                raise RuleError(f'{text}: {segment or "an empty segment"} is no segment')
        if len({field for field, _ in variables}) != len(variables):
            raise RuleError(f'{text}: a field twice')
        return cls(segments, variables, verb)

    def overlaps(self, other):
        """Whether some path fits both."""
        if self.verb != other.verb:
            return False
        for mine, others in zip(self.segments, other.segments):
            if '**' in (mine, others):
                return True
            if '*' not in (mine, others) and mine != others:
                return False
        return len(self.segments) == len(other.segments) or self.segments[-1] == '**' or other.segments[-1] == '**'


@dataclasses.dataclass(frozen=True)
class Route:
    """One way to one RPC."""
    rpc: str  # full name
    method: str
    path: str
    body: str

    @property
    def template(self):
        return Template.parse(self.path)


def compile_protos(files=API, comments=False):
    """The descriptor set of these files and all that they import."""
    with tempfile.NamedTemporaryFile() as out:
        subprocess.run(['protoc', f'-I{PROTO}', f'-I{HERE / "protos"}', '--include_imports', f'--descriptor_set_out={out.name}',
                        *(['--include_source_info'] if comments else []), *files], check=True)
        return descriptor_pb2.FileDescriptorSet.FromString(out.read())


def http_messages():
    """google.api.Http and google.api.HttpRule as classes."""
    pool = descriptor_pool.DescriptorPool()
    for file in compile_protos((ANNOTATIONS,)).file:
        pool.AddSerializedFile(file.SerializeToString())
    factory = message_factory.MessageFactory(pool)
    return [factory.GetPrototype(pool.FindMessageTypeByName(f'google.api.{name}')) for name in ('Http', 'HttpRule')]


def load(path=RULES):
    """The rules as google.api.HttpRule by full name of the RPC. Unknown keys, and an RPC twice, are errors."""
    service = yaml.safe_load(pathlib.Path(path).read_text())
    if set(service) != {'type', 'config_version', 'http'} or (service['type'], service['config_version']) != ('google.api.Service', 3):
        raise RuleError(f'{path}: no gRPC API configuration of version 3 with HTTP rules alone')
    http = json_format.ParseDict(service['http'], http_messages()[0]())
    rules = {}
    for rule in http.rules:
        if rules.setdefault(rule.selector, rule) is not rule:
            raise RuleError(f'{rule.selector}: two rules')
    return rules


def routes(rules):
    """All ways to all RPCs, in the order of the rules."""
    for rpc, rule in rules.items():
        for binding in (rule, *rule.additional_bindings):
            method = binding.WhichOneof('pattern')
            if method is None or method == 'custom':
                raise RuleError(f'{rpc}: a binding without one of the usual methods')
            yield Route(rpc, method.upper(), getattr(binding, method), binding.body)


class Api:
    """The messages and RPCs of a descriptor set."""

    def __init__(self, files):
        self.messages, self.rpcs = {}, {}
        for file in files.file:
            for message in file.message_type:
                self._add(f'.{file.package}.{message.name}', message)
            for service in file.service:
                for method in service.method:
                    self.rpcs[f'{file.package}.{service.name}.{method.name}'] = method

    def _add(self, name, message):
        self.messages[name] = message
        for nested in message.nested_type:
            self._add(f'{name}.{nested.name}', nested)

    def field(self, message, path):
        """The field that a path such as `booking.name` leads to from a message; None where it leads nowhere."""
        found = None
        for name in path.split('.'):
            if message not in self.messages or found is not None and found.label == Field.LABEL_REPEATED:
                return None
            found = next((field for field in self.messages[message].field if field.name == name), None)
            if found is None:
                return None
            message = found.type_name
        return found

    def query(self, message, left_out=(), prefix=''):
        """What a query can hold of a message, as (JSON path, whether it can): fields of messages by their own paths."""
        for field in self.messages[message].field:
            path, json_path = prefix + field.name, _json_path(prefix) + field.json_name
            if path in left_out:
                continue
            if field.type != Field.TYPE_MESSAGE or field.type_name in IN_ONE_VALUE:
                yield json_path, True
            elif field.label == Field.LABEL_REPEATED or field.type_name in ANY_JSON:
                yield json_path, False
            else:
                yield from self.query(field.type_name, left_out, path + '.')

    def query_of(self, route):
        """What the query of a route can hold, beside its path and its body."""
        if route.body == '*':
            return []
        left_out = {field for field, _ in route.template.variables} | ({route.body} if route.body else set())
        return list(self.query(self.rpcs[route.rpc].input_type, left_out))


def _json_path(path):
    return re.sub('_([a-z])', lambda found: found[1].upper(), path)


def problems(rules, api):
    """What is wrong with the rules for this API, as lines for people."""
    found = [f'{rpc}: no rule' for rpc in api.rpcs if rpc not in rules]
    found += [f'{rpc}: no such RPC' for rpc in rules if rpc not in api.rpcs]
    ways = [route for route in routes(rules) if route.rpc in api.rpcs]
    for place, route in enumerate(ways):
        request = api.rpcs[route.rpc].input_type
        for name, _ in route.template.variables:
            field = api.field(request, name)
            if field is None or field.type != Field.TYPE_STRING or field.label == Field.LABEL_REPEATED:
                found.append(f'{route.path}: {name} is no text in {request}')
        if route.body not in ('', '*') and api.field(request, route.body) is None:
            found.append(f'{route.path}: the body {route.body} is no field of {request}')
        if route.body and route.method in ('GET', 'DELETE'):
            found.append(f'{route.path}: {route.method} with a body')
        found += [f'{route.path}: another way is {other.path}' for other in ways[:place]
                  if other.method == route.method and other.template.overlaps(route.template)]
    for rpc in {route.rpc for route in ways}:
        if not any(all(can for _, can in api.query_of(route)) for route in ways if route.rpc == rpc):
            found.append(f'{rpc}: no way takes all of the request')
    return found


def annotated(rules):
    """The descriptor set of the API with the rules as options google.api.http, and with the messages that error details hold."""
    files = compile_protos((ANNOTATIONS, 'google/rpc/error_details.proto', *API))
    for file in files.file:
        for service in file.service:
            for method in service.method:
                rule = _without_selector(rules[f'{file.package}.{service.name}.{method.name}']).SerializeToString()
                # As an unknown field: the generated MethodOptions of this process knows no extensions.
                method.options.MergeFromString(_varint(HTTP_OPTION << 3 | LENGTH_DELIMITED) + _varint(len(rule)) + rule)
        if file.service:
            file.dependency.append(ANNOTATIONS)
    return files


def _without_selector(rule):
    """In an option the RPC goes without saying."""
    copy = type(rule)()
    copy.CopyFrom(rule)
    copy.ClearField('selector')
    return copy


def _varint(number):
    out = bytearray()
    while number > 0x7f:
        out.append(number & 0x7f | 0x80)
        number >>= 7
    return bytes(out) + bytes([number])


def for_old_generators():
    """The descriptor set of the API without the mark of `optional` fields, which generators from before 2020 do not know: what remains is a
    oneof with one field, the same on the wire and in JSON."""
    files = compile_protos()
    for file in files.file:
        for message in file.message_type:
            for field in message.field:
                field.ClearField('proto3_optional')
    return files


def table(rules, api):
    """The routes in Markdown."""
    lines = ['| | RPC | body | query |', '|---|---|---|---|']
    for route in routes(rules):
        body = {'': '', '*': 'the request'}.get(route.body, f'`{route.body}`')
        names = ', '.join(f'`{name}`' for name in _grouped([name for name, can in api.query_of(route) if can]))
        lines.append(f"| `{route.method} {route.path}` | {route.rpc.rpartition('.')[2]} | {body} | {names} |")
    return '\n'.join(lines) + '\n'


def _grouped(names):
    """`time.from`, `time.to` -> `time.{from,to}`."""
    groups = {}
    for name in names:
        head, _, last = name.rpartition('.')
        groups.setdefault(head, []).append(last)
    for head, lasts in groups.items():
        if not head:
            yield from lasts
        else:
            yield f'{head}.{lasts[0]}' if len(lasts) == 1 else f'{head}.{{{",".join(lasts)}}}'
