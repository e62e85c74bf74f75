/** JSON texts that programs trip over, and what is done to a good one. */

import type { Random } from './random.ts';

function nested(open: string, close: string, depth: number): string {
  return open.repeat(depth) + close.repeat(depth);
}

const ODD_JSON: readonly string[] = [
  'null',
  'true',
  '-1',
  '0',
  '-0',
  '1e999',
  '-1e-999',
  '99999999999999999999999999',
  '0.1e1',
  '""',
  '[]',
  '{}',
  '[[]]',
  '[null]',
  '{"":""}',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\\u0000"',
  '"\u202e\ufeff\u0000\u2028"',
  '"💥\u0301\u0301\u0301"',
  '"<img src=x onerror=alert(1)>"',
  "\"' OR '1'='1\"",
  '"../../../../etc/passwd"',
  '"$'.concat('{jndi:ldap://127.0.0.1}"'),
  '{"__proto__":{"isAdmin":true,"stream":true}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  '{"toString":1,"valueOf":1,"length":-1,"then":1}',
  '{"type":"__proto__"}',
  '{"type":"constructor"}',
  nested('[', ']', 3_000),
  nested('{"a":', '}', 3_000).replace('}', '1}'),
  `"${'x'.repeat(50_000)}"`,
  `[${'0,'.repeat(5_000)}0]`,
];

const NAMES: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '',
  '\ud800',
  'db',
];

/** The text with some of its values, names or bytes made odd. */
export function spoiled(text: string, random: Random): Buffer {
  let odd = text;
  for (let times = random.below(4); times > 0; times--) odd = random.pick(CHANGES)(odd, random);
  const bytes = Buffer.from(odd);
  return random.chance(0.1) ? withFlippedBytes(bytes, random) : bytes;
}

type Change = (text: string, random: Random) => string;

const CHANGES: readonly Change[] = [
  replaceValue,
  replaceValue,
  replaceValue,
  (text, random) => text.replace('{', `{${JSON.stringify(random.pick(NAMES))}:${random.pick(ODD_JSON)},`),
  (text, random) => text.replace(/"(\w+)":/, () => `${JSON.stringify(random.pick(NAMES))}:`),
  (text, random) => text.slice(0, random.below(text.length + 1)),
  (text, random) => text + random.pick(['}', ']', ' ', '\u0000', text.slice(0, 100)]),
  (_, random) => random.pick(ODD_JSON),
];

/** One value that is no list or object, wherever it stands. */
function replaceValue(text: string, random: Random): string {
  const places = [...text.matchAll(/(?<=[:[,]\s*)(?:"(?:[^"\\]|\\.)*"|-?\d[\d.e+-]*|true|false|null)(?=\s*[,}\]])/g)];
  if (places.length === 0) return text;
  const { 0: value, index } = random.pick(places);
  return text.slice(0, index) + random.pick(ODD_JSON) + text.slice(index + value.length);
}

function withFlippedBytes(bytes: Buffer, random: Random): Buffer {
  const flipped = Buffer.from(bytes);
  for (let times = 1 + random.below(8); times > 0 && flipped.length > 0; times--) {
    flipped[random.below(flipped.length)] = random.below(256);
  }
  return flipped;
}
