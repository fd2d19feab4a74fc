"""The manifests of deploy/kubernetes: every overlay builds, keeps to Kubernetes' schemas and to rules.py, and its configuration is one
that the gateway accepts. Broken manifests are found out. Works offline, once the schemas are installed in build/npm."""

import base64
import copy
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import rules
import yaml

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
GATEWAY = pathlib.Path(os.environ.get('BOOKINGS_BUILD', ROOT / 'build/dev')) / 'service/bookings-gateway'
# A folder of its own: npm throws out what another such call has installed.
MODULES = ROOT / 'build/npm/kubernetes'
PRODUCTION = ('bookings-gateway', 'bookings-gateway-tls')
OVERLAYS = {'sandbox': (), 'production': PRODUCTION, 'production-http': (*PRODUCTION, 'bookings-http')}  # with the secrets that an operator makes
SECRETS, STATE, TLS, POLICY = '/etc/bookings-secrets/', '/var/lib/bookings/', '/etc/bookings-tls/', '/etc/bookings-policy/'
HTTP = ROOT / 'deploy/http'
MONITORING = ROOT / 'deploy/kubernetes/components/monitoring'


def build(overlay):
    """The manifests of an overlay."""
    result = subprocess.run(['kubectl', 'kustomize', str(ROOT / 'deploy/kubernetes/overlays' / overlay)],
                            capture_output=True, text=True, timeout=60, check=True)
    manifests = list(yaml.safe_load_all(result.stdout))
    # kustomize breaks base64 into lines: Kubernetes reads that, its schema does not say so.
    for data in (manifest['binaryData'] for manifest in manifests if 'binaryData' in manifest):
        data.update({key: ''.join(text.split()) for key, text in data.items()})
    return manifests


def schema_problems(manifests):
    """What Kubernetes' schemas say against the manifests, unknown fields included."""
    result = subprocess.run(['node', str(HERE / 'check_schemas.cjs'), str(MODULES / 'node_modules')], check=True, timeout=60,
                            input=json.dumps(manifests), stdout=subprocess.PIPE, text=True)
    return [f"{manifest['kind']}{problem}" for manifest, problems in zip(manifests, json.loads(result.stdout))
            for problem in problems]


def make_certificate(directory):
    """tls.crt, tls.key and ca.crt, as a Secret of kind kubernetes.io/tls has them; here the first one is its own authority."""
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
                    '-subj', '/CN=bookings-gateway', '-keyout', 'tls.key', '-out', 'tls.crt'],
                   cwd=directory, check=True, capture_output=True, timeout=60)
    (directory / 'ca.crt').write_bytes((directory / 'tls.crt').read_bytes())


def setUpModule():
    if not (MODULES / 'node_modules/@kubernetes-models/prometheus-operator').exists():
        subprocess.run(['npm', 'install', '--silent', '--no-save', '--no-audit', '--no-fund', '--prefix', str(MODULES),
                        'kubernetes-models@4.5.1', '@kubernetes-models/prometheus-operator@4.4.4'], check=True, timeout=300)


class Overlays(unittest.TestCase):
    def each(self):
        for overlay, external in OVERLAYS.items():
            with self.subTest(overlay):
                yield build(overlay), external

    def test_each_overlay_keeps_to_schemas_and_rules(self):
        self.assertEqual(set(OVERLAYS), {path.name for path in (ROOT / 'deploy/kubernetes/overlays').iterdir()})
        for manifests, external in self.each():
            self.assertEqual(schema_problems(manifests), [])
            self.assertEqual(rules.problems_of(manifests, external), [])

    def test_the_gateway_accepts_each_configuration(self):
        for manifests, _ in self.each():
            text = rules.gateway_config(manifests)
            needed = set(re.findall(SECRETS + r'([\w.-]+)', text))
            for secret in (m for m in manifests if m['kind'] == 'Secret'):
                self.assertLessEqual(needed, set(secret['data']))
            with tempfile.TemporaryDirectory() as name:
                directory = pathlib.Path(name)
                for key in needed:
                    (directory / key).write_text('a secret of the tests, long enough to be a key')
                for config_map in (m for m in manifests if m['kind'] == 'ConfigMap'):
                    for key, content in config_map['data'].items():
                        (directory / key).write_text(content)
                make_certificate(directory)
                config = directory / 'gateway.yaml'
                for folder in (SECRETS, STATE, TLS, POLICY):
                    text = text.replace(folder, f'{name}/')
                config.write_text(text)
                result = subprocess.run([str(GATEWAY), f'--config={config}', '--check_config'], capture_output=True, text=True,
                                        timeout=60, check=False)
            self.assertEqual(result.returncode, 0, result.stderr)

    def test_production_has_three_replicas_postgresql_and_no_secret_in_it(self):
        manifests = build('production')
        self.assertNotIn('Secret', {manifest['kind'] for manifest in manifests})
        self.assertEqual([m['spec']['minReplicas'] for m in manifests if m['kind'] == 'HorizontalPodAutoscaler'], [3])
        self.assertEqual(yaml.safe_load(rules.gateway_config(manifests))['ledger']['postgres'],
                         {'file': SECRETS + 'ledger-database'})

    def test_production_speaks_tls_to_callers_that_it_knows(self):
        config = yaml.safe_load(rules.gateway_config(build('production')))
        self.assertEqual(set(config['listen']), {'address', 'tls'})
        self.assertEqual(config['policy_file'], POLICY + 'policy.yaml')
        self.assertGreaterEqual(rules.seconds(config['limits']['max_connection_age']), 60)

    def test_the_sandbox_needs_no_operator_and_production_has_all_of_its_kinds(self):
        of_the_operator = {overlay: sorted(m['kind'] for m in build(overlay) if m['apiVersion'].startswith('monitoring.coreos.com/'))
                           for overlay in OVERLAYS}
        self.assertEqual(of_the_operator, {'sandbox': [], 'production': ['PrometheusRule', 'ServiceMonitor'],
                                           'production-http': ['PrometheusRule', 'ServiceMonitor']})

    def test_the_prometheus_rule_is_the_rules_of_today(self):
        alerts = yaml.safe_load((ROOT / 'deploy/alerts/bookings-gateway.rules.yaml').read_text())
        self.assertEqual(find(build('production'), 'PrometheusRule')['spec'], alerts, f'run {MONITORING}/make-prometheus-rule')

    def test_the_images_are_those_of_this_version(self):
        version = re.search(r'project\(bookings_gateway VERSION ([\d.]+)', (ROOT / 'CMakeLists.txt').read_text())[1]
        for manifests, _ in self.each():
            images = {c['image'] for m in manifests if m['kind'] == 'Deployment' for c in m['spec']['template']['spec']['containers']}
            ours = {image for image in images if image.startswith('bookings-')}
            self.assertEqual({image.rpartition(':')[2] for image in ours}, {version})
            self.assertFalse(any('/' in image for image in images), 'a registry is named')

    def test_envoy_gets_what_deploy_http_holds_and_nobody_reaches_the_admin_pages_by_it(self):
        manifests = build('production-http')
        config_map = next(m for m in manifests if m['kind'] == 'ConfigMap' and 'envoy.yaml' in m['data'])
        self.assertEqual(base64.b64decode(config_map['binaryData']['bookings.binpb']), (HTTP / 'bookings.binpb').read_bytes())
        self.assertEqual(config_map['data'], {'envoy.yaml': (HTTP / 'envoy.yaml').read_text()})
        envoy = named(manifests, 'bookings-http', 'Deployment')['spec']['template']
        self.assertEqual(volume_of_pod(envoy['spec'], 'config')['configMap']['name'], config_map['metadata']['name'])
        self.assertEqual(envoy['metadata']['labels']['bookings-gateway-caller'], 'true')
        egress = named(manifests, 'bookings-http', 'NetworkPolicy')['spec']['egress']
        self.assertEqual({rule['port'] for each in egress for rule in each['ports']}, {53, 50051})
        # What the overlay adds changes nothing of the gateway.
        self.assertEqual([m for m in manifests if 'bookings-http' not in m['metadata']['name']], build('production'))


def find(manifests, kind):
    return next(m for m in manifests if m['kind'] == kind)


def named(manifests, name, kind='ConfigMap'):
    return next(m for m in manifests if (m['kind'], m['metadata']['name']) == (kind, name))


def set_config(manifests, change):
    """Changes the gateway's configuration."""
    config_map = next(m for m in manifests if m['kind'] == 'ConfigMap' and 'gateway.yaml' in m['data'])
    config = yaml.safe_load(config_map['data']['gateway.yaml'])
    change(config)
    config_map['data']['gateway.yaml'] = yaml.safe_dump(config)


def pod_of(manifests):
    return find(manifests, 'Deployment')['spec']['template']['spec']


def volume_of_pod(pod, name):
    return next(v for v in pod['volumes'] if v['name'] == name)


def volume_of(manifests, name):
    return volume_of_pod(pod_of(manifests), name)


def gateway_of(manifests):
    return pod_of(manifests)['containers'][0]


# What is broken -> what must be said. Each gets the manifests of the production overlay.
BROKEN_SCHEMAS = {
    'a field that no Deployment has': (lambda m: find(m, 'Deployment')['spec'].update(replica=3), '/spec/replica: unknown field'),
    'a field that no probe has': (lambda m: gateway_of(m)['livenessProbe'].update(period=3), 'livenessProbe/period: unknown field'),
    'a field that no manifest has': (lambda m: find(m, 'Service').update(ports=[]), '/ports: unknown field'),
    'a field at the wrong depth': (lambda m: pod_of(m).update(readOnlyRootFilesystem=True), 'readOnlyRootFilesystem: unknown field'),
    'a number that is a word': (lambda m: pod_of(m).update(terminationGracePeriodSeconds='40'), 'terminationGracePeriodSeconds: type'),
    'a name that is missing': (lambda m: gateway_of(m).pop('name'), 'required {"missingProperty":"name"}'),
    'a kind that there is not': (lambda m: find(m, 'Service').update(kind='Servize'), 'no schema for v1 Servize'),
    'a field that no ServiceMonitor has': (lambda m: find(m, 'ServiceMonitor')['spec']['endpoints'][0].update(every='30s'),
                                           '/spec/endpoints/0/every: unknown field'),
    'metadata that no ServiceMonitor has': (lambda m: find(m, 'ServiceMonitor')['metadata'].update(label='x'),
                                            '/metadata/label: unknown field'),
    'a ServiceMonitor that selects nothing': (lambda m: find(m, 'ServiceMonitor')['spec'].pop('selector'),
                                              'required {"missingProperty":"selector"}'),
    'an alert without expression': (lambda m: find(m, 'PrometheusRule')['spec']['groups'][0]['rules'][0].pop('expr'),
                                    'required {"missingProperty":"expr"}'),
    'an alert for a while': (lambda m: find(m, 'PrometheusRule')['spec']['groups'][0]['rules'][0].update(during='5m'),
                             '/during: unknown field'),
    'a quantity that is none': (lambda m: gateway_of(m)['resources']['limits'].update(memory=[]), 'limits/memory'),
}
BROKEN_RULES = {
    'the tag latest': (lambda m: gateway_of(m).update(image='bookings-gateway:latest'), 'has no fixed tag'),
    'no tag': (lambda m: gateway_of(m).update(image='registry.example:5000/bookings-gateway'), 'has no fixed tag'),
    'a probe of another port': (lambda m: gateway_of(m)['readinessProbe'].update(grpc={'port': 50052}), 'asks port 50052'),
    'a probe that is missing': (lambda m: gateway_of(m).pop('startupProbe'), 'startupProbe is missing'),
    'a probe in clear text': (lambda m: gateway_of(m).update(livenessProbe={'grpc': {'port': 50051}}), 'does not speak TLS'),
    'a probe of another gateway': (lambda m: gateway_of(m)['readinessProbe']['exec']['command'].pop(),
                                   'readinessProbe is no health check of the configuration that runs'),
    'a probe without a certificate': (lambda m: set_config(m, lambda c: c['listen']['tls'].update(require_client_certificate=True)),
                                      'the health check has no client certificate'),
    'a certificate that is not mounted': (lambda m: gateway_of(m).update(volumeMounts=[
        mount for mount in gateway_of(m)['volumeMounts'] if mount['name'] != 'tls']), '/etc/bookings-tls/tls.crt, which is on no volume'),
    'a policy that is missing': (lambda m: m.remove(named(m, 'bookings-gateway-policy')),
                                 'the ConfigMap bookings-gateway-policy, which is not there'),
    'admin pages for the pod alone': (lambda m: set_config(m, lambda c: c['admin'].update(address='127.0.0.1:9464')),
                                      'are not at the port `admin`'),
    'admin pages at no port': (lambda m: gateway_of(m)['ports'].pop(), 'are not at the port `admin`'),
    'admin pages for callers': (lambda m: find(m, 'NetworkPolicy')['spec']['ingress'][0]['ports'].append({'port': 9464}),
                                'others than the namespace `monitoring`'),
    'admin pages for all namespaces': (
        lambda m: find(m, 'NetworkPolicy')['spec']['ingress'][1].update({'from': [{'namespaceSelector': {}}]}),
        'others than the namespace `monitoring`'),
    'all ports for somebody': (lambda m: find(m, 'NetworkPolicy')['spec']['ingress'].append({'from': [{'podSelector': {}}]}),
                               'others than the namespace `monitoring`'),
    'admin pages for nobody': (lambda m: find(m, 'NetworkPolicy')['spec']['ingress'].pop(), 'nobody reaches the admin pages'),
    'a Service with one address': (lambda m: named(m, 'bookings-gateway', 'Service')['spec'].pop('clusterIP'), 'cannot balance'),
    'metrics beside calls': (lambda m: named(m, 'bookings-gateway', 'Service')['spec']['ports'].append(
        {'name': 'admin', 'port': 9464, 'targetPort': 'admin'}), 'for ready replicas and calls alone'),
    'a ServiceMonitor of the calls': (lambda m: find(m, 'ServiceMonitor')['spec']['selector']['matchLabels'].pop(
        'app.kubernetes.io/component'), 'does not find just the admin port'),
    'a job by another name': (lambda m: find(m, 'ServiceMonitor')['spec'].pop('jobLabel'), 'the job is not called bookings-gateway'),
    'a short grace': (lambda m: pod_of(m).update(terminationGracePeriodSeconds=25), 'killed before its drain has ended'),
    'a drain at once': (lambda m: gateway_of(m).pop('lifecycle'), 'before clients know of it'),
    'an impatient probe': (lambda m: gateway_of(m)['livenessProbe'].update(periodSeconds=5), 'would end a drain'),
    'a gap in updates': (lambda m: find(m, 'Deployment')['spec'].update(strategy={}), 'before there is another'),
    'privileges': (lambda m: gateway_of(m)['securityContext'].update(privileged=True), 'is privileged'),
    'privileges to come': (lambda m: gateway_of(m)['securityContext'].pop('allowPrivilegeEscalation'), 'may gain privileges'),
    'a capability': (lambda m: gateway_of(m)['securityContext']['capabilities'].update(add=['NET_RAW']), 'keeps capabilities'),
    'a writable root': (lambda m: gateway_of(m)['securityContext'].pop('readOnlyRootFilesystem'), 'may write'),
    'root': (lambda m: pod_of(m)['securityContext'].update(runAsUser=0), 'may run as root'),
    'no seccomp': (lambda m: pod_of(m)['securityContext'].pop('seccompProfile'), 'no seccomp profile'),
    'a token': (lambda m: pod_of(m).pop('automountServiceAccountToken'), 'mounts the token'),
    'the network of the node': (lambda m: pod_of(m).update(hostNetwork=True), 'hostNetwork is not allowed'),
    'a folder of the node': (lambda m: pod_of(m)['volumes'].append({'name': 'x', 'hostPath': {'path': '/'}}), 'folder of the node'),
    'a secret in the open': (lambda m: gateway_of(m).update(env=[{'name': 'JICOO_API_KEY', 'value': 'sk'}]), 'stands in the manifest'),
    'no resources': (lambda m: gateway_of(m)['resources'].pop('limits'), 'says not what it needs'),
    'another ConfigMap': (lambda m: volume_of(m, 'config')['configMap'].update(name='other'), 'the ConfigMap other'),
    'another Secret': (lambda m: volume_of(m, 'secrets')['secret'].update(secretName='other'), 'the Secret other'),
    'a volume that is missing': (lambda m: pod_of(m)['volumes'].remove(volume_of(m, 'state')), 'which is no volume'),
    'a Service for nobody': (lambda m: named(m, 'bookings-gateway', 'Service')['spec'].update(selector={'app': 'x'}),
                             'Service bookings-gateway: selects'),
    'a port that is missing': (lambda m: find(m, 'Service')['spec']['ports'][0].update(targetPort='http'), 'no port http'),
    'a policy for nobody': (lambda m: find(m, 'NetworkPolicy')['spec'].update(podSelector={'matchLabels': {'app': 'x'}}),
                            'selects nothing'),
    'an autoscaler for nobody': (lambda m: find(m, 'HorizontalPodAutoscaler')['spec']['scaleTargetRef'].update(name='x'),
                                 'scales nothing'),
    'replicas set twice': (lambda m: find(m, 'Deployment')['spec'].update(replicas=3), 'each apply would undo it'),
    'a spread of others': (lambda m: pod_of(m)['topologySpreadConstraints'][0].update(labelSelector={'matchLabels': {'a': 'x'}}),
                           'spreads pods of others'),
}


class Broken(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.good = build('production')

    def check(self, table, problems_of):
        for what, (breaks, said) in table.items():
            with self.subTest(what):
                manifests = copy.deepcopy(self.good)
                breaks(manifests)
                self.assertIn(said, '\n'.join(problems_of(manifests)))

    def test_schemas(self):
        self.check(BROKEN_SCHEMAS, schema_problems)

    def test_rules(self):
        self.check(BROKEN_RULES, lambda manifests: rules.problems_of(manifests, OVERLAYS['production']))


if __name__ == '__main__':
    unittest.main()
