"""The generated documentation is up to date and whole, its links lead somewhere, its examples name what there is; and the generator shows
every kind of thing that a proto can hold. Works without a build: it needs protoc alone."""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import yaml

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / 'docs/generator'))
import markdown  # noqa: E402
import pages  # noqa: E402
from api_reference import ApiReference  # noqa: E402
from protos import Message, ProtoError, read_protos  # noqa: E402
from yaml_reference import DURATION, YamlReference  # noqa: E402

TINY = (HERE / 'tiny.proto').read_text()


def read_tiny(text=TINY):
    with tempfile.TemporaryDirectory() as directory:
        (pathlib.Path(directory) / 'tiny.proto').write_text(text)
        return read_protos(directory, ['tiny.proto'])


def generate(root, *words):
    return subprocess.run([root / 'docs/generate', *words], capture_output=True, text=True, timeout=300, check=False)


class UpToDate(unittest.TestCase):
    def test_pages_say_what_the_protos_say(self):
        result = generate(ROOT, '--check')
        self.assertEqual(result.returncode, 0, f'\n{result.stdout}{result.stderr}')

    def test_links_lead_somewhere(self):
        for name in pages.PAGES:
            page = ROOT / name
            for path, anchor in re.findall(r'\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)', page.read_text()):
                with self.subTest(name, path=path, anchor=anchor):
                    target = (page.parent / path).resolve() if path else page
                    self.assertTrue(target.exists())
                    if anchor:
                        self.assertIn(anchor, pages.anchors(target.read_text()))


class AnotherPlace(unittest.TestCase):
    """A copy of what is needed, which can be broken."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.root = pathlib.Path(directory.name) / 'a copy'
        for folder in ('docs', 'proto'):
            shutil.copytree(ROOT / folder, self.root / folder)

    def change(self, path, old, new):
        file = self.root / path
        self.assertIn(old, file.read_text())
        file.write_text(file.read_text().replace(old, new, 1))

    def test_a_changed_comment_is_found_and_mended(self):
        self.change('proto/bookings/config/v1/config.proto', 'How page tokens are sealed. Required.', 'How tokens are sealed.')
        found = generate(self.root, '--check')
        self.assertEqual(found.returncode, 1, found.stderr)
        self.assertRegex(found.stdout, r'(?m)^-\| `page_tokens` .* How page tokens are sealed\. Required\. \|$')
        self.assertRegex(found.stdout, r'(?m)^\+\| `page_tokens` .* How tokens are sealed\. \|$')
        self.assertIn('Run: docs/generate', found.stdout)
        self.assertEqual(len(re.findall('(?m)^[-+]', found.stdout)), 4, found.stdout)  # with the names of both sides
        self.assertEqual(generate(self.root).stdout, 'docs/configuration.md is written anew\n')
        self.assertEqual(generate(self.root, '--check').returncode, 0)

    def test_a_page_changed_by_hand_is_found_within_the_marks_only(self):
        self.change('docs/api.md', '# API\n', '# API of ours\n')
        self.assertEqual(generate(self.root, '--check').returncode, 0)
        self.change('docs/api.md', 'Returns one booking by its name.', 'Returns a booking.')
        self.assertEqual(generate(self.root, '--check').returncode, 1)

    def test_a_field_without_comment_is_refused(self):
        self.change('proto/bookings/v1/bookings.proto', "  // The vendor's own id, byte for byte.\n", '')
        for words in ((), ('--check',)):
            result = generate(self.root, *words)
            self.assertEqual(result.returncode, 2)
            self.assertRegex(result.stderr, r'bookings/v1/bookings\.proto:\d+: bookings\.v1\.Booking\.vendor_id has no comment')

    def test_a_page_without_marks_is_refused(self):
        self.change('docs/api.md', pages.END, '')
        self.assertIn('docs/api.md: has no part between', generate(self.root, '--check').stderr)

    def test_headings_with_the_same_anchor_are_refused(self):
        self.change('docs/configuration.md', '## Who may call\n', '## Who may call\n\n## Limits\n')
        self.assertIn('headings with the same anchor: limits', generate(self.root, '--check').stderr)


class Examples(unittest.TestCase):
    """The examples of docs/configuration.md against the protos; what values mean is checked by the gateway alone."""

    PAGE = (ROOT / 'docs/configuration.md').read_text()
    # Values are read as texts, as the gateway reads them.
    FORM_OF = {'string': '.+', 'bool': 'true|false', 'int32': r'\d+', 'int64': r'\d+', 'double': r'\d+(\.\d+)?',
               DURATION: r'(\d+(\.\d+)?(ms|s|m|h))+'}

    @classmethod
    def setUpClass(cls):
        files = read_protos(ROOT / 'proto', pages.CONFIG_PROTOS)
        cls.messages = {item.full_name: item for file in files for item in file.types if isinstance(item, Message)}

    def examples(self, kind):
        return [yaml.load(text, yaml.BaseLoader) for text in re.findall(rf'^```{kind}\n(.*?)```', self.PAGE, re.S | re.M)]

    def check(self, value, name, path):
        if name in self.messages:
            self.assertIsInstance(value, dict, path)
            fields = {field.name: field for field in self.messages[name].fields}
            self.assertLessEqual(set(value), set(fields), f'{path} has unknown names')
            oneofs = [fields[key].oneof.name for key in value if fields[key].oneof]
            self.assertEqual(len(oneofs), len(set(oneofs)), f'{path} has two of a oneof')
            for key, inner in value.items():
                self.check_field(inner, fields[key], f'{path}.{key}')
        else:
            self.assertRegex(value, f'^({self.FORM_OF[name]})$', path)

    def check_field(self, value, field, path):
        if field.label != 'repeated':
            return self.check(value, field.type, path)
        self.assertIsInstance(value, list, path)
        for i, element in enumerate(value):
            self.check(element, field.type, f'{path}[{i}]')

    def test_they_name_what_there_is(self):
        for kind in ('yaml', 'yaml listen'):
            for example in self.examples(kind):
                self.check(example, f'{pages.CONFIG}.GatewayConfig', kind)
        for example in self.examples('yaml policy'):
            self.check(example, f'{pages.CONFIG}.CallerPolicy', 'policy')

    def test_they_show_every_part_of_the_file_and_every_vendor(self):
        examples = self.examples('yaml') + self.examples('yaml listen')
        fields = self.messages[f'{pages.CONFIG}.GatewayConfig'].fields
        self.assertEqual({name for example in examples for name in example}, {field.name for field in fields})
        shown = {name for example in examples for connection in example.get('connections', ()) for name in connection}
        vendors = {field.name for field in self.messages[f'{pages.CONFIG}.ConnectionConfig'].fields if field.oneof}
        self.assertLessEqual(vendors, shown)


class Comments(unittest.TestCase):
    """What each thing of a proto must have."""

    def test_each_missing_one_is_told_with_its_line(self):
        head, body = TINY.split('package', 1)
        bare = head + 'package' + re.sub(r'(?m)^ *//(?! ---).*$', '', body)
        declared = [i for i, line in enumerate(bare.splitlines(), 1)
                    if re.match(r'\s*(service|rpc|message|oneof|enum|[\w.<>, ]+ = \d)', line)]
        self.assertEqual(len(declared), 37)  # a service, 2 RPCs, 8 messages, 3 oneofs, an enum with 2 values, 20 fields
        with self.assertRaises(ProtoError) as raised:
            read_tiny(bare)
        told = re.findall(r'(?m)^tiny\.proto:(\d+): [\w.]+ has no comment$', str(raised.exception))
        self.assertEqual(sorted(map(int, told)), declared)

    def test_the_file_must_have_one(self):
        with self.assertRaisesRegex(ProtoError, 'the file has no comment'):
            read_tiny(TINY[TINY.index('syntax'):])

    def test_all_that_miss_one_are_told_at_once(self):
        with self.assertRaises(ProtoError) as raised:
            read_tiny(TINY.replace('  // A file.\n', '').replace('  // A variable.\n', '').replace('// One lock.', '//'))
        self.assertEqual(len(str(raised.exception).splitlines()), 3)

    def test_a_proto_that_protoc_refuses_is_told_so(self):
        with self.assertRaisesRegex(ProtoError, 'tiny.proto:'):
            read_tiny(TINY.replace('int32 angle', 'integer angle'))


class Api(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.page = ApiReference(read_tiny()).page()

    def section(self, heading):
        return re.search(rf'^#+ {heading}\n\n(.*?)(?=^#|\Z)', self.page, re.S | re.M)[1].strip()

    def test_the_order_is_services_first_then_parts_of_the_file(self):
        self.assertEqual(re.findall('^#+ .*', self.page, re.M), [
            '## The protos', '## Contents', '## DoorService', '### OpenDoor', '### WatchDoors',
            '## Messages: Opening', '### OpenDoorRequest', '### OpenDoorRequest.Hinge', '### OpenDoorResponse',
            '## Messages: Looks', '### Colour', '### Nothing', '### Secret', '### House', '### Door', '### Lock'])

    def test_the_file_with_its_list(self):
        self.assertEqual(self.section('The protos'), '**tiny.proto**\n\nA tiny API and configuration.\n\nConventions:\n\n'
                                                     '* One of them, on two lines.\n* Another one.')

    def test_contents(self):
        contents = self.section('Contents').splitlines()
        self.assertEqual(contents[2:4], ['| [OpenDoor](#opendoor) | Opens a door. |',
                                         '| [WatchDoors](#watchdoors) | Tells what happens; see DoorService. |'])
        self.assertEqual(contents[5], '* **Opening**: [OpenDoorRequest](#opendoorrequest), [OpenDoorRequest.Hinge](#opendoorrequesthinge), '
                                      '[OpenDoorResponse](#opendoorresponse)')

    def test_rpcs(self):
        self.assertEqual(self.section('OpenDoor'), 'Takes [OpenDoorRequest](#opendoorrequest), gives [OpenDoorResponse](#opendoorresponse).'
                                                   '\n\nOpens a door. Slowly.\n\nErrors: none.')
        self.assertIn('Takes a stream of [OpenDoorRequest](#opendoorrequest), gives a stream of [OpenDoorResponse]', self.section('WatchDoors'))

    def test_each_kind_of_field(self):
        self.assertEqual(self.section('OpenDoorRequest').splitlines(), [
            'Which door. [OpenDoor](#opendoor) answers with [OpenDoorResponse.hinges](#opendoorresponse).',
            '',
            '| field | type | meaning |',
            '|---|---|---|',
            r'| `angle` | int32 | How wide \| 0 to 90 degrees; `a\|b` = either.<br>In VENDOR\_\* words, \[from, to) and &lt;b>. |',
            '| `tags` | repeated string | The tags. |',
            '| `hinges` | map of string to [OpenDoorRequest.Hinge](#opendoorrequesthinge) | By name. |',
            '| `squeaks` | optional bool | Whether it squeaks. |',
            '| *one of `by`:* |  | How it is opened. |',
            '| &bull; `key` | string | A key. |',
            '| &bull; `hinge` | [OpenDoorRequest.Hinge](#opendoorrequesthinge) | A hinge. |',
            '| `colour` | [Colour](#colour) | Its colour. |'])
        self.assertIn('| `life` | Duration | How long it lasts. Default 10 s. |', self.section(r'OpenDoorRequest\.Hinge'))
        self.assertEqual(self.section('Nothing'), 'Nothing to say.\n\nNo fields.')

    def test_enums(self):
        self.assertEqual(self.section('Colour').splitlines()[2:], [
            '| value | number | meaning |', '|---|---|---|',
            '| `COLOUR_UNSPECIFIED` | 0 | Not said. |', '| `COLOUR_RED` | 1 | Red. |'])


class Yaml(unittest.TestCase):
    def page(self, text=TINY, root='tiny.v1.House'):
        return YamlReference(read_tiny(text), 'tiny.v1.Secret').page([(root, 'The house')])

    def test_the_whole_file_then_depth_first(self):
        page = self.page()
        self.assertIn('| secret | A secret, by reference.<br>&bull; `{file: ...}`: A file.<br>&bull; `{env: ...}`: A variable. |', page)
        self.assertEqual(page[page.index('## The house'):].splitlines(), [
            '## The house', '', 'The house.', '',
            '| name | value | meaning |', '|---|---|---|',
            '| `doors[]` | [list of mappings](#doors) | The doors; [docs/errors.md](errors.md) says more. |',
            '| `way` | `slow` or `fast` or `never` | Its way: `slow` (default), `fast` or `never`. |',
            '| `ratio` | number | As doors.lock.key, and no other door. |',
            '', '### `doors[]`', '', 'One door.', '',
            '| name | value | meaning |', '|---|---|---|',
            '| *exactly one of:* |  | Which it has; exactly one is required. |',
            '| &bull; `doors[].lock` | [mapping](#doorslock) | A lock. |',
            '| &bull; `doors[].latch` | duration | A latch, open for so long. |',
            '| `doors[].number` | whole number | Its number. |',
            '', '### `doors[].lock`', '', 'One lock.', '',
            '| name | value | meaning |', '|---|---|---|',
            '| `doors[].lock.key` | secret | The key. Required. |',
            '| `doors[].lock.guests[]` | list of texts | Several guests, as in House.way. |',
            '| `doors[].lock.shut` | `true` or `false` | It is shut. |'])

    def test_enums_and_maps(self):
        page = self.page(root='tiny.v1.OpenDoorRequest')
        self.assertIn('| `colour` | `COLOUR_UNSPECIFIED` or `COLOUR_RED` | Its colour. |', page)
        self.assertIn('| `hinges` | mapping of texts to [mapping](#hinges) | By name. |', page)
        self.assertIn('### `hinges`\n', page)

    def test_paths_become_links(self):
        page = self.page(TINY.replace('Its number.', 'As house.lock or lock.').replace('// One lock.', '// One lock, with house.lock.'),
                         root='tiny.v1.Door')
        self.assertIn('As house.lock or lock.', page)
        nested = TINY.replace('  double ratio = 3;', '  double ratio = 3;\n  // The gate.\n  Door gate = 4;').replace(
            'As doors.lock.key,', 'As gate.lock.key, ')
        self.assertIn('| As [gate.lock.key](#gatelock), and no other door. |', self.page(nested))

    def test_what_yaml_cannot_show_is_refused(self):
        with self.assertRaisesRegex(ProtoError, 'there is no YAML for bytes'):
            self.page(TINY.replace('double ratio', 'bytes ratio'))
        with self.assertRaisesRegex(ProtoError, 'tiny.v1.Lock holds itself'):
            self.page(TINY.replace('bool shut', 'Lock shut'))


class Markdown(unittest.TestCase):
    def test_long_comments_stay_one_row(self):
        comment = 'A | b\nc.\n\nSecond.\n  * one\n    more\n  * two\nAfter.'
        row = markdown.table(('a', 'b'), [('x', markdown.cell(comment))]).splitlines()[2]
        self.assertEqual(row, r'| x | A \| b c.<br>Second.<br>&bull; one more<br>&bull; two<br>After. |')

    def test_code_stays_as_it_is(self):
        self.assertEqual(markdown.inline('`a_*[b]<c>` and *d* _e_ f_g'), r'`a_*[b]<c>` and \*d\* \_e\_ f_g')

    def test_anchors_are_those_of_renderers(self):
        self.assertEqual(markdown.slug('`connections[].rate_limit`'), 'connectionsrate_limit')
        self.assertEqual(markdown.slug('Reference: the whole file'), 'reference-the-whole-file')

    def test_first_sentence(self):
        self.assertEqual(markdown.first_sentence('One, e.g. this\none. Two.\n\nThree.'), 'One, e.g. this one.')


if __name__ == '__main__':
    unittest.main()
