import { describe, expect, it } from '@jest/globals';
import { Refusal } from '#kernel';
import { readReadStoreAddress } from './read-store-address.js';

describe('an address of a read store', () => {
  it.each(['', 'sqlite:'])('%j means files in the data directory', (text) => {
    expect(readReadStoreAddress(text)).toEqual({ kind: 'sqlite' });
  });

  it('names a database of a server, with a namespace if several read stores share it', () => {
    expect(readReadStoreAddress('postgres://reader:p%40ss@db.example:6432/county?namespace=changning&sslmode=require')).toEqual({
      kind: 'postgres',
      server: {
        host: 'db.example',
        port: 6432,
        database: 'county',
        user: 'reader',
        password: 'p@ss',
        tls: { verify: false },
        namespace: 'changning',
      },
    });
  });

  it('has a port, a namespace and no encryption if none is given', () => {
    const server = { host: '::1', port: 5432, database: 'county', namespace: 'countersign' };
    expect(readReadStoreAddress('postgresql://[::1]/county')).toEqual({ kind: 'postgres', server });
  });

  it.each([
    'mysql://reader:secret@host/county',
    'sqlite:elsewhere.db',
    'postgres://',
    'postgres://reader:secret@host',
    'postgres://reader:secret@host/a/b',
    'postgres://reader:secret@host:99999/county',
    'postgres://reader:secret@host/county?sslmode=perhaps',
    'postgres://reader:secret@host/county?sslrootcert=ca.crt',
    'postgres://reader:secret@host/county?sslmode=verify-full&sslrootcert=missing.crt',
    'postgres://reader:secret@host/county?namespace=Drop%20Table',
    'postgres://reader:secret@host/county?namespace=a&namespace=b',
    'postgres://reader:secret@host/county?password=secret',
    'postgres://reader:%secret@host/county',
  ])('%s is refused with a reason that does not hold it', (text) => {
    try {
      readReadStoreAddress(text);
    } catch (error) {
      expect(error).toMatchObject({ kind: 'invalid', code: 'wrong-read-store' });
      expect(JSON.stringify((error as Refusal).params)).not.toMatch(/secret|Drop|missing/);
      return;
    }
    throw new Error('it was not refused');
  });
});
