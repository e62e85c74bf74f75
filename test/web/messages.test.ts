import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { list, read, sourcesBelow } from '../architecture/source.ts';
import { textsInCode } from './texts-in-code.ts';

const FOLDER = 'web/src/i18n';
const LANGUAGES = ['en', 'zh-CN'];

function messagesOf(language: string): ReadonlyMap<string, string> {
  const files = list(`${FOLDER}/${language}`).map(({ name }) => read(`${FOLDER}/${language}/${name}`));
  return new Map(files.flatMap((text) => Object.entries<string>(JSON.parse(text))));
}

function placesIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\{\w+\}/g)].map(([place]) => place))].sort();
}

describe('the texts of the web interface', () => {
  const [english = new Map(), chinese = new Map()] = LANGUAGES.map(messagesOf);

  it('are there in both languages', () => {
    assert.deepEqual([...chinese.keys()].sort(), [...english.keys()].sort());
    assert.ok(english.size > 100);
  });

  it('have the same places for values', () => {
    const differing = [...english].filter(([key, text]) => {
      const other = placesIn(chinese.get(key) ?? '');
      return JSON.stringify(placesIn(text)) !== JSON.stringify(other) && !isCount(key);
    });
    assert.deepEqual(
      differing.map(([key]) => key),
      [],
    );
  });

  it('are not empty', () => {
    const empty = [...english, ...chinese].filter(([, text]) => text.trim() === '');
    assert.deepEqual(empty, []);
  });

  it('stand once', () => {
    for (const language of LANGUAGES) {
      const keys = list(`${FOLDER}/${language}`).flatMap(({ name }) =>
        Object.keys(JSON.parse(read(`${FOLDER}/${language}/${name}`))),
      );
      assert.deepEqual(
        keys.filter((key, index) => keys.indexOf(key) !== index),
        [],
        language,
      );
    }
  });

  it('are used', () => {
    const code = sourcesBelow('web/src')
      .map(({ text }) => text)
      .join('\n');
    const unused = [...english.keys()].filter((key) => !isUsed(key, code));
    assert.deepEqual(unused, []);
  });

  it('stand nowhere in the code', () => {
    const found = sourcesBelow('web/src').flatMap(textsInCode);
    assert.deepEqual(found, []);
  });
});

/** A text for one thing need not say how many there are. */
function isCount(key: string): boolean {
  return key.endsWith('.one');
}

/** As it is; as a counted text; or as what a template makes of its beginning, such as `role.${role}`. */
function isUsed(key: string, code: string): boolean {
  const name = key.replace(/\.(one|many)$/, '');
  if (code.includes(`'${key}'`) || code.includes(`'${name}'`)) return true;
  const parts = key.split('.');
  return parts.some((_, index) => index > 0 && code.includes(`\`${parts.slice(0, index).join('.')}.\${`));
}
