import 'reflect-metadata';
import { keepPrivate } from '#disk';
import { problemOf, Refusal } from '#kernel';
import { readConfiguration } from '#platform';
import { allMessages } from '../../composition/src/countersign.module.js';
import { Serving } from './serving.js';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

async function main(): Promise<void> {
  keepPrivate();
  const serving = await Serving.start(readConfiguration(process.env));
  // A second signal ends it at once.
  for (const signal of SIGNALS) process.once(signal, () => void end(serving));
  process.stdout.write(`${greetingOf(serving).join('\n')}\n`);
}

async function end(serving: Serving): Promise<void> {
  if (!(await serving.stop()))
    process.stderr.write('未完成的工作已中断，下次启动时继续。What was not finished in time was cut off; it goes on at the next start.\n');
  process.exit(0);
}

function greetingOf({ port, runtime: { configuration, origin } }: Serving): readonly string[] {
  const { roles, dataDirectory } = configuration;
  const address = `http://localhost:${port}`;
  return [
    roles.includes('api') ? `会签 Countersign  ${address}` : `会签 Countersign（${roles.join('、')}）  ${address}/health/ready`,
    `数据目录 data: ${dataDirectory}${origin.simulated ? '（模拟时钟 simulated clock）' : ''}`,
    '仅限示例数据：个人信息以明文保存。Sample data only: personal data is kept in clear.',
    '尚无账号，只在本机回环地址应答。There are no accounts yet: it answers on loopback only.',
  ];
}

main().catch((error: unknown) => {
  const problem = error instanceof Refusal ? problemOf(error, allMessages, 'zh') : undefined;
  process.stderr.write(
    `${problem === undefined ? (error instanceof Error ? error.stack : String(error)) : `${problem.title}: ${problem.detail}`}\n`,
  );
  process.exit(1);
});
