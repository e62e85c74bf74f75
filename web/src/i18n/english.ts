import account from './en/account.json';
import audit from './en/audit.json';
import call from './en/call.json';
import calls from './en/calls.json';
import common from './en/common.json';
import keys from './en/keys.json';
import models from './en/models.json';
import platforms from './en/platforms.json';
import routing from './en/routing.json';
import sessions from './en/sessions.json';
import settings from './en/settings.json';
import shell from './en/shell.json';
import start from './en/start.json';
import status from './en/status.json';
import usage from './en/usage.json';
import users from './en/users.json';

/** All texts in English; each page has a file of its own. */
export const en = {
  ...account,
  ...audit,
  ...call,
  ...calls,
  ...common,
  ...keys,
  ...models,
  ...platforms,
  ...routing,
  ...sessions,
  ...settings,
  ...shell,
  ...start,
  ...status,
  ...usage,
  ...users,
};
