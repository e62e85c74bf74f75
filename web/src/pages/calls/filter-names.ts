import { useQuery } from '@tanstack/react-query';
import type { CallView } from '../../../../src/admin/contract/calls.ts';
import { keysQuery, modelsQuery, platformsQuery, routingQuery, usersQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import type { MessageKey } from '../../i18n/messages.ts';
import { useAccount } from '../../shell/account.ts';
import { KNOWN_PURPOSES } from '../../ui/call-parts.tsx';
import { useNames } from '../usage/use-names.ts';
import type { FilterPart } from './filter.ts';
import { OUTCOMES } from './search.ts';

export type FilterName = FilterPart['name'];

export const FILTER_TITLES: Readonly<Record<FilterName, MessageKey>> = {
  key: 'calls.filter.key',
  user: 'calls.filter.user',
  model: 'calls.filter.model',
  platform: 'calls.filter.platform',
  scene: 'calls.filter.scene',
  purpose: 'calls.filter.purpose',
  outcome: 'calls.filter.outcome',
  status: 'calls.filter.status',
  session: 'calls.filter.session',
  agent: 'calls.filter.agent',
  text: 'calls.filter.text',
};

/** What a value of a filter is called: ids of keys and users by their names. */
export function useValueName(): (part: FilterPart) => string {
  const { t } = useLanguage();
  const nameOf = useNames();
  return ({ name, value }) => {
    if (name === 'key' || name === 'user' || name === 'purpose') return nameOf(name, value);
    const outcome = OUTCOMES.find((known) => known === value);
    if (name === 'outcome' && outcome !== undefined) return t(`outcome.${outcome}`);
    return value;
  };
}

const STATUSES = ['2xx', '4xx', '5xx', '400', '401', '403', '404', '413', '429', '499', '500', '502', '503', '529'];

/**
 * Values that a filter offers: those that are set up, as far as the user may see them, and those of calls that are shown.
 */
export function useFilterValues(name: FilterName, calls: readonly CallView[]): readonly string[] {
  const isAdmin = useAccount().role === 'admin';
  const isFor = (wanted: FilterName) => ({ enabled: isAdmin && name === wanted });
  const keys = useQuery(keysQuery).data?.keys.map(({ id }) => id);
  const users = useQuery({ ...usersQuery, ...isFor('user') }).data?.users.map(({ id }) => id);
  const models = useQuery({ ...modelsQuery, ...isFor('model') }).data?.models.map(({ id }) => id);
  const platforms = useQuery({ ...platformsQuery, ...isFor('platform') }).data?.platforms.map(({ id }) => id);
  const scenes = useQuery({ ...routingQuery, ...isFor('scene') }).data?.scenes.map((scene) => scene.name);
  const known: Readonly<Record<FilterName, readonly string[] | undefined>> = {
    key: keys,
    user: users,
    model: models,
    platform: platforms,
    scene: scenes,
    purpose: KNOWN_PURPOSES,
    outcome: OUTCOMES,
    status: STATUSES,
    session: [],
    agent: [],
    text: [],
  };
  const seen = calls.map((call) => valueIn(call, name)).filter((value) => value !== null);
  return [...new Set([...(known[name] ?? []), ...seen])];
}

function valueIn(call: CallView, name: FilterName): string | null {
  const values: Readonly<Record<FilterName, string | null>> = {
    key: call.keyId,
    user: call.userId,
    model: call.model,
    platform: call.platform,
    scene: call.scene,
    purpose: call.purpose,
    outcome: null,
    status: null,
    session: call.session,
    agent: call.agent,
    text: null,
  };
  return values[name];
}
