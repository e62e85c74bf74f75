import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ENDINGS, fixtures, strayFixtures } from '../../test/fixtures/fixtures.ts';
import { CODECS } from './index.ts';

/** identity.test.ts and stream-cuts.test.ts read every fixture of these kinds, of every protocol. */
for (const { id } of Object.values(CODECS)) {
  describe(`the fixtures of ${id}`, () => {
    it('are all of a kind that the tests read', () => assert.deepEqual(strayFixtures(id), []));

    for (const ending of ENDINGS) {
      it(`have one that ends in ${ending}`, () => assert.ok(fixtures(id, ending).length > 0));
    }
  });
}
