import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { catalogue } from '../../apps/server/src/http/catalogue.js';
import { openApiDocument } from '../../apps/server/src/openapi/document.js';
import { API_CONTROLLERS } from '../../apps/server/src/server.module.js';
import { RunningServer } from './support/running-server.js';

const run = promisify(execFile);
const root = process.cwd();
const SAMPLE = join(root, 'test/fixtures/changning');
const directory = {
  regions: join(SAMPLE, 'regions.csv'),
  schools: join(SAMPLE, 'schools.csv'),
  staff: join(SAMPLE, 'staff.csv'),
};

let folder: string;
let server: RunningServer;
beforeAll(async () => {
  // Below the project, so that types of Node are found from there.
  mkdirSync(join(root, 'data'), { recursive: true });
  folder = mkdtempSync(join(root, 'data/built-client-'));
  cpSync(join(root, 'test/http/built-client'), folder, { recursive: true });
  server = await RunningServer.start({ directory });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await server.stop();
});

/** Generates the client in a process of its own: the generator is no module of the tests. */
async function generate(): Promise<void> {
  const input = JSON.parse(JSON.stringify(openApiDocument(API_CONTROLLERS, catalogue))) as object;
  const options = {
    input,
    output: { path: join(folder, 'generated'), importFileExtension: '.js' },
    plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
    logs: { level: 'silent', file: false },
  };
  const program = `import { createClient } from '@hey-api/openapi-ts'; import { text } from 'node:stream/consumers'; await createClient(JSON.parse(await text(process.stdin)));`;
  const generating = run(process.execPath, ['--input-type=module', '--eval', program], { cwd: root });
  generating.child.stdin?.end(JSON.stringify(options));
  await generating;
}

/** Compiles the tour with its client; what the compiler says is the answer. */
function compile(): readonly string[] {
  const { config } = ts.readConfigFile(join(folder, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as { config: object };
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  const program = ts.createProgram(fileNames, options);
  const { diagnostics } = program.emit();
  return [...ts.getPreEmitDiagnostics(program), ...diagnostics].map(
    ({ file, messageText }) => `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
  );
}

describe('a client that a generator makes of the OpenAPI document', () => {
  it('compiles under strict TypeScript, and works the tour', async () => {
    await generate();
    expect(compile()).toEqual([]);
    const { stdout } = await run(process.execPath, [join(folder, 'tour.js'), `http://127.0.0.1:${server.port}`, SAMPLE]);
    expect(JSON.parse(stdout)).toMatchObject({
      registered: 406,
      findings: 46,
      students: 4,
      status: 'approved',
      payable: true,
      history: expect.arrayContaining(['line-returned', 'sign-offs-voided', 'record-approved']),
      error: { status: 'corrected', answerers: ['u0076', 'u0094', 'u0095', 'u0339'] },
      after: 'in-review',
      health: 'ready',
    });
  }, 240_000);
});
