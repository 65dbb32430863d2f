import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { readEventStoreAddress, type EventStoreAddress } from '#event-store';
import { Refusal } from '#kernel';
import { readReadStoreAddress, type ReadStoreAddress } from '#projections';

/** Which parts of Countersign a process runs. */
export const ROLES = ['api', 'projections', 'relay', 'seal'] as const;
export type Role = (typeof ROLES)[number];

/** What the environment (`COUNTERSIGN_*`) says; see the README for each. */
export interface Configuration {
  /** Directory that holds everything embedded, absolute. */
  readonly dataDirectory: string;
  readonly port: number;
  readonly roles: readonly Role[];
  /** Where the log is kept; absent means in the data directory. Holds a password: never shown or logged. */
  readonly eventStore?: EventStoreAddress;
  /** Where views are kept; absent means in the data directory. Holds a password: never shown or logged. */
  readonly readStore?: ReadStoreAddress;
  /** Kafka brokers that records' events are relayed to, `host:port` each; absent means none. */
  readonly kafka?: readonly string[];
}

/** What a reader of one variable refuses is a wrong value of that variable. */
const readBy = <Value>(read: (text: string) => Value) =>
  z.string().transform((text, context): Value => {
    try {
      return read(text);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      context.addIssue({ code: 'custom', message: String(error.params.reason ?? error.code) });
      return z.NEVER;
    }
  });

/** `host:port`, where the host is a name, an IPv4 address or an IPv6 address in brackets. */
const BROKER = /^([\w.-]+|\[[\da-fA-F:.]+\]):([1-9]\d{0,4})$/;

function isBroker(text: string): boolean {
  const port = BROKER.exec(text)?.[2];
  return port !== undefined && Number(port) <= 65_535;
}

const brokers = z
  .string()
  .transform((value) => (value === '' ? undefined : value.split(',').map((broker) => broker.trim())))
  .refine((list) => list?.every(isBroker) !== false, 'must be a list of brokers, host:port each, with commas between them');

const environment = z.object({
  COUNTERSIGN_DATA: z.string().min(1).default('./data'),
  COUNTERSIGN_PORT: z
    .string()
    .default('3000')
    .refine((value) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535, 'must be a port from 0 to 65535')
    .transform(Number),
  COUNTERSIGN_ROLES: z
    .string()
    .default(ROLES.join(','))
    .transform((value) => [...new Set(value.split(',').map((role) => role.trim()))])
    .pipe(z.array(z.enum(ROLES, `must be a list of ${ROLES.join(', ')}, with commas between them`))),
  COUNTERSIGN_EVENT_STORE: readBy(readEventStoreAddress).prefault('sqlite:'),
  COUNTERSIGN_KAFKA: brokers.prefault(''),
  COUNTERSIGN_READ_STORE: readBy(readReadStoreAddress).prefault('sqlite:'),
});

/**
 * Reads the configuration from environment variables. A wrong value stops the start with one clear line.
 * @throws Refusal `invalid`/`wrong-configuration` naming the variable, never its value.
 */
export function readConfiguration(
  variables: Readonly<Record<string, string | undefined>>,
  overrides: { data?: string } = {},
): Configuration {
  const parsed = environment.safeParse({ ...variables, ...(overrides.data === undefined ? {} : { COUNTERSIGN_DATA: overrides.data }) });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Refusal('invalid', 'wrong-configuration', {
      params: { variable: String(issue?.path[0] ?? ''), reason: issue?.message ?? '' },
    });
  }
  const { COUNTERSIGN_DATA: data, COUNTERSIGN_PORT: port, COUNTERSIGN_ROLES: roles } = parsed.data;
  return {
    dataDirectory: isAbsolute(data) ? data : resolve(data),
    port,
    roles,
    eventStore: parsed.data.COUNTERSIGN_EVENT_STORE,
    readStore: parsed.data.COUNTERSIGN_READ_STORE,
    kafka: parsed.data.COUNTERSIGN_KAFKA,
  };
}
