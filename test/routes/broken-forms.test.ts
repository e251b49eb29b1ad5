import type { ActionFunctionArgs } from "@remix-run/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hashPassword } from "#app/auth/password.server.ts";
import { openSession } from "#app/auth/session.server.ts";
import { signInWithPassword } from "#app/auth/sign-in.server.ts";
import { action as security } from "#app/routes/account.security.tsx";
import { action as startPasskey } from "#app/routes/api.mfa.passkeys.start.ts";
import { action as enroll } from "#app/routes/enroll.tsx";
import { action as signIn } from "#app/routes/sign-in.tsx";
import { action as stepUp } from "#app/routes/step-up.tsx";
import { listFactors } from "#db/factors.ts";
import { setPasswordHash } from "#db/passwords.ts";
import type { User } from "#db/users.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { makeContext } from "#test/support/make-context.ts";
import {
  addPerson,
  addPersonWithTotp,
  codeAt,
  later,
  letIn,
  nobody,
  openTestSecrets,
  password,
} from "#test/support/sign-in.ts";

const secrets = openTestSecrets();
const now = later(testStart, 1200);

/** Nothing, half of it, another step's, somebody else's, and what no browser sends. */
const broken: Record<string, string>[] = [
  {},
  { intent: "" },
  { intent: "complete" },
  { intent: "totp" },
  { intent: "totp", code: "" },
  { intent: "totp", code: "0".repeat(21) },
  { intent: "recovery_code" },
  { intent: "recovery_code", recoveryCode: "" },
  { intent: "password" },
  { intent: "password", password: "" },
  { intent: "passkey" },
  { intent: "passkey", answer: "" },
  { intent: "passkey", answer: "{}" },
  { intent: "passkey", label: "Mine", answer: "null" },
  { intent: "totp", label: "Mine", challenge: "chl_of_somebody", code: "" },
  { intent: "__proto__", code: "000000" },
];

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let world: TestDatabase;
    beforeAll(async () => {
      world = await open();
    });
    afterAll(() => world.close());

    /** Sends a form as a browser without scripts does; a faulty answer would end the test. */
    const send = async (action: unknown, path: string, form: Record<string, string>, value: string) => {
      const headers = { Cookie: `mfa_session=${value}` };
      const body = new URLSearchParams(form);
      const request = new Request(`http://localhost:3000${path}`, { method: "POST", headers, body });
      const run = action as (args: ActionFunctionArgs) => unknown; // any action of a route
      const context = makeContext(world, { secrets, now });
      const answer = await Promise.resolve()
        .then(() => run({ request, params: {}, context } as unknown as ActionFunctionArgs))
        .catch((thrown: unknown) => thrown);
      if (answer instanceof Error) throw answer;
      if (answer instanceof Response)
        return {
          status: answer.status,
          cookies: answer.headers.getSetCookie(),
          location: answer.headers.get("Location"),
        };
      const { init } = answer as { init: ResponseInit | null }; // what a form is answered with
      return { status: init?.status ?? 200, cookies: new Headers(init?.headers).getSetCookie(), location: null };
    };
    const sessionsOf = ({ id }: User) =>
      world.db.selectFrom("sessions").selectAll().where("userId", "=", id).orderBy("idHash").execute();
    const kept = async (user: User) => ({
      factors: await listFactors(world.db, user.workspaceId, user.id),
      methods: (await sessionsOf(user)).map(({ idHash, methods, decisionId }) => [idHash, methods, decisionId]),
    });
    const begin = ({ workspaceId, userName }: User) =>
      signInWithPassword(world, { workspaceId, userName, password, client: nobody, earlier: null, now });

    test("refused on the step-up: each form that is empty, partial or of another step; it proves nothing", async () => {
      const { user, opened } = await addPersonWithTotp(world, secrets);
      const before = await kept(user);
      for (const form of broken) {
        const { status, cookies } = await send(stepUp, "/step-up", form, opened.value);
        expect([status, cookies], JSON.stringify(form)).toEqual([400, []]);
      }
      expect(await kept(user)).toEqual(before);
    });

    test("refused on the sign-in: each such form after the password; it skips no step", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      const { value } = await begin(user);
      const before = await kept(user);
      for (const form of broken) {
        const { status, cookies, location } = await send(signIn, "/sign-in", form, value);
        expect([cookies, location], JSON.stringify(form)).toEqual([[], null]);
        expect(status, JSON.stringify(form)).toBeGreaterThanOrEqual(400);
      }
      expect(await kept(user)).toEqual(before);
    });

    test("refused before the wall: each such form; it enrols nothing and lets nobody in", async () => {
      const user = await addPerson(world, { roles: ["owner"] });
      await setPasswordHash(world.db, user.workspaceId, user.id, await hashPassword(password));
      const { value } = await begin(user);
      const before = await kept(user);
      for (const form of broken) {
        const { status, cookies } = await send(enroll, "/enroll", form, value);
        expect([status, cookies], JSON.stringify(form)).toEqual([400, []]);
      }
      expect(await kept(user)).toEqual(before);
    });

    test("refused out of order: enrolling before the second step, and each step at the door of another", async () => {
      const { user, secret } = await addPersonWithTotp(world, secrets);
      const { value } = await begin(user);
      const before = await kept(user);
      const code = codeAt(secret, now);
      for (const [action, path] of [
        [enroll, "/enroll"],
        [stepUp, "/step-up"],
        [security, "/account/security"],
      ] as const) {
        const { status, location } = await send(
          action,
          path,
          { intent: "totp", label: "Mine", challenge: "x", code },
          value,
        );
        expect([status, location], path).toEqual([302, "/sign-in"]);
      }
      expect(await kept(user)).toEqual(before);
    });

    test("refused: going on without the second step by asking to go on", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      const { value } = await begin(user);
      const { location, cookies } = await send(signIn, "/sign-in?to=/approvals", { intent: "continue" }, value);
      expect(location).toBe("/sign-in?to=%2Fapprovals");
      const next = /mfa_session=([\w-]{43})/.exec(cookies.join())?.[1] ?? "";
      const { status } = await send(stepUp, "/step-up", { intent: "totp", code: "000000" }, next);
      expect(status).toBe(302);
    });

    test("refused: enrolling a new factor to pass a step-up, on each page and endpoint that enrols", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      const methods = [{ method: "password", completedAt: now, userVerified: false }] as const;
      const opening = { workspaceId: user.workspaceId, userId: user.id, client: nobody, now };
      const { value } = await openSession(world.db, { ...opening, methods, admission: { ...letIn, isBypass: true } });
      const before = await kept(user);
      const page = await send(security, "/account/security", { intent: "passkey", label: "Mine", answer: "{}" }, value);
      expect(page.status).toBe(400);
      const app = { intent: "totp", label: "Mine", challenge: "chl_00000000000000000000", code: "000000" };
      expect((await send(security, "/account/security", app, value)).status).toBeGreaterThanOrEqual(302);
      for (const form of [app, { intent: "passkey", label: "Mine", answer: "{}" }])
        expect((await send(stepUp, "/step-up", form, value)).cookies).toEqual([]);
      expect(await send(enroll, "/enroll", app, value)).toMatchObject({ status: 302, location: "/sign-in" });
      const headers = { Cookie: `mfa_session=${value}`, "Content-Type": "application/json" };
      const request = new Request("http://localhost:3000/api/mfa/passkeys/start", {
        method: "POST",
        headers,
        body: "{}",
      });
      const answer = await startPasskey({ request, params: {}, context: makeContext(world, { secrets, now }) });
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({
        code: "step_up_required",
        redirect_browser_to: "http://localhost:3000/step-up",
      });
      expect(await kept(user)).toEqual(before);
    });
  });
