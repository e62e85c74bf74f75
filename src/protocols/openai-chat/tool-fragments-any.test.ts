import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  decodeChunks,
  decodeFragments,
  delta,
  type Fragment,
  finish,
  fragment,
  summary,
} from '../../../test/support/decode-chat.ts';
import { platformToolId } from '../../turn/tool-id.ts';

const calls = (...fragments: readonly Fragment[]) => summary(decodeFragments(...fragments)).slice(0, -1);

/** The platform's ids of the calls that were given out. */
function idsOf(...fragments: readonly Fragment[]): (string | undefined)[] {
  const heads = decodeFragments(...fragments).flatMap((event) => (event.type === 'block-start' ? [event.block] : []));
  const ids = heads.flatMap((head) => (head.type === 'tool-call' ? [head.id] : []));
  assert.equal(new Set(ids).size, ids.length, 'the client gets each id once');
  for (const id of ids) assert.match(id, /^[a-zA-Z0-9_-]+$/);
  return ids.map((id) => platformToolId(id).id);
}

describe('ToolFragments gives out', () => {
  /** How much is out after each fragment: heads as names, pieces as they are. */
  function live(...fragments: readonly Fragment[]): string[] {
    return fragments.map((_, index) => {
      // A stream without its end shows what was given out until then.
      const events = decodeChunks(
        ...fragments.slice(0, index + 1).map((one) => delta({ tool_calls: [fragment(...one)] })),
      );
      return events
        .map((event) => {
          if (event.type === 'block-start') return event.block.type === 'tool-call' ? `${event.block.name}(` : '?';
          if (event.type === 'block-delta') return event.delta.type === 'tool-input' ? event.delta.json : '?';
          return event.type === 'block-stop' ? ')' : '';
        })
        .join('');
    });
  }

  it('the arguments of the first call as they come', () => {
    assert.deepEqual(live([0, 'x', 'f', ''], [0, '', '', '{"a'], [0, '', '', '":1}']), ['f(', 'f({"a', 'f({"a":1}']);
  });

  it('the next call when the one before is whole', () => {
    assert.deepEqual(live([0, 'x', 'f', '{}'], [1, 'y', 'g', '{'], [1, '', '', '}']), [
      'f({}',
      'f({})g({',
      'f({})g({}',
    ]);
  });

  it('the next call when one is whole that is encoded twice', () => {
    assert.deepEqual(live([0, 'x', 'f', '"{}'], [0, '', '', '"'], [1, 'y', 'g', '{']), ['f(', 'f(', 'f({})g({']);
  });

  it('nothing of a call while one before it is not whole', () => {
    const fragments: Fragment[] = [
      [0, 'x', 'f', '{'],
      [1, 'y', 'g', '{'],
      [0, '', '', '}'],
      [1, '', '', '}'],
    ];
    assert.deepEqual(live(...fragments), ['f({', 'f({', 'f({}', 'f({})g({}']);
  });

  it("the platform's ids, wrapped where they do not fit or come twice", () => {
    assert.deepEqual(idsOf([0, 'call_0123456789ab', 'f', '{}'], [1, 'functions.f:1', 'f', '{}']), [
      'call_0123456789ab',
      'functions.f:1',
    ]);
    assert.deepEqual(idsOf([0, 'call_0123456789ab', 'f', '{}'], [1, 'call_0123456789ab', 'f', '{}']), [
      'call_0123456789ab',
      'call_0123456789ab',
    ]);
  });

  it("the platform's id even if it comes late", () => {
    const late: Fragment[] = [
      [0, '', '', '{'],
      [0, 'call_0123456789ab'],
      [0, '', 'f', '}'],
    ];
    assert.deepEqual(idsOf(...late), ['call_0123456789ab']);
  });

  it('an id where the platform gives none', () => {
    assert.equal(idsOf([0, '', 'f', '{}'], [1, '', 'g', '{}']).filter((id) => id?.startsWith('toolu_')).length, 2);
  });

  it('the fields of a vendor with the id', () => {
    const fields = { extra_content: { google: { thought_signature: 'x' } } };
    const [head] = decodeChunks(delta({ tool_calls: [{ ...fragment(0, 'x', 'f', '{}'), ...fields }] }), finish()).slice(
      1,
    );
    assert.ok(head?.type === 'block-start' && head.block.type === 'tool-call');
    assert.deepEqual(platformToolId(head.block.id), { id: 'x', vendor: { platform: 'up', fields } });
  });
});

interface Made {
  readonly name: string;
  readonly args: string;
  readonly cuts: readonly number[];
}

const made: fc.Arbitrary<Made> = fc.record({
  name: fc.constantFrom('f', 'g', 'mcp__x__y'),
  args: fc.oneof(
    fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 }).map((value) => JSON.stringify(value)),
    fc.constant('{"a":"}{\\"你"}'),
  ),
  cuts: fc.array(fc.nat(60), { maxLength: 4 }),
});

/** How a platform writes a call: the fragments of its pieces. */
type Style = (index: number, name: string, pieces: readonly string[]) => Fragment[];

const STYLES: Readonly<Record<string, Style>> = {
  'as OpenAI does': (index, name, pieces) => [
    [index, `id-${index}`, name, ''],
    ...pieces.map((piece): Fragment => [index, undefined, undefined, piece]),
  ],
  'with id and name in each piece': (index, name, pieces) =>
    ['', ...pieces].map((piece) => [index, `id-${index}`, name, piece]),
  'with empty ids': (index, name, pieces) => [
    [index, '', name, ''],
    ...pieces.map((piece): Fragment => [index, '', '', piece]),
  ],
  'on one index': (index, name, pieces) => ['', ...pieces].map((piece) => [0, `id-${index}`, name, piece]),
  'without index': (index, name, pieces) => ['', ...pieces].map((piece) => [undefined, `id-${index}`, name, piece]),
  'with all in one': (_, name, pieces) => [[undefined, '', name, pieces.join('')]],
  'as an object': (index, name, pieces) => [[index, `id-${index}`, name, JSON.parse(pieces.join(''))]],
  'encoded twice': (index, name, pieces) => [[index, `id-${index}`, name, JSON.stringify(pieces.join(''))]],
};

function piecesOf({ args, cuts }: Made): string[] {
  const places = [0, ...cuts.map((cut) => Math.min(cut, args.length)), args.length].sort((a, b) => a - b);
  return places.slice(1).map((place, index) => args.slice(places[index], place));
}

describe('ToolFragments loses no call and no argument', () => {
  for (const [name, style] of Object.entries(STYLES)) {
    it(`written ${name}`, () => {
      fc.assert(
        fc.property(fc.array(made, { minLength: 1, maxLength: 4 }), (list) => {
          const fragments = list.flatMap((call, index) => style(index, call.name, piecesOf(call)));
          const normal = (args: string) => JSON.stringify(JSON.parse(args));
          const expected = list.map((call) => `call ${call.name}: ${normal(call.args)}`);
          const got = calls(...fragments).map((call) => call.replace(/(?<=^call \w+: )[\s\S]*/, normal));
          assert.deepEqual(got, expected);
        }),
        { numRuns: 200 },
      );
    });
  }

  it('mixed in any order that keeps the pieces of each call in theirs', () => {
    const ranks = fc.array(fc.nat(), { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(fc.array(made, { minLength: 1, maxLength: 4 }), ranks, (list, order) => {
        const queues = list.map((call, index) => STYLES['as OpenAI does']?.(index, call.name, piecesOf(call)) ?? []);
        const heads = queues.flatMap((queue) => queue.splice(0, 1));
        const rest: Fragment[] = [];
        for (let at = 0; queues.some((queue) => queue.length > 0); at++) {
          const waiting = queues.filter((queue) => queue.length > 0);
          rest.push(...(waiting[(order[at % order.length] ?? 0) % waiting.length]?.splice(0, 1) ?? []));
        }
        assert.deepEqual(
          calls(...heads, ...rest),
          list.map((call) => `call ${call.name}: ${call.args}`),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('in time that grows with their length', () => {
    // Looking at all of the arguments for each piece would take minutes here.
    const piece = 'x'.repeat(100);
    const pieces = Array.from({ length: 40_000 }, (): Fragment => [0, '', '', piece]);
    const [call] = calls([0, 'x', 'f', '{"a":"'], ...pieces, [0, '', '', '"}']);
    assert.equal(call?.length, 'call f: {"a":""}'.length + 4_000_000);
  });
});
