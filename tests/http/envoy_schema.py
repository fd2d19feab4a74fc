"""Envoy's own protos, with which envoy.yaml is read as Envoy reads it: unknown fields, wrong types and unknown extensions are errors. The
npm package @grpc/grpc-js-xds carries them. What protoc-gen-validate's rules say is not checked."""

import pathlib
import subprocess
import tempfile

from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

ROOT = pathlib.Path(__file__).resolve().parents[2]
# A folder of its own: npm throws out what another such call has installed.
MODULES = ROOT / 'build/npm/envoy'
DEPENDENCIES = MODULES / 'node_modules/@grpc/grpc-js-xds/deps'
BOOTSTRAP = 'envoy/config/bootstrap/v3/bootstrap.proto'
EXTENSIONS = (
    'envoy/extensions/filters/http/grpc_json_transcoder/v3/transcoder.proto',
    'envoy/extensions/filters/http/grpc_web/v3/grpc_web.proto',
    'envoy/extensions/filters/http/health_check/v3/health_check.proto',
    'envoy/extensions/filters/http/router/v3/router.proto',
    'envoy/extensions/filters/network/http_connection_manager/v3/http_connection_manager.proto',
    'envoy/extensions/transport_sockets/tls/v3/tls.proto',
    'envoy/extensions/upstreams/http/v3/http_protocol_options.proto',
)
NEWER_RULE = ('envoy/config/core/v3/protocol.proto', 'ignore_empty: true')


def install():
    if not DEPENDENCIES.exists():
        subprocess.run(['npm', 'install', '--silent', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', str(MODULES),
                        '@grpc/grpc-js-xds@1.14.1'], check=True, timeout=300)


def compile_googleapis():
    """The descriptor set of google.api's HTTP rules and google.rpc's details, as the package carries them."""
    with tempfile.NamedTemporaryFile() as out:
        subprocess.run(['protoc', f'-I{DEPENDENCIES / "googleapis"}', '--include_imports', f'--descriptor_set_out={out.name}',
                        'google/api/annotations.proto', 'google/rpc/error_details.proto'], check=True, timeout=60)
        return descriptor_pb2.FileDescriptorSet.FromString(out.read())


def _compile():
    paths = [f'-I{DEPENDENCIES / name}' for name in ('envoy-api', 'googleapis', 'protoc-gen-validate', 'xds')]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        # The package's validate.proto is older than the protos that use it.
        newer = folder / NEWER_RULE[0]
        newer.parent.mkdir(parents=True)
        newer.write_text((DEPENDENCIES / 'envoy-api' / NEWER_RULE[0]).read_text().replace(NEWER_RULE[1], ''))
        out = folder / 'set'
        subprocess.run(['protoc', f'-I{folder}', *paths, '--include_imports', f'--descriptor_set_out={out}', BOOTSTRAP, *EXTENSIONS],
                       check=True, timeout=120)
        return descriptor_pb2.FileDescriptorSet.FromString(out.read_bytes())


def _pool():
    files = _compile()
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.AddSerializedFile(file.SerializeToString())
    return pool


class Schema:
    """Reads bootstrap configurations."""

    def __init__(self):
        install()
        self.pool = _pool()
        found = self.pool.FindMessageTypeByName('envoy.config.bootstrap.v3.Bootstrap')
        self.bootstrap = message_factory.MessageFactory(self.pool).GetPrototype(found)

    def read(self, config):
        """A parsed YAML as a Bootstrap; raises json_format.ParseError."""
        return json_format.ParseDict(config, self.bootstrap(), descriptor_pool=self.pool)
