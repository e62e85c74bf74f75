import type { RoutingReply } from '../../../../../src/admin/contract/settings.ts';
import { Scenes } from '../scenes/scenes.tsx';
import { Dial } from './dial.tsx';
import { Judges } from './judges.tsx';

/** All that smart routing decides by. */
export function SmartPart({ routing }: { readonly routing: RoutingReply }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 xl:grid-cols-2">
        <Dial routing={routing} />
        <Judges routing={routing} />
      </div>
      <Scenes routing={routing} />
    </div>
  );
}
