import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requireCaller } from "#app/auth/caller.server.ts";
import { hashPassword } from "#app/auth/password.server.ts";
import { signInWithPassword } from "#app/auth/sign-in.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { apply } from "#app/register/apply.server.ts";
import type { CommandInput } from "#app/register/command-schemas.ts";
import { addHours } from "#app/register/days.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import { forceSkip } from "#app/register/force-skip.server.ts";
import { ForceSkipForm } from "#app/register/force-skip.ts";
import { findException } from "#db/exceptions.ts";
import { forceSkipsOf } from "#db/force-skips.ts";
import { setPasswordHash } from "#db/passwords.ts";
import type { User } from "#db/users.ts";
import { completeDraft } from "#test/support/active-exception.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { makeContext } from "#test/support/make-context.ts";
import { addPeople, type People, type Person } from "#test/support/people.ts";
import { putPolicy } from "#test/support/put-policy.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import { addPerson, nobody, openTestSecrets, password } from "#test/support/sign-in.ts";

const secrets = openTestSecrets();

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let world: TestDatabase;
    let people: People;
    beforeAll(async () => {
      world = await open();
      people = await addPeople(world);
      await putPolicy(world, { graceHours: 0 });
    });
    afterAll(() => world.close());

    const form = (over: Partial<Record<keyof ForceSkipForm, unknown>> = {}) =>
      ForceSkipForm.parse({
        reason: "Their phone fell into the harbour this morning; seen on video.",
        missing_item: "A new phone",
        arrives_on: "Tomorrow",
        control: "Their manager confirms each sign-in",
        hours: 4,
        ...over,
      });
    const by = ({ userId, roles }: Person, factorUsedAt: Instant) => ({ userId, roles, aal: 2 as const, factorUsedAt });
    const skip = (user: Pick<User, "id">, who: Person, now = testStart, over: Parameters<typeof form>[0] = {}) =>
      forceSkip(world.db, {
        workspaceId: world.workspace.id,
        userId: user.id,
        by: by(who, now),
        actor: { kind: "user", id: who.userId },
        asked: form(over),
        now,
      });
    const give = (id: string, who: Person, input: CommandInput, now: Instant) =>
      apply(world.db, {
        workspaceId: world.workspace.id,
        id,
        input,
        actor: by(who, now),
        auditActor: { kind: "user", id: who.userId },
        now,
      });
    const addPersonWithPassword = async (...roles: "owner"[]) => {
      const user = await addPerson(world, { roles });
      await setPasswordHash(world.db, user.workspaceId, user.id, await hashPassword(password));
      return user;
    };
    const signIn = ({ workspaceId, userName }: User, now: Instant) =>
      signInWithPassword(world, { workspaceId, userName, password, client: nobody, earlier: null, now });
    const skipOf = async ({ id }: User, now: Instant) =>
      (await forceSkipsOf(world.db, world.workspace.id, [id], now)).get(id);

    test("one admin lets one named person in with the first factor alone, at once, and it ends by itself to the millisecond", async () => {
      const user = await addPersonWithPassword();
      expect((await signIn(user, testStart)).session.decisionId).toBeNull();
      const record = await skip(user, people.admin);
      const end = addHours(testStart, 4);
      expect(record).toMatchObject({ state: "active", effect: "waive_mfa", endsAt: end, scope: { users: [user.id] } });
      expect(await skipOf(user, testStart)).toEqual({ exceptionId: record.id, endsAt: end });

      const { session, value } = await signIn(user, testStart);
      expect(session).toMatchObject({ exceptionId: record.id, isBypass: false, expiresAt: end });
      const call = (now: Instant) =>
        requireCaller({
          request: new Request("http://localhost:3000/", { headers: { Cookie: `mfa_session=${value}` } }),
          context: makeContext(world, { secrets, now }),
        });
      expect((await call(testStart)).actor.aal).toBe(1);

      const before = new Date(Date.parse(end) - 1).toISOString();
      expect((await signIn(user, before)).session.decisionId).not.toBeNull();
      expect((await signIn(user, end)).session.decisionId).toBeNull();
      await expect(call(end)).rejects.toMatchObject({ status: 302 });
      expect(await skipOf(user, end)).toBeUndefined();
    });

    test("who asked and who granted are two people, and neither ratifies it", async () => {
      const user = await addPersonWithPassword();
      const record = await skip(user, people.admin);
      expect(record).toMatchObject({
        requestorId: user.id,
        emergency: { grantedBy: people.admin.userId, ratifiedAt: null },
      });
      const low = { likelihood: 2, impact: 2 } as const;
      const rate = {
        command: "assess",
        inherent: low,
        residual: low,
        comment: "Seen",
        version: record.version,
      } as const;
      const rated = await give(record.id, people.risk, rate, testStart);
      const ratify = { command: "ratify", comment: "", version: rated.version } as const;
      const asApprover = { ...people.admin, roles: ["admin", "approver_identity"] as const };
      expect(await refusalOf(give(record.id, asApprover, ratify, testStart))).toBe("granted_it");
      const asPerson = { userId: user.id, userName: user.userName, roles: ["approver_identity"] as const };
      expect(await refusalOf(give(record.id, asPerson, ratify, testStart))).toBe("own_request");
      const ratified = await give(record.id, people.identity, ratify, testStart);
      // Ratified, it runs to the end that was asked for.
      expect(ratified.endsAt).toBe(addHours(testStart, 7 * 24));
    });

    test("nobody lets themself skip MFA, an owner neither", async () => {
      for (const who of [people.admin, people.boss])
        expect(await refusalOf(skip({ id: who.userId }, who))).toBe("own_benefit");
    });

    test("only admins and owners let somebody skip MFA, and only an owner an owner", async () => {
      const [user, owner] = [await addPersonWithPassword(), await addPersonWithPassword("owner")];
      for (const who of [people.identity, people.implementer, people.requestor, people.auditor])
        expect(await refusalOf(skip(user, who))).toBe("not_admin");
      expect(await refusalOf(skip(owner, people.admin))).toBe("owners_only");
    });

    test("a floor holds: an owner is let skip it and is asked for a factor all the same", async () => {
      const owner = await addPersonWithPassword("owner");
      expect((await skip(owner, people.boss)).state).toBe("active");
      expect((await signIn(owner, testStart)).session.decisionId).toBeNull();
    });

    test("without a factor used in the last 15 minutes, for more than a day, or without a reason, nothing is filed", async () => {
      const user = await addPersonWithPassword();
      const later = addHours(testStart, 1);
      const stale = forceSkip(world.db, {
        workspaceId: world.workspace.id,
        userId: user.id,
        by: by(people.admin, testStart),
        actor: { kind: "user", id: people.admin.userId },
        asked: form(),
        now: later,
      });
      expect(await refusalOf(stale)).toBe("step_up_required");
      for (const wrong of [{ hours: 25 }, { hours: 0 }, { reason: "short" }, { control: "" }])
        expect(() => form(wrong)).toThrow();
      const filed = await world.db
        .selectFrom("exceptions")
        .select("id")
        .where("requestorId", "=", user.id)
        .executeTakeFirst();
      expect(filed).toBeUndefined();
    });

    test("a day at a time does not become for ever: without ratification there is no second one for a week", async () => {
      const user = await addPersonWithPassword();
      const { id, version } = await skip(user, people.admin);
      const nextDay = addHours(testStart, 24);
      expect(await refusalOf(skip(user, people.boss, nextDay))).toBe("skipped_lately");
      await give(id, people.admin, { command: "revoke", comment: "Phone is back", version }, testStart);
      expect(await refusalOf(skip(user, people.admin, addHours(testStart, 2)))).toBe("skipped_lately");
      expect((await skip(user, people.admin, addHours(testStart, 7 * 24))).state).toBe("active");
    });

    test("of fifty at the same time one is granted", async () => {
      const user = await addPersonWithPassword();
      const results = await Promise.allSettled(Array.from({ length: 50 }, () => skip(user, people.admin)));
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    });

    test("everybody who was skipped is told at once, the person and the security contact too", async () => {
      const user = await addPersonWithPassword();
      const { id } = await skip(user, people.admin);
      const told = await world.db
        .selectFrom("outbox")
        .select(["toAddress", "data"])
        .where("template", "=", "emergency_granted")
        .execute();
      const addresses = told.filter(({ data }) => data.includes(id)).map(({ toAddress }) => toAddress);
      for (const address of [people.identity, people.risk, people.leadership].map(({ userName }) => userName))
        expect(addresses).toContain(address);
      expect(addresses).toContain(user.userName);
      expect(addresses).toContain("security@acme.example");
    });

    test("an admin grants no emergency by the usual command, whoever it is about", async () => {
      const user = await addPersonWithPassword();
      const about = { users: [user.id] };
      const draft = completeDraft({ effect: "waive_mfa", startsAt: testStart });
      const filed = await fileException(world.db, {
        workspaceId: world.workspace.id,
        draft: { ...draft, scope: { ...draft.scope, servicePrincipals: [], protocols: [], ...about } },
        requestor: people.requestor,
        actor: { kind: "user", id: people.requestor.userId },
        now: testStart,
      });
      const submit = { command: "submit", comment: "", version: filed.version } as const;
      const { version } = await give(filed.id, people.requestor, submit, testStart);
      const grant = { command: "grant_emergency", comment: "Now", version } as const;
      expect(await refusalOf(give(filed.id, people.admin, grant, testStart))).toBe("not_approver");
      expect((await findException(world.db, world.workspace.id, filed.id))?.state).toBe("submitted");
    });
  });
