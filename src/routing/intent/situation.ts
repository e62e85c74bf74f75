/** In which the user speaks: after what the agent did, and whether it asked something. */

const WRITES = /edit|write|patch|replace|create_file|notebook/i;
const READS = /read|grep|glob|search|view|list|find|fetch/i;

/** @param agentText null at the beginning @returns its name */
export function situationOf(agentText: string | null, tools: readonly string[]): string {
  if (agentText === null && tools.length === 0) return 'at the beginning';
  const did = tools.some((tool) => WRITES.test(tool)) ? 'wrote' : doneWithout(tools);
  return `${did}, ${asked(agentText ?? '')}`;
}

function doneWithout(tools: readonly string[]): string {
  if (tools.length === 0) return 'talked';
  return tools.every((tool) => READS.test(tool)) ? 'read' : 'ran';
}

function asked(agentText: string): string {
  const end = agentText.trimEnd().slice(-60);
  if (/[?？]\s*$/.test(end)) return 'asked';
  return /[?？]/.test(end) ? 'asked before' : 'told';
}
