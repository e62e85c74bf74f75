import type { MessageKey } from '../../../i18n/messages.ts';
import type { SceneInput, SceneView } from '../apply-patch.ts';

/** A scene while it is being written: lists have a line for each. */
export interface SceneDraft {
  readonly name: string;
  readonly description: string;
  readonly models: readonly string[];
  readonly examples: string;
  readonly keywords: string;
  readonly paths: string;
  readonly enabled: boolean;
}

export const NEW_SCENE: SceneDraft = {
  name: '',
  description: '',
  models: [],
  examples: '',
  keywords: '',
  paths: '',
  enabled: true,
};

export function draftOf({
  examples,
  keywords,
  paths,
  tier: _t,
  intents: _i,
  problem: _p,
  ...rest
}: SceneView): SceneDraft {
  return { ...rest, examples: examples.join('\n'), keywords: keywords.join('\n'), paths: paths.join('\n') };
}

export function sceneOf(draft: SceneDraft): SceneInput {
  return {
    name: draft.name.trim(),
    description: draft.description.trim(),
    models: [...draft.models],
    examples: linesOf(draft.examples),
    keywords: linesOf(draft.keywords),
    paths: linesOf(draft.paths),
    enabled: draft.enabled,
  };
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** What is wrong with a field, by its name. */
export type DraftProblems = Partial<Record<keyof SceneDraft, MessageKey>>;

/** As the gateway checks it: src/config/schema.ts; and names must tell scenes apart. @param others names of the other scenes */
export function draftProblems(draft: SceneDraft, others: readonly string[]): DraftProblems {
  const name = draft.name.trim();
  const description = draft.description.trim();
  const hasLonger = (text: string, most: number) => linesOf(text).some((line) => line.length > most);
  return {
    ...(name === '' && { name: 'routing.scene.name.missing' }),
    ...(name.length > 100 && { name: 'routing.scene.name.long' }),
    ...(others.includes(name) && { name: 'routing.scene.name.taken' }),
    ...(description === '' && { description: 'routing.scene.description.missing' }),
    ...(description.length > 2_000 && { description: 'routing.scene.description.long' }),
    ...(hasLonger(draft.examples, 2_000) && { examples: 'routing.scene.examples.long' }),
    ...(hasLonger(draft.keywords, 100) && { keywords: 'routing.scene.keywords.long' }),
    ...(hasLonger(draft.paths, 300) && { paths: 'routing.scene.paths.long' }),
  };
}
