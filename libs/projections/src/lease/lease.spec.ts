import { describe, expect, it } from '@jest/globals';
import { Lease, type LeaseRows } from './lease.js';

const MS = 60;

/** Leases as a database would keep them, by a clock of its own. */
class Rows implements LeaseRows {
  now = 0;
  away = false;
  /** What the database waits for before it answers: it stands still. */
  standstill?: Promise<void>;
  readonly asked: string[] = [];
  private row = { holder: '', epoch: 0, until: -1 };

  async take(_name: string, holder: string, ms: number): Promise<number | undefined> {
    this.ask('take');
    if (this.row.until >= this.now) return undefined;
    this.row = { holder, epoch: this.row.epoch + 1, until: this.now + ms };
    return this.row.epoch;
  }

  async renew(_name: string, holder: string, epoch: number, ms: number): Promise<boolean> {
    this.ask('renew');
    await this.standstill;
    if (this.row.epoch !== epoch || this.row.holder !== holder) return false;
    this.row.until = this.now + ms;
    return true;
  }

  async release(_name: string, epoch: number): Promise<void> {
    this.ask('release');
    if (this.row.epoch === epoch) this.row.until = -1;
  }

  private ask(what: string): void {
    this.asked.push(what);
    if (this.away) throw new Error('away');
  }
}

/** Answers when the lease is next taken or lost. */
function changed(lease: Lease): Promise<void> {
  return new Promise((resolve) => {
    const unhook = lease.onChange(() => {
      unhook();
      resolve();
    });
  });
}

describe('a lease', () => {
  it('is held by one, and goes to who stands in line when it is given back', async () => {
    const rows = new Rows();
    const [first, second] = [new Lease(rows, 'work', 'a', MS), new Lease(rows, 'work', 'b', MS)];
    const taken = changed(first);
    const leave = first.want();
    await taken;
    expect(first.epoch).toBe(1);
    const next = changed(second);
    const leaveToo = second.want();
    expect(second.epoch).toBeUndefined();
    await leave();
    expect(first.epoch).toBeUndefined();
    await next;
    expect(second.epoch).toBe(2);
    await leaveToo();
  });

  it('is kept as long as anybody in the process wants it', async () => {
    const rows = new Rows();
    const lease = new Lease(rows, 'work', 'a', MS);
    const taken = changed(lease);
    const [leave, leaveToo] = [lease.want(), lease.want()];
    await taken;
    await leave();
    await leave();
    expect(lease.epoch).toBe(1);
    await leaveToo();
    expect(lease.epoch).toBeUndefined();
    expect(rows.asked.at(-1)).toBe('release');
  });

  it('is lost when another has taken over meanwhile, and stood in line for anew', async () => {
    const rows = new Rows();
    const lease = new Lease(rows, 'work', 'a', MS);
    const taken = changed(lease);
    const leave = lease.want();
    await taken;
    rows.now += 2 * MS;
    expect(await rows.take('work', 'b', MS)).toBe(2);
    await changed(lease);
    expect(lease.epoch).toBeUndefined();
    const again = changed(lease);
    rows.now += 2 * MS;
    await again;
    expect(lease.epoch).toBe(3);
    await leave();
  });

  it('is not believed in once it may have expired, while the database does not answer', async () => {
    const rows = new Rows();
    const lease = new Lease(rows, 'work', 'a', MS);
    const taken = changed(lease);
    const leave = lease.want();
    await taken;
    rows.away = true;
    await changed(lease);
    expect(lease.epoch).toBeUndefined();
    rows.away = false;
    rows.now += 2 * MS;
    await changed(lease);
    expect(lease.epoch).toBe(2);
    await leave();
  });

  it('is told of when it is held again, as before, by a database that stood still until it had expired here', async () => {
    const rows = new Rows();
    const lease = new Lease(rows, 'work', 'a', MS);
    const taken = changed(lease);
    const leave = lease.want();
    await taken;
    let goOn = () => {};
    rows.standstill = new Promise((go) => (goOn = go));
    while (lease.epoch !== undefined) await new Promise((turn) => setImmediate(turn));
    const again = changed(lease);
    goOn();
    await again;
    while (lease.epoch === undefined) await new Promise((turn) => setImmediate(turn));
    expect(lease.epoch).toBe(1);
    await leave();
  });
});
