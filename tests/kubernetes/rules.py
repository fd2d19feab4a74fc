"""Rules of our own for manifests: what Kubernetes' schemas allow and we do not. Each function yields problems as lines for people."""

import re

import yaml

GATEWAY = 'bookings-gateway'
SECRET_NAME = re.compile(r'KEY|TOKEN|SECRET|PASSWORD|DATABASE', re.I)


def problems_of(manifests, external_secrets=()):
    """All problems of one overlay; `external_secrets` are made by the operator and so not among the manifests."""
    found = []
    for manifest in manifests:
        if manifest['kind'] == 'Deployment':
            found += [f"{manifest['metadata']['name']}: {problem}" for problem in _deployment(manifest, manifests, external_secrets)]
    return found + list(_references(manifests)) + list(_drain(manifests))


def _containers(deployment):
    return deployment['spec']['template']['spec']['containers']


def _deployment(deployment, manifests, external_secrets):
    pod = deployment['spec']['template']
    spec = pod['spec']
    if not _selects(deployment['spec']['selector'], pod):
        yield 'its selector does not match its own pods'
    if spec.get('automountServiceAccountToken') is not False:
        yield 'mounts the token of its service account'
    for name in ('hostNetwork', 'hostPID', 'hostIPC'):
        if spec.get(name):
            yield f'{name} is not allowed'
    security = spec.get('securityContext', {})
    if not security.get('runAsNonRoot') or not security.get('runAsUser'):
        yield 'may run as root'
    if security.get('seccompProfile', {}).get('type') != 'RuntimeDefault':
        yield 'has no seccomp profile'
    for constraint in spec.get('topologySpreadConstraints', ()):
        if not _selects(constraint['labelSelector'], pod):
            yield 'spreads pods of others'
    yield from _volumes(spec, manifests, external_secrets)
    for container in spec['containers'] + spec.get('initContainers', []):
        yield from _container(container)


def _container(container):
    image = container['image'].rpartition('/')[2]
    if '@sha256:' not in image and (':' not in image or image.endswith(':latest')):
        yield f'the image {image} has no fixed tag'
    security = container.get('securityContext', {})
    if security.get('privileged'):
        yield 'is privileged'
    if security.get('allowPrivilegeEscalation') is not False:
        yield 'may gain privileges'
    if security.get('readOnlyRootFilesystem') is not True:
        yield 'may write to its root file system'
    if security.get('capabilities', {}).get('drop') != ['ALL'] or security['capabilities'].get('add'):
        yield 'keeps capabilities'
    resources = container.get('resources', {})
    if not {'cpu', 'memory'} <= set(resources.get('requests', ())) or 'memory' not in resources.get('limits', ()):
        yield 'says not what it needs'
    for variable in container.get('env', ()):
        if 'value' in variable and SECRET_NAME.search(variable['name']):
            yield f"the secret {variable['name']} stands in the manifest"
    ports = container.get('ports', ())
    known = {port['containerPort'] for port in ports} | {port.get('name') for port in ports}
    for kind in ('startupProbe', 'livenessProbe', 'readinessProbe'):
        for how in ('grpc', 'tcpSocket', 'httpGet'):
            port = container.get(kind, {}).get(how, {}).get('port')
            if port is not None and port not in known:
                yield f'{kind} asks port {port}, which the container does not have'


def _volumes(spec, manifests, external_secrets):
    there = {(manifest['kind'], manifest['metadata']['name']) for manifest in manifests}
    there |= {('Secret', name) for name in external_secrets}
    names = set()
    for volume in spec.get('volumes', ()):
        names.add(volume['name'])
        if 'hostPath' in volume:
            yield 'mounts a folder of the node'
        for kind, name in (('ConfigMap', volume.get('configMap', {}).get('name')),
                           ('Secret', volume.get('secret', {}).get('secretName'))):
            if name and (kind, name) not in there:
                yield f'mounts the {kind} {name}, which is not there'
    for container in spec['containers']:
        for mount in container.get('volumeMounts', ()):
            if mount['name'] not in names:
                yield f"mounts {mount['name']}, which is no volume"


def _selects(selector, pod):
    labels = selector.get('matchLabels', selector)
    return bool(labels) and labels.items() <= pod['metadata']['labels'].items()


def _references(manifests):
    """Services, policies, budgets and autoscalers must mean something that is there."""
    deployments = {m['metadata']['name']: m for m in manifests if m['kind'] == 'Deployment'}
    for manifest in manifests:
        kind, name, spec = manifest['kind'], manifest['metadata']['name'], manifest.get('spec', {})
        if kind == 'HorizontalPodAutoscaler' and spec['scaleTargetRef']['name'] not in deployments:
            yield f'{name}: scales nothing'
        if kind == 'HorizontalPodAutoscaler' and 'replicas' in deployments[GATEWAY]['spec']:
            yield f'{name}: each apply would undo it'
        selector = {'Service': 'selector', 'NetworkPolicy': 'podSelector', 'PodDisruptionBudget': 'selector'}.get(kind)
        if selector is None:
            continue
        chosen = [d for d in deployments.values() if _selects(spec[selector], d['spec']['template'])]
        if not chosen:
            yield f'{kind} {name}: selects nothing'
        if kind == 'Service':
            ports = {p['name'] for d in chosen for c in _containers(d) for p in c.get('ports', ())}
            yield from (f"Service {name}: no port {p['targetPort']}" for p in spec['ports'] if p['targetPort'] not in ports)


def seconds(text):
    """Of a duration as the gateway's configuration has it."""
    number, unit = re.fullmatch(r'([0-9.]+)(ms|s|m|h)', text).groups()
    return float(number) * {'ms': 0.001, 's': 1, 'm': 60, 'h': 3600}[unit]


def gateway_config(manifests):
    """The text of the gateway's configuration."""
    return next(m['data']['gateway.yaml'] for m in manifests if m['kind'] == 'ConfigMap' and 'gateway.yaml' in m['data'])


def _drain(manifests):
    """A rolling update loses no call: a new pod serves before an old one goes, and an old one has the time that its drain needs."""
    gateway = next(m for m in manifests if m['kind'] == 'Deployment' and m['metadata']['name'] == GATEWAY)
    config = yaml.safe_load(gateway_config(manifests))
    drain = seconds(config.get('limits', {}).get('drain_grace', '10s'))
    pod, container = gateway['spec']['template']['spec'], _containers(gateway)[0]
    pause = container.get('lifecycle', {}).get('preStop', {}).get('sleep', {}).get('seconds', 0)
    if pause <= 0:
        yield 'the drain begins before clients know of it'
    if pod.get('terminationGracePeriodSeconds', 30) <= pause + drain:
        yield 'the pod is killed before its drain has ended'
    if gateway['spec'].get('strategy', {}).get('rollingUpdate', {}).get('maxUnavailable') != 0:
        yield 'an update takes a replica away before there is another'
    alive = container.get('livenessProbe', {})
    if alive.get('periodSeconds', 10) * alive.get('failureThreshold', 3) <= drain:
        yield 'the liveness probe would end a drain'
    for kind in ('startupProbe', 'livenessProbe', 'readinessProbe'):
        if 'grpc' not in container.get(kind, {}):
            yield f'{kind} is missing or does not ask over gRPC'
    port = int(config['listen']['address'].rpartition(':')[2])
    if port not in {p['containerPort'] for p in container.get('ports', ())}:
        yield f'the gateway listens on {port}, which is no port of the container'
