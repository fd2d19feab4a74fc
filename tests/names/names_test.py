"""Libraries are compiled as one translation unit, so a name in the anonymous namespace of one source is seen by the others. Where a header
that these include has the same name, they would silently mean another thing: no name may be both."""

import collections
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get('BOOKINGS_BUILD', ROOT / 'build/dev'))
INCLUDE = re.compile(r'^#include "([^"]+)"', re.M)
# Functions and their declarations, variables, classes, structs, enums, enumerators. Not aliases: those that agree do no harm, and others
# do not compile.
KINDS = 'fpvcsgeu'
# Where includes are looked for, from the root: the client for C++ is a project of its own.
INCLUDE_FOLDERS = ('.', 'clients/cpp', 'clients/cpp/include')


def units(build):
    """The sources of each translation unit of the build: {unit: [files]}."""
    found = {}
    for entry in json.loads((build / 'compile_commands.json').read_text()):
        unit = pathlib.Path(entry['file'])
        if unit.parent.name == 'Unity':
            found[str(unit.relative_to(build))] = [pathlib.Path(name) for name in INCLUDE.findall(unit.read_text())]
    return found


def tags(files):
    """What each file declares: [(file, namespace, name)]; inside a class or function nothing counts."""
    listed = '\n'.join(str(file) for file in files)
    out = subprocess.run(['ctags', '-L', '-', '-f', '-', '--output-format=json', '--language-force=C++', f'--kinds-C++={KINDS}',
                          '--fields=+sZ'], input=listed, capture_output=True, text=True, check=True).stdout
    found = []
    for line in out.splitlines():
        tag = json.loads(line)
        kind = tag.get('scopeKind', 'namespace')
        if kind == 'namespace' and not re.fullmatch('TEST(_[FP])?|INSTANTIATE_TEST_SUITE_P', tag['name']):
            found.append((pathlib.Path(tag['path']), tag.get('scope', ''), tag['name']))
    return found


class Headers:
    """Which headers of the project a file includes, directly or not."""

    def __init__(self, root):
        self.root = root
        self.known = {}

    def of(self, file):
        if file not in self.known:
            self.known[file] = set()  # ends circles
            direct = [self.root / folder / name for name in INCLUDE.findall(file.read_text()) for folder in INCLUDE_FOLDERS]
            reached = {header for header in direct if header.exists()}
            for header in list(reached):
                reached |= self.of(header)
            self.known[file] = reached
        return self.known[file]


def is_anonymous(scope):
    return '__anon' in scope


def conflicts(unit, headers):
    """Names that a source of the unit keeps to itself, while a header that the unit includes has them for all."""
    reached = set().union(*(headers.of(source) for source in unit))
    public = collections.defaultdict(set)
    for file, scope, name in tags(reached):
        if not is_anonymous(scope):
            public[name].add((scope, file))
    found = []
    own = collections.defaultdict(set)
    for file, scope, name in tags(unit):
        if not is_anonymous(scope):
            continue
        own[(scope.split('::__anon')[0], name)].add(str(file.relative_to(headers.root)))
        around = scope.split('::__anon')[0]
        for header_scope, header in public.get(name, ()):
            if around == header_scope or around.startswith(header_scope + '::'):
                found.append(f'{name}: {file.relative_to(headers.root)} and {header.relative_to(headers.root)}')
    found += [f"{name}: {' and '.join(sorted(files))}" for (_, name), files in own.items() if len(files) > 1]
    return found


class Names(unittest.TestCase):
    def test_no_name_means_two_things_in_a_library(self):
        headers = Headers(ROOT)
        everything = units(BUILD)
        self.assertGreater(len(everything), 50)
        found = sorted({conflict for unit in everything.values() for conflict in conflicts(unit, headers)})
        self.assertEqual(found, [], '\n' + '\n'.join(found))


class Rule(unittest.TestCase):
    """The rule itself, on files made for it."""

    def conflicts(self, **files):
        with tempfile.TemporaryDirectory() as name:
            root = pathlib.Path(name)
            for file, text in files.items():
                (root / file.replace('_', '.')).write_text(text)
            sources = [root / file.replace('_', '.') for file in files if file.endswith('_cc')]
            return conflicts(sources, Headers(root))

    def test_a_constant_of_a_header_that_another_source_includes(self):
        found = self.conflicts(a_h='namespace house {\nconstexpr int kMost = 1;\n}\n',
                               a_cc='#include "a.h"\nnamespace house {\nint Most() { return kMost; }\n}\n',
                               b_cc='namespace house {\nnamespace {\nconstexpr int kMost = 2;\n}\n}\n')
        self.assertEqual(found, ['kMost: b.cc and a.h'])

    def test_functions_of_two_sources(self):
        text = 'namespace house {{\nnamespace {{\nint Read({}) {{ return 1; }}\n}}\n}}\n'
        self.assertEqual(self.conflicts(a_cc=text.format('int'), b_cc=text.format('long')), ['Read: a.cc and b.cc'])

    def test_members_and_locals_are_nobodys_affair(self):
        text = 'namespace house {\nnamespace {\nstruct %s {\n  int Read() { int kMost = 1; return kMost; }\n};\n}\n}\n'
        self.assertEqual(self.conflicts(a_cc=text % 'One', b_cc=text % 'Two'), [])


if __name__ == '__main__':
    unittest.main()
