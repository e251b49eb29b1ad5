import { expect, onTestFinished, test } from "vitest";
import { assignToken } from "#app/oath/assign-token.server.ts";
import { revokeOathToken } from "#app/oath/end-token.server.ts";
import { exportTokens } from "#app/oath/export-tokens.server.ts";
import { inventoryView, tokenView } from "#app/oath/oath-view.server.ts";
import { resyncHardwareToken } from "#app/oath/resync-token.server.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { shownAt, stockToken } from "#test/support/oath.ts";
import { addPeople } from "#test/support/people.ts";
import { addPerson, later, openTestSecrets } from "#test/support/sign-in.ts";

const secrets = openTestSecrets();

for (const [name, open] of Object.entries(databases))
  test(`${name}: a page of the inventory, a token and an export say all of a token but its seed`, async () => {
    const world = await open();
    onTestFinished(() => world.close());
    const { db } = world;
    const people = await addPeople(world);
    const now = later(testStart, 3600);
    const admin = await callerFor(world, people.admin, now);
    const token = await stockToken(world, {
      admin: people.admin,
      secrets,
      now,
      more: { replacement_date: "2026-12-01" },
    });
    await stockToken(world, { admin: people.admin, secrets, now });
    const user = await addPerson(world);
    const about = { caller: admin, tokenId: token.id, now };
    const shown = (ahead: number) => shownAt(token.secret, now, { ahead });
    await resyncHardwareToken(db, { ...about, first: shown(3), second: shown(4), secrets });
    await assignToken(db, { ...about, userName: user.userName, code: shown(5), secrets });

    const auditor = await callerFor(world, people.auditor, now);
    const asked = { filter: null, search: "", after: null };
    const list = await inventoryView(db, auditor, asked, now);
    expect(Object.fromEntries(list.counts.map(({ filter, count }) => [filter, count]))).toEqual({
      ...{ issued: 1, in_stock: 1, revoked: 0, ageing: 1, overdue: 0, drifting: 1 },
      ...{ desynchronised: 0, custody_missing: 1 },
    });
    expect(list.mayManage).toBe(false);
    for (const { filter, count } of list.counts)
      expect((await inventoryView(db, auditor, { ...asked, filter }, now)).tokens).toHaveLength(count);
    for (const search of [token.serial.toLowerCase(), user.userName.toUpperCase(), user.displayName.slice(2)])
      expect((await inventoryView(db, auditor, { ...asked, search }, now)).tokens).toMatchObject([{ id: token.id }]);
    for (const search of ["%", "_", "!", "' or 1=1"])
      expect((await inventoryView(db, auditor, { ...asked, search }, now)).tokens).toEqual([]);

    await revokeOathToken(db, { ...about, revocation: "lost" });
    const view = await tokenView(db, auditor, token.id, now);
    expect(view.history.map(({ what, said }) => [what, said])).toEqual([
      ["took in a hardware token", null],
      ["set the clock of a token", "0 to 4 steps ahead"],
      ["gave a hardware token to somebody", user.displayName],
      ["revoked a hardware token", `Reason: lost · ${user.displayName}`],
    ]);
    const rows = await exportTokens(db, auditor, { filter: null, search: "" }, now);
    expect(rows.trim().split("\n")).toHaveLength(3);
    const sealed = await db.selectFrom("oathTokens").select("secret").where("secret", "is not", null).execute();
    const everything = JSON.stringify([list, view, rows]);
    for (const secret of [token.secret, ...sealed.map((row) => row.secret ?? "")])
      expect(everything).not.toContain(secret);
  });
