import { Client, type Answer, type Sent } from './client.js';
import { CYCLE, idNumber, VALUES, VILLAGE } from './small-county.js';

/** What a command on a record answers, or the problem that it was. */
export interface CommandBody {
  readonly recordId: string;
  readonly revision: number;
  readonly position: string;
  readonly events: number;
  readonly code: string;
  readonly allowed?: readonly string[];
}

/** The members of a record that tests look at. */
export interface RecordBody {
  readonly recordId: string;
  readonly status: string;
  readonly revision: number;
  readonly sections: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly lines: Readonly<Record<string, { state: string; digest?: string; signOffs: readonly { level: string }[] }>>;
  readonly joint: { readonly digest?: string };
  readonly payable?: boolean;
  readonly visits: readonly { method: string; confirmed: readonly string[]; concealed?: true }[];
  readonly errors: readonly { errorId: string; status: string }[];
  readonly allowed: readonly string[];
  readonly actions: readonly { action: string; allowed: boolean; reason?: { code: string; detail: string } }[];
}

/** A record that is worked over HTTP only, by whoever may. */
export class WorkedRecord {
  private constructor(
    private readonly client: Client,
    readonly id: string,
    private revision: number,
  ) {}

  /** Opened by hand by the village's collector. @param n which of many students */
  static async open(client: Client, n = 0, sent: Sent = {}): Promise<WorkedRecord> {
    const answer = await client.post<CommandBody>(
      '/api/records',
      { cycle: CYCLE, idNumber: idNumber(n) },
      { as: 'village-collector', ...sent },
    );
    if (answer.status !== 201) throw new Error(`not opened: ${answer.status} ${answer.body.code}`);
    return new WorkedRecord(client, answer.body.recordId, answer.body.revision);
  }

  /** Commands upon the revision that it saw last, and must succeed. */
  async post(as: string, path: string, body: unknown): Promise<CommandBody> {
    const answer = await this.attempt(as, path, body);
    if (answer.status > 201) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    this.revision = answer.body.revision ?? this.revision;
    return answer.body;
  }

  attempt(as: string, path: string, body: unknown, sent: Sent = {}): Promise<Answer<CommandBody>> {
    return this.client.post<CommandBody>(`/api/records/${this.id}/${path}`, body, { as, upon: this.revision, ...sent });
  }

  async get(as?: string): Promise<RecordBody> {
    return (await this.client.get<RecordBody>(`/api/records/${this.id}`, { ...(as !== undefined && { as }) })).body;
  }

  /** Everything is collected, and somebody has visited. */
  async collect(n = 0, values: Readonly<Record<keyof typeof VALUES, object>> = VALUES): Promise<this> {
    await this.post('poverty-officer', 'details', { section: 'household', values: { region: VILLAGE } });
    const number = idNumber(n);
    const identity = {
      ...values.identity,
      idNumber: number,
      birthDate: `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`,
    };
    const own = Number(number[16]) % 2 === 0 ? identity : { ...identity, sex: 'male' };
    await this.post('village-collector', 'details', { section: 'identity', values: own });
    await this.post('village-collector', 'details', { section: 'household', values: values.household });
    await this.post('village-collector', 'details', { section: 'poverty', values: values.poverty });
    await this.post('village-collector', 'details', { section: 'enrolment', values: { ...values.enrolment, studentNumber: `G${number}` } });
    await this.post('school-collector', 'details', { section: 'payment', values: values.payment });
    await this.post('village-helper', 'visits', { method: 'home', purpose: '资助访', date: '2020-09-09' });
    return this;
  }

  async submit(): Promise<this> {
    await this.post('village-collector', 'submissions', { line: 'household' });
    await this.post('school-collector', 'submissions', { line: 'enrolment' });
    return this;
  }

  async approve(as: string, line: string, level: string): Promise<CommandBody> {
    return this.post(as, 'reviews', { decision: 'approve', line, level, digest: await this.digest(line) });
  }

  async approveLines(): Promise<this> {
    await this.approve('village-reviewer', 'household', 'village');
    await this.approve('township-reviewer', 'household', 'township');
    await this.approve('school-reviewer', 'enrolment', 'school');
    return this;
  }

  async digest(line: string): Promise<string> {
    const { lines, joint } = await this.get();
    return (line === 'joint' ? joint.digest : lines[line]?.digest) ?? '';
  }
}
