import type { Metadata } from '@grpc/grpc-js';
import type { Deniable, Order, Status } from './faults.js';

/** What the server says to whom it does not know (an answer 401 of its HTTP part), and to whom it does not let. */
const UNKNOWN: Status = { code: 16, details: 'Received HTTP status code 401' };
const DENIED: Status = { code: 7, details: 'Access Denied', trailers: { exception: 'access-denied' } };

/** Who may log in, and what nobody may do. Everything is open until it is told otherwise. */
export class Rights {
  private users?: Readonly<Record<string, string>>;
  private denied: readonly Deniable[] = [];

  set({ users, denied = [] }: Extract<Order, { kind: 'rights' }>): void {
    this.users = users;
    this.denied = denied;
  }

  /** Why a call is refused; undefined: it is not. */
  refusalOf(metadata: Metadata, wanted: Deniable): Status | undefined {
    if (this.users !== undefined && !this.knows(String(metadata.get('authorization')[0] ?? ''))) return UNKNOWN;
    return this.denied.includes(wanted) ? DENIED : undefined;
  }

  private knows(authorization: string): boolean {
    const [, encoded = ''] = /^Basic (.+)$/.exec(authorization) ?? [];
    const [name = '', password] = Buffer.from(encoded, 'base64').toString().split(':');
    return password !== undefined && this.users?.[name] === password;
  }
}
