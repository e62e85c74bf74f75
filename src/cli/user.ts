import { Command, InvalidArgumentError, Option, type OptionValues } from 'commander';
import { Accounts, type WithPassword } from '../admin/accounts.ts';
import { PasswordHasher } from '../lib/password.ts';
import { version } from '../lib/version.ts';
import { StoredKeyOwners } from '../main/key-owners.ts';
import { openStore } from '../store/open-store.ts';
import { dataDirOption } from './data-dir.ts';
import { roleOf, userTable } from './user-desk.ts';
import { whoCalls } from './who-calls.ts';

/** `redwolf user list|create|reset-password`: works on the data directory, also while a gateway runs on it. */
export function userCommand(): Command {
  const command = new Command('user').description('List and create the people who may log in, and reset a password.');
  addUserCommand(command, 'list', 'show all users', async (accounts) => {
    for (const line of userTable(await accounts.list())) console.log(line);
  });
  const create = addUserCommand(
    command,
    'create <name>',
    'make a new user and print the password, this once',
    async (accounts, name, options) => {
      const role = roleOf(String(options['role'])) ?? 'member';
      showPassword(await accounts.create(whoCalls(), name, role));
    },
  );
  create.addOption(new Option('--role <role>', 'admin, member or viewer').argParser(parseRole).default('member'));
  addUserCommand(
    command,
    'reset-password <name>',
    'make a new password, print it, this once, and end all sessions of the user',
    async (accounts, name) => {
      showPassword(await accounts.resetPassword(whoCalls(), await accounts.findByName(name)));
    },
  );
  return command;
}

function addUserCommand(
  parent: Command,
  usage: string,
  description: string,
  run: (accounts: Accounts, name: string, options: OptionValues) => Promise<void>,
): Command {
  const command = parent.command(usage).description(description).addOption(dataDirOption());
  return command.action(async () => {
    const options: OptionValues = command.opts();
    await withAccounts(String(options['dataDir']), (accounts) => run(accounts, command.args[0] ?? '', options));
  });
}

function showPassword({ user, password }: WithPassword): void {
  console.log(password);
  console.error(
    `This is the new password of "${user.name}". It cannot be shown again, and has to be changed at the login.`,
  );
}

function parseRole(text: string): string {
  if (roleOf(text) === undefined) throw new InvalidArgumentError('A role is admin, member or viewer.');
  return text;
}

async function withAccounts(dataDir: string, work: (accounts: Accounts) => Promise<void>): Promise<void> {
  const store = await openStore({ dataDir, version: version(), warn: console.error });
  const keyOwners = new StoredKeyOwners(store.keys, async () => {});
  const clock = { now: Date.now };
  try {
    await work(new Accounts({ users: store.users, passwords: new PasswordHasher(), keyOwners, clock }));
  } finally {
    await store.close();
  }
}
