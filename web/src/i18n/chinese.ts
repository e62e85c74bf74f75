import type { Messages } from './messages.ts';
import account from './zh-CN/account.json';
import audit from './zh-CN/audit.json';
import call from './zh-CN/call.json';
import calls from './zh-CN/calls.json';
import common from './zh-CN/common.json';
import keys from './zh-CN/keys.json';
import models from './zh-CN/models.json';
import platforms from './zh-CN/platforms.json';
import routing from './zh-CN/routing.json';
import sessions from './zh-CN/sessions.json';
import settings from './zh-CN/settings.json';
import shell from './zh-CN/shell.json';
import start from './zh-CN/start.json';
import status from './zh-CN/status.json';
import usage from './zh-CN/usage.json';
import users from './zh-CN/users.json';

/** All texts in Chinese. A text that is missing fails the type check. */
export const zh: Messages = {
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
