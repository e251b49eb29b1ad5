import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Caller, optionalCaller, requireCaller } from "#app/auth/caller.server.ts";
import { forgetOwnDevices } from "#app/auth/forget-devices.server.ts";
import { revokeEverySession, revokeOwnSessions, revokeSessionsOf } from "#app/auth/revoke-sessions.server.ts";
import { type ClientOf, type OpenedSession, openPendingSession, openSession } from "#app/auth/session.server.ts";
import { sessionsView } from "#app/auth/sessions-view.server.ts";
import type { RegisterRole } from "#app/register/roles.ts";
import { insertKnownDevice, listKnownDevices } from "#db/known-devices.ts";
import { replaceRoles, type User } from "#db/users.ts";
import { databases, testStart as now, type TestDatabase } from "#test/support/databases.ts";
import { makeContext } from "#test/support/make-context.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import { addPerson, later, letIn, nobody, openTestSecrets } from "#test/support/sign-in.ts";

const secrets = openTestSecrets();
const passkey = { method: "passkey", completedAt: now, userVerified: true } as const;
const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let world: TestDatabase;
    beforeAll(async () => {
      world = await open();
    });
    afterAll(() => world.close());

    const enter = ({ workspaceId, id }: User, client: ClientOf = nobody): Promise<OpenedSession> =>
      openSession(world.db, { workspaceId, userId: id, methods: [passkey], client, admission: letIn, now });
    const callerOf = async (opened: OpenedSession, at = now): Promise<Caller> =>
      requireCaller(calling(opened.value, at));
    const isIn = async ({ value }: OpenedSession, at = now) => (await optionalCaller(calling(value, at))) !== null;
    const calling = (value: string, at: string) => ({
      request: new Request("http://localhost:3000/exceptions", { headers: { Cookie: `mfa_session=${value}` } }),
      context: makeContext(world, { secrets, now: at }),
    });
    const person = (...roles: RegisterRole[]) => addPerson(world, { roles });
    const idOf = async (caller: Caller, index: number) => {
      const asked = { workspaceId: world.workspace.id, userId: caller.user.id, current: null, now };
      return (await sessionsView(world.db, asked)).sessions[index]?.id ?? "";
    };

    test("the list says from what browser and where each session is, by what it was proved, and which one asks", async () => {
      const user = await person();
      const here = await enter(user, { ip: "192.0.2.9", userAgent: firefox, deviceHash: null });
      const { workspaceId, id } = user;
      const methods = [{ method: "password", completedAt: now, userVerified: false } as const];
      const begun = { workspaceId, userId: id, methods, client: nobody, now };
      await openPendingSession(world.db, { ...begun, isEnrolling: false });
      const asked = { workspaceId, userId: id, current: here.session.idHash, now };
      const { sessions } = await sessionsView(world.db, asked);
      expect(sessions.find(({ isCurrent }) => isCurrent)).toMatchObject({
        device: "Firefox 143 on Linux",
        address: "192.0.2.9",
        methods: ["Passkey"],
        aal: 2,
        isPending: false,
        endsAt: later(now, 3600),
      });
      expect(sessions.find(({ isCurrent }) => !isCurrent)).toMatchObject({ aal: 1, isPending: true, address: null });
      expect(JSON.stringify(sessions)).not.toContain(here.session.idHash);
    });

    test("one session is ended, or all others, or all", async () => {
      const user = await person();
      const opened = [await enter(user), await enter(user), await enter(user), await enter(user)] as const;
      const [here, ...others] = opened;
      const caller = await callerOf(here);
      const shown = await sessionsView(world.db, {
        ...{ workspaceId: user.workspaceId, userId: user.id, current: here.session.idHash, now },
      });
      const other = shown.sessions.find(({ isCurrent }) => !isCurrent)?.id ?? "";
      expect(await revokeOwnSessions(world.db, { caller, which: { id: other }, now })).toBe(1);
      expect((await Promise.all(others.map((each) => isIn(each)))).filter(Boolean)).toHaveLength(2);
      expect(await revokeOwnSessions(world.db, { caller, which: "others", now })).toBe(2);
      expect(await Promise.all(opened.map((each) => isIn(each)))).toEqual([true, false, false, false]);
      expect(await revokeOwnSessions(world.db, { caller, which: "all", now })).toBe(1);
      expect(await isIn(here)).toBe(false);
    });

    test("nobody ends a session of somebody else by its id", async () => {
      const [mine, theirs] = [await enter(await person()), await enter(await person())];
      const id = await idOf(await callerOf(theirs), 0);
      const caller = await callerOf(mine);
      expect(await refusalOf(revokeOwnSessions(world.db, { caller, which: { id }, now }))).toBe("not_found");
      expect(await isIn(theirs)).toBe(true);
    });

    test("of 50 who end the same session at once one does", async () => {
      const user = await person();
      const [here, other] = [await enter(user), await enter(user)];
      const caller = await callerOf(here);
      const id = `ses_${other.session.idHash.slice(0, 20)}`;
      const ended = await Promise.allSettled(
        Array.from({ length: 50 }, () => revokeOwnSessions(world.db, { caller, which: { id }, now })),
      );
      expect(ended.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    });

    test("an admin ends the sessions of others, but none of an owner's; a requestor ends nobody's", async () => {
      const [admin, owner, user] = [await person("admin"), await person("owner"), await person()];
      const sessions = { owner: await enter(owner), user: await enter(user) };
      const by = ({ id }: User) => ({
        ...{ workspaceId: world.workspace.id, by: { userId: id }, now },
        actor: { kind: "user", id } as const,
      });
      const end = (who: User, whose: User) => revokeSessionsOf(world.db, { ...by(who), userId: whose.id, id: null });
      expect(await refusalOf(end(user, admin))).toBe("not_admin");
      expect(await refusalOf(end(admin, owner))).toBe("owners_only");
      expect(await refusalOf(revokeSessionsOf(world.db, { ...by(admin), userId: user.id, id: "ses_made_up" }))).toBe(
        "not_found",
      );
      expect(await end(admin, user)).toBe(1);
      expect([await isIn(sessions.owner), await isIn(sessions.user)]).toEqual([true, false]);
      const { data, actorId } = await world.db
        .selectFrom("auditEvents")
        .select(["data", "actorId"])
        .where("type", "=", "session.revoked")
        .where("subjectId", "=", user.id)
        .executeTakeFirstOrThrow();
      expect([JSON.parse(data), actorId]).toEqual([{ reason: "revoked_by_admin", sessions: 1 }, admin.id]);
    });

    test("an owner with a fresh factor ends everybody's but their own, and known browsers are forgotten", async () => {
      const elsewhere = await open();
      try {
        const [owner, admin] = [
          await addPerson(elsewhere, { roles: ["owner"] }),
          await addPerson(elsewhere, { roles: ["admin"] }),
        ];
        const enterHere = ({ workspaceId, id }: User) =>
          openSession(elsewhere.db, {
            ...{ workspaceId, userId: id, methods: [passkey], client: nobody, admission: letIn, now },
          });
        const [mine, theirs] = [await enterHere(owner), await enterHere(admin)];
        const kept = { workspaceId: admin.workspaceId, userId: admin.id, userAgent: null };
        await insertKnownDevice(elsewhere.db, {
          ...{ ...kept, idHash: "hash-of-a-device", createdAt: now, lastSeenAt: now, expiresAt: later(now, 86_400) },
        });
        const ask = async ({ value }: OpenedSession, at: string) => {
          const request = new Request("http://localhost:3000/", { headers: { Cookie: `mfa_session=${value}` } });
          return { request, context: makeContext(elsewhere, { secrets, now: at }) };
        };
        const reason = "After the incident of Monday";
        const stale = await requireCaller(await ask(mine, later(now, 1800)));
        const late = { caller: stale, reason, now: later(now, 1800) };
        expect(await refusalOf(revokeEverySession(elsewhere.db, late))).toBe("step_up_required");
        const asAdmin = { caller: await requireCaller(await ask(theirs, now)), reason, now };
        expect(await refusalOf(revokeEverySession(elsewhere.db, asAdmin))).toBe("owners_only");

        const caller = await requireCaller(await ask(mine, now));
        expect(await revokeEverySession(elsewhere.db, { caller, reason, now })).toEqual({ sessions: 1, people: 1 });
        expect(await optionalCaller(await ask(theirs, now))).toBeNull();
        expect(await optionalCaller(await ask(mine, now))).not.toBeNull();
        expect(await listKnownDevices(elsewhere.db, { ...kept, now })).toEqual([]);

        await replaceRoles(elsewhere.db, owner.workspaceId, owner.id, ["admin"], now);
        expect(await refusalOf(revokeEverySession(elsewhere.db, { caller, reason, now }))).toBe("owners_only");
      } finally {
        await elsewhere.close();
      }
    });

    test("one forgets a browser of one's own, and nobody else's", async () => {
      const [mine, other] = [await person(), await person()];
      const remember = (user: User, idHash: string) =>
        insertKnownDevice(world.db, {
          ...{ workspaceId: user.workspaceId, userId: user.id, idHash, userAgent: firefox },
          ...{ createdAt: now, lastSeenAt: now, expiresAt: later(now, 86_400) },
        });
      for (const at of ["a", "b", "c"]) await remember(mine, `${name}-mine-${at}`.padEnd(40, at));
      await remember(other, `${name}-other`.padEnd(40, "x"));
      const caller = await callerOf(await enter(mine));
      const known = async ({ workspaceId, id }: User) =>
        (await sessionsView(world.db, { workspaceId, userId: id, current: null, now })).devices.map((each) => each.id);
      const [theirs = ""] = await known(other);
      expect(await refusalOf(forgetOwnDevices(world.db, { caller, id: theirs, now }))).toBe("not_found");
      const [first = ""] = await known(mine);
      expect(await forgetOwnDevices(world.db, { caller, id: first, now })).toBe(1);
      expect(await known(mine)).toHaveLength(2);
      expect(await forgetOwnDevices(world.db, { caller, id: null, now })).toBe(2);
      expect([await known(mine), await known(other)]).toEqual([[], [theirs]]);
    });
  });
