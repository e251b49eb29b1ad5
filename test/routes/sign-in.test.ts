import type { ActionFunctionArgs } from "@remix-run/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { action as security, loader as securityPage } from "#app/routes/account.security.tsx";
import { loader as challenge } from "#app/routes/api.auth.mfa.challenge.webauthn.ts";
import { action as start } from "#app/routes/api.mfa.passkeys.start.ts";
import { action as setUp, loader as setUpPage } from "#app/routes/setup.$token.tsx";
import { action as signIn, loader as signInPage } from "#app/routes/sign-in.tsx";
import { action as signOut } from "#app/routes/sign-out.ts";
import { action as stepUp, loader as stepUpPage } from "#app/routes/step-up.tsx";
import type { User } from "#db/users.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { makeContext } from "#test/support/make-context.ts";
import {
  addPerson,
  addPersonWithPasskey,
  addPersonWithTotp,
  codeAt,
  inviteToken,
  later,
  openTestSecrets,
  password,
} from "#test/support/sign-in.ts";

const secrets = openTestSecrets();
const origin = "http://localhost:3000";
const now = later(testStart, 60);

type Route = (args: ActionFunctionArgs) => unknown;
type Sent = {
  form?: Record<string, string>;
  json?: object;
  cookie?: string;
  params?: Record<string, string>;
  now?: string;
};
type Answered = { status: number; location: string | null; cookies: string[]; body: unknown };

for (const [name, open] of Object.entries(databases)) {
  describe(name, () => {
    let world: TestDatabase;
    beforeAll(async () => {
      world = await open();
    });
    afterAll(() => world.close());

    /** Calls a loader or action as the server does, and reads whatever it answers with, thrown answers included. */
    const call = async (
      route: Route,
      path: string,
      { form, json, cookie = "", params = {}, now: at = now }: Sent = {},
    ) => {
      const headers = new Headers({ Cookie: cookie, ...(json && { "Content-Type": "application/json" }) });
      const body = form ? new URLSearchParams(form) : json && JSON.stringify(json);
      const request = new Request(origin + path, body ? { method: "POST", headers, body } : { headers });
      const context: RequestContext = makeContext(world, { secrets, now: at });
      const answer = await Promise.resolve()
        .then(() => route({ request, params, context } as ActionFunctionArgs))
        .catch((thrown: unknown) => thrown);
      return answered(answer);
    };
    const enter = (user: User, to = "") =>
      call(signIn, `/sign-in${to}`, { form: { intent: "password", userName: user.userName, password } });

    test("password and code sign in without any script, and lead back to where one was going", async () => {
      const { user, secret } = await addPersonWithTotp(world, secrets);
      const first = await enter(user, "?to=/approvals");
      expect(first).toMatchObject({ status: 302, location: "/sign-in?to=%2Fapprovals" });
      const cookie = cookieOf(first);
      expect(await call(signInPage, "/sign-in?to=/approvals", { cookie })).toMatchObject({
        body: { pending: { userName: user.userName, step: { kind: "factor", kinds: ["totp"] } } },
      });
      const form = { intent: "totp", code: codeAt(secret, now) };
      const second = await call(signIn, "/sign-in?to=/approvals", { form, cookie });
      expect(second).toMatchObject({ status: 302, location: "/approvals" });
      const signedIn = cookieOf(second);
      expect(signedIn).not.toBe(cookie);
      expect(await call(stepUpPage, "/step-up", { cookie: signedIn })).toMatchObject({
        body: { need: { kind: "factor", kinds: ["totp"] } },
      });
    });

    test("the cookie is out of reach of scripts and other sites", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      const [cookie] = (await enter(user)).cookies;
      expect(cookie).toMatch(/^mfa_session=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Lax; Expires=/);
    });

    test("signing in leads to no other site", async () => {
      const { user, secret } = await addPersonWithTotp(world, secrets);
      const cookie = cookieOf(await enter(user));
      const form = { intent: "totp", code: codeAt(secret, now) };
      expect(await call(signIn, "/sign-in?to=//evil.example", { form, cookie })).toMatchObject({ location: "/" });
    });

    const broken: Record<string, string>[] = [
      {},
      { intent: "" },
      { intent: "totp" },
      { intent: "password" },
      { intent: "password", userName: "", password: "" },
      { intent: "passkey" },
      { intent: "passkey", answer: "" },
      { intent: "passkey", answer: "null" },
      { intent: "passkey", answer: "{}" },
      { intent: "complete" },
    ];
    for (const form of broken) {
      test(`the form ${JSON.stringify(form)} skips no step`, async () => {
        const { user } = await addPersonWithTotp(world, secrets);
        const cookie = cookieOf(await enter(user));
        for (const given of ["", cookie]) {
          const answer = await call(signIn, "/sign-in", { form: { ...form, x: "y" }, cookie: given });
          expect(answer).toMatchObject({ status: 400, cookies: [] });
        }
      });
    }

    test("the second step without the first is refused", async () => {
      const { secret } = await addPersonWithTotp(world, secrets);
      const answer = await call(signIn, "/sign-in", { form: { intent: "totp", code: codeAt(secret, now) } });
      expect(answer).toMatchObject({ status: 409, cookies: [] });
    });

    test("no page or endpoint behind the sign-in opens to half of one", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      const cookie = cookieOf(await enter(user));
      for (const [route, path] of [
        [stepUpPage, "/step-up"],
        [securityPage, "/account/security"],
        [securityPage, "/account/security?add=app"],
      ] as [Route, string][])
        expect(await call(route, path, { cookie })).toMatchObject({
          status: 302,
          location: expect.stringContaining("/sign-in"),
        });
      const form = { intent: "totp", code: "000000" };
      expect(await call(stepUp, "/step-up", { form, cookie })).toMatchObject({ status: 302, location: "/sign-in" });
      expect(await call(security, "/account/security", { form, cookie })).toMatchObject({ status: 302 });
      expect(await call(start, "/api/mfa/passkeys/start", { json: {}, cookie })).toMatchObject({ status: 401 });
      const asking = "/api/auth/mfa/challenge/webauthn?purpose=step_up";
      expect(await call(challenge, asking, { cookie })).toMatchObject({ status: 401 });
    });

    test("changing one's factors with an old factor leads through a step-up and back", async () => {
      const { opened } = await addPersonWithTotp(world, secrets);
      const sent = { cookie: `mfa_session=${opened.value}`, now: later(testStart, 1200) };
      const back = encodeURIComponent("/account/security?add=app");
      const answer = await call(securityPage, "/account/security?add=app", sent);
      expect(answer).toMatchObject({ status: 302, location: `/step-up?to=${back}` });
      const form = { intent: "revoke", id: "fac_x" };
      const refused = await call(security, "/account/security", { ...sent, form });
      expect(refused).toMatchObject({ status: 302, location: expect.stringContaining("/step-up") });
    });

    test("a passkey signs in through the challenge that the endpoint gave to this browser", async () => {
      const { authenticator } = await addPersonWithPasskey(world);
      const asked = await call(challenge, "/api/auth/mfa/challenge/webauthn");
      const answer = JSON.stringify(authenticator.sign(asked.body as { challenge: string }));
      const form = { intent: "passkey", answer };
      expect(await call(signIn, "/sign-in", { form })).toMatchObject({ status: 409, cookies: [] });
      const cookie = cookieOf(asked);
      expect(await call(signIn, "/sign-in", { form, cookie })).toMatchObject({ status: 302, location: "/" });
      expect(await call(signIn, "/sign-in", { form, cookie })).toMatchObject({ status: 409, cookies: [] });
    });

    test("a link sets up password and app without any script, and a mistyped code does not cost the scanned key", async () => {
      const user = await addPerson(world);
      const token = await inviteToken(world, user);
      const params = { token };
      const page = await call(setUpPage, `/setup/${token}`, { params });
      const { offer } = (page.body as { open: { offer: { challengeId: string; secret: string } } }).open;
      const form = { intent: "password", password, challenge: offer.challengeId, code: "000000" };
      const wrong = await call(setUp, `/setup/${token}`, { form, params });
      expect(wrong).toMatchObject({ status: 403, cookies: [], body: { offer: { secret: offer.secret } } });
      const right = { ...form, code: codeAt(offer.secret, now) };
      const done = await call(setUp, `/setup/${token}`, { form: right, params });
      expect(done).toMatchObject({ status: 302, location: "/account/recovery-codes?to=%2F" });
      expect(await call(stepUpPage, "/step-up", { cookie: cookieOf(done) })).toMatchObject({
        body: { need: { kind: "factor", kinds: ["totp"] } },
      });
      expect(await call(setUpPage, `/setup/${token}`, { params })).toMatchObject({ status: 404, body: { open: null } });
    });

    test("a made-up link opens nothing and gives no challenge", async () => {
      const token = "A".repeat(43);
      expect(await call(setUpPage, `/setup/${token}`, { params: { token } })).toMatchObject({ status: 404 });
      const asked = await call(start, "/api/mfa/passkeys/start", { json: { setup_token: token } });
      expect(asked).toMatchObject({ status: 409, cookies: [] });
    });

    test("signing out ends the session on the server", async () => {
      const { opened } = await addPersonWithTotp(world, secrets);
      const cookie = `mfa_session=${opened.value}`;
      await call(signOut, "/sign-out", { form: {}, cookie });
      expect(await call(stepUpPage, "/step-up", { cookie })).toMatchObject({ status: 302 });
    });

    test("faked forwarding headers do not reset the count of failures", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      const form = { intent: "password", userName: user.userName, password: "wrong password here" };
      for (let index = 0; index < 5; index += 1)
        await call(
          (args) => {
            args.request.headers.set("X-Forwarded-For", `198.51.100.${index}`);
            args.request.headers.set("User-Agent", `browser ${index}`);
            return signIn(args);
          },
          "/sign-in",
          { form },
        );
      expect(await enter(user)).toMatchObject({ status: 403, cookies: [] });
    });
  });
}

async function answered(answer: unknown): Promise<Answered> {
  if (answer instanceof Response) {
    const isJson = answer.headers.get("Content-Type")?.includes("json");
    const { status, headers } = answer;
    const body = isJson ? await answer.json() : null;
    return { status, location: headers.get("Location"), cookies: headers.getSetCookie(), body };
  }
  if (answer instanceof Error) throw answer;
  const { data, init } = answer as { data?: unknown; init?: ResponseInit | null };
  return { status: init?.status ?? 200, location: null, cookies: [], body: data ?? answer };
}

function cookieOf({ cookies }: Answered): string {
  return cookies.find((cookie) => !/=;/.test(cookie))?.split(";")[0] ?? "";
}
