import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { anyJson } from '../../test/support/json-text.ts';
import { Body } from './body.ts';
import { isObject, type Json } from './json.ts';
import { scanObject } from './json-scan.ts';
import { JsonBytesView, type JsonView } from './json-view.ts';

function viewOf(text: string): JsonView {
  return new JsonBytesView({ bytes: Buffer.from(text.trim()), base: 0 });
}

/** The list in a field of a body, seen with the outline that a scan made of it. */
function outlined(list: string, before: string): { readonly view: JsonView; readonly value: Json } {
  const whole = Buffer.from(`{"before":${before},"list":${list},"after":[{}]}`);
  const pieces = Array.from({ length: Math.ceil(whole.length / 7) }, (_, index) =>
    whole.subarray(7 * index, 7 * index + 7),
  );
  const body = new Body(pieces);
  const span = scanObject(body, undefined, new Set(['list'])).fields.get('list');
  assert.ok(span !== undefined);
  const bytes = body.slice(span.start, span.end);
  return { view: new JsonBytesView({ bytes, base: span.start, outline: span.outline }), value: JSON.parse(list) };
}

/** Compares a view with what JSON.parse makes of the same bytes, down to every value. */
function assertSame(view: JsonView, value: Json): void {
  assert.deepEqual(view.json(), value);
  assert.equal(view.isText, typeof value === 'string');
  if (typeof value === 'string') assertSameText(view, value);
  if (Array.isArray(value)) {
    const containers = value.filter((item) => typeof item === 'object' && item !== null);
    const elements = view.elements();
    assert.equal(elements.length, containers.length);
    for (const [index, item] of containers.entries()) {
      const element = elements[index];
      assert.ok(element !== undefined);
      assertSame(element, item);
    }
  }
  if (isObject(value)) {
    assert.equal(view.field('no such name'), undefined);
    for (const [name, item] of Object.entries(value)) {
      // Names that need more than ASCII, or escapes, are not looked for.
      if (!/^[ !#-[\]-~]*$/.test(name)) continue;
      const field = view.field(name);
      if (field === undefined) assert.ok(view.raw(10_000).includes('\\'), name);
      else if (item !== undefined) assertSame(field, item);
    }
  }
}

function assertSameText(view: JsonView, value: string): void {
  // What has no UTF-8 form is lost with the bytes, not with the view.
  if (!value.isWellFormed()) return;
  assert.equal(view.text(), value);
  for (const bytes of [0, 1, 5, 7, 64]) assert.ok(value.startsWith(view.beginning(bytes)), view.beginning(bytes));
  assert.equal(view.beginning(10_000), value);
}

/** Written as JSON.stringify does it, so that names are found. */
const plainJson = fc.jsonValue({ maxDepth: 5 }).map((value) => JSON.stringify(value));

describe('a view of JSON bytes', () => {
  it('shows what JSON.parse shows', () => {
    fc.assert(
      fc.property(fc.oneof(plainJson, anyJson), (text) => assertSame(viewOf(text), JSON.parse(text))),
      {
        numRuns: 500,
      },
    );
  });

  it('shows the same with an outline, wherever the list begins', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(plainJson, anyJson), { maxLength: 4 }), plainJson, (items, before) => {
        const { view, value } = outlined(`[${items.join(',')}]`, before);
        assertSame(view, value);
      }),
      { numRuns: 500 },
    );
  });

  it('knows how long a value is', () => {
    fc.assert(fc.property(plainJson, (text) => viewOf(`${text}  `).size === Buffer.byteLength(text)));
    const body = Buffer.from('{"a":[1,{"b":"]"}] ,"c":2}');
    assert.equal(new JsonBytesView({ bytes: body, base: 0 }).field('a')?.size, '[1,{"b":"]"}]'.length);
  });

  it('gives the beginning and the end of a text that is too long, in whole characters', () => {
    const letters = fc.constantFrom('a', '你', '👋', '"', '\\', '\n', '\u0001', ' ');
    fc.assert(
      fc.property(
        fc.array(letters, { minLength: 40, maxLength: 200 }),
        fc.integer({ min: 16, max: 60 }),
        (all, limit) => {
          const text = all.join('');
          const [head = '', tail = '', ...others] = viewOf(JSON.stringify(text)).text(limit).split('…');
          if (Buffer.byteLength(JSON.stringify(text)) - 2 <= limit) return;
          assert.equal(others.length, 0);
          assert.ok(text.startsWith(head), JSON.stringify([text, head]));
          assert.ok(text.endsWith(tail) || /^[\da-f]{1,4}/.test(tail), JSON.stringify([text, tail]));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('passes long strings with quotes and backslashes at the border of what is searched at once', () => {
    for (const length of [60, 61, 62, 63, 64, 65, 16_440, 16_447, 16_448, 16_449, 32_840]) {
      for (const end of ['', '\\', '"', '\\"', '\\\\']) {
        const value = { text: 'x'.repeat(length) + end + 'y'.repeat(70), sought: 1 };
        assert.equal(viewOf(JSON.stringify(value)).field('sought')?.json(), 1, `${length} ${end}`);
      }
    }
  });

  it('never throws, whatever the bytes are', () => {
    fc.assert(
      fc.property(
        anyJson,
        fc.nat(),
        fc.constantFrom(...'{}[]",:\\ 0a\n\x00ÿ'),
        fc.boolean(),
        (text, at, byte, isCut) => {
          const bytes = Buffer.from(text);
          const place = at % Math.max(1, bytes.length);
          bytes.write(byte, place, 'latin1');
          touch(new JsonBytesView({ bytes: isCut ? bytes.subarray(0, place) : bytes, base: 0 }), 0);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

function touch(view: JsonView, depth: number): void {
  view.json();
  view.text();
  view.text(3);
  view.beginning(4);
  view.raw(5);
  assert.ok(view.size >= 0);
  for (const name of ['', 'a', 'model']) {
    const field = view.field(name);
    if (field !== undefined && depth < 4) touch(field, depth + 1);
  }
  for (const element of view.elements()) if (depth < 4) touch(element, depth + 1);
}
