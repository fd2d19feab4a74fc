"""How the driver of each language is built and started, and what it takes. Drivers and clients are built in build/clients/<language>."""

import dataclasses
import hashlib
import os
import pathlib
import shutil
import subprocess

import harness

ROOT = harness.ROOT
CLIENTS = ROOT / 'clients'
DRIVERS = ROOT / 'tests/clients/drivers'
PROTO = ROOT / 'proto'
PROTOS = ('bookings/v1/bookings.proto', 'bookings/v1/connections.proto')
WORK = harness.BUILD / 'clients'
BUILD_SECONDS = 900


def run(*command, cwd=None, env=None):
    """Runs a step of a build; says all that it said when it fails."""
    result = subprocess.run([str(part) for part in command], cwd=cwd, env={**os.environ, **(env or {})}, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True, timeout=BUILD_SECONDS, check=False)
    if result.returncode:
        raise RuntimeError(f'{" ".join(map(str, command))}\n{result.stdout}')
    return result.stdout


def plugin(language):
    return f"--plugin=protoc-gen-grpc={shutil.which(f'grpc_{language}_plugin')}"


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def digest(*folders):
    """Of all files in these folders."""
    found = hashlib.sha256()
    for path in sorted(path for folder in folders for path in folder.rglob('*') if path.is_file()):
        found.update(f'{path}\0'.encode() + path.read_bytes())
    return found.hexdigest()


@dataclasses.dataclass(frozen=True)
class Program:
    """A command that runs a source file of this language, and its environment."""
    command: tuple
    env: dict = dataclasses.field(default_factory=dict)
    cwd: pathlib.Path = ROOT


class Language:
    name = ''
    programs = ()  # that must be on PATH
    files = ()     # that must exist, besides

    def missing(self):
        """What is not installed."""
        return [each for each in self.programs if not shutil.which(each)] + [each for each in self.files if not pathlib.Path(each).exists()]

    def build(self):
        """Generates stubs, compiles; answers nothing."""

    def driver(self) -> Program:
        raise NotImplementedError

    def example(self) -> Program:
        """The program that lists tomorrow's bookings."""
        raise NotImplementedError

    def unit_tests(self):
        """Programs that test the client by itself."""
        return ()


class Python(Language):
    name = 'python'
    programs = ('protoc', 'grpc_python_plugin')
    folder = WORK / 'python'

    def build(self):
        run('protoc', f'-I{PROTO}', f'--python_out={fresh(self.folder)}', f'--grpc_python_out={self.folder}',
            f"--plugin=protoc-gen-grpc_python={shutil.which('grpc_python_plugin')}", *PROTOS)

    def _program(self, *arguments):
        path = f'{self.folder}:{CLIENTS / "python"}'
        return Program(('/usr/bin/python3', *arguments), {'PYTHONPATH': path, 'PYTHONDONTWRITEBYTECODE': '1'})

    def driver(self):
        return self._program(DRIVERS / 'python/driver.py')

    def example(self):
        return self._program(CLIENTS / 'python/examples/tomorrow.py')

    def unit_tests(self):
        return [self._program('-m', 'unittest', 'discover', '-s', CLIENTS / 'python/tests')]


NPM_INSTALL = ('npm', 'install', '--silent', '--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock')


class Node(Language):
    """Installed as a package into a project of its own, as its users do."""
    name = 'node'
    programs = ('node', 'npm')
    folder = WORK / 'node'

    def build(self):
        # Installing asks a registry: only when something has changed.
        stamp, state = self.folder / 'stamp', digest(CLIENTS / 'node', PROTO / 'bookings/v1')
        if stamp.exists() and stamp.read_text() == state:
            return
        fresh(self.folder)
        package = run('npm', 'pack', '--silent', '--pack-destination', self.folder, cwd=CLIENTS / 'node').split()[-1]
        (self.folder / 'package.json').write_text('{"private": true, "type": "module"}')
        run(*NPM_INSTALL, f'./{package}', 'typescript@5.9.3', cwd=self.folder)
        stamp.write_text(state)

    def _program(self, source):
        """Node resolves packages beside the script."""
        shutil.copy(source, self.folder)
        return Program(('node', self.folder / source.name), cwd=self.folder)

    def driver(self):
        return self._program(DRIVERS / 'node/driver.mjs')

    def example(self):
        return self._program(CLIENTS / 'node/examples/tomorrow.mjs')

    def unit_tests(self):
        source = self.folder / 'source'
        shutil.copytree(CLIENTS / 'node', source, dirs_exist_ok=True)
        shutil.copytree(PROTO / 'bookings/v1', source / 'proto/bookings/v1', dirs_exist_ok=True)
        shutil.copy(source / 'tests/types.ts', self.folder)
        return [Program(('node', '--test', source / 'tests/client.test.mjs')),
                Program((self.folder / 'node_modules/.bin/tsc', '--noEmit', '--strict', '--module', 'nodenext', 'types.ts'), cwd=self.folder)]


class Ruby(Language):
    name = 'ruby'
    programs = ('ruby', 'protoc', 'grpc_ruby_plugin')
    files = ('/usr/share/doc/ruby-grpc',)
    folder = WORK / 'ruby'

    def build(self):
        run('protoc', f'-I{PROTO}', f'--ruby_out={fresh(self.folder)}', f'--grpc_out={self.folder}', plugin('ruby'), *PROTOS)

    def _program(self, *arguments):
        return Program(('ruby', f'-I{self.folder}', f'-I{CLIENTS / "ruby/lib"}', *arguments))

    def driver(self):
        return self._program(DRIVERS / 'ruby/driver.rb')

    def example(self):
        return self._program(CLIENTS / 'ruby/examples/tomorrow.rb')

    def unit_tests(self):
        return [self._program(CLIENTS / 'ruby/test/client_test.rb')]


LANGUAGES = {language.name: language for language in (Python(), Node(), Ruby())}
