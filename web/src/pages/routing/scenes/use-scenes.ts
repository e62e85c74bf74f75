import type { RoutingReply } from '../../../../../src/admin/contract/settings.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { type RoutingChange, type SceneInput, type SceneView, sceneInput } from '../apply-patch.ts';
import { type ChangeRouting, useChangeRouting } from '../use-change-routing.ts';

/** What can be done with scenes. Each refused one has been said; the promise is for a dialog that waits. */
export interface SceneActs {
  readonly add: (scene: SceneInput) => Promise<unknown>;
  readonly edit: (before: SceneView, scene: SceneInput) => Promise<unknown>;
  readonly turn: (scene: SceneView, enabled: boolean) => void;
  readonly remove: (scene: SceneView) => void;
  readonly restore: () => Promise<unknown>;
}

export function useScenes(routing: RoutingReply): SceneActs {
  const { t } = useLanguage();
  const change: ChangeRouting = useChangeRouting();
  const replaced = (name: string, scene: SceneInput) =>
    scenesChange((scenes) => scenes.map((one) => (one.name === name ? scene : one)));
  return {
    add: (scene) =>
      change({
        change: scenesChange((scenes) => [...scenes, scene]),
        said: t('routing.scene.added', { name: scene.name }),
        undo: scenesChange((scenes) => scenes.filter(({ name }) => name !== scene.name)),
      }),
    edit: (before, scene) =>
      change({
        change: replaced(before.name, scene),
        said: t('routing.scene.saved', { name: scene.name }),
        undo: replaced(scene.name, sceneInput(before)),
      }),
    turn: (scene, enabled) =>
      void change({ change: replaced(scene.name, { ...sceneInput(scene), enabled }) }).catch(() => undefined),
    remove: (scene) => {
      const at = routing.scenes.findIndex(({ name }) => name === scene.name);
      void change({
        change: scenesChange((scenes) => scenes.filter(({ name }) => name !== scene.name)),
        said: t('routing.scene.deleted', { name: scene.name }),
        undo: scenesChange((scenes) => scenes.toSpliced(at, 0, sceneInput(scene))),
      }).catch(() => undefined);
    },
    restore: () => {
      const before = routing.scenes.map(sceneInput);
      return change({
        change: () => ({ scenes: null }),
        said: t('routing.scenes.restored'),
        undo: () => ({ scenes: before }),
      });
    },
  };
}

function scenesChange(make: (scenes: readonly SceneInput[]) => readonly SceneInput[]) {
  return (now: RoutingReply): RoutingChange => ({ scenes: [...make(now.scenes.map(sceneInput))] });
}
