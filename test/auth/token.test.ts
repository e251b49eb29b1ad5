import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requireToken } from "#app/auth/caller.server.ts";
import { disableUser } from "#app/auth/people.server.ts";
import { createToken, revokeToken } from "#app/auth/token.server.ts";
import type { TokenScope } from "#app/auth/token-scopes.ts";
import { createWorkspace } from "#app/register/create-workspace.server.ts";
import { findToken } from "#db/tokens.ts";
import type { User } from "#db/users.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { makeContext } from "#test/support/make-context.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import { addPerson, addPersonWithTotp, console_, later, openTestSecrets } from "#test/support/sign-in.ts";

const secrets = openTestSecrets();
const minute = 60;

type Wish = Partial<Parameters<typeof createToken>[1]>;

for (const [name, open] of Object.entries(databases)) {
  describe(name, () => {
    let world: TestDatabase;
    beforeAll(async () => {
      world = await open();
    });
    afterAll(() => world.close());

    const make = ({ workspaceId, id }: User, wish: Wish = {}) =>
      createToken(world.db, {
        workspaceId,
        kind: "personal",
        userId: id,
        name: "script",
        scopes: ["read"],
        expiresAt: null,
        factorUsedAt: null,
        actor: { kind: "user", id },
        createdBy: id,
        now: testStart,
        ...wish,
      });
    const call = (authorization: string | null, scope: TokenScope = "read", now = testStart, cookie = "") => {
      const headers = new Headers({
        ...(authorization && { Authorization: authorization }),
        ...(cookie && { Cookie: cookie }),
      });
      const request = new Request("http://localhost:3000/api/v1/exceptions", { headers });
      return requireToken({ request, context: makeContext(world, { secrets, now }) }, scope);
    };
    const refused = async (calling: Promise<unknown>) => {
      const answer = await calling.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (!(answer instanceof Response)) throw new Error(`got ${answer}, expected a Response`);
      return { status: answer.status, challenge: answer.headers.get("WWW-Authenticate"), ...(await answer.json()) };
    };

    test("a token acts as its person, and only its hash is stored", async () => {
      const user = await addPerson(world, { roles: ["implementer"] });
      const { token, id } = await make(user);
      expect(token).toMatch(/^mfar_[A-Za-z0-9_-]{43}$/);
      const caller = await call(`Bearer ${token}`);
      expect(caller).toMatchObject({
        user: { id: user.id },
        roles: ["implementer"],
        auditActor: { kind: "token", id },
        session: null,
      });
      const row = await world.db.selectFrom("tokens").selectAll().where("id", "=", id).executeTakeFirst();
      expect(JSON.stringify(row)).not.toContain(token.slice(5));
    });

    test("without a token, or with one that is not known, the answer is 401 and how to do better", async () => {
      expect(await refused(call(null))).toMatchObject({
        status: 401,
        code: "unauthenticated",
        challenge: 'Bearer realm="MFA register"',
      });
      for (const authorization of ["Bearer", "Bearer mfar_", `Bearer mfar_${"A".repeat(43)}`, "Basic eDp5", "mfar_x"])
        expect(await refused(call(authorization))).toMatchObject({ status: 401 });
    });

    test("a session's cookie does not open the API", async () => {
      const { opened } = await addPersonWithTotp(world, secrets, { roles: ["admin"] });
      expect(await refused(call(null, "read", testStart, `mfa_session=${opened.value}`))).toMatchObject({
        status: 401,
      });
    });

    test("a token does no more than its scopes say", async () => {
      const { token } = await make(await addPerson(world));
      for (const scope of ["write", "approve", "decide"] as const)
        expect(await refused(call(`Bearer ${token}`, scope))).toMatchObject({
          status: 403,
          code: "insufficient_scope",
          scope,
        });
    });

    test("a service's token may ask for decisions and is nobody in the register", async () => {
      const service = {
        kind: "service",
        userId: undefined,
        name: "idp",
        actor: console_.actor,
        createdBy: null,
      } as const;
      const admin = await addPerson(world, { roles: ["admin"] });
      const { token } = await make(admin, { ...service, scopes: ["decide"] });
      expect(await refused(call(`Bearer ${token}`, "read"))).toMatchObject({ status: 403 });
      for (const scope of ["read", "write", "approve"] as const)
        expect(await refusalOf(make(admin, { ...service, scopes: ["decide", scope], factorUsedAt: testStart }))).toBe(
          "service_scope",
        );
    });

    test("only admins make tokens of services", async () => {
      const service = { kind: "service", userId: undefined, scopes: ["decide"] } as const;
      expect(await refusalOf(make(await addPerson(world, { roles: ["implementer"] }), service))).toBe("not_admin");
      await make(await addPerson(world, { roles: ["admin"] }), service);
    });

    test("a token ends at its end, to the millisecond", async () => {
      const expiresAt = later(testStart, 60 * minute);
      const { token } = await make(await addPerson(world), { expiresAt });
      await call(`Bearer ${token}`, "read", new Date(Date.parse(expiresAt) - 1).toISOString());
      expect(await refused(call(`Bearer ${token}`, "read", expiresAt))).toMatchObject({ status: 401 });
    });

    test("a revoked token and one of a barred person are refused in the same words", async () => {
      const user = await addPerson(world);
      const [mine, gone] = [await make(user), await make(user)];
      await revokeToken(world.db, {
        workspaceId: user.workspaceId,
        id: gone.id,
        by: { userId: user.id },
        actor: console_.actor,
        now: testStart,
      });
      const first = await refused(call(`Bearer ${gone.token}`));
      await disableUser(world.db, {
        workspaceId: user.workspaceId,
        userId: user.id,
        reason: "left",
        ...console_,
        now: testStart,
      });
      expect(await refused(call(`Bearer ${mine.token}`))).toEqual(first);
    });

    test("a token is revoked by its person or an admin, and once", async () => {
      const user = await addPerson(world);
      const [stranger, admin] = [
        await addPerson(world, { roles: ["implementer"] }),
        await addPerson(world, { roles: ["admin"] }),
      ];
      const { id } = await make(user);
      const revoke = (by: User) =>
        revokeToken(world.db, {
          workspaceId: user.workspaceId,
          id,
          by: { userId: by.id },
          actor: console_.actor,
          now: testStart,
        });
      expect(await refusalOf(revoke(stranger))).toBe("not_yours");
      await revoke(admin);
      expect(await refusalOf(revoke(admin))).toBe("not_found");
    });

    test("a token of another workspace cannot be revoked from here", async () => {
      const rest = { timeZone: "UTC", securityContact: null, actor: console_.actor, now: testStart };
      const other = await createWorkspace(world.db, { slug: "other", name: "Other", ...rest });
      const { id } = await make(await addPerson(world));
      expect(
        await refusalOf(
          revokeToken(world.db, { workspaceId: other.id, id, by: null, actor: console_.actor, now: testStart }),
        ),
      ).toBe("not_found");
    });

    test("a token that approves needs a factor used in the last 15 minutes", async () => {
      const user = await addPerson(world);
      const wish = { scopes: ["read", "approve"] as const };
      expect(await refusalOf(make(user, { ...wish, factorUsedAt: null }))).toBe("step_up_required");
      expect(await refusalOf(make(user, { ...wish, factorUsedAt: later(testStart, -15 * minute) }))).toBe(
        "step_up_required",
      );
      await make(user, { ...wish, factorUsedAt: later(testStart, -14 * minute) });
    });

    test("a token that approves stands for that factor and ends with it, whatever end was asked for", async () => {
      const user = await addPerson(world, { roles: ["approver_risk"] });
      const factorUsedAt = later(testStart, -5 * minute);
      const made = await make(user, {
        scopes: ["approve"],
        factorUsedAt,
        expiresAt: later(testStart, 90 * 24 * 60 * minute),
      });
      expect(made.expiresAt).toBe(later(testStart, 10 * minute));
      expect((await call(`Bearer ${made.token}`, "approve")).actor).toMatchObject({ aal: 2, factorUsedAt });
      expect(await refused(call(`Bearer ${made.token}`, "approve", later(testStart, 10 * minute)))).toMatchObject({
        status: 401,
      });
    });

    test("any other token stands for a single factor", async () => {
      const { token } = await make(await addPerson(world), { scopes: ["read", "write"], factorUsedAt: testStart });
      expect((await call(`Bearer ${token}`)).actor).toMatchObject({ aal: 1, factorUsedAt: null });
    });

    test("nobody makes a token that acts as somebody else, and no token makes tokens", async () => {
      const [owner, user] = [await addPerson(world, { roles: ["owner"] }), await addPerson(world)];
      expect(await refusalOf(make(user, { actor: { kind: "user", id: owner.id } }))).toBe("not_yours");
      const { id } = await make(owner);
      expect(await refusalOf(make(owner, { actor: { kind: "token", id } }))).toBe("token_makes_token");
    });

    test("the last use is noted at most once a minute", async () => {
      const { token, id } = await make(await addPerson(world));
      const used = async (now: string) => {
        await call(`Bearer ${token}`, "read", now);
        return (await findToken(world.db, world.workspace.id, id))?.lastUsedAt;
      };
      expect(await used(testStart)).toBe(testStart);
      expect(await used(later(testStart, 59))).toBe(testStart);
      expect(await used(later(testStart, 61))).toBe(later(testStart, 61));
    });
  });
}
