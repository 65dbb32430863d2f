import 'reflect-metadata';
import { problemOf, Refusal } from '#kernel';
import { readConfiguration } from '#platform';
import { allMessages, openCountersign } from '../../composition/src/countersign.module.js';
import { createServer } from './server.js';

async function main(): Promise<void> {
  const configuration = readConfiguration(process.env);
  const runtime = await openCountersign(configuration);
  const application = await createServer(runtime);
  runtime.runner.start();
  await application.listen(configuration.port, '127.0.0.1').catch((error: NodeJS.ErrnoException) => {
    throw new Refusal('invalid', 'port-unusable', { params: { port: configuration.port, code: error.code ?? '' } });
  });
  const { port } = application.getHttpServer().address() as { port: number };
  process.stdout.write(
    [
      `会签 Countersign  http://localhost:${port}`,
      `数据目录 data: ${configuration.dataDirectory}${runtime.origin.simulated ? '（模拟时钟 simulated clock）' : ''}`,
      '仅限示例数据：个人信息以明文保存。Sample data only: personal data is kept in clear.',
      '尚无账号，只在本机回环地址应答。There are no accounts yet: it answers on loopback only.',
      '',
    ].join('\n'),
  );
}

main().catch((error: unknown) => {
  const problem = error instanceof Refusal ? problemOf(error, allMessages, 'zh') : undefined;
  process.stderr.write(
    `${problem === undefined ? (error instanceof Error ? error.stack : String(error)) : `${problem.title}: ${problem.detail}`}\n`,
  );
  process.exitCode = 1;
});
