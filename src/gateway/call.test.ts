import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recordedRequests } from '../../test/fixtures/fixtures.ts';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { callOf } from '../../test/support/gateway-parts.ts';
import { Body } from '../lib/body.ts';
import { Call } from './call.ts';

const call = callOf(new FakeClock(), { body: { model: 'm' } });

/** The call with another request, of which nothing is known but what its head says. */
function withRequest(bytes: Buffer, headers: Record<string, string>): Call {
  const body = Body.of(bytes);
  return new Call({ ...call, request: { ...call.request, headers, body }, head: call.codec.readHead(body) });
}

describe('the reading of a call', () => {
  const recorded = recordedRequests().find(({ name }) => name === 'subagent-first');
  assert.ok(recorded !== undefined);
  const served = withRequest(Buffer.from(JSON.stringify(recorded.body)), recorded.headers);

  it('tells what each row needs', () => {
    assert.deepEqual(served.reading(), {
      kind: 'main',
      client: 'claude-code',
      session: { key: '19868aa4-3461-410f-b5ff-ff70431fe0aa', source: 'header' },
      isSubagent: true,
      agent: 'a83be63c3009eb6fe',
      promptId: null,
    });
    assert.equal(served.wholeReading().words.text, 'SUBTASK-MARK run echo');
  });

  it('is made once', () => {
    assert.equal(served.reading(), served.reading());
    assert.equal(served.wholeReading(), served.wholeReading());
  });

  it('tells what headers say of a body that could not be read', () => {
    const headers = { 'x-claude-code-session-id': 's1' };
    const request = { ...call.request, headers, body: Body.of(Buffer.from('{"messages":[')) };
    const head = { model: '', stream: false, spans: { fields: new Map(), close: 0, found: [] } };
    const refused = new Call({ ...call, request, head });
    assert.deepEqual(refused.reading().session, { key: 's1', source: 'header' });
    assert.deepEqual([refused.reading().kind, refused.wholeReading().words.text], ['main', '']);
  });
});
