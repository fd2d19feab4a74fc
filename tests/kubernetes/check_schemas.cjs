// Checks manifests (a JSON array on standard input) against Kubernetes' schemas; prints a JSON array with the problems of each.
//   node check_schemas.cjs NODE_MODULES
//
// The npm packages kubernetes-models and @kubernetes-models/prometheus-operator carry the schemas as compiled validators, which let
// unknown fields pass. A validator reads each field that it knows, whatever else is wrong, and no other: so a field that it never read
// is an unknown one.
'use strict';
const fs = require('fs');
const path = require('path');

const modules = path.resolve(process.argv[2]);

// `value`, which tells through `unread` (path of an object -> names that nobody asked for) what was not read of it.
function watched(value, where, unread) {
  if (value === null || typeof value !== 'object') return value;
  const left = new Set(Array.isArray(value) ? [] : Object.keys(value));
  const parts = new Map();
  unread.set(where, left);
  return new Proxy(value, {
    get(target, name) {
      left.delete(name);
      if (!parts.has(name)) parts.set(name, watched(target[name], `${where}/${String(name)}`, unread));
      return parts.get(name);
    },
  });
}

// apps/v1 Deployment -> IoK8sApiAppsV1Deployment; monitoring.coreos.com/v1 ServiceMonitor -> MonitoringCoreosComV1ServiceMonitor
function validatorOf({ apiVersion = '', kind = '' }) {
  const [version, group = 'core'] = apiVersion.split('/').reverse();
  const [folder, ...words] = group === 'monitoring.coreos.com'
    ? ['@kubernetes-models/prometheus-operator', ...group.split('.')]
    : ['kubernetes-models', 'IoK8sApi', group.split('.')[0]];
  const name = [...words, version, kind].map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  const file = path.join(modules, folder, '_schemas', `${name}.js`);
  return fs.existsSync(file) ? require(file).validate : undefined;
}

function problemsOf(manifest) {
  const validate = validatorOf(manifest);
  if (!validate) return [`no schema for ${manifest.apiVersion} ${manifest.kind}`];
  const unread = new Map();
  const problems = [];
  if (!validate(watched(manifest, '', unread))) {
    for (const e of validate.errors) problems.push(`${e.instancePath}: ${e.keyword} ${JSON.stringify(e.params)}`);
  }
  for (const [where, names] of unread) for (const name of names) problems.push(`${where}/${name}: unknown field`);
  return problems;
}

console.log(JSON.stringify(JSON.parse(fs.readFileSync(0, 'utf8')).map(problemsOf)));
