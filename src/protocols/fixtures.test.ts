import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ENDINGS, fixtures, strayFixtures } from '../../test/fixtures/fixtures.ts';
import { CLIENT_CODECS } from '../../test/support/client-codecs.ts';
import { CODECS } from './index.ts';

/** identity.test.ts and stream-cuts.test.ts read every fixture of these kinds, of every protocol. */
const isClients = new Set(CLIENT_CODECS.map(({ id }) => id));

for (const { id } of Object.values(CODECS)) {
  describe(`the fixtures of ${id}`, () => {
    it('are all of a kind that the tests read', () => assert.deepEqual(strayFixtures(id), []));

    // Of a protocol that no client speaks there is nothing to decode and encode again.
    for (const ending of isClients.has(id) ? ENDINGS : (['.stream.txt'] as const)) {
      it(`have one that ends in ${ending}`, () => assert.ok(fixtures(id, ending).length > 0));
    }
  });
}
