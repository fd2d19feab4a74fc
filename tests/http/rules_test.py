"""The rules of deploy/http: whole, free of contradictions, true to the protos; and what is made of them is of today. Broken rules are
found out. Needs protoc, and nothing that is built."""

import copy
import pathlib
import re
import subprocess
import tempfile
import unittest

import http_rules
import yaml
from google.protobuf import descriptor_pb2, descriptor_pool

ROOT = pathlib.Path(__file__).resolve().parents[2]
HTTP = ROOT / 'deploy/http'
REMAKE = 'run deploy/http/make-descriptors'


class Rules(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.rules = http_rules.load()
        cls.files = http_rules.compile_protos(comments=True)
        cls.api = http_rules.Api(cls.files)

    def comment_of(self, message, name):
        """The comment of a field; `name` may lead through other messages."""
        *path, last = name.split('.')
        if path:
            message = self.api.field(message, '.'.join(path)).type_name
        for file in self.files.file:
            for place, found in enumerate(file.message_type):
                if f'.{file.package}.{found.name}' == message:
                    number = next(i for i, field in enumerate(found.field) if field.name == last)
                    return next(location.leading_comments for location in file.source_code_info.location
                                if list(location.path) == [4, place, 2, number])
        raise AssertionError(f'{message} is nowhere')

    def test_they_have_no_problems(self):
        self.assertEqual(http_rules.problems(self.rules, self.api), [])

    def test_every_variable_is_the_resource_name_that_its_field_documents(self):
        for route in http_rules.routes(self.rules):
            for name, pattern in route.template.variables:
                comment = self.comment_of(self.api.rpcs[route.rpc].input_type, name)
                documented = re.search(r'`(connections/[^`]*)`', comment)[1]
                self.assertEqual(pattern, re.sub(r'\{\w+\}', '*', documented), route.path)

    def test_every_path_begins_with_the_version_of_the_package(self):
        for route in http_rules.routes(self.rules):
            self.assertEqual(route.template.segments[0], route.rpc.split('.')[1])

    def test_verbs_are_custom_and_posted(self):
        for route in http_rules.routes(self.rules):
            if route.template.verb:
                self.assertEqual(route.method, 'POST')
                self.assertRegex(route.template.verb, r'^[a-z]+[A-Za-z]*$')

    def test_reads_are_safe_and_writes_are_not(self):
        reads = {rpc for rpc in self.api.rpcs if re.search(r'\.(List|Get)\w+$', rpc)}
        for rpc in self.api.rpcs:
            methods = {route.method for route in http_rules.routes(self.rules) if route.rpc == rpc}
            self.assertEqual('GET' in methods, rpc in reads, rpc)

    def test_the_protos_hold_no_rules(self):
        self.assertFalse(any('google/api' in name for file in self.files.file for name in file.dependency))


BROKEN = {
    'an RPC without': (lambda r: r.pop(1), 'GetBooking: no rule'),
    'another RPC': (lambda r: r[1].update(selector='bookings.v1.BookingService.Get'), 'Get: no such RPC'),
    'another field': (lambda r: r[1].update(get='/v1/{title=connections/*/bookings/*}'), 'title is no text'),
    'a field of a text': (lambda r: r[1].update(get='/v1/{name.first=connections/*}/x'), 'name.first is no text'),
    'a list in the path': (lambda r: r[0].update(get='/v1/{connections=connections/*}/bookings'), 'connections is no text'),
    'a body that is missing': (lambda r: r[6].update(body='title'), 'the body title is no field'),
    'a body that is read': (lambda r: r[1].update(body='*'), 'GET with a body'),
    'the same path': (lambda r: r[8].update(get='/v1/bookings'), 'another way is /v1/bookings'),
    'a path that another takes': (lambda r: r[9].update(get='/v1/{name=*/*/slots}'), 'another way is /v1/{connection=connections/*}/slots'),
    'a query that cannot hold all': (lambda r: r[0].pop('additional_bindings'), 'ListBookings: no way takes all'),
}
UNREADABLE = {
    'an unknown key': lambda r: r[1].update(got='/v1/x'),
    'an RPC twice': lambda r: r.append(copy.deepcopy(r[1])),
    'no method': lambda r: r[1].pop('get'),
    'a method of its own': lambda r: (r[1].pop('get'), r[1].update(custom={'kind': 'HEAD', 'path': '/v1/x'})),
    'no slash': lambda r: r[1].update(get='v1/bookings'),
    'an empty segment': lambda r: r[1].update(get='/v1//bookings'),
    'a brace too many': lambda r: r[1].update(get='/v1/{name=connections/*'),
    'half a wildcard': lambda r: r[1].update(get='/v1/{name=connections/*/b*}'),
    'stars in the middle': lambda r: r[1].update(get='/v1/{name=connections/**/x}'),
    'an empty verb': lambda r: r[1].update(get='/v1/{name=connections/*}:'),
}


class Broken(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.good = yaml.safe_load(http_rules.RULES.read_text())
        cls.api = http_rules.Api(http_rules.compile_protos())

    def read(self, breaks):
        service = copy.deepcopy(self.good)
        breaks(service['http']['rules'])
        with tempfile.NamedTemporaryFile('w', suffix='.yaml') as file:
            yaml.safe_dump(service, file)
            file.flush()
            return http_rules.problems(http_rules.load(file.name), self.api)

    def test_what_contradicts_is_told(self):
        for what, (breaks, said) in BROKEN.items():
            with self.subTest(what):
                self.assertIn(said, '\n'.join(self.read(breaks)))

    def test_what_cannot_be_read_is_refused(self):
        for what, breaks in UNREADABLE.items():
            with self.subTest(what), self.assertRaises(ValueError if what != 'an unknown key' else http_rules.json_format.ParseError):
                self.read(breaks)


class Made(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.rules = http_rules.load()
        cls.set = descriptor_pb2.FileDescriptorSet.FromString((HTTP / 'bookings.binpb').read_bytes())

    def test_the_descriptor_set_is_of_today(self):
        self.assertEqual(self.set, http_rules.annotated(self.rules), REMAKE)

    def test_it_loads_and_every_rpc_carries_its_rule(self):
        pool = descriptor_pool.DescriptorPool()
        for file in self.set.file:
            pool.AddSerializedFile(file.SerializeToString())
        extension = pool.FindExtensionByName('google.api.http')
        self.assertEqual((extension.number, extension.containing_type.full_name),
                         (http_rules.HTTP_OPTION, 'google.protobuf.MethodOptions'))
        # As protoc reads it, which knows the extension from the set.
        text = subprocess.run(['protoc', f'-I{HTTP / "protos"}', '--decode=google.protobuf.FileDescriptorSet',
                               'google/protobuf/descriptor.proto', 'google/api/annotations.proto'],
                              input=self.set.SerializeToString(), capture_output=True, check=True).stdout.decode()
        self.assertEqual(text.count('[google.api.http] {'), len(self.rules))
        for route in http_rules.routes(self.rules):
            self.assertIn(f'{route.method.lower()}: "{route.path}"', text)
        for name in ('ErrorInfo', 'RetryInfo', 'BadRequest'):
            self.assertEqual(pool.FindMessageTypeByName(f'google.rpc.{name}').name, name)

    def test_without_the_option_it_is_the_api(self):
        files = copy.deepcopy(self.set)
        api = {file.name: file for file in http_rules.compile_protos().file}
        for file in files.file:
            if file.name in api:
                for service in file.service:
                    for method in service.method:
                        method.ClearField('options')
                for place, name in reversed(list(enumerate(file.dependency))):
                    if name == http_rules.ANNOTATIONS:
                        del file.dependency[place]
                self.assertEqual(file, api[file.name])

    def test_the_routes_of_the_readme_are_those_of_the_rules(self):
        readme = (HTTP / 'README.md').read_text()
        self.assertIn(http_rules.table(self.rules, http_rules.Api(http_rules.compile_protos())), readme, REMAKE)


if __name__ == '__main__':
    unittest.main()
