"""How the driver of each language is built and started, and what it takes. Drivers and clients are built in build/clients/<language>."""

import dataclasses
import hashlib
import os
import pathlib
import platform
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
        """The one of the quick start and of the top README."""
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
    source = folder / 'tree/clients/node'

    def build(self):
        # Installing asks a registry: only when something has changed.
        stamp, state = self.folder / 'stamp', digest(CLIENTS / 'node', PROTO / 'bookings/v1')
        if stamp.exists() and stamp.read_text() == state:
            return
        fresh(self.folder)
        # Packing writes beside the sources: not where other tests read them.
        shutil.copytree(CLIENTS / 'node', self.source)
        shutil.copytree(PROTO, self.folder / 'tree/proto')
        package = run('npm', 'pack', '--silent', '--pack-destination', self.folder, cwd=self.source).split()[-1]
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
        shutil.copy(self.source / 'tests/types.ts', self.folder)
        return [Program(('node', '--test', self.source / 'tests/client.test.mjs')),
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


class Go(Language):
    """Built as Debian builds: a GOPATH of the project's own before that of the packages. Its sources are linked into it."""
    name = 'go'
    programs = ('go', 'gofmt', 'protoc', 'protoc-gen-go', 'protoc-gen-go-grpc')
    files = ('/usr/share/gocode/src/google.golang.org/grpc', '/usr/share/gocode/src/google.golang.org/protobuf')
    folder = WORK / 'go'
    packages = ('clients/go/bookings', 'driver', 'clients/go/examples/tomorrow')
    env = {'GO111MODULE': 'off', 'GOPATH': f'{folder}:/usr/share/gocode', 'GOFLAGS': ''}

    def build(self):
        source = fresh(self.folder) / 'src/bookings.gateway'
        source.mkdir(parents=True)
        (self.folder / 'bin').mkdir()
        run('protoc', f'-I{PROTO}', f'--go_out={self.folder / "src"}', f'--go-grpc_out={self.folder / "src"}', *PROTOS)
        (source / 'clients').symlink_to(CLIENTS)
        (source / 'driver').symlink_to(DRIVERS / 'go')
        for package in self.packages[1:]:
            run('go', 'build', '-o', self.folder / 'bin/', f'bookings.gateway/{package}', env=self.env)

    def driver(self):
        return Program((self.folder / 'bin/driver',))

    def example(self):
        return Program((self.folder / 'bin/tomorrow',))

    def unit_tests(self):
        packages = [f'bookings.gateway/{package}' for package in self.packages]
        return [Program(('go', 'test', packages[0]), self.env), Program(('go', 'vet', *packages), self.env),
                Program(('sh', '-c', f'test -z "$(gofmt -l {CLIENTS}/go {DRIVERS}/go)"'))]


class Java(Language):
    name = 'java'
    jars = tuple(f'/usr/share/java/{jar}.jar' for jar in (
        'grpc-api', 'grpc-context', 'grpc-core', 'grpc-netty', 'grpc-protobuf', 'grpc-protobuf-lite', 'grpc-stub', 'gson', 'guava',
        *(f'netty-{part}' for part in ('buffer', 'codec', 'codec-http', 'codec-http2', 'codec-socks', 'common', 'handler', 'handler-proxy', 'resolver',
                                                     'transport', 'transport-native-unix-common')), 'perfmark-api', 'perfmark-impl', 'protobuf', 'protobuf-util',
        'geronimo-annotation-1.3-spec', 'error-prone-annotations', 'netty-tcnative'))
    tcnative = pathlib.Path('/usr/lib', platform.machine() + '-linux-gnu', 'jni/libnetty-tcnative.so')
    programs = ('java', 'javac', 'protoc', 'grpc_java_plugin')
    files = (*jars, tcnative)
    folder = WORK / 'java'
    classpath = ':'.join((str(folder / 'classes'), *jars))

    def build(self):
        stubs = fresh(self.folder) / 'stubs'
        stubs.mkdir()
        # Debian's Netty has TLS for HTTP/2 only with OpenSSL, and looks for that library under another name than it is packaged with.
        (self.folder / 'native').mkdir()
        shutil.copy(self.tcnative, self.folder / 'native/libnetty_tcnative.so')
        run('protoc', f'-I{PROTO}', f'--java_out={stubs}', f'--grpc_out={stubs}', plugin('java'), *PROTOS)
        self._compile(*stubs.rglob('*.java'))
        # The project's own code is held to the compiler's warnings.
        self._compile('-Xlint:all,-processing', '-Werror', *(CLIENTS / 'java').rglob('*.java'), DRIVERS / 'java/Driver.java')

    def _compile(self, *arguments):
        run('javac', '--release', '17', '-proc:none', '-d', self.folder / 'classes', '-cp', self.classpath, *arguments)

    def _program(self, name):
        return Program(('java', '-XX:TieredStopAtLevel=1', f'-Djava.library.path={self.folder / "native"}', '-cp', self.classpath, name))

    def driver(self):
        return self._program('Driver')

    def example(self):
        return self._program('Tomorrow')

    def unit_tests(self):
        return [self._program('gateway.bookings.client.ClientTest')]


class Cpp(Language):
    """Built with the gateway."""
    name = 'cpp'
    driver_program = harness.BUILD / 'tests/clients/drivers/cpp/bookings_client_driver'
    example_program = harness.BUILD / 'clients/cpp/tomorrow'
    tests_program = harness.BUILD / 'tests/unit/clients/cpp/bookings_client_test'
    files = (driver_program, example_program, tests_program)

    def driver(self):
        return Program((self.driver_program,))

    def example(self):
        return Program((self.example_program,))

    def unit_tests(self):
        return [Program((self.tests_program,))]


LANGUAGES = {language.name: language for language in (Python(), Node(), Ruby(), Go(), Java(), Cpp())}
