import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "#app/auth/caller.server.ts";
import { formBeforeStepUp, requireFreshFactor, stepUpFor } from "#app/auth/step-up-for.server.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { moveStepUpReturns } from "#db/step-up-returns.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { makeContext } from "#test/support/make-context.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { later, openTestSecrets } from "#test/support/sign-in.ts";

const secrets = openTestSecrets();
const page = "/exceptions/EXC-2026-0001/approve";
const now = later(testStart, 3600);
const minute = 60;

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
    });
    afterAll(() => base.close());

    /** Somebody in a session of their own, whose factor is as old as it says. */
    const callerIn = async (sessionIdHash: string, { who = "identity", usedAt = now, at = now } = {}) => {
      const caller = await callerFor(base, people[who as keyof People], at);
      const session = { idHash: sessionIdHash, methods: [], aal: 2, factorUsedAt: usedAt, graceEndsAt: null } as const;
      return { ...caller, actor: { ...caller.actor, factorUsedAt: usedAt }, session } satisfies Caller;
    };
    const contextAt = (at = now, over: Partial<RequestContext> = {}) => ({
      ...makeContext(base, { secrets, now: at }),
      ...over,
    });
    const requestOf = (path: string) => new Request(`http://localhost:3000${path}`);
    const formOf = (fields: Record<string, string>) => {
      const form = new FormData();
      for (const [field, value] of Object.entries(fields)) form.append(field, value);
      return form;
    };
    /** Asks for a factor with a form that was sent, and returns the way back. */
    const wayBack = async (caller: Caller, form: FormData, { path = page, context = contextAt() } = {}) => {
      const answer = await stepUpFor({ request: requestOf(path), context }, { caller, form });
      return new URL(answer.headers.get("Location") ?? "", "http://localhost:3000").searchParams.get("to") ?? "";
    };
    const comeBack = (to: string, caller: Caller, at = now) =>
      formBeforeStepUp({ request: requestOf(to), context: contextAt(at) }, caller);

    test("what was typed comes back on its page, once", async () => {
      const caller = await callerIn("once");
      const form = formOf({ comment: "Seen the plan", version: "3" });
      form.append("roles", "admin");
      form.append("roles", "implementer");
      const to = await wayBack(caller, form, { path: `${page}?to=/approvals` });
      expect(to).toMatch(/^\/exceptions\/EXC-2026-0001\/approve\?to=%2Fapprovals&returned=[\w-]{43}$/);
      expect([...((await comeBack(to, caller)) ?? [])]).toEqual([...form]);
      expect(await comeBack(to, caller)).toBeNull();
    });

    test("of fifty who come back at once with the same address, one is given what was typed", async () => {
      const caller = await callerIn("fifty");
      const to = await wayBack(caller, formOf({ comment: "Mine" }));
      const given = await Promise.all(Array.from({ length: 50 }, () => comeBack(to, caller)));
      expect(given.filter((form) => form !== null)).toHaveLength(1);
    });

    test("another session, another person, another workspace, another page and a later hour are given nothing", async () => {
      const caller = await callerIn("mine");
      const to = await wayBack(caller, formOf({ comment: "Mine" }));
      const elsewhere = { ...caller, workspace: { ...caller.workspace, id: "wsp_elsewhere" } };
      expect(await comeBack(to, await callerIn("of another browser"))).toBeNull();
      expect(await comeBack(to, await callerIn("mine", { who: "risk" }))).toBeNull();
      expect(await comeBack(to, elsewhere)).toBeNull();
      expect(await comeBack(to.replace("/approve", "/reject"), caller)).toBeNull();
      expect(await comeBack(to.replace(/returned=.*/, `returned=${"A".repeat(43)}`), caller)).toBeNull();
      const late = later(now, 15 * minute);
      expect(await comeBack(to, await callerIn("mine", { usedAt: late, at: late }), late)).toBeNull();
      expect((await comeBack(to, caller))?.get("comment")).toBe("Mine");
    });

    test("nothing comes back before the factor was used", async () => {
      const usedAt = later(now, -15 * minute - 1);
      const to = await wayBack(await callerIn("early", { usedAt }), formOf({ comment: "Mine" }));
      expect(await comeBack(to, await callerIn("early", { usedAt }))).toBeNull();
      expect((await comeBack(to, await callerIn("early")))?.get("comment")).toBe("Mine");
    });

    test("passwords, codes, answers and files are not kept, and the rest is no clear text in the database", async () => {
      const caller = await callerIn("sealed");
      const secretly = { password: "p", newPassword: "n", code: "1", code2: "2", recoveryCode: "3", answer: "{}" };
      const form = formOf({ ...secretly, client_secret: "s", setup_token: "t", comment: "Ferryhouse" });
      form.append("file", new Blob(["x"]), "x.txt");
      const to = await wayBack(caller, form);
      const rows = await base.db.selectFrom("stepUpReturns").selectAll().execute();
      expect(JSON.stringify(rows)).not.toContain("Ferryhouse");
      expect(rows.map(({ idHash }) => idHash)).not.toContain(new URL(to, "http://x").searchParams.get("returned"));
      expect([...((await comeBack(to, caller)) ?? [])]).toEqual([["comment", "Ferryhouse"]]);
    });

    test("a form of secrets alone, one that is too large and a call without a session leave nothing behind", async () => {
      const caller = await callerIn("nothing");
      const count = () => base.db.selectFrom("stepUpReturns").select("idHash").execute();
      const before = await count();
      expect(await wayBack(caller, formOf({ code: "123456" }))).toBe(page);
      expect(await wayBack(caller, formOf({ comment: "x".repeat(64_001) }))).toBe(page);
      expect(await wayBack({ ...caller, session: null }, formOf({ comment: "Mine" }))).toBe(page);
      expect(await count()).toEqual(before);
    });

    test("a session has ten forms waiting at most, and what has expired is swept out", async () => {
      const caller = await callerIn("many");
      const ways: string[] = [];
      for (let form = 0; form < 11; form += 1) {
        const context = contextAt(later(now, form));
        ways.push(await wayBack(caller, formOf({ comment: String(form) }), { context }));
      }
      const [first = "", second = ""] = ways;
      expect(await comeBack(first, caller)).toBeNull();
      expect((await comeBack(second, caller))?.get("comment")).toBe("1");
      await wayBack(caller, formOf({ comment: "Much later" }), { context: contextAt(later(now, 3600)) });
      expect(await base.db.selectFrom("stepUpReturns").select("idHash").execute()).toHaveLength(1);
    });

    test("what waits goes on with the session that takes the place of the old one, for the same person alone", async () => {
      const caller = await callerIn("before");
      const to = await wayBack(caller, formOf({ comment: "Mine" }));
      const move = (userId: string) =>
        moveStepUpReturns(base.db, {
          workspaceId: base.workspace.id,
          userId,
          sessionIdHash: "before",
          toIdHash: "after",
        });
      await move(people.risk.userId);
      expect(await comeBack(to, await callerIn("after"))).toBeNull();
      await move(people.identity.userId);
      expect(await comeBack(to, caller)).toBeNull();
      expect((await comeBack(to, await callerIn("after")))?.get("comment")).toBe("Mine");
    });

    test("the way back leads to no other site, whatever the page calls itself", async () => {
      const caller = await callerIn("away");
      const call = { request: requestOf("/exports/new"), context: contextAt() };
      for (const to of ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
        expect((await stepUpFor(call, { caller, to })).headers.get("Location")).toBe("/step-up?to=%2F");
    });

    test("a factor that was used a moment ago is not asked for again", async () => {
      const call = { request: requestOf(page), context: contextAt() };
      const fresh = await callerIn("fresh", { usedAt: later(now, -15 * minute) });
      await expect(requireFreshFactor(call, { caller: fresh })).resolves.toBeUndefined();
      const stale = await callerIn("stale", { usedAt: later(now, -15 * minute - 1) });
      const asked = await requireFreshFactor(call, { caller: stale }).catch((thrown: unknown) => thrown);
      expect((asked as Response).headers.get("Location")).toBe(`/step-up?to=${encodeURIComponent(page)}`); // a redirect
      const below = { ...fresh, actor: { ...fresh.actor, aal: 1 as const } };
      await expect(requireFreshFactor(call, { caller: below })).rejects.toBeInstanceOf(Response);
    });

    test("the people of the demo are chosen again instead, and find what they typed", async () => {
      const caller = await callerIn("demo");
      const context = contextAt(now, { isDemo: true });
      const call = { request: requestOf(page), context };
      const answer = await stepUpFor(call, { caller, form: formOf({ comment: "Mine" }) });
      expect(answer.headers.get("Location")).toMatch(
        /^\/demo\?to=%2Fexceptions%2FEXC-2026-0001%2Fapprove%3Freturned%3D/,
      );
    });
  });
