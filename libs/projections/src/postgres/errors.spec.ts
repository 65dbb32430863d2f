import { expect, it } from '@jest/globals';
import { PostgresError, told } from './errors.js';

function passes(code: string): [string, string] {
  return [code, 'read-store-unavailable'];
}

it.each([
  ['53100', 'disk-full'],
  ...['57P01', '57P02', '57P03', '08006', '08P01', '53200', '53300', '40001', '40P01', '55P03', '57014', '25P03', '58030'].map(passes),
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN'].map(passes),
  ['28P01', 'read-store-login-refused'],
  ['28000', 'read-store-login-refused'],
  ['3D000', 'read-store-no-database'],
  ['42501', 'read-store-right-missing'],
  ['ENOTFOUND', 'read-store-host-unknown'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'read-store-certificate-refused'],
  ['CERT_HAS_EXPIRED', 'read-store-certificate-refused'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'read-store-certificate-refused'],
])('what passes on a server is told as what passes: %s', (code, refusal) => {
  expect(told(Object.assign(new Error('a row'), { code }))).toMatchObject({ kind: 'unavailable', code: refusal });
});

it.each(['22P02', '23505', '42P01', '40002', 'XX000'])('what a server refuses is told by its code alone: %s', (code) => {
  const error = told(Object.assign(new Error('a row'), { code }));
  expect(error).toBeInstanceOf(PostgresError);
  expect(error.message).not.toContain('row');
});
