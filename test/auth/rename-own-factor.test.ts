import type { ActionFunctionArgs } from "@remix-run/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requireCaller } from "#app/auth/caller.server.ts";
import { renameOwnFactor } from "#app/auth/rename-own-factor.server.ts";
import type { OpenedSession } from "#app/auth/session.server.ts";
import { action as change, loader as page } from "#app/routes/account.security.tsx";
import { listFactors } from "#db/factors.ts";
import type { User } from "#db/users.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { makeContext } from "#test/support/make-context.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import { addPersonWithPasskey, later, openTestSecrets, publicUrl } from "#test/support/sign-in.ts";

const secrets = openTestSecrets();
const stale = later(testStart, 15 * 60 + 1);

for (const [name, open] of Object.entries(databases)) {
  describe(name, () => {
    let world: TestDatabase;
    beforeAll(async () => {
      world = await open();
    });
    afterAll(() => world.close());

    const request = ({ value }: OpenedSession, form?: Record<string, string>) =>
      new Request(`${publicUrl.origin}/account/security`, {
        headers: { Cookie: `mfa_session=${value}` },
        ...(form && { method: "POST", body: new URLSearchParams(form) }),
      });
    const callerOf = (opened: OpenedSession, now = testStart) =>
      requireCaller({ request: request(opened), context: makeContext(world, { secrets, now }) });
    const factorOf = async (user: User) => {
      const [factor] = await listFactors(world.db, user.workspaceId, user.id);
      if (!factor) throw new Error("the person has no factor, expected one");
      return factor;
    };

    test("a factor is called what its owner says, and the log has both names", async () => {
      const { user, opened } = await addPersonWithPasskey(world);
      const { id } = await factorOf(user);
      await renameOwnFactor(world.db, { caller: await callerOf(opened), id, label: "Work laptop", now: testStart });
      expect(await factorOf(user)).toMatchObject({ id, label: "Work laptop" });
      const texts = await world.db
        .selectFrom("auditPersonal")
        .innerJoin("auditEvents", (join) =>
          join
            .onRef("auditEvents.workspaceId", "=", "auditPersonal.workspaceId")
            .onRef("auditEvents.seq", "=", "auditPersonal.seq"),
        )
        .select(["field", "text"])
        .where("auditEvents.type", "=", "factor.renamed")
        .where("auditEvents.subjectId", "=", user.id)
        .execute();
      expect(new Map(texts.map(({ field, text }) => [field, text]))).toEqual(
        new Map([
          ["before", "Passkey"],
          ["after", "Work laptop"],
        ]),
      );
    });

    test("the name that it has is taken, changes nothing and is not audited", async () => {
      const { user, opened } = await addPersonWithPasskey(world);
      const { id } = await factorOf(user);
      await renameOwnFactor(world.db, { caller: await callerOf(opened), id, label: "Passkey", now: testStart });
      const renamed = world.db.selectFrom("auditEvents").select("seq").where("type", "=", "factor.renamed");
      expect(await renamed.where("subjectId", "=", user.id).execute()).toEqual([]);
    });

    test("renaming with an old factor is refused, and so is renaming somebody else's", async () => {
      const mine = await addPersonWithPasskey(world);
      const theirs = await addPersonWithPasskey(world);
      const renaming = { id: (await factorOf(theirs.user)).id, label: "Mine now" };
      const caller = await callerOf(mine.opened);
      expect(await refusalOf(renameOwnFactor(world.db, { caller, ...renaming, now: testStart }))).toBe("not_found");
      const late = { caller: await callerOf(mine.opened, stale), now: stale };
      const own = { id: (await factorOf(mine.user)).id, label: "Late" };
      expect(await refusalOf(renameOwnFactor(world.db, { ...late, ...own }))).toBe("step_up_required");
      expect((await factorOf(theirs.user)).label).toBe("Passkey");
    });

    test("a name that was typed with an old factor is there again after a factor was used", async () => {
      const { user, opened } = await addPersonWithPasskey(world);
      const { id } = await factorOf(user);
      const form = { intent: "rename", id, label: "Work laptop" };
      const late = makeContext(world, { secrets, now: stale });
      const sent = change({ request: request(opened, form), context: late, params: {} } as ActionFunctionArgs);
      const answer = await Promise.resolve(sent).catch((thrown: unknown) => thrown);
      if (!(answer instanceof Response)) throw new Error("the form was not refused, expected a way to a step-up");
      const onward = new URL(answer.headers.get("Location") ?? "", publicUrl).searchParams.get("to") ?? "";
      expect(onward).toMatch(/^\/account\/security\?returned=/);
      // The session's factor counts as fresh again, as if it had been used on the way.
      const back = new Request(publicUrl.origin + onward, { headers: request(opened).headers });
      const context = makeContext(world, { secrets, now: later(testStart, 60) });
      const shown = await page({ request: back, context, params: {} } as ActionFunctionArgs);
      expect(shown).toMatchObject({ isBack: true, renaming: { id, label: "Work laptop" } });
      expect((await factorOf(user)).label).toBe("Passkey");
    });

    test("an empty name is refused where it was typed", async () => {
      const { user, opened } = await addPersonWithPasskey(world);
      const { id } = await factorOf(user);
      const form = { intent: "rename", id, label: "  " };
      const context = makeContext(world, { secrets, now: testStart });
      const answer = await change({ request: request(opened, form), context, params: {} } as ActionFunctionArgs);
      expect(answer).toMatchObject({
        init: { status: 400 },
        data: { errors: { fields: { label: "Give it a name." } }, renaming: { id } },
      });
    });
  });
}
