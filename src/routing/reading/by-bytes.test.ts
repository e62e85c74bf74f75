import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { recordedRequests } from '../../../test/fixtures/fixtures.ts';
import { anyRequest } from '../../../test/support/any-conversation.ts';
import { parsedRequestOf, requestOf } from '../../../test/support/request-view.ts';
import { Body } from '../../lib/body.ts';
import { scanObject } from '../../lib/json-scan.ts';
import { CONVERSATIONS } from '../../protocols/read-head.ts';
import { readRequest } from './read-request.ts';
import { readWhole } from './read-whole.ts';
import { type RequestView, viewRequest } from './request-view.ts';

function readAll(request: RequestView): object {
  return { ...readRequest(request), ...readWhole(request) };
}

describe('what is read of the bytes', () => {
  it('is what is read of the parsed body, in any request', () => {
    fc.assert(
      fc.property(anyRequest, fc.integer({ min: 1, max: 200 }), (source, pieceLength) => {
        assert.deepEqual(readAll(requestOf(source, pieceLength)), readAll(parsedRequestOf(source)));
      }),
      { numRuns: 1_000 },
    );
  });

  for (const { name, ...source } of recordedRequests()) {
    it(`is what is read of the parsed body: ${name}`, () => {
      const { session, ...told } = readRequest(requestOf(source, 1_000));
      assert.deepEqual({ session, ...told }, readRequest(parsedRequestOf(source)));
      const bare = { body: source.body };
      assert.deepEqual(readRequest(requestOf(bare, 1_000)), readRequest(parsedRequestOf(bare)));
    });
  }
});

/** A request of these bytes, with as many of its fields as a scan finds. */
function requestOfBytes(bytes: Buffer): RequestView {
  const about = { protocol: 'anthropic-messages', path: '/v1/messages', headers: {} } as const;
  const body = Body.of(bytes);
  try {
    return viewRequest({ ...about, body, spans: scanObject(body, undefined, CONVERSATIONS) });
  } catch {
    return viewRequest({ ...about, body, spans: { fields: new Map(), close: 0, found: [] } });
  }
}

describe('an odd body', () => {
  it('is a main without words, if it is no JSON', () => {
    for (const text of ['', '{', '[]', 'null', '"x"', '{"messages":[{"role":"user","content":"hi"}]', '\xff\xfe']) {
      const request = requestOfBytes(Buffer.from(text, 'latin1'));
      assert.deepEqual(readRequest(request), {
        kind: 'main',
        client: null,
        session: null,
        isSubagent: false,
        agent: null,
        promptId: null,
      });
      const { words, context } = readWhole(request);
      assert.deepEqual([words.text, words.language, context.previousWords, context.toolCalls], ['', 'none', '', 0]);
    }
  });

  it('never throws, cut or damaged anywhere', () => {
    fc.assert(
      fc.property(
        anyRequest,
        fc.nat(),
        fc.constantFrom(...'{}[]",:\\ 0\n\x00ÿ'),
        fc.boolean(),
        (source, at, byte, isCut) => {
          const bytes = Buffer.from(JSON.stringify(source.body));
          const place = at % bytes.length;
          if (!isCut) bytes.write(byte, place, 'latin1');
          readAll(requestOfBytes(isCut ? bytes.subarray(0, place) : bytes));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('says main where nothing can be read of it', () => {
    const request = requestOf({ body: { messages: 'hello', system: 5, tools: {}, metadata: [] } });
    assert.equal(readRequest(request).kind, 'main');
    assert.equal(readRequest(request).session, null);
  });
});
