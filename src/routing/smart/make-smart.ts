import type { RoutingConfig, SceneConfig } from '../../config/config.ts';
import { factsOf, type ModelRef, refName } from '../catalog.ts';
import type { Classifier } from '../intent/model.ts';
import { priceOf } from '../price.ts';
import { pathPattern } from './choose-scene.ts';
import { DEFAULT_SCENES } from './default-scenes.ts';
import { projectScene, tierOfScene } from './projection.ts';
import { byStrength } from './ranking.ts';
import type { RankedModel, Scene, SmartRouting } from './smart-routing.ts';

export interface SmartParts {
  readonly classifier: Classifier;
  /** Every model that may be asked, in the order of the configuration. */
  readonly models: readonly ModelRef[];
  /** The user's own order, best first; undefined: there is none. */
  readonly priorityList: readonly ModelRef[] | undefined;
  /** The models that a name of the configuration means: one, or none with a warning. @param at place of the name */
  resolve(name: string, at: readonly (string | number)[]): readonly ModelRef[];
}

/** Makes of the configuration what smart routing needs. */
export function makeSmart(routing: RoutingConfig, parts: SmartParts): SmartRouting {
  const { classifier, models, priorityList, resolve } = parts;
  const scenes = (routing.scenes ?? DEFAULT_SCENES).flatMap((scene, index) =>
    scene.isEnabled
      ? [makeScene(scene, classifier, (name, at) => resolve(name, ['scenes', index, ...at]).map(ranked))]
      : [],
  );
  return {
    scenes,
    models: rankedModels(models, priorityList, scenes),
    classifier,
    risk: routing.risk,
    judge: {
      models: routing.routingModels.flatMap((name, index) => resolve(name, ['routing_models', index])),
      ...routing.judge,
    },
  };
}

/** The user's own order is taken to say which model is stronger; else prices do. */
function rankedModels(
  models: readonly ModelRef[],
  priorityList: readonly ModelRef[] | undefined,
  scenes: readonly Scene[],
): readonly RankedModel[] {
  const listed = (priorityList ?? []).map(ranked);
  const others = [
    ...(priorityList === undefined ? models.map(ranked) : []),
    ...scenes.flatMap((scene) => scene.models),
  ];
  const byName = new Map([...listed, ...byStrength(others)].map((model) => [model.name, model]));
  return [...byName.values()];
}

function makeScene(
  scene: SceneConfig,
  classifier: Classifier,
  models: (name: string, at: readonly (string | number)[]) => readonly RankedModel[],
): Scene {
  const { name, description, keywords, paths } = scene;
  const intents = projectScene(classifier, scene);
  return {
    name,
    description,
    models: scene.models.flatMap((model, index) => models(model, ['models', index])),
    intents,
    tier: tierOfScene(intents),
    keywords: keywords.map((keyword) => keyword.toLowerCase()),
    paths: paths.map(pathPattern),
  };
}

function ranked(ref: ModelRef): RankedModel {
  const facts = factsOf(ref);
  return { ref, name: refName(ref), facts, price: priceOf({ ...ref, facts }) };
}
