import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { PlatformView, TestReply } from '../../../../src/admin/contract/platforms.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { useNotices } from '../../ui/notices.tsx';
import { removeOnLeaving, usePlatformChanges } from './changes.ts';
import { namesOf, type PlatformType } from './types.ts';

/** What is asked of a new platform. */
export interface AddFields {
  readonly id: string;
  readonly key: string;
  readonly address: string;
  /** Names, one a line. */
  readonly models: string;
}

/**
 * A platform that is being added. A test needs one that is there: so it is created disabled, and comes into use only when it
 * answered, or when the user wants it in spite of that. One that was left half-made is removed again, with a notice.
 */
export function useDraft(type: PlatformType, onAdded: (id: string) => void) {
  const { t } = useLanguage();
  const notices = useNotices();
  const changes = usePlatformChanges();
  const [result, setResult] = useState<TestReply>();
  const [draftId, setDraftId] = useState<string>();
  const draft = useRef<string>(undefined);
  const discard = () => {
    const id = draft.current;
    draft.current = undefined;
    if (id === undefined) return;
    changes.remove(id).then(() => notices.done(t('platforms.add.discarded', { id })), notices.failed);
  };
  const hasLeft = useLeaving(draft, discard);

  const keep = async (id: string) => {
    await changes.patch(id, { enabled: true });
    draft.current = undefined;
    // Its models are wanted at once; why there are none stands on its card.
    await changes.refresh([id]).catch(() => undefined);
    onAdded(id);
  };
  const test = async (fields: AddFields) => {
    setResult(undefined);
    const id = draft.current ?? fields.id.trim();
    if (draft.current === undefined) await changes.create({ id, type: type.type, enabled: false, ...partsOf(fields) });
    else await changes.patch(id, cleared(fields));
    draft.current = id;
    // It was closed while the gateway was still making it.
    if (hasLeft.current) return discard();
    setDraftId(id);
    const reply = await changes.test(id, false);
    if (hasLeft.current) return;
    setResult(reply);
    if (reply.ok && (reply.models.length > 0 || namesOf(fields.models).length > 0)) await keep(id);
  };
  return { result, draftId, test, keep };
}

/** Discards what is left behind. @returns whether the user has gone */
function useLeaving(draft: RefObject<string | undefined>, discard: () => void): RefObject<boolean> {
  const hasLeft = useRef(false);
  const leave = useEffectEvent(discard);
  useEffect(() => {
    // A page that is closed waits for nothing, and so the request must outlive it.
    const closed = () => draft.current !== undefined && removeOnLeaving(draft.current);
    window.addEventListener('pagehide', closed);
    hasLeft.current = false;
    return () => {
      window.removeEventListener('pagehide', closed);
      hasLeft.current = true;
      leave();
    };
  }, [draft]);
  return hasLeft;
}

/** Fields that are empty are not there. */
function partsOf(fields: AddFields): Pick<PlatformView, 'settings'> & { credentials: { key: string }[] } {
  const { settings, credentials } = cleared(fields);
  const given = Object.entries(settings).filter(([, value]) => value !== null);
  return { settings: Object.fromEntries(given), credentials: credentials ?? [] };
}

/** Fields that are empty are emptied. */
function cleared({ key, address, models }: AddFields) {
  const names = namesOf(models);
  return {
    settings: { base_url: address.trim() === '' ? null : address.trim(), models: names.length === 0 ? null : names },
    credentials: key.trim() === '' ? null : [{ key: key.trim() }],
  };
}
