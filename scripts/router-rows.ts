/**
 * Writes the users that the classifier was not trained with as rows for a scorer, one file for each: `{id, text, lang, scene,
 * alt, messages}`, the messages as a client would send them.
 *
 *     node scripts/router-rows.ts FOLDER
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Turn } from './router/corpus.ts';
import { corpusRows, type Row } from './router/rows.ts';

const DATA = fileURLToPath(new URL('../data/router', import.meta.url));

const [folder = 'rows'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const rows = corpusRows(DATA);
for (const persona of readFileSync(join(DATA, 'dev-personas.txt'), 'utf8')
  .split('\n')
  .filter((name) => name !== '')) {
  const lines = rows.filter(({ turn }) => turn.persona === persona).map((row) => JSON.stringify(scored(row)));
  writeFileSync(join(folder, `${persona}.jsonl`), `${lines.join('\n')}\n`);
}

function scored({ turn, labels }: Row): object {
  const [first, ...others] = new Set(labels.flat());
  const lang = turn.lang.slice(0, 2);
  return { id: turn.id, text: turn.text, lang, scene: first, alt: others, messages: messagesOf(turn) };
}

function messagesOf({ text, previous, agentText, tools }: Turn): readonly object[] {
  const before = previous === null ? [] : [{ role: 'user', content: previous }];
  const calls = tools.map((tool, index) => callOf(tool, `toolu_${index}`));
  const loop =
    calls.length === 0
      ? []
      : [
          { role: 'assistant', content: calls.map(({ call }) => call) },
          { role: 'user', content: calls.map(({ result }) => result) },
        ];
  const end = agentText === null || agentText === '' ? [] : [{ role: 'assistant', content: agentText }];
  return [...before, ...loop, ...end, { role: 'user', content: text }];
}

/** `Bash npm test !failed` as a call of the tool and its result. */
function callOf(tool: string, id: string): { readonly call: object; readonly result: object } {
  const [name = '', ...rest] = tool.split(' ');
  const hasFailed = /!(failed|error)/.test(tool);
  const target = rest.join(' ').replace(/\s*!(failed|error).*$/, '');
  const input = name === 'Bash' ? { command: target } : { file_path: target };
  return {
    call: { type: 'tool_use', id, name, input },
    result: { type: 'tool_result', tool_use_id: id, content: hasFailed ? 'failed' : 'ok', is_error: hasFailed },
  };
}
