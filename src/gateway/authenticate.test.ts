import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clientKeyOf } from '../../test/support/gateway-parts.ts';
import type { IncomingHeaders } from '../lib/headers.ts';
import { newClientKey } from '../lib/ids.ts';
import { Fault } from '../turn/fault.ts';
import { authenticate, type KeyFinder } from './authenticate.ts';
import type { FoundKey } from './key-ring.ts';

const NOW = 1_000;
const FOREVER = Number.POSITIVE_INFINITY;
const FOUND: ReadonlyMap<string, FoundKey> = new Map([
  ['rw-good', { key: clientKeyOf(), until: FOREVER }],
  ['rw-disabled', { key: clientKeyOf({}, { isEnabled: false }), until: FOREVER }],
  ['rw-expired', { key: clientKeyOf({}, { expiresAt: NOW }), until: FOREVER }],
  ['rw-expires', { key: clientKeyOf({}, { expiresAt: NOW + 1 }), until: FOREVER }],
  ['rw-replaced', { key: clientKeyOf(), until: NOW }],
  ['rw-overlap', { key: clientKeyOf(), until: NOW + 1 }],
]);
const KEYS: KeyFinder = { find: (key) => FOUND.get(key) };
/** Made by redwolf, and not known: deleted, or made a moment ago by another process. */
const MADE = newClientKey();
const OWN = 'sk-ant-own';

/** `laptop`, `laptop authorization=…` with the own credential, `anonymous …`, or the message of the 401. */
function who(headers: IncomingHeaders, allowsAnonymous: boolean): string {
  try {
    const { keyName, isAnonymous, credential } = authenticate(headers, { keys: KEYS, allowsAnonymous, now: NOW });
    assert.equal(isAnonymous, keyName === 'anonymous');
    return credential === undefined ? keyName : `${keyName} ${credential.header}=${credential.value.reveal()}`;
  } catch (error) {
    assert.ok(error instanceof Fault);
    assert.equal(error.kind, 'authentication');
    assert.equal(error.status, 401);
    assert.equal(error.details.shouldRetry, false);
    return error.message;
  }
}

const NONE = 'No API key was sent. Send a redwolf key as Authorization: Bearer or x-api-key.';
const UNKNOWN = 'The API key is not known to this gateway.';
const UNKNOWN_OWN = 'The key in x-redwolf-key is not known to this gateway.';

/** Who it is, and who it is where anonymous callers are allowed, if that is somebody else. */
const CALLERS: readonly (readonly [headers: IncomingHeaders, who: string, whoElse?: string])[] = [
  [{}, NONE],
  [{ authorization: '' }, NONE],
  [{ authorization: 'Bearer' }, NONE],
  [{ authorization: 'Bearer ' }, NONE],
  [{ authorization: 'Basic cnctZ29vZDo=' }, NONE],
  [{ authorization: 'rw-good' }, NONE],
  [{ authorization: 'Bearer rw-good x' }, NONE],
  [{ 'x-api-key': '' }, NONE],
  [{ cookie: 'rw-good' }, NONE],

  [{ authorization: 'Bearer rw-good' }, 'laptop'],
  [{ authorization: 'bearer  rw-good ' }, 'laptop'],
  [{ 'x-api-key': 'rw-good' }, 'laptop'],
  [{ 'api-key': 'rw-good' }, 'laptop'],
  [{ authorization: 'Bearer wrong', 'x-api-key': 'rw-good' }, 'laptop'],
  [{ 'x-api-key': ['rw-good', 'wrong'] }, 'laptop'],
  [{ 'x-api-key': 'Bearer rw-good' }, UNKNOWN, 'anonymous x-api-key=Bearer rw-good'],

  [{ authorization: `Bearer ${OWN}` }, UNKNOWN, `anonymous authorization=Bearer ${OWN}`],
  [{ 'x-api-key': OWN }, UNKNOWN, `anonymous x-api-key=${OWN}`],
  [{ 'api-key': OWN }, UNKNOWN, `anonymous api-key=${OWN}`],
  [{ authorization: 'Bearer sk-first', 'x-api-key': OWN }, UNKNOWN, 'anonymous authorization=Bearer sk-first'],
  [{ authorization: `Bearer ${MADE}` }, UNKNOWN],
  [{ 'x-api-key': MADE }, UNKNOWN],
  [{ authorization: `Bearer ${MADE}`, 'x-api-key': OWN }, UNKNOWN, `anonymous x-api-key=${OWN}`],

  [{ 'x-redwolf-key': 'rw-good' }, 'laptop'],
  [{ 'x-redwolf-key': 'rw-good', authorization: `Bearer ${OWN}` }, `laptop authorization=Bearer ${OWN}`],
  [{ 'x-redwolf-key': 'rw-good', 'x-api-key': OWN }, `laptop x-api-key=${OWN}`],
  [{ 'x-redwolf-key': 'rw-good', authorization: 'Bearer rw-good' }, 'laptop'],
  [{ 'x-redwolf-key': 'rw-good', authorization: `Bearer ${MADE}` }, 'laptop'],
  [{ 'x-redwolf-key': 'rw-good', authorization: 'Bearer rw-good', 'x-api-key': OWN }, `laptop x-api-key=${OWN}`],
  [{ 'x-redwolf-key': 'wrong' }, UNKNOWN_OWN],
  [{ 'x-redwolf-key': '' }, UNKNOWN_OWN],
  [{ 'x-redwolf-key': 'wrong', authorization: 'Bearer rw-good' }, UNKNOWN_OWN],
  [{ 'x-redwolf-key': MADE, authorization: `Bearer ${OWN}` }, UNKNOWN_OWN],

  [{ 'x-api-key': 'rw-disabled' }, 'The key "laptop" is disabled. Ask the administrator of this gateway.'],
  [{ 'x-api-key': 'rw-expired' }, 'The key "laptop" expired at 1970-01-01T00:00:01.000Z. Ask for a new one.'],
  [{ 'x-api-key': 'rw-expires' }, 'laptop'],
  [{ 'x-api-key': 'rw-replaced' }, 'The key "laptop" was replaced by a new one. Use that.'],
  [{ 'x-redwolf-key': 'rw-replaced' }, 'The key "laptop" was replaced by a new one. Use that.'],
  [{ 'x-api-key': 'rw-overlap' }, 'laptop'],
  // A closed key is no credential of the client's own either.
  [{ 'x-redwolf-key': 'rw-good', authorization: 'Bearer rw-disabled' }, 'laptop'],
  [{ 'x-redwolf-key': 'rw-good', authorization: `Bearer lxs_${'x'.repeat(32)}` }, 'laptop'],
];

describe('who asks', () => {
  for (const [headers, expected, orAnonymous = expected] of CALLERS) {
    test(JSON.stringify(headers).replaceAll(MADE, '<made>'), () => {
      assert.equal(who(headers, false), expected);
      assert.equal(who(headers, true), orAnonymous);
    });
  }
});

test('a credential hides itself', () => {
  const identity = authenticate({ 'x-api-key': OWN }, { keys: KEYS, allowsAnonymous: true, now: NOW });
  assert.doesNotMatch(JSON.stringify(identity), /sk-ant/);
});
