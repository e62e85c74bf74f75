import type { RoutingReply } from '../admin/contract/settings.ts';
import type { RoutingConfig } from '../config/config.ts';
import type { Routing } from '../routing/routing.ts';
import { DEFAULT_SCENES } from '../routing/smart/default-scenes.ts';
import { unclearScene } from '../routing/smart/projection.ts';

/** The scenes, with what the classifier makes of them, and which ones it cannot tell apart. */
export function sceneViews(
  { scenes }: RoutingConfig,
  routing: Pick<Routing, 'smart'>,
): Pick<RoutingReply, 'scenes' | 'hasOwnScenes'> {
  const known = routing.smart().scenes;
  return {
    hasOwnScenes: scenes !== undefined,
    scenes: (scenes ?? DEFAULT_SCENES).map((scene) => {
      const { name, description, models, examples, keywords, paths, isEnabled } = scene;
      const made = isEnabled ? known.find((one) => one.name === name) : undefined;
      const hasMarks = keywords.length + paths.length > 0;
      return {
        ...{
          name,
          description,
          models: [...models],
          examples: [...examples],
          keywords: [...keywords],
          paths: [...paths],
        },
        enabled: isEnabled,
        tier: made?.tier ?? null,
        intents: made === undefined ? null : { ...made.intents },
        problem: (made && unclearScene({ ...made, hasMarks }, known)) ?? null,
      };
    }),
  };
}
