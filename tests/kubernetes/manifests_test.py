"""The manifests of deploy/kubernetes: every overlay builds, keeps to Kubernetes' schemas and to rules.py, and its configuration is one
that the gateway accepts. Broken manifests are found out. Works offline, once kubernetes-models is installed in build/npm."""

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
OVERLAYS = {'sandbox': (), 'production': ('bookings-gateway',)}  # with the secrets that the operator makes
SECRETS, STATE = '/etc/bookings-secrets/', '/var/lib/bookings/'


def build(overlay):
    """The manifests of an overlay."""
    result = subprocess.run(['kubectl', 'kustomize', str(ROOT / 'deploy/kubernetes/overlays' / overlay)],
                            capture_output=True, text=True, timeout=60, check=True)
    return list(yaml.safe_load_all(result.stdout))


def schema_problems(manifests):
    """What Kubernetes' schemas say against the manifests, unknown fields included."""
    result = subprocess.run(['node', str(HERE / 'check_schemas.cjs'), str(MODULES / 'node_modules')], check=True, timeout=60,
                            input=json.dumps(manifests), stdout=subprocess.PIPE, text=True)
    return [f"{manifest['kind']}{problem}" for manifest, problems in zip(manifests, json.loads(result.stdout))
            for problem in problems]


def setUpModule():
    if not (MODULES / 'node_modules/kubernetes-models').exists():
        subprocess.run(['npm', 'install', '--silent', '--no-save', '--no-audit', '--no-fund', '--prefix', str(MODULES),
                        'kubernetes-models@4.5.1'], check=True, timeout=300)


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
                config = directory / 'gateway.yaml'
                config.write_text(text.replace(SECRETS, f'{name}/').replace(STATE, f'{name}/'))
                result = subprocess.run([str(GATEWAY), f'--config={config}', '--check_config'], capture_output=True, text=True,
                                        timeout=60, check=False)
            self.assertEqual(result.returncode, 0, result.stderr)

    def test_production_has_three_replicas_postgresql_and_no_secret_in_it(self):
        manifests = build('production')
        self.assertNotIn('Secret', {manifest['kind'] for manifest in manifests})
        self.assertEqual([m['spec']['minReplicas'] for m in manifests if m['kind'] == 'HorizontalPodAutoscaler'], [3])
        self.assertEqual(yaml.safe_load(rules.gateway_config(manifests))['ledger']['postgres'],
                         {'file': SECRETS + 'ledger-database'})

    def test_the_images_are_those_of_this_version(self):
        version = re.search(r'project\(bookings_gateway VERSION ([\d.]+)', (ROOT / 'CMakeLists.txt').read_text())[1]
        for manifests, _ in self.each():
            images = {c['image'] for m in manifests if m['kind'] == 'Deployment' for c in m['spec']['template']['spec']['containers']}
            self.assertEqual({image.rpartition(':')[2] for image in images}, {version})


def find(manifests, kind):
    return next(m for m in manifests if m['kind'] == kind)


def pod_of(manifests):
    return find(manifests, 'Deployment')['spec']['template']['spec']


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
    'a quantity that is none': (lambda m: gateway_of(m)['resources']['limits'].update(memory=[]), 'limits/memory'),
}
BROKEN_RULES = {
    'the tag latest': (lambda m: gateway_of(m).update(image='bookings-gateway:latest'), 'has no fixed tag'),
    'no tag': (lambda m: gateway_of(m).update(image='registry.example:5000/bookings-gateway'), 'has no fixed tag'),
    'a probe of another port': (lambda m: gateway_of(m)['readinessProbe']['grpc'].update(port=50052), 'asks port 50052'),
    'a probe that is missing': (lambda m: gateway_of(m).pop('startupProbe'), 'startupProbe is missing'),
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
    'another ConfigMap': (lambda m: pod_of(m)['volumes'][0]['configMap'].update(name='other'), 'the ConfigMap other'),
    'another Secret': (lambda m: pod_of(m)['volumes'][1]['secret'].update(secretName='other'), 'the Secret other'),
    'a volume that is missing': (lambda m: pod_of(m)['volumes'].pop(), 'which is no volume'),
    'a Service for nobody': (lambda m: find(m, 'Service')['spec'].update(selector={'app': 'x'}), 'Service bookings-gateway: selects'),
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
