/** What this program is called where brokers list their clients. */
export const CLIENT_ID = 'countersign-relay';
/** How long a broker may take to accept a connection and to answer something small, in milliseconds: one that is back is soon asked anew. */
export const CONNECTION_TIMEOUT = 2_000;
export const READING_TIMEOUT = 3_000;
/** How long every replica in sync may take to hold a batch. */
export const SENDING_TIMEOUT = 10_000;
/** Finding the cluster and reading tails may be tried again inside one connection: nothing is written by them. */
export const READING_RETRY = { retries: 8, initialRetryTime: 100, maxRetryTime: 400 };
