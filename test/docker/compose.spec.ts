import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { readConfiguration } from '#platform';

const ROOT = resolve(import.meta.dirname, '../..');
const DOCKER = join(ROOT, 'docker');
const OURS = ['api-1', 'api-2', 'worker'];

interface Service {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly network_mode?: string;
  readonly env_file?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const compose = parse(readFileSync(join(DOCKER, 'compose.yaml'), 'utf8'), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const dockerfile = readFileSync(join(DOCKER, 'Dockerfile'), 'utf8');

/** What a service is told, with the example in place of the file that holds secrets. */
function environmentOf({ env_file: file, environment }: Service): Readonly<Record<string, string | undefined>> {
  const example = file === undefined ? '' : readFileSync(join(DOCKER, file.replace(/\.env$/, '.example.env')), 'utf8');
  return { ...parseEnv(example), ...environment };
}

describe('compose.yaml', () => {
  it.each(OURS)('gives %s variables that the configuration knows and takes', (name) => {
    const environment = environmentOf(compose.services[name] as Service);
    const known = readFileSync(join(ROOT, 'libs/platform/src/configuration.ts'), 'utf8');
    for (const variable of Object.keys(environment)) expect(known).toContain(`${variable}:`);
    const { eventStore, readStore, kafka, roles } = readConfiguration(environment);
    expect(eventStore).toMatchObject({ kind: 'eventstoredb', server: { hosts: [{ address: '127.0.0.1', port: 2113 }] } });
    expect(readStore).toMatchObject({ kind: 'postgres' });
    expect(kafka).toEqual(['127.0.0.1:9092']);
    expect(roles).toEqual(name === 'worker' ? ['projections', 'relay'] : ['api']);
  });

  it('gives each process a port of its own on the machine’s network, where only the loopback interface is answered', () => {
    const ours = OURS.map((name) => compose.services[name] as Service);
    expect(new Set(ours.map((service) => environmentOf(service).COUNTERSIGN_PORT)).size).toBe(OURS.length);
    for (const { network_mode: network } of ours) expect(network).toBe('host');
  });

  it('publishes nothing to other machines', () => {
    for (const [, { ports = [] }] of services) for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  it('names only files, volumes and services that there are, and asks each server for its health', () => {
    for (const [name, service] of services) {
      for (const other of Object.keys(service.depends_on ?? {})) expect(compose.services[other]?.healthcheck).toBeDefined();
      for (const volume of service.volumes ?? []) expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
      if (service.build !== undefined) expect(existsSync(join(DOCKER, service.build.context, service.build.dockerfile))).toBe(true);
      else expect([name, service.healthcheck?.test.length]).toEqual([name, expect.any(Number)]);
      expect(service.image).toMatch(OURS.includes(name) ? /^countersign$/ : /:[\w.-]+$/);
    }
  });

  it('keeps passwords in files that are not committed, the same in both', () => {
    const ignored = readFileSync(join(ROOT, '.gitignore'), 'utf8').split('\n');
    for (const [, { env_file: file }] of services) if (file !== undefined) expect(ignored).toContain(`docker/${file}`);
    const { POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB } = environmentOf(compose.services.postgres as Service);
    const { COUNTERSIGN_READ_STORE } = environmentOf(compose.services.worker as Service);
    expect(COUNTERSIGN_READ_STORE).toBe(`postgres://${POSTGRES_USER}:${POSTGRES_PASSWORD}@127.0.0.1:5432/${POSTGRES_DB}`);
  });
});

describe('Dockerfile', () => {
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources = '']) => sources.split(' '));

  it('copies only what there is and what .dockerignore lets through', () => {
    const through = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');
    expect(copied.length).toBeGreaterThan(8);
    for (const source of copied) {
      expect(existsSync(join(ROOT, source))).toBe(true);
      expect(through).toContain(`!${source}`);
    }
  });

  it('runs what was built, not as root, and without npm in between', () => {
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
    expect(last).toMatch(/^USER 1000$/m);
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: { start: string } };
    const [, ...words] = scripts.start.split(' ');
    expect(words.at(-1)).toBe('dist/apps/server/src/main.js');
    expect(last).toContain(`\nCMD [${words.map((word) => `"${word}"`).join(', ')}]\n`);
    expect(last).toMatch(/^HEALTHCHECK .*CMD \["node", "docker\/health.mjs"\]$/m);
  });
});
