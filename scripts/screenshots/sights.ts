import { ROUTING_SIGHTS } from './routing-sights.ts';
import type { Sight } from './sight.ts';

export const SIGHTS: readonly Sight[] = [
  { name: 'calls', path: '/calls', isWhole: false },
  { name: 'sessions', path: '/sessions' },
  { name: 'usage', path: '/usage' },
  { name: 'start', path: '/start' },
  { name: 'platforms', path: '/platforms' },
  { name: 'models', path: '/models' },
  ...ROUTING_SIGHTS,
  { name: 'keys', path: '/keys' },
  { name: 'users', path: '/users' },
  { name: 'audit', path: '/audit' },
  { name: 'settings', path: '/settings' },
  { name: 'status', path: '/status' },
  { name: 'account', path: '/account' },
];
