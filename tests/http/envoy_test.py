"""envoy.yaml without Envoy: it keeps to Envoy's own protos, and agrees with the rules, the descriptor set, the protos and the manifests."""

import copy
import pathlib
import re
import unittest

import envoy_schema
import http_rules
import yaml
from google.protobuf import descriptor_pb2, json_format

ROOT = pathlib.Path(__file__).resolve().parents[2]
CONFIG = ROOT / 'deploy/http/envoy.yaml'
COMPONENT = ROOT / 'deploy/kubernetes/components/http-json'


def parts(config):
    """The listener, its connection manager, the filters by the last word of their type, and the cluster."""
    listener = config['static_resources']['listeners'][0]
    manager = listener['filter_chains'][0]['filters'][0]['typed_config']
    filters = {}
    for entry in manager['http_filters']:
        filters.setdefault(entry['typed_config']['@type'].rpartition('.')[2], []).append(entry['typed_config'])
    return listener, manager, filters, config['static_resources']['clusters'][0]


BROKEN = {
    'an unknown field': lambda listener, manager, filters, cluster: listener.update(portal=1),
    'an unknown field of the transcoder':
        lambda listener, manager, filters, cluster: filters['GrpcJsonTranscoder'][0].update(stream_newline_delimited=True),
    'a wrong type': lambda listener, manager, filters, cluster: cluster.update(connect_timeout='soon'),
    'an unknown word': lambda listener, manager, filters, cluster: cluster.update(lb_policy='FAIREST'),
    'an extension that is none': lambda listener, manager, filters, cluster: filters['Router'][0].update(
        {'@type': 'type.googleapis.com/envoy.extensions.filters.http.router.v3.Rooter'}),
}


class Envoy(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.schema = envoy_schema.Schema()
        cls.config = yaml.safe_load(CONFIG.read_text())
        cls.listener, cls.manager, cls.filters, cls.cluster = parts(cls.config)
        cls.set = descriptor_pb2.FileDescriptorSet.FromString((ROOT / 'deploy/http/bookings.binpb').read_bytes())

    def test_envoys_protos_know_all_of_it(self):
        self.schema.read(self.config)

    def test_what_they_do_not_know_is_found_out(self):
        for what, breaks in BROKEN.items():
            with self.subTest(what):
                config = copy.deepcopy(self.config)
                breaks(*parts(config))
                with self.assertRaises((json_format.ParseError, TypeError)):
                    self.schema.read(config)

    def test_it_serves_the_services_of_the_descriptor_set_and_nothing_else(self):
        services = {f'{file.package}.{service.name}' for file in self.set.file for service in file.service}
        self.assertEqual(set(self.filters['GrpcJsonTranscoder'][0]['services']), services)
        routes = self.manager['route_config']['virtual_hosts'][0]['routes']
        self.assertEqual({route['match']['prefix'] for route in routes}, {f'/{service}/' for service in services})
        self.assertNotIn('admin', self.config)

    def test_nothing_cuts_streams_or_tries_calls_again(self):
        for route in self.manager['route_config']['virtual_hosts'][0]['routes']:
            self.assertEqual(route['route'], {'cluster': self.cluster['name'], 'timeout': '0s',
                                              'max_stream_duration': {'max_stream_duration': '0s', 'grpc_timeout_header_max': '0s'}})
        # The gateway's own bound on streams: limits.default_stream_deadline.
        self.assertEqual(self.manager['stream_idle_timeout'], '3600s')
        self.assertNotIn('outlier_detection', self.cluster)

    def test_both_sides_speak_tls_and_the_gateway_is_verified(self):
        tls = self.cluster['transport_socket']['typed_config']
        address = self.cluster['load_assignment']['endpoints'][0]['lb_endpoints'][0]['endpoint']['address']['socket_address']
        names = tls['common_tls_context']['validation_context']['match_typed_subject_alt_names']
        self.assertEqual({tls['sni'], address['address'], names[0]['matcher']['exact']}, {'bookings-gateway'})
        self.assertEqual(self.listener['filter_chains'][0]['transport_socket']['name'], 'envoy.transport_sockets.tls')

    def test_transcoding_is_strict_and_after_grpc_web(self):
        transcoder = self.filters['GrpcJsonTranscoder'][0]
        self.assertTrue(all(transcoder['request_validation_options'].values()))
        self.assertTrue(transcoder['convert_grpc_status'])
        kinds = list(self.filters)
        self.assertLess(kinds.index('GrpcWeb'), kinds.index('GrpcJsonTranscoder'))
        self.assertEqual(kinds[-1], 'Router')

    def test_the_manifests_mount_and_open_what_it_names(self):
        deployment = yaml.safe_load((COMPONENT / 'deployment.yaml').read_text())['spec']['template']['spec']
        container = deployment['containers'][0]
        mounts = {mount['mountPath']: mount['name'] for mount in container['volumeMounts']}
        paths = set(re.findall(r'/etc/[\w./-]+', CONFIG.read_text()))
        self.assertEqual({str(pathlib.Path(path).parent) for path in paths}, set(mounts))
        self.assertIn(self.filters['GrpcJsonTranscoder'][0]['proto_descriptor'], paths)
        port = self.listener['address']['socket_address']['port_value']
        self.assertEqual([p['containerPort'] for p in container['ports']], [port])
        probed = {entry['headers'][0]['string_match']['exact'] for entry in self.filters['HealthCheck']}
        probes = [container[name]['httpGet'] for name in ('startupProbe', 'readinessProbe', 'livenessProbe')]
        self.assertEqual({probe['path'] for probe in probes}, probed)
        self.assertEqual({probe['scheme'] for probe in probes}, {'HTTPS'})

    def test_its_upstream_is_the_service_of_the_gateway(self):
        service = yaml.safe_load((ROOT / 'deploy/kubernetes/base/service.yaml').read_text())
        address = self.cluster['load_assignment']['endpoints'][0]['lb_endpoints'][0]['endpoint']['address']['socket_address']
        self.assertEqual(address, {'address': service['metadata']['name'], 'port_value': service['spec']['ports'][0]['port']})


class Wire(unittest.TestCase):
    """Our definitions of google.api and google.rpc against those that the npm package carries."""

    def test_names_numbers_and_types_are_theirs(self):
        envoy_schema.install()
        ours = http_rules.Api(http_rules.compile_protos(('google/api/annotations.proto', 'google/rpc/error_details.proto')))
        theirs = http_rules.Api(envoy_schema.compile_googleapis())
        compared = [name for name in ours.messages if name.startswith(('.google.api.', '.google.rpc.'))]
        self.assertGreater(len(compared), 6)
        for name in compared:
            known = {field.name: (field.number, field.type, field.type_name, field.label) for field in theirs.messages[name].field}
            for field in ours.messages[name].field:
                self.assertEqual((field.number, field.type, field.type_name, field.label), known[field.name], f'{name}.{field.name}')


if __name__ == '__main__':
    unittest.main()
