import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { anyObject } from '../../test/support/json-text.ts';
import { Body } from './body.ts';
import { isEmptyList, isList, readField, scanObject, spliceFields } from './json-scan.ts';

function bodyOf(text: string): Body {
  return Body.of(Buffer.from(text));
}

/** The same bytes in pieces; `borders` are taken as far as they lie inside. */
function inPieces(bytes: Buffer, borders: readonly number[]): Body {
  const places = borders.map((border) => border % (bytes.length + 1)).sort((a, b) => a - b);
  return new Body([0, ...places].map((from, index) => bytes.subarray(from, places[index] ?? bytes.length)));
}

const borders = fc.array(fc.nat(), { maxLength: 6 });

/** The fields that a scan finds, parsed; in their order. */
function scanned(bytes: Body): [string, unknown][] {
  const spans = scanObject(bytes);
  return [...spans.fields.keys()].map((name) => [name, readField(bytes, spans, name)]);
}

/**
 * What JSON.parse makes of the same bytes. Names beyond ASCII are left out: nobody looks for them. Objects in which it finds a name
 * with a backslash are not looked at: JSON.parse of Node 24.21 reads the escape of a name as it stands (`"\n"` as a backslash and an
 * n) once it has read another object with that very name.
 */
function parsed(bytes: Buffer): Map<string, unknown> {
  const json: unknown = JSON.parse(bytes.toString('utf8'));
  assert.ok(typeof json === 'object' && json !== null && !Array.isArray(json));
  fc.pre(Object.keys(json).every((name) => !name.includes('\\')));
  return new Map(Object.entries(json).filter(([name]) => isAscii(name)));
}

function isAscii(name: string): boolean {
  return [...name].every((character) => character < '\u0080');
}

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}

function splice(body: string, values: Readonly<Record<string, string | undefined>>): string {
  const bytes = bodyOf(body);
  return spliceFields(bytes, scanObject(bytes), new Map(Object.entries(values))).toString();
}

const objectBytes = anyObject.map(({ text }) => Buffer.from(text));

describe('scanObject and readField', () => {
  it('find what JSON.parse finds, in any JSON object', () => {
    fc.assert(
      fc.property(objectBytes, borders, (bytes, places) => {
        const found = new Map(scanned(inPieces(bytes, places)).filter(([name]) => isAscii(name)));
        assert.deepEqual(found, parsed(bytes));
      }),
      { numRuns: 500 },
    );
  });

  it('refuse every object that is cut off', () => {
    fc.assert(
      fc.property(objectBytes, fc.nat(), borders, (bytes, at, places) => {
        const end = bytes.lastIndexOf('}');
        const cut = inPieces(bytes.subarray(0, at % (end + 1)), places);
        assert.throws(() => scanObject(cut), SyntaxError);
      }),
      { numRuns: 500 },
    );
  });

  it('never refuse what JSON.parse takes, and never read it otherwise', () => {
    fc.assert(
      fc.property(objectBytes, fc.nat(), fc.constantFrom(...'{}[]",:\\ 0a\n'), borders, (bytes, at, byte, places) => {
        const damaged = Buffer.from(bytes);
        damaged.write(byte, at % bytes.length, 'latin1');
        fc.pre(isJson(damaged));
        const expected = parsed(damaged);
        assert.deepEqual(new Map(scanned(inPieces(damaged, places)).filter(([name]) => isAscii(name))), expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it('let the last of two fields of the same name hold', () => {
    assert.deepEqual(scanned(bodyOf('{"a":1,"b":2,"\\u0061":3}')), [
      ['a', 3],
      ['b', 2],
    ]);
  });

  it('know nothing of absent fields', () => {
    const bytes = bodyOf('{"a":1}');
    const spans = scanObject(bytes);
    assert.equal(readField(bytes, spans, 'b'), undefined);
    assert.equal(readField(bytes, spans, 'toString'), undefined);
    assert.equal(isList(bytes, spans, 'b'), false);
  });

  it('tell null from absent', () => {
    const bytes = bodyOf('{"a":null}');
    assert.equal(readField(bytes, scanObject(bytes), 'a'), null);
  });

  it('read text of several bytes and escapes', () => {
    const bytes = bodyOf('{"model":"模\\u578b","b":"\\"\\\\"}');
    assert.equal(readField(bytes, scanObject(bytes), 'model'), '模型');
    assert.equal(readField(bytes, scanObject(bytes), 'b'), '"\\');
  });

  it('give places in bytes', () => {
    const bytes = bodyOf(' {"é" : "你" , "b":[1]} ');
    const { fields, close } = scanObject(bytes);
    const span = fields.get('b');
    assert.ok(span !== undefined);
    assert.equal(bytes.slice(span.start, span.end).toString('utf8'), '[1]');
    assert.equal(bytes.slice(close, close + 1).toString('utf8'), '}');
  });

  it('know a list', () => {
    const bytes = bodyOf('{"a": [1],"b":{},"c":"[","d":-1,"e":null}');
    const spans = scanObject(bytes);
    assert.deepEqual(
      ['a', 'b', 'c', 'd', 'e', 'f'].filter((name) => isList(bytes, spans, name)),
      ['a'],
    );
  });

  it('know an empty list', () => {
    const bytes = bodyOf(`{"a":[${' \n'.repeat(50)}],"b":[0],"c":{},"d":"]"}`);
    const spans = scanObject(bytes);
    const empty = ['a', 'b', 'c', 'd', 'e'].filter((name) => isEmptyList(bytes, spans, name));
    assert.deepEqual(empty, ['a']);
  });

  it('take deep nesting and long runs of backslashes', () => {
    const deep = 100_000;
    const bytes = bodyOf(`{"a":${'['.repeat(deep)}${']'.repeat(deep)},"b":"${'\\\\'.repeat(deep)}"}`);
    assert.deepEqual([...scanObject(bytes).fields.keys()], ['a', 'b']);
  });
});

describe('scanObject with a sought string', () => {
  const SOUGHT = Buffer.from('"key"');

  function found(body: string): number[] {
    return [...scanObject(bodyOf(body), SOUGHT).found];
  }

  it('finds it inside of values, as a name and as a value', () => {
    const body = '{"a":[{"key":1,"x":{"key" :"key"}}],"b":["key"]}';
    assert.deepEqual(
      found(body),
      [...body.matchAll(/"key"/g)].map((match) => match.index + 5),
    );
  });

  it('finds nothing that only looks like it', () => {
    assert.deepEqual(found('{"key":"key","a":["keys","kez","\\"key\\"","a \\"key\\" b","k\\u0065y"]}'), []);
  });
});

const REFUSED: readonly (readonly [string, string, RegExp])[] = [
  ['nothing', '', /not a JSON object/],
  ['a list', '[]', /not a JSON object/],
  ['a string', '"{}"', /not a JSON object/],
  ['text after the end', '{} x', /unexpected "x" at byte 3/],
  ['a second object', '{}{}', /unexpected "\{" at byte 2/],
  ['a comma at the end', '{"a":1,}', /unexpected "}" at byte 7/],
  ['a comma at the beginning', '{,"a":1}', /unexpected "," at byte 1/],
  ['no comma', '{"a":1 "b":2}', /unexpected "\\"" at byte 7/],
  ['no colon', '{"a" 1}', /unexpected "1" at byte 5/],
  ['no value', '{"a":}', /JSON/],
  ['a name without quotes', '{a:1}', /unexpected "a" at byte 1/],
  ['single quotes', "{'a':1}", /unexpected "'" at byte 1/],
  ['a wrong word', '{"a":nul}', /JSON/],
  ['a number with a leading zero', '{"a":01}', /JSON/],
  ['NaN', '{"a":NaN}', /JSON/],
  ['a value with a bracket too much', '{"a":1]}', /JSON/],
  ['brackets that do not match', '{"a":[}]}', /unexpected "}" at byte 6/],
  ['an object that is not closed', '{"a":1', /unexpected the end at byte 6/],
  ['a list that is not closed', '{"a":[1', /ends too early/],
  ['a string that is not closed', '{"a":"x}', /ends inside a string/],
  ['a closing quote that is escaped', '{"a":"x\\"}', /ends inside a string/],
  ['a comment', '{"a":1/**/}', /JSON/],
];

describe('scanObject refuses, and says where', () => {
  for (const [name, body, message] of REFUSED) {
    it(name, () => {
      assert.throws(() => scanObject(bodyOf(body)), { name: 'SyntaxError', message });
    });
  }
});

describe('spliceFields', () => {
  const CASES: readonly (readonly [string, string, Readonly<Record<string, string | undefined>>, string])[] = [
    ['replaces a value in its place', '{ "a" : 1 , "b" : 2.0 }', { a: '"x"' }, '{ "a" : "x" , "b" : 2.0 }'],
    ['replaces the last value', '{"a":1,"b":[1, 2]}\n', { b: '{}' }, '{"a":1,"b":{}}\n'],
    ['replaces several, in any order', '{"a":1,"b":2,"c":3}', { c: '30', a: '10' }, '{"a":10,"b":2,"c":30}'],
    ['appends what is absent', '{"a":1 }', { b: '2', c: '3' }, '{"a":1 ,"b":2,"c":3}'],
    ['appends to an empty object', '{ }', { a: '1', b: '2' }, '{ "a":1,"b":2}'],
    ['replaces and appends', '{"a":1}', { b: '2', a: '10' }, '{"a":10,"b":2}'],
    ['writes text of several bytes', '{"é":"é","a":"你"}', { a: '"好👋"', b: '"é"' }, '{"é":"é","a":"好👋","b":"é"}'],
    ['changes nothing without values', ' {"a":1.0} ', {}, ' {"a":1.0} '],
    ['changes the field that holds', '{"a":1,"a":2}', { a: '3' }, '{"a":1,"a":3}'],
    ['takes the first field away', '{ "a" : 1 , "b":2}', { a: undefined }, '{ "b":2}'],
    ['takes a field in the middle away', '{"a":1, "b":2 ,"c":3}', { b: undefined }, '{"a":1 ,"c":3}'],
    ['takes the last field away', '{"a":1, "b":2 }', { b: undefined }, '{"a":1 }'],
    ['takes the only field away', '{ "a":1 }', { a: undefined }, '{  }'],
    ['takes the first ones away', '{"a":1,"b":2,"c":3}', { a: undefined, b: undefined }, '{"c":3}'],
    ['takes the last ones away', '{"a":1,"b":2,"c":3}', { c: undefined, b: undefined }, '{"a":1}'],
    ['takes all away, and appends', '{"a":1,"b":2}', { a: undefined, b: undefined, c: '3' }, '{"c":3}'],
    ['takes nothing away that is absent', '{"a":1}', { b: undefined }, '{"a":1}'],
  ];
  for (const [name, body, values, expected] of CASES) {
    it(name, () => assert.equal(splice(body, values), expected));
  }

  it('sets these fields and leaves all others, in any JSON object', () => {
    const values = fc.dictionary(fc.constantFrom('model', 'stream', 'x'), fc.constantFrom('"你"', '[1]', undefined));
    fc.assert(
      fc.property(anyObject, values, borders, ({ text, fields }, set, places) => {
        const isTwice = (name: string) => fields.filter(([other]) => other === name).length > 1;
        // Of a field that comes twice only the one that holds is taken away.
        fc.pre(!Object.entries(set).some(([name, json]) => json === undefined && isTwice(name)));
        const bytes = Buffer.from(text);
        const body = inPieces(bytes, places);
        const spliced = spliceFields(body, scanObject(body), new Map(Object.entries(set)));
        const expected = parsed(bytes);
        for (const [name, json] of Object.entries(set)) {
          if (json === undefined) expected.delete(name);
          else expected.set(name, JSON.parse(json));
        }
        assert.deepEqual(parsed(spliced.whole()), expected);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps all other bytes, also those that are no text', () => {
    const bytes = new Body([Buffer.from('{"a":1,"b":"'), Buffer.from([0xff, 0xc3]), Buffer.from('"}')]);
    const spliced = spliceFields(bytes, scanObject(bytes), new Map([['a', '23']]));
    assert.equal(spliced.whole().toString('latin1'), '{"a":23,"b":"\u00ff\u00c3"}');
  });
});
