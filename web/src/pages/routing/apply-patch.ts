import type { RoutingPatch, RoutingReply } from '../../../../src/admin/contract/settings.ts';

/** A scene as it is shown. */
export type SceneView = RoutingReply['scenes'][number];
/** A scene as it is sent. */
export type SceneInput = NonNullable<RoutingPatch['scenes']>[number];
/** A change without the version that it is made to. */
export type RoutingChange = Omit<RoutingPatch, 'version'>;

/** The routing as it will probably be after a change; a default that the page does not know stays until the gateway tells. */
export function applyPatch(now: RoutingReply, change: RoutingChange): RoutingReply {
  const { claudeCodePlatforms = now.claudeCodePlatforms, scenes } = change;
  return {
    ...now,
    mode: change.mode ?? now.mode,
    modelPriorityList: change.modelPriorityList === null ? [] : (change.modelPriorityList ?? now.modelPriorityList),
    claudeCodePlatforms,
    routingModels: change.routingModels === null ? [] : (change.routingModels ?? now.routingModels),
    risk: change.risk ?? now.risk,
    judge: {
      when: change.judge?.when ?? now.judge.when,
      timeoutMs: change.judge?.timeoutMs ?? now.judge.timeoutMs,
    },
    ...(scenes && { hasOwnScenes: true, scenes: scenes.map((scene) => sceneAfter(scene, now.scenes)) }),
  };
}

/** What is made of its words is not known yet: what was made of them last is close. */
function sceneAfter(scene: SceneInput, before: readonly SceneView[]): SceneView {
  const { name, description, models = [], examples = [], keywords = [], paths = [], enabled = true } = scene;
  const { tier = null, intents = null, problem = null } = before.find((one) => one.name === name) ?? {};
  return { name, description, models, examples, keywords, paths, enabled, tier, intents, problem };
}

/** A scene as the gateway takes it. */
export function sceneInput({ name, description, models, examples, keywords, paths, enabled }: SceneView): SceneInput {
  // An imported scene may have no description, which the gateway would not take back.
  return { name, description: description === '' ? name : description, models, examples, keywords, paths, enabled };
}
