import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { platformsPage } from '../../scripts/docs-platforms.ts';

it('docs/platforms.md says what the descriptions say', () => {
  const page = readFileSync(new URL('../../docs/platforms.md', import.meta.url), 'utf8');
  assert.equal(page, platformsPage(), 'Run npm run docs:platforms.');
});
