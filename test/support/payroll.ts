const PAYABLE = 'cn.countersign.record-payable.v1';
const NOT_PAYABLE = 'cn.countersign.record-not-payable.v1';

/**
 * A subscriber as somebody writes it who has nothing but `/api/openapi.json` and `/api/asyncapi.json`: over HTTP only, under a named
 * subscription, at least once. It knows who may be paid at each position that it has acknowledged.
 */
export class Payroll {
  /** By position acknowledged: who may be paid. */
  readonly known = new Map<string, readonly string[]>();
  /** Record id to the approval that it is paid by. */
  private payable = new Map<string, string>();
  private position = '';

  constructor(
    private readonly server: string,
    private readonly name: string,
    private readonly person: string,
  ) {}

  async open(): Promise<void> {
    const { components } = (await this.get('/api/asyncapi.json')) as { components: { messages: Record<string, { name: string }> } };
    const names = new Set(Object.values(components.messages).map(({ name }) => name));
    const types = [PAYABLE, NOT_PAYABLE];
    if (!types.every((type) => names.has(type))) throw new Error('the document does not say what is payable');
    await this.post('/api/feed/subscriptions', { name: this.name, types });
  }

  /** Follows until the signal ends it: takes a page, acknowledges it. Every third page is taken, forgotten, and comes again. */
  async follow(signal: AbortSignal): Promise<void> {
    for (let turn = 0; !signal.aborted; turn += 1) await this.turn(turn, `limit=${(turn % 3) + 1}&wait=30`, signal);
  }

  /** Takes what there is up to the end. */
  async catchUp(): Promise<void> {
    for (let turn = 0; !(await this.turn(turn, 'limit=2', undefined)); turn += 1);
  }

  private async turn(turn: number, query: string, signal: AbortSignal | undefined): Promise<boolean> {
    const path = `${this.server}/api/feed/subscriptions/${this.name}/events?${query}`;
    const response = await fetch(path, { headers: { 'x-countersign-as': this.person }, ...(signal && { signal }) }).catch(
      (error: unknown) => {
        if (signal?.aborted === true) return undefined;
        throw error;
      },
    );
    if (response === undefined) return true;
    const events = (await response.json()) as readonly { type: string; subject: string; data: { approval: string } }[];
    const payable = new Map(this.payable);
    for (const { type, subject, data } of events) {
      if (type === PAYABLE) payable.set(subject, data.approval);
      if (type === NOT_PAYABLE) payable.delete(subject);
    }
    // It was stopped before it could keep what it had read.
    if (turn % 3 === 1) return false;
    const position = response.headers.get('countersign-position') ?? '';
    if (position !== this.position) await this.post(`/api/feed/subscriptions/${this.name}/acknowledgements`, { position });
    [this.payable, this.position] = [payable, position];
    this.known.set(position, [...payable.keys()].sort());
    return response.headers.get('countersign-end') === 'true';
  }

  private async get(path: string): Promise<unknown> {
    return (await fetch(`${this.server}${path}`)).json();
  }

  private async post(path: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/json', 'x-countersign-as': this.person };
    const response = await fetch(`${this.server}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  }
}
