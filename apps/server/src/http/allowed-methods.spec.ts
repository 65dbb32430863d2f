import { expect, it } from '@jest/globals';
import { AllowedMethods } from './allowed-methods.js';

const routes = new AllowedMethods();
routes.add('GET', '/api/records/:id');
routes.add(['HEAD', 'POST'], '/api/records/:id');
routes.add('POST', '/api/records/search');
routes.add('GET', '/api/openapi.json');
routes.add('GET', '/*');

it('an address has the methods of every route that fits it, whatever its query', () => {
  expect(routes.of('/api/records/7?asOf=1')).toEqual(['GET', 'HEAD', 'POST']);
  expect(routes.of('/api/records/search')).toEqual(['GET', 'HEAD', 'POST']);
  expect(routes.of('/api/openapi.json')).toEqual(['GET']);
});

it('an address that no route fits has none', () => {
  for (const address of ['/api/records', '/api/records/', '/api/records/7/8', '/api/openapiXjson', '/'])
    expect(routes.of(address)).toEqual([]);
});
