/** The part of kafkajs 2.2.4 that asks single brokers; the package keeps it without a declaration at this path. */
declare module 'kafkajs/src/cluster/index.js' {
  import type { IHeaders, ISocketFactory, RetryOptions } from 'kafkajs';

  /** What it would say; every name's is one of its own. */
  export interface InsideLogger {
    namespace(name: string): InsideLogger;
    info(message: string): void;
    error(message: string): void;
    warn(message: string): void;
    debug(message: string): void;
  }

  export interface InsideOptions {
    readonly logger: InsideLogger;
    readonly socketFactory: ISocketFactory;
    readonly brokers: readonly string[];
    readonly clientId: string;
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly enforceRequestTimeout: boolean;
    readonly metadataMaxAge: number;
    readonly allowAutoTopicCreation: boolean;
    readonly retry: RetryOptions;
  }

  export interface FetchedPartition {
    readonly partition: number;
    readonly messages: readonly { readonly offset: string; readonly headers?: IHeaders }[];
  }

  export interface FetchRequest {
    readonly isolationLevel: number;
    readonly maxWaitTime: number;
    readonly maxBytes: number;
    readonly topics: readonly {
      readonly topic: string;
      readonly partitions: readonly { readonly partition: number; readonly fetchOffset: string; readonly maxBytes: number }[];
    }[];
  }

  export interface InsideBroker {
    fetch(request: FetchRequest): Promise<{ readonly responses: readonly { readonly partitions: readonly FetchedPartition[] }[] }>;
  }

  export default class Cluster {
    constructor(options: InsideOptions);
    connect(): Promise<void>;
    disconnect(): Promise<void>;
    addTargetTopic(topic: string): Promise<void>;
    /** Partitions by the number of the broker that leads them. */
    findLeaderForPartitions(topic: string, partitions: readonly number[]): Readonly<Record<string, readonly number[]>>;
    findBroker(which: { readonly nodeId: string }): Promise<InsideBroker>;
  }
}

declare module 'kafkajs/src/network/socketFactory.js' {
  import type { ISocketFactory } from 'kafkajs';

  export default function socketFactory(): ISocketFactory;
}
