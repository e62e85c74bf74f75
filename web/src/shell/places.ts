import {
  Activity,
  Boxes,
  ChartColumn,
  HeartPulse,
  KeyRound,
  type LucideIcon,
  MessagesSquare,
  Rocket,
  Route,
  ScrollText,
  Server,
  Settings,
  Users,
} from 'lucide-react';
import type { MessageKey } from '../i18n/messages.ts';
import { hasRole, type Role } from './account.ts';

export type PlacePath =
  | '/start'
  | '/calls'
  | '/sessions'
  | '/usage'
  | '/platforms'
  | '/models'
  | '/routing'
  | '/keys'
  | '/users'
  | '/audit'
  | '/settings'
  | '/status';

export interface Place {
  readonly path: PlacePath;
  readonly title: MessageKey;
  readonly icon: LucideIcon;
  /** Who may see it. */
  readonly role: Role;
}

interface PlaceGroup {
  readonly title: MessageKey;
  readonly places: readonly Place[];
}

/** The pages, in the order of the navigation. */
const GROUPS: readonly PlaceGroup[] = [
  {
    title: 'places.observe',
    places: [
      { path: '/calls', title: 'places.calls', icon: Activity, role: 'member' },
      { path: '/sessions', title: 'places.sessions', icon: MessagesSquare, role: 'member' },
      { path: '/usage', title: 'places.usage', icon: ChartColumn, role: 'member' },
    ],
  },
  {
    title: 'places.configure',
    places: [
      { path: '/start', title: 'places.start', icon: Rocket, role: 'admin' },
      { path: '/platforms', title: 'places.platforms', icon: Server, role: 'admin' },
      { path: '/models', title: 'places.models', icon: Boxes, role: 'admin' },
      { path: '/routing', title: 'places.routing', icon: Route, role: 'admin' },
      { path: '/keys', title: 'places.keys', icon: KeyRound, role: 'member' },
    ],
  },
  {
    title: 'places.manage',
    places: [
      { path: '/users', title: 'places.users', icon: Users, role: 'admin' },
      { path: '/audit', title: 'places.audit', icon: ScrollText, role: 'admin' },
      { path: '/settings', title: 'places.settings', icon: Settings, role: 'admin' },
      { path: '/status', title: 'places.status', icon: HeartPulse, role: 'viewer' },
    ],
  },
];

/** What somebody with this role may see. */
export function placesFor(role: Role): readonly PlaceGroup[] {
  return GROUPS.map((group) => ({
    ...group,
    places: group.places.filter((place) => hasRole(role, place.role)),
  })).filter(({ places }) => places.length > 0);
}

/** Who may open the page at a path; what is no place is open to everybody who is logged in. */
export function leastRoleAt(path: string): Role {
  const places = GROUPS.flatMap((group) => group.places);
  return places.find((place) => path === place.path || path.startsWith(`${place.path}/`))?.role ?? 'viewer';
}
