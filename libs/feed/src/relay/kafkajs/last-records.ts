import type { IHeaders } from 'kafkajs';
import type Cluster from 'kafkajs/src/cluster/index.js';
import type { InsideLogger } from 'kafkajs/src/cluster/index.js';
import { TOPIC } from '../topic.js';
import { CLIENT_ID, CONNECTION_TIMEOUT, READING_RETRY, READING_TIMEOUT } from './settings.js';

/** The largest batch that a broker takes by default, with what comes around it: so much of each partition is asked for. */
const PARTITION_BYTES = 2 * 1024 * 1024;
const ANSWER_BYTES = 16 * 1024 * 1024;
const WAIT_MS = 500;
/** Nothing of transactions that are not over. */
const READ_COMMITTED = 1;

type Headers = Readonly<Record<string, string>>;

/**
 * Headers of the records at these offsets, by partition. What kafkajs offers reads only as a group, for which brokers wait three seconds before they
 * hand out partitions, and longer after a start, while they load their groups. So the leaders are asked for the records, with the part of it that does
 * that for its groups.
 */
export async function lastRecords(brokers: readonly string[], offsets: ReadonlyMap<number, bigint>): Promise<ReadonlyMap<number, Headers>> {
  const found = new Map<number, Headers>();
  if (offsets.size === 0) return found;
  const cluster = await clusterOf(brokers);
  try {
    await cluster.connect();
    await cluster.addTargetTopic(TOPIC);
    while (found.size < offsets.size) await readMissing(cluster, offsets, found);
    return found;
  } finally {
    cluster.disconnect().catch(() => undefined);
  }
}

/** Asks each leader for what is not there yet: an answer need not hold all that was asked for. */
async function readMissing(cluster: Cluster, offsets: ReadonlyMap<number, bigint>, found: Map<number, Headers>): Promise<void> {
  const missing = [...offsets.keys()].filter((partition) => !found.has(partition));
  for (const [nodeId, partitions] of Object.entries(cluster.findLeaderForPartitions(TOPIC, missing))) {
    const broker = await cluster.findBroker({ nodeId });
    const asked = partitions.map((partition) => ({
      partition,
      fetchOffset: String(offsets.get(partition)),
      maxBytes: PARTITION_BYTES,
    }));
    const { responses } = await broker.fetch({
      isolationLevel: READ_COMMITTED,
      maxWaitTime: WAIT_MS,
      maxBytes: ANSWER_BYTES,
      topics: [{ topic: TOPIC, partitions: asked }],
    });
    for (const { partition, messages } of responses.flatMap((response) => response.partitions)) {
      const record = messages.find(({ offset }) => BigInt(offset) === offsets.get(partition));
      if (record !== undefined) found.set(partition, textsOf(record.headers ?? {}));
    }
  }
}

async function clusterOf(brokers: readonly string[]): Promise<Cluster> {
  const [{ default: Cluster }, { default: socketFactory }] = await Promise.all([
    import('kafkajs/src/cluster/index.js'),
    import('kafkajs/src/network/socketFactory.js'),
  ]);
  return new Cluster({
    logger: SILENT,
    socketFactory: socketFactory(),
    brokers,
    clientId: CLIENT_ID,
    connectionTimeout: CONNECTION_TIMEOUT,
    requestTimeout: READING_TIMEOUT,
    enforceRequestTimeout: true,
    metadataMaxAge: 0,
    allowAutoTopicCreation: false,
    retry: READING_RETRY,
  });
}

const nothing = () => undefined;
const SILENT: InsideLogger = { namespace: () => SILENT, info: nothing, error: nothing, warn: nothing, debug: nothing };

function textsOf(headers: IHeaders): Headers {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
