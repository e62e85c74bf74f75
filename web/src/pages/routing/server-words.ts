import type { MessageKey } from '../../i18n/messages.ts';
import type { Translate } from '../../i18n/translate.ts';

/** A sentence of the gateway, which speaks English, and the same in the page's texts. Groups are the values, by their names. */
type Rule = readonly [pattern: RegExp, key: MessageKey];

const WARNINGS: readonly Rule[] = [
  [/^(?<where>\S+): no platform has the model "(?<name>.+)"; it is skipped\.$/, 'routing.warning.unknown'],
  [
    /^(?<where>\S+): the platform "(?<platform>.+)" does not list the model "(?<name>.+)"\.$/,
    'routing.warning.unlisted',
  ],
  [/^(?<where>\S+): "(?<name>.+)" could be (?<names>.+); the first one is used\.$/, 'routing.warning.ambiguous'],
  [/"(?<name>.+)" does not speak Anthropic's protocol; it is skipped\.$/, 'routing.warning.protocol'],
];

const SCENE_PROBLEMS: readonly Rule[] = [
  [/^The description of "(?<name>.+)" fits any kind of work\./, 'routing.scene.problem.flat'],
  [/^"(?<name>.+)" and "(?<other>.+)" cannot be told apart/, 'routing.scene.problem.twin'],
];

const VETOES: readonly Rule[] = [
  [/^sees no images$/, 'routing.veto.images'],
  [/^knows no tools$/, 'routing.veto.tools'],
  [/^holds (?<window>\d+) tokens; the conversation needs about (?<needed>\d+)$/, 'routing.veto.window'],
];

function translated(text: string, rules: readonly Rule[], t: Translate): string {
  for (const [pattern, key] of rules) {
    const match = pattern.exec(text);
    if (match !== null) return t(key, match.groups ?? {});
  }
  return text;
}

/** A warning of the routing; one that the page does not know stays as it is. */
export function warningText(text: string, t: Translate): string {
  return translated(text, WARNINGS, t);
}

/** Why a scene cannot be told from others. */
export function sceneProblemText(text: string, t: Translate): string {
  return translated(text, SCENE_PROBLEMS, t);
}

/** Why a model was out of the question. */
export function vetoText(text: string, t: Translate): string {
  return translated(text, VETOES, t);
}
