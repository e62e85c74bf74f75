import { Command, InvalidArgumentError, Option, type OptionValues } from 'commander';
import { Accounts, type WithPassword } from '../admin/accounts.ts';
import { PasswordHasher } from '../lib/password.ts';
import { StoredKeyOwners } from '../main/key-owners.ts';
import { addStoreOptions, openCommandStore, type StorePlace } from './command-store.ts';
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
  const command = addStoreOptions(parent.command(usage).description(description));
  return command.action(async () => {
    const options = command.opts<StorePlace & OptionValues>();
    await withAccounts(options, (accounts) => run(accounts, command.args[0] ?? '', options));
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

async function withAccounts(place: StorePlace, work: (accounts: Accounts) => Promise<void>): Promise<void> {
  const store = await openCommandStore(place);
  const keyOwners = new StoredKeyOwners(store.keys, async () => {});
  const clock = { now: Date.now };
  try {
    await work(new Accounts({ users: store.users, passwords: new PasswordHasher(), keyOwners, clock }));
  } finally {
    await store.close();
  }
}
