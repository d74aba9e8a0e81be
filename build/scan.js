#!/usr/bin/env node
// Looks for known vulnerabilities of every package that the repository uses: NuGet's by `dotnet list package --vulnerable`,
// npm's by `npm audit`. Where no source of advisories answers it says so: that is not the same as having found none.
//
//   build/scan.js [--nuget-source URL] [--npm-registry URL]
//
// Exit code: 0 all were asked about and none is vulnerable, 1 some are, 2 not all could be asked about.
'use strict';

const { execFileSync } = require('node:child_process');
const { dirname, join } = require('node:path');
const { parseArgs } = require('node:util');

const root = dirname(__dirname);
const { values } = parseArgs({ options: { 'nuget-source': { type: 'string' }, 'npm-registry': { type: 'string' } } });

/** Standard output of a program, whatever it exits with. */
function output(program, args, options = {}) {
  try {
    return execFileSync(program, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'], ...options });
  } catch (error) {
    return error.stdout ?? '';
  }
}

async function fetchJson(url) {
  const response = await fetch(url, { signal: AbortSignal.timeout(20_000) });
  if (!response.ok) {
    throw new Error(`${url} answers ${response.status}`);
  }
  return response.json();
}

function nugetSources() {
  return values['nuget-source'] ? [values['nuget-source']]
    : output('dotnet', ['nuget', 'list', 'source', '--format', 'short']).split('\n').filter((line) => line.startsWith('E ')).map((line) => line.slice(2).trim());
}

/** Why a NuGet source has no advisories; null where it has. dotnet itself takes a source without any for one that knows of none. */
async function whyNoAdvisories(source) {
  try {
    const index = await fetchJson(source);
    const resource = index.resources.find((r) => r['@type'].startsWith('VulnerabilityInfo/'));
    if (!resource) {
      return `${source} offers no VulnerabilityInfo`;
    }
    await fetchJson(resource['@id']);
    return null;
  } catch (error) {
    return error.message.includes(source) ? error.message : `${source}: ${error.cause?.code ?? error.message}`;
  }
}

async function scanNuget() {
  const sources = nugetSources();
  const reasons = await Promise.all(sources.map(whyNoAdvisories));
  if (!reasons.some((reason) => reason === null)) {
    return { name: 'NuGet', unknown: reasons.join('; ') || 'no source is configured' };
  }

  const report = JSON.parse(output('dotnet', ['list', 'InferencePlatform.sln', 'package', '--vulnerable', '--include-transitive', '--format', 'json']) || '{}');
  if (!report.projects || report.problems?.length) {
    return { name: 'NuGet', unknown: report.problems?.[0]?.text ?? 'dotnet list package gave no answer; run make build first' };
  }

  const packages = report.projects.flatMap((p) => p.frameworks ?? []).flatMap((f) => [...(f.topLevelPackages ?? []), ...(f.transitivePackages ?? [])]);
  return { name: 'NuGet', found: [...new Set(packages.map((p) => `${p.id} ${p.resolvedVersion}: ${p.vulnerabilities.map((v) => `${v.severity} ${v.advisoryurl}`).join(', ')}`))] };
}

function scanNpm(lockFile) {
  const folder = dirname(lockFile);
  const registry = values['npm-registry'] ? ['--registry', values['npm-registry']] : [];
  const report = JSON.parse(output('npm', ['audit', '--package-lock-only', '--json', ...registry], { cwd: join(root, folder) }) || '{}');
  return report.auditReportVersion
    ? { name: `npm, ${folder}`, found: Object.values(report.vulnerabilities).map((v) => `${v.name} ${v.range}: ${v.severity}`) }
    : { name: `npm, ${folder}`, unknown: (report.message ?? 'npm audit gave no answer').split('\n')[0] };
}

async function main() {
  const lockFiles = output('git', ['ls-files', '*package-lock.json']).split('\n').filter(Boolean);
  const results = [await scanNuget(), ...lockFiles.map(scanNpm)];
  for (const { name, found, unknown } of results) {
    console.log(unknown ? `${name}: NOT CHECKED: ${unknown}` : found.length ? `${name}: VULNERABLE:\n${found.map((f) => `  ${f}`).join('\n')}` : `${name}: no known vulnerability`);
  }

  const vulnerable = results.some((r) => r.found?.length);
  const unknown = results.some((r) => r.unknown);
  if (unknown) {
    console.log('Not every package was checked, so that nothing is said of those that were not.');
  }
  console.log('Never checked here: the native code of ONNX Runtime and .NET, and base images.');
  process.exitCode = vulnerable ? 1 : unknown ? 2 : 0;
}

main();
