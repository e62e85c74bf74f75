import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ownWords, slashCommand } from './client-text.ts';

const REMINDER = '<system-reminder>\nIt is Monday.\n</system-reminder>\n';

describe('words of the user’s own', () => {
  for (const [name, text, words] of [
    ['alone', ' fix it \n', 'fix it'],
    ['behind a reminder', `${REMINDER}fix it`, 'fix it'],
    ['before and between reminders', `a ${REMINDER} b ${REMINDER}`, 'a \n b'],
    ['behind what the user did', '<bash-input>ls</bash-input><bash-stdout>a</bash-stdout>\nand now?', 'and now?'],
    ['behind the open file', '<ide_opened_file>a.ts</ide_opened_file>\nfix it', 'fix it'],
    [
      'behind the rules of a project',
      '# AGENTS.md instructions for /x\n\n<INSTRUCTIONS>\na\n</INSTRUCTIONS>\nfix it',
      'fix it',
    ],
    [
      'in Codex in an editor',
      '# Context from my IDE setup:\n\n## Active file: a.ts\n\n## My request for Codex:\nfix it\n',
      'fix it',
    ],
    ['in tags that are no client’s', '<b>fix</b> it', '<b>fix</b> it'],
    ['that look like a tag', '<system-reminders> fix', '<system-reminders> fix'],
    ['none: reminders', REMINDER + REMINDER, ''],
    ['none: a reminder that does not end', '<system-reminder>\nIt is', ''],
    ['none: an attribute', '<hook_prompt hook_run_id="1">a</hook_prompt>', ''],
    ['none: a picture of Codex', '<image name=[Image #1]>', ''],
    ['none: the end of a picture', '</image>', ''],
    ['none: what the client asks', 'Your response above was cut off mid-stream. Resume directly.', ''],
  ] as const) {
    it(name, () => assert.equal(ownWords(text), words));
  }

  it('are found in no time among many that do not end', () => {
    assert.equal(ownWords(`x${'<system-reminder>'.repeat(100_000)}`).length, 1_700_001);
  });
});

describe('a slash command', () => {
  it('has a name and arguments', () => {
    const text =
      '<command-message>fixit</command-message>\n<command-name>/fixit</command-name>\n<command-args>bug 42</command-args>';
    assert.deepEqual(slashCommand(text), { name: '/fixit', args: 'bug 42' });
    assert.deepEqual(slashCommand('<command-name>/clear</command-name>'), { name: '/clear', args: '' });
    assert.equal(slashCommand('<command-name></command-name>'), undefined);
    assert.equal(slashCommand('fix it'), undefined);
  });
});
