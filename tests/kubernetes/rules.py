"""Rules of our own for manifests: what Kubernetes' schemas allow and we do not. Each function yields problems as lines for people."""

import re

import yaml

GATEWAY = 'bookings-gateway'
PROBES = ('startupProbe', 'livenessProbe', 'readinessProbe')
MONITORING = {'namespaceSelector': {'matchLabels': {'kubernetes.io/metadata.name': 'monitoring'}}}
SECRET_NAME = re.compile(r'KEY|TOKEN|SECRET|PASSWORD|DATABASE', re.I)


def problems_of(manifests, external_secrets=()):
    """All problems of one overlay; `external_secrets` are made by the operator and so not among the manifests."""
    found = []
    for manifest in manifests:
        if manifest['kind'] == 'Deployment':
            found += [f"{manifest['metadata']['name']}: {problem}" for problem in _deployment(manifest, manifests, external_secrets)]
    for check in (_references, _drain, _probes, _calls, _admin, _monitoring):
        found += check(manifests)
    return found


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
    for kind in PROBES:
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


def _gateway(manifests):
    """The gateway's Deployment, its container, and its configuration."""
    deployment = next(m for m in manifests if m['kind'] == 'Deployment' and m['metadata']['name'] == GATEWAY)
    return deployment, _containers(deployment)[0], yaml.safe_load(gateway_config(manifests))


def _port(address):
    return int(address.rpartition(':')[2])


def _drain(manifests):
    """A rolling update loses no call: a new pod serves before an old one goes, and an old one has the time that its drain needs."""
    gateway, container, config = _gateway(manifests)
    drain = seconds(config.get('limits', {}).get('drain_grace', '10s'))
    pause = container.get('lifecycle', {}).get('preStop', {}).get('sleep', {}).get('seconds', 0)
    if pause <= 0:
        yield 'the drain begins before clients know of it'
    if gateway['spec']['template']['spec'].get('terminationGracePeriodSeconds', 30) <= pause + drain:
        yield 'the pod is killed before its drain has ended'
    if gateway['spec'].get('strategy', {}).get('rollingUpdate', {}).get('maxUnavailable') != 0:
        yield 'an update takes a replica away before there is another'
    alive = container.get('livenessProbe', {})
    if alive.get('periodSeconds', 10) * alive.get('failureThreshold', 3) <= drain:
        yield 'the liveness probe would end a drain'


def _probes(manifests):
    """Probes ask over gRPC's health protocol: Kubernetes itself in clear text, the gateway's own program over TLS."""
    _, container, config = _gateway(manifests)
    tls = config['listen'].get('tls', {})
    for kind in PROBES:
        probe = container.get(kind, {})
        if not tls and 'grpc' not in probe:
            yield f'{kind} is missing or does not ask over gRPC'
        if tls and 'exec' not in probe:
            yield f'{kind} is missing or does not speak TLS'
        if 'exec' in probe and probe['exec']['command'][1:3] != ['healthcheck', *container['args']]:
            yield f'{kind} is no health check of the configuration that runs'
    if tls.get('require_client_certificate'):
        yield 'the health check has no client certificate'


def _calls(manifests):
    """What callers need: a port, a name that gives all replicas, and the files that the configuration names."""
    _, container, config = _gateway(manifests)
    port = _port(config['listen']['address'])
    if port not in {p['containerPort'] for p in container.get('ports', ())}:
        yield f'the gateway listens on {port}, which is no port of the container'
    service = next(m for m in manifests if m['kind'] == 'Service' and m['metadata']['name'] == GATEWAY)['spec']
    if service.get('clusterIP') != 'None':
        yield 'callers cannot balance over a Service that is not headless'
    if [p['name'] for p in service['ports']] != ['grpc'] or service.get('publishNotReadyAddresses'):
        yield 'the Service for callers is for ready replicas and calls alone'
    mounts = tuple(mount['mountPath'] + '/' for mount in container.get('volumeMounts', ()))
    for path in _paths(config):
        if not path.startswith(mounts):
            yield f'the configuration names {path}, which is on no volume'


def _paths(value):
    """All absolute paths of a configuration."""
    if isinstance(value, str):
        return [value] if value.startswith('/') else []
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [path for part in parts for path in _paths(part)]


def _admin(manifests):
    """The admin pages are served, and only the namespace `monitoring` reaches them."""
    gateway, container, config = _gateway(manifests)
    address = config.get('admin', {}).get('address', ':0')
    if not address.startswith('0.0.0.0:') or {'name': 'admin', 'containerPort': _port(address)} not in container['ports']:
        yield f'the admin pages at {address} are not at the port `admin` of the container'
    for policy in (m for m in manifests if m['kind'] == 'NetworkPolicy' and _selects(m['spec']['podSelector'],
                                                                                   gateway['spec']['template'])):
        for rule in policy['spec'].get('ingress', ()):
            ports = {p.get('port') for p in rule.get('ports', [{}])}
            if ports & {None, 'admin', _port(address)} and (len(ports) > 1 or rule.get('from') != [MONITORING]):
                yield f"{policy['metadata']['name']}: others than the namespace `monitoring` reach the admin pages"
    if MONITORING not in [peer for m in manifests if m['kind'] == 'NetworkPolicy' for rule in m['spec'].get('ingress', ())
                          for peer in rule.get('from', ())]:
        yield 'nobody reaches the admin pages'


def _monitoring(manifests):
    """Prometheus finds the gateway as the rules know it: a ServiceMonitor selects one Service, that of the admin port."""
    services = [m for m in manifests if m['kind'] == 'Service']
    for monitor in (m for m in manifests if m['kind'] == 'ServiceMonitor'):
        spec, wanted = monitor['spec'], monitor['spec']['selector']['matchLabels'].items()
        chosen = [s for s in services if wanted <= s['metadata']['labels'].items()]
        if [p['name'] for s in chosen for p in s['spec']['ports']] != [e['port'] for e in spec['endpoints']]:
            yield 'the ServiceMonitor does not find just the admin port'
        elif chosen[0]['metadata']['labels'].get(spec.get('jobLabel')) != GATEWAY:
            yield f'the job is not called {GATEWAY}, as the rules say'
