import { asObject, asString } from '../../lib/json.ts';
import type { JsonView } from '../../lib/json-view.ts';
import { saidAt } from './conversation.ts';
import type { RequestView } from './request-view.ts';

const MOST_BYTES = 32_768;
const FIRST_MESSAGES = 6;

// Claude Code and qwen-code; opencode; Codex.
const ON = [
  'Plan mode is active',
  'Plan mode still active',
  'Plan mode ACTIVE',
  '# Plan Mode (Conversational)',
] as const;
const OFF = [
  'Exited Plan Mode',
  'You have exited plan mode',
  'operational mode has changed from plan to build',
  '# Collaboration Mode: Default',
] as const;

/** Whether the client told the model to plan and not to act: the newest text that speaks of it holds. */
export class PlanMode {
  /** Undefined as long as no text spoke of it. */
  isOn: boolean | undefined;

  /** Looks at a text of the client's own; those that come later are older. */
  look(text: JsonView): void {
    if (this.isOn !== undefined) return;
    const bytes = text.raw(MOST_BYTES);
    const on = lastOf(bytes, ON);
    const off = lastOf(bytes, OFF);
    if (on >= 0 || off >= 0) this.isOn = on > off;
  }
}

function lastOf(bytes: Buffer, marks: readonly string[]): number {
  return Math.max(...marks.map((mark) => bytes.lastIndexOf(mark)));
}

/**
 * Whether the client plans. Claude Code says it in `safeguards`; others tell the model.
 *
 * @param newest what the newest messages say of it
 */
export function isPlanning(request: RequestView, newest: boolean | undefined): boolean {
  const mode = permissionMode(request);
  if (mode !== undefined) return mode === 'plan';
  return newest ?? atTheBeginning(request);
}

function permissionMode(request: RequestView): string | undefined {
  for (const guard of request.field('safeguards')?.elements() ?? []) {
    const mode = asString(asObject(guard.field('classifier_context')?.json())?.['permission_mode']);
    if (mode !== undefined) return mode;
  }
  return undefined;
}

/** Codex tells it once, before the user's first words. */
function atTheBeginning(request: RequestView): boolean {
  const mode = new PlanMode();
  for (let index = Math.min(FIRST_MESSAGES, request.length) - 1; index >= 0; index--) {
    const said = saidAt(request, index);
    if (said?.role !== 'system') continue;
    for (const part of said.parts().toReversed()) if (part.kind === 'text') mode.look(part.text);
  }
  return mode.isOn === true;
}
