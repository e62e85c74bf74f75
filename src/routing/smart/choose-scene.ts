import { INTENTS } from '../intent/intents.ts';
import type { Probabilities } from '../intent/model.ts';
import type { Scene } from './smart-routing.ts';

/** How likely a scene is meant; of all scenes together 1. */
export interface SceneScore {
  readonly scene: Scene;
  readonly probability: number;
}

/** What of a request beside its intent tells of a scene. */
export interface SceneMarks {
  readonly words: string;
  /** Files that the agent touched lately. */
  readonly files: readonly string[];
}

/** A keyword or a path is the user's own word for the scene: it outweighs what the classifier thinks. */
const KEYWORD_FACTOR = 8;
const PATH_FACTOR = 4;

/** Most likely first. */
export function scoreScenes(
  scenes: readonly Scene[],
  probabilities: Probabilities,
  marks: SceneMarks,
): readonly SceneScore[] {
  const words = marks.words.toLowerCase();
  const scores = scenes.map((scene) => ({ scene, probability: score(scene, scenes, probabilities, marks, words) }));
  const total = scores.reduce((sum, { probability }) => sum + probability, 0) || 1;
  return scores
    .map(({ scene, probability }) => ({ scene, probability: probability / total }))
    .toSorted((a, b) => b.probability - a.probability);
}

/** Each intent is shared among the scenes by how much of it is theirs; squares make the sharing clear. */
function score(
  scene: Scene,
  scenes: readonly Scene[],
  probabilities: Probabilities,
  { files }: SceneMarks,
  words: string,
): number {
  let sum = 0;
  for (const intent of INTENTS) {
    const all = scenes.reduce((total, { intents }) => total + intents[intent] ** 2, 0);
    if (all > 0) sum += probabilities[intent] * (scene.intents[intent] ** 2 / all);
  }
  const hasKeyword = scene.keywords.some((keyword) => words.includes(keyword));
  const hasPath = scene.paths.some((path) => files.some((file) => path.test(file)));
  return sum * (hasKeyword ? KEYWORD_FACTOR : 1) * (hasPath ? PATH_FACTOR : 1);
}

/** A glob of `*` and `**`, anywhere in a path: `payment/**` also means `/srv/redwolf/src/payment/api.ts`. */
export function pathPattern(glob: string): RegExp {
  const pattern = glob
    .split('**')
    .map((part) => part.split('*').map(escapeRegExp).join('[^/]*'))
    .join('.*');
  return new RegExp(`(^|/)${pattern}$`, 'iu');
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
