import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate that signs itself, for a server of a test, in a directory of its own. */
export class Certificate {
  private readonly directory = mkdtempSync(join(tmpdir(), 'countersign-certificate-'));
  readonly file = join(this.directory, 'server.crt');
  readonly key = join(this.directory, 'server.key');

  /** @param names for which it is; as OpenSSL writes them */
  constructor(names = 'IP:127.0.0.1,DNS:localhost', days = 2) {
    const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=countersign-test'];
    const files = ['-keyout', this.key, '-out', this.file, '-days', String(days), '-addext', `subjectAltName=${names}`];
    execFileSync('openssl', [...made, ...files], { stdio: 'ignore' });
  }

  remove(): void {
    rmSync(this.directory, { recursive: true });
  }
}
