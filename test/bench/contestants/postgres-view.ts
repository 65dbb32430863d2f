import { openApplication } from '../support/application.js';
import { contestant, mustBe } from '../support/contestant.js';
import { rowsInFile, rowsInSchema, viewFile, withViews, type ViewOnPostgres } from '../support/postgres-view.js';

/** Events of the log per second, while a view on PostgreSQL catches up with it: every batch commits with its checkpoint. */
await contestant<ViewOnPostgres>(({ data, view, postgres }) =>
  withViews(postgres, async ({ readStore, client, schemaOf }) => {
    const { runtime, close } = await openApplication(data, { readStore });
    const events = Number(await runtime.log.head());
    const began = performance.now();
    await runtime.runner.catchUp(view);
    const seconds = (performance.now() - began) / 1000;
    const rows = await rowsInSchema(client, await schemaOf(view));
    mustBe('rows of records', rows, rowsInFile(viewFile(data, view)));
    await close();
    return { value: events / seconds, notes: { seconds: Math.round(seconds), rows } };
  }),
);
