import type { Translate } from '../../../i18n/translate.ts';
import type { SceneDraft } from './scene-draft.ts';
import { NEW_SCENE } from './scene-draft.ts';

const TEMPLATES = [
  'review',
  'security',
  'tests',
  'performance',
  'database',
  'frontend',
  'pipeline',
  'translation',
] as const;

/** Globs are the same in every language. */
const PATHS: Readonly<Record<(typeof TEMPLATES)[number], readonly string[]>> = {
  review: [],
  security: ['auth/**', 'security/**'],
  tests: ['test/**', '**/*.test.*', '**/*_test.*'],
  performance: [],
  database: ['migrations/**', '*.sql'],
  frontend: ['*.css', '*.tsx', '*.vue', '*.html'],
  pipeline: ['.github/workflows/**', '.gitlab-ci.yml', 'Dockerfile'],
  translation: ['i18n/**', 'locales/**'],
};

/** A scene to start from, in the language of the page. */
export interface SceneTemplate {
  readonly id: string;
  readonly draft: SceneDraft;
}

export function sceneTemplates(t: Translate): readonly SceneTemplate[] {
  return TEMPLATES.map((id) => ({
    id,
    draft: {
      ...NEW_SCENE,
      name: t(`routing.template.${id}.name`),
      description: t(`routing.template.${id}.description`),
      examples: t(`routing.template.${id}.examples`),
      keywords: t(`routing.template.${id}.keywords`),
      paths: PATHS[id].join('\n'),
    },
  }));
}
