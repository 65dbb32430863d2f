import { describe, expect, it } from '@jest/globals';
import { Refusal } from '#kernel';
import { readConnectionString } from './connection-string.js';

describe('readConnectionString', () => {
  it('reads what the client reads', () => {
    expect(readConnectionString('esdb://admin:p%40ss@log.example:2114?tls=true&tlsCAFile=%2Fca.crt&KeepAliveInterval=20000')).toEqual({
      hosts: [{ address: 'log.example', port: 2114 }],
      discover: false,
      credentials: { username: 'admin', password: 'p@ss' },
      tls: { caFile: '/ca.crt', userCertFile: undefined, userKeyFile: undefined, verify: true },
      namespace: undefined,
      client: { keepAliveInterval: 20_000, connectionName: undefined },
    });
  });

  it('has defaults: the port 2113, a secured connection', () => {
    const { hosts, tls } = readConnectionString('esdb://admin:changeit@log.example/');
    expect(hosts).toEqual([{ address: 'log.example', port: 2113 }]);
    expect(tls).toMatchObject({ verify: true });
    expect(readConnectionString('esdb://log.example?tls=false').credentials).toBeUndefined();
  });

  it('takes several hosts, one host to ask for the others, and a namespace', () => {
    expect(readConnectionString('esdb://a,b:1,c?tls=false').hosts.map(({ address }) => address)).toEqual(['a', 'b', 'c']);
    expect(readConnectionString('esdb+discover://a?tls=false')).toMatchObject({ discover: true, tls: undefined });
    expect(readConnectionString('esdb://a?tls=false&namespace=changning_2020').namespace).toBe('changning_2020');
  });

  it.each([
    ['esdb:/a', 'must look like'],
    ['esdb://', 'must look like'],
    ['esdb://a?tsl=false', 'unknown key tsl'],
    ['esdb://a?se%20cret!=1', 'unknown key'],
    ['esdb://a?tls', 'tls needs a value'],
    ['esdb://a?tls=', 'tls needs a value'],
    ['esdb://a?tls=no', 'tls must be true or false'],
    ['esdb://a?tls=false&TLS=false', 'tls is given twice'],
    ['esdb://a', 'a secured server wants user:password'],
    ['esdb://a:99999', 'a port must be'],
    ['esdb://a:b', 'a host must look like'],
    ['esdb://user@a', 'credentials must look like'],
    ['esdb://a?tls=false&gossipTimeout=-1', 'gossipTimeout must be a whole number'],
    ['esdb://a?tls=false&keepAliveInterval=500', 'keepAliveInterval must be a whole number, at least 10000'],
    ['esdb+discover://a,b', 'takes one host'],
    ['esdb://a?nodePreference=follower', 'nodePreference can only be leader'],
    ['esdb://a?throwOnAppendFailure=false', 'throwOnAppendFailure can only be true'],
    ['esdb://a?tls=false&namespace=Chang-ning', 'namespace must be'],
    ['esdb://a?userCertFile=x', 'go together'],
    ['esdb://a?connectionName=%', 'a % must be written %25'],
  ])('refuses %s and says why', (text, reason) => {
    const read = () => readConnectionString(text);
    expect(read).toThrow(Refusal);
    try {
      read();
    } catch (error) {
      expect((error as Refusal).params.reason).toContain(reason);
    }
  });

  it('takes the settings that change nothing', () => {
    expect(
      readConnectionString('esdb://a?nodePreference=Leader&throwOnAppendFailure=true&tls=false&tlsVerifyCert=false').tls,
    ).toBeUndefined();
  });
});
