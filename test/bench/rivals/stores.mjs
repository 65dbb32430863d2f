// The rivals, each behind the same three verbs: record a change of one record (durable when answered), count what was recorded, close.
import { join } from 'node:path';

/** An UPDATE of a row with thirty columns, and a trigger that writes the old and the new row into an audit table: what most systems do. */
export async function auditedRow({ postgres, changeable, concurrency }) {
  const { default: pg } = await import('pg');
  // More connections than this make it slower on a machine with two cores.
  const pool = new pg.Pool({ connectionString: postgres, max: Math.min(concurrency, 8) });
  const columns = Array.from({ length: 22 }, (_none, index) => `field_${index + 1} text NOT NULL DEFAULT 'value ${index + 1}'`).join(', ');
  await pool.query(`DROP TABLE IF EXISTS student_record, student_record_audit;
    CREATE TABLE student_record (id text PRIMARY KEY, revision integer NOT NULL DEFAULT 0, address text, household_number text, head_name text,
      head_id_number text, members integer, guardian text, guardian_phone text, ${columns});
    CREATE TABLE student_record_audit (position bigserial PRIMARY KEY, id text NOT NULL, changed_by text, command_id text UNIQUE,
      changed_at timestamptz NOT NULL DEFAULT clock_timestamp(), old_row jsonb, new_row jsonb);
    CREATE OR REPLACE FUNCTION audit_student_record() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO student_record_audit (id, changed_by, command_id, old_row, new_row)
        VALUES (NEW.id, current_setting('audit.user_id', true), current_setting('audit.command_id', true), to_jsonb(OLD), to_jsonb(NEW));
        RETURN NEW;
      END $$;
    CREATE TRIGGER audited AFTER UPDATE ON student_record FOR EACH ROW EXECUTE FUNCTION audit_student_record();
    CREATE INDEX ON student_record_audit (id, position)`);
  await pool.query('INSERT INTO student_record (id) SELECT unnest($1::text[])', [changeable.map(({ recordId }) => recordId)]);
  // One statement, one round trip: the settings for the trigger live as long as its transaction.
  const text = `WITH who AS MATERIALIZED (SELECT set_config('audit.user_id', $9, true), set_config('audit.command_id', $10, true))
    UPDATE student_record SET revision = revision + 1, address = $2, household_number = $3, head_name = $4, head_id_number = $5, members = $6,
      guardian = $7, guardian_phone = $8 FROM who WHERE id = $1 RETURNING revision`;
  return {
    async record({ recordId, userId, commandId, values }) {
      const { address, householdNumber, headName, headIdNumber, members, guardian, guardianPhone } = values;
      const fields = [address, householdNumber, headName, headIdNumber, members, guardian, guardianPhone];
      const { rowCount } = await pool.query({ name: 'change', text, values: [recordId, ...fields, userId, commandId] });
      if (rowCount !== 1) throw new Error(`no row ${recordId}`);
    },
    count: async () => Number((await pool.query('SELECT count(*) FROM student_record_audit WHERE new_row IS NOT NULL')).rows[0].count),
    close: () => pool.end(),
  };
}

const eventOf = ({ userId, commandId, values }) => ({
  type: 'DetailsRecorded',
  data: { section: 'household', values },
  metadata: { actor: { userId, role: 'collector', unit: '430482101201' }, commandId },
});

const folding = {
  evolve: (state, event) => ({ revision: state.revision + 1, values: { ...state.values, ...event.data.values } }),
  initialState: () => ({ revision: 0, values: {} }),
};

/**
 * Emmett's command over a store: aggregate the stream, append with the version that was read; a batch goes to one stream.
 * @param readBatch its own reading of the whole log, page by page; @param page how much of it at once is fastest
 */
function emmett(store, { close, count, readBatch, page }) {
  return {
    recordAll: (stream, changes) => store.appendToStream(stream, changes.map(eventOf)),
    async replay(see) {
      for (let after = 0n, left = true; left;) {
        const { messages, currentGlobalPosition, areMessagesLeft, areEventsLeft } = await readBatch({ after, batchSize: page });
        for (const message of messages) see(message);
        after = currentGlobalPosition;
        left = (areMessagesLeft ?? areEventsLeft) && messages.length > 0;
      }
    },
    async record(change) {
      const stream = `record-${change.recordId}`;
      const { currentStreamVersion } = await store.aggregateStream(stream, folding);
      // What has no version yet is appended to without a check: the store's own way.
      await store.appendToStream(stream, [eventOf(change)], { expectedStreamVersion: currentStreamVersion });
    },
    count,
    close,
  };
}

export async function emmettPostgres({ postgres, concurrency }) {
  const { getPostgreSQLEventStore, readMessagesBatch } = await import('@event-driven-io/emmett-postgresql');
  const { dumbo } = await import('@event-driven-io/dumbo');
  const reading = dumbo({ connectionString: postgres });
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({ connectionString: postgres, max: Math.min(concurrency, 8) });
  await pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  const store = getPostgreSQLEventStore(postgres, { connectionOptions: { pool } });
  await store.schema.migrate();
  return emmett(store, {
    page: 20_000,
    readBatch: (options) => readMessagesBatch(reading.execute, options),
    count: async () => Number((await pool.query('SELECT count(*) FROM emt_messages')).rows[0].count),
    close: async () => {
      await store.close();
      await reading.close();
      await pool.end();
    },
  });
}

/**
 * One connection that all calls share, which is ten times as fast as its default; one command after the other, because two that overlap
 * would share one transaction, and one of them be answered before it is durable.
 */
export async function emmettSqlite({ directory }) {
  const { getSQLiteEventStore, readMessagesBatch, sqliteConnection } = await import('@event-driven-io/emmett-sqlite');
  const fileName = join(directory, 'emmett.db');
  const store = getSQLiteEventStore({ fileName, connectionOptions: { singleton: true }, schema: { autoMigration: 'CreateOrUpdate' } });
  // Opened when the writing is over: two connections to one file lock each other out.
  let opened;
  const reading = () => (opened ??= sqliteConnection({ fileName }));
  const one = emmett(store, {
    page: 500,
    readBatch: (options) => readMessagesBatch(reading(), options),
    count: async () => (await reading().querySingle('SELECT count(*) AS count FROM emt_messages')).count,
    async close() {
      opened?.close();
      await store.close?.();
    },
  });
  let last = Promise.resolve();
  return {
    ...one,
    record(change) {
      const next = last.then(() => one.record(change));
      last = next.catch(() => undefined);
      return next;
    },
  };
}

export const stores = { auditedRow, emmettPostgres, emmettSqlite };
