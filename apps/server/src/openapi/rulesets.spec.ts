import { createConfig, lintFromString } from '@redocly/openapi-core';
import spectral, { type RulesetDefinition } from '@stoplight/spectral-core';
import rulesets from '@stoplight/spectral-rulesets';
import { describe, expect, it } from '@jest/globals';
import { catalogue } from '../http/catalogue.js';
import { API_CONTROLLERS } from '../server.module.js';
import { openApiDocument } from './document.js';

const source = JSON.stringify(openApiDocument(API_CONTROLLERS, catalogue));

/** From here on Spectral only informs. */
const INFORMATION = 2;

describe('the OpenAPI document', () => {
  it('passes the rules that Redocly recommends without error or warning', async () => {
    const config = await createConfig({ extends: ['recommended'] });
    const found = await lintFromString({ source, absoluteRef: '/openapi.json', config });
    expect(found.map(({ severity, ruleId, message }) => `${severity} ${ruleId}: ${message}`)).toEqual([]);
  }, 120_000);

  it('passes Spectral’s rules for OpenAPI without error or warning', async () => {
    const linter = new spectral.Spectral();
    linter.setRuleset({ extends: [rulesets.oas as unknown as RulesetDefinition] });
    const found = await linter.run(source);
    const wrong = found.filter(({ severity }) => severity < INFORMATION);
    expect(wrong.map(({ code, message, path }) => `${code} ${path.join('/')}: ${message}`)).toEqual([]);
  }, 240_000);
});
