import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { SKIP } from './chromium.ts';
import { useBrowserStage } from './stage/browser-stage.ts';
import { fillStage } from './stage/world.ts';

describe('the page of users', { skip: SKIP }, () => {
  const world = useBrowserStage({ furnish: fillStage });
  afterEach(() => world.closePages());

  it('adds somebody, and shows the password once', async () => {
    const { page, complaints } = await world.open('/users');
    await page.getByRole('button', { name: 'Add a user' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('lin');
    await page.getByRole('radio', { name: /Viewer/ }).check();
    await page.getByRole('dialog').getByRole('button', { name: 'Add a user' }).click();
    const shown = page.getByRole('dialog', { name: 'The password of lin' });
    assert.ok((await shown.locator('code').innerText()).length >= 12);
    await shown.getByRole('button', { name: 'I have noted it' }).click();
    await page.getByRole('row', { name: /lin Viewer password to be changed/ }).waitFor();
    assert.deepEqual(complaints, []);
  });

  it('says why a name cannot be taken', async () => {
    const { page } = await world.open('/users');
    await page.getByRole('button', { name: 'Add a user' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('mei');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText(/mei/).waitFor();
    assert.equal(await page.getByLabel('Name').getAttribute('aria-invalid'), 'true');
  });

  it('disables and enables somebody, but not oneself', async () => {
    const { page } = await world.open('/users');
    await page.getByRole('button', { name: 'Actions for mei' }).click();
    await page.getByRole('menuitem', { name: 'Disable' }).click();
    await page.getByRole('row', { name: /mei Member disabled/ }).waitFor();
    await page.getByRole('button', { name: 'Actions for mei' }).click();
    await page.getByRole('menuitem', { name: 'Enable' }).click();
    await page.getByRole('row', { name: /mei Member (active|password)/ }).waitFor();
    await page.getByRole('button', { name: 'Actions for admin' }).click();
    assert.equal(await page.getByRole('menuitem', { name: 'Delete' }).getAttribute('aria-disabled'), 'true');
  });

  it('makes a new password once that is confirmed, and shows that it has to be changed', async () => {
    const { page } = await world.open('/users');
    await page.getByRole('button', { name: 'Actions for mei' }).click();
    await page.getByRole('menuitem', { name: 'Make a new password' }).click();
    const asked = page.getByRole('dialog', { name: 'Make a new password for mei?' });
    await asked.getByRole('button', { name: 'Make a new password' }).click();
    const shown = page.getByRole('dialog', { name: 'The password of mei' });
    await shown.waitFor();
    await page.mouse.click(5, 5);
    assert.ok((await shown.locator('code').innerText()).length >= 12);
    await shown.getByRole('button', { name: 'I have noted it' }).click();
    await page.getByRole('row', { name: /mei Member password to be changed/ }).waitFor();
  });

  it('says that somebody else was faster, and goes on from there', async () => {
    const { page } = await world.open('/users');
    const { users } = await world.stage.admin.send<{ users: { id: string; name: string }[] }>('GET', '/api/users');
    const mei = users.find(({ name }) => name === 'mei');
    await page.getByRole('button', { name: 'Actions for mei' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await world.stage.admin.send('PATCH', `/api/users/${mei?.id}`, { name: 'meilin' });
    const form = page.getByRole('dialog');
    await form.getByRole('radio', { name: /Viewer/ }).check();
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText('Somebody else has changed this').waitFor();
    await form.getByRole('heading', { name: 'Edit meilin' }).waitFor();
    await form.getByLabel('Name').fill('mei');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('row', { name: /^mei Member/ }).waitFor();
  });

  it('deletes somebody once their name is typed', async () => {
    const { page } = await world.open('/users');
    await page.getByRole('button', { name: 'Actions for observer' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    const button = page.getByRole('dialog').getByRole('button', { name: 'Delete' });
    assert.equal(await button.isDisabled(), true);
    await page.getByLabel('Type observer to confirm').fill('observer');
    await button.click();
    await page.getByText('observer is deleted').waitFor();
    assert.equal(await page.getByRole('row', { name: /observer/ }).count(), 0);
  });
});

describe('the page of the audit log', { skip: SKIP }, () => {
  const world = useBrowserStage({ furnish: fillStage });
  afterEach(() => world.closePages());

  it('shows what was done, filtered, with what was before and after', async () => {
    const { page, complaints } = await world.open('/audit');
    await page.getByText('Made the key "laptop".').waitFor();
    await page.getByLabel('About').selectOption('Users');
    await page.getByText('Made the key "laptop".').waitFor({ state: 'detached' });
    await page.getByText('Added the user mei (member).').click();
    await page.locator('dd:visible').getByText('user.create').waitFor();
    await page.getByLabel('Who').fill('nobody');
    await page.getByText('No entry matches.').waitFor();
    assert.deepEqual(complaints, []);
  });
});
