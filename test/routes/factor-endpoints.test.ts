import type { ActionFunctionArgs } from "@remix-run/node";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hashPassword } from "#app/auth/password.server.ts";
import { signInWithPassword } from "#app/auth/sign-in.server.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { openApi } from "#app/http/openapi.ts";
import { loader as challenge } from "#app/routes/api.auth.mfa.challenge.webauthn.ts";
import { action as verify } from "#app/routes/api.auth.mfa.verify.webauthn.ts";
import { action as finish } from "#app/routes/api.mfa.passkeys.finish.ts";
import { action as start } from "#app/routes/api.mfa.passkeys.start.ts";
import { listFactors } from "#db/factors.ts";
import { setPasswordHash } from "#db/passwords.ts";
import { makeAuthenticator } from "#test/support/authenticator.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { makeContext } from "#test/support/make-context.ts";
import {
  addPerson,
  addPersonWithPasskey,
  addPersonWithTotp,
  inviteToken,
  later,
  nobody,
  openTestSecrets,
  password,
} from "#test/support/sign-in.ts";

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: "openapi", components: openApi("https://register.example").components });
const isSession = ajv.compile({ $ref: "openapi#/components/schemas/Session" });
const isProblem = ajv.compile({ $ref: "openapi#/components/schemas/Problem" });

const secrets = openTestSecrets();
const ours = "http://localhost:3000";
const portal = "http://localhost:5000";
const now = later(testStart, 60);

type Route = (args: ActionFunctionArgs) => unknown;
type Sent = { json?: object; cookie?: string; from?: string; at?: string };
type Options = { challenge: string; rpId?: string; rp?: { id: string } };

for (const [name, open] of Object.entries(databases)) {
  describe(name, () => {
    let world: TestDatabase;
    beforeAll(async () => {
      world = await open();
    });
    afterAll(() => world.close());

    const call = async (route: Route, path: string, { json, cookie = "", from, at = now }: Sent = {}) => {
      const headers = new Headers({ Cookie: cookie, ...(from && { Origin: from }) });
      if (json) headers.set("Content-Type", "application/json");
      const request = new Request(
        ours + path,
        json ? { method: "POST", headers, body: JSON.stringify(json) } : { headers },
      );
      const relyingParty = { id: "localhost", origins: [ours, portal] } as const;
      const context: RequestContext = { ...makeContext(world, { secrets, now: at }), relyingParty };
      const response = await route({ request, params: {}, context } as unknown as ActionFunctionArgs); // cast: what a route reads
      if (!(response instanceof Response)) throw new Error("the route answered no response, expected one");
      const cookies = response.headers.getSetCookie().map((each) => each.slice(0, each.indexOf(";")));
      return { status: response.status, body: await response.json(), cookie: cookies.join("; ") };
    };
    const ask = async (sent: Sent = {}, query = "") => {
      const asked = await call(challenge, `/api/auth/mfa/challenge/webauthn${query}`, sent);
      return { ...asked, options: asked.body as Options };
    };

    test("a signature opens a session, and the answer says how sure it is of whom and why", async () => {
      const { authenticator } = await addPersonWithPasskey(world);
      const { options, cookie } = await ask();
      expect(options).toMatchObject({ rpId: "localhost", userVerification: "required" });
      const answer = await call(verify, "/api/auth/mfa/verify/webauthn", { json: authenticator.sign(options), cookie });
      expect(answer).toMatchObject({
        status: 200,
        body: {
          aal: 2,
          amr: ["swk", "user", "pin", "mfa"],
          methods: [{ method: "passkey", completed_at: now }],
          reason: "MFA_SATISFIED",
          decision_id: expect.stringMatching(/\.\d+\.0$/),
          expires_at: later(now, 24 * 3600),
        },
      });
      expect(answer.cookie).toMatch(/mfa_session=[\w-]{43}/);
      expect(isSession(answer.body)).toBe(true);
    });

    test("a page of another front end asks and answers for itself, and for no other", async () => {
      const { user, opened } = await addPersonWithPasskey(world);
      const cookie = `mfa_session=${opened.value}`;
      const begun = await call(start, "/api/mfa/passkeys/start", { json: {}, cookie, from: portal });
      const key = makeAuthenticator({ origin: portal, rpId: "localhost", userId: user.id });
      const both = `${cookie}; ${begun.cookie}`;
      const made = { ...key.create(begun.body as Options), label: "From the portal" };
      expect(await call(finish, "/api/mfa/passkeys/finish", { json: made, cookie: both, from: portal })).toMatchObject({
        status: 201,
        body: { kind: "passkey", label: "From the portal" },
      });
      const there = await ask({ from: portal });
      const signed = { json: key.sign(there.options), cookie: there.cookie, from: portal };
      expect(await call(verify, "/api/auth/mfa/verify/webauthn", signed)).toMatchObject({ status: 200 });
      const here = await ask();
      const relayed = { json: key.sign(here.options), cookie: here.cookie, from: portal };
      expect(await call(verify, "/api/auth/mfa/verify/webauthn", relayed)).toMatchObject({ status: 403 });
    });

    test("an origin that nobody listed is asked as our own, so that its signature is refused", async () => {
      const evil = "https://evil.example";
      const { authenticator } = await addPersonWithPasskey(world);
      const { options, cookie } = await ask({ from: evil });
      const json = authenticator.sign(options, { origin: evil });
      expect(await call(verify, "/api/auth/mfa/verify/webauthn", { json, cookie, from: evil })).toMatchObject({
        status: 403,
        body: { code: "sign_in_refused" },
        cookie: "",
      });
    });

    test("a signature without the challenge of this browser is refused, and so is a used one", async () => {
      const { authenticator } = await addPersonWithPasskey(world);
      const { options, cookie } = await ask();
      const json = authenticator.sign(options);
      const late = { status: 409, body: { code: "too_late" }, cookie: "" };
      expect(await call(verify, "/api/auth/mfa/verify/webauthn", { json })).toMatchObject(late);
      expect(isProblem((await call(verify, "/api/auth/mfa/verify/webauthn", { json })).body)).toBe(true);
      await call(verify, "/api/auth/mfa/verify/webauthn", { json, cookie });
      expect(await call(verify, "/api/auth/mfa/verify/webauthn", { json, cookie })).toMatchObject(late);
    });

    test("the second factor alone steps nobody up: that needs a session that was let in", async () => {
      const { authenticator, opened } = await addPersonWithPasskey(world);
      expect(await ask({}, "?purpose=step_up")).toMatchObject({ status: 401, body: { code: "unauthenticated" } });
      const session = `mfa_session=${opened.value}`;
      const asked = await ask({ cookie: session }, "?purpose=step_up");
      const path = "/api/auth/mfa/verify/webauthn?purpose=step_up";
      const json = authenticator.sign(asked.options);
      expect(await call(verify, path, { json, cookie: asked.cookie })).toMatchObject({ status: 401 });
      const done = await call(verify, path, { json, cookie: `${session}; ${asked.cookie}` });
      expect(done).toMatchObject({
        status: 200,
        body: { aal: 2, methods: [{ method: "passkey", completed_at: now }] },
      });
    });

    test("a one-time link makes a passkey and signs in with it", async () => {
      const user = await addPerson(world);
      const setup_token = await inviteToken(world, user);
      const begun = await call(start, "/api/mfa/passkeys/start", { json: { setup_token } });
      const key = makeAuthenticator({ origin: ours, userId: user.id });
      const json = { ...key.create(begun.body as Options), setup_token };
      const answer = await call(finish, "/api/mfa/passkeys/finish", { json, cookie: begun.cookie });
      expect(answer).toMatchObject({ status: 200, body: { aal: 2, reason: "MFA_SATISFIED" } });
      expect(await call(finish, "/api/mfa/passkeys/finish", { json, cookie: begun.cookie })).toMatchObject({
        status: 409,
      });
    });

    test("of 50 answers to one challenge, one enrols a passkey", async () => {
      const { user, opened } = await addPersonWithTotp(world, secrets);
      const cookie = `mfa_session=${opened.value}`;
      const begun = await call(start, "/api/mfa/passkeys/start", { json: {}, cookie });
      const made = () => makeAuthenticator({ origin: ours, userId: user.id }).create(begun.body as Options);
      const sent = { cookie: `${cookie}; ${begun.cookie}` };
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => call(finish, "/api/mfa/passkeys/finish", { ...sent, json: made() })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 49 }, () => 409)]);
      expect(await listFactors(world.db, user.workspaceId, user.id)).toHaveLength(2);
    });

    test("before the enrolment wall a passkey is made that lets in, and nothing else is", async () => {
      const user = await addPerson(world);
      await setPasswordHash(world.db, user.workspaceId, user.id, await hashPassword(password));
      const begin = (at: string) =>
        signInWithPassword(world, { ...user, password, client: nobody, earlier: null, now: at });
      await begin(testStart);
      const at = later(testStart, 15 * 24 * 3600);
      const { value, session } = await begin(at);
      expect(session.decisionId).toBeNull();
      const cookie = `mfa_session=${value}`;
      expect(await ask({ cookie, at }, "?purpose=step_up")).toMatchObject({ status: 401 });
      const begun = await call(start, "/api/mfa/passkeys/start", { json: {}, cookie, at });
      const json = makeAuthenticator({ origin: ours, userId: user.id }).create(begun.body as Options);
      const both = `${cookie}; ${begun.cookie}`;
      const done = await call(finish, "/api/mfa/passkeys/finish", { json, cookie: both, at });
      expect(done).toMatchObject({
        status: 200,
        body: { aal: 2, reason: "MFA_SATISFIED", methods: [{ method: "password" }, { method: "passkey" }] },
      });
      expect(await call(start, "/api/mfa/passkeys/start", { json: {}, cookie, at })).toMatchObject({ status: 401 });
    });

    test("a stolen password enrols nothing beside the factor that is there", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      const { value } = await signInWithPassword(world, { ...user, password, client: nobody, earlier: null, now });
      const cookie = `mfa_session=${value}`;
      expect(await call(start, "/api/mfa/passkeys/start", { json: {}, cookie })).toMatchObject({
        status: 401,
        cookie: "",
      });
    });

    test("enrolling with an old factor is refused, and enrolling for a session needs that very session", async () => {
      const { user, opened } = await addPersonWithTotp(world, secrets);
      const cookie = `mfa_session=${opened.value}`;
      const stale = { json: {}, cookie, at: later(testStart, 901) };
      expect(await call(start, "/api/mfa/passkeys/start", stale)).toMatchObject({
        status: 403,
        body: { code: "step_up_required" },
      });
      const begun = await call(start, "/api/mfa/passkeys/start", { json: {}, cookie });
      const json = makeAuthenticator({ origin: ours, userId: user.id }).create(begun.body as Options);
      const other = await addPersonWithPasskey(world);
      const theirs = `mfa_session=${other.opened.value}; ${begun.cookie}`;
      expect(await call(finish, "/api/mfa/passkeys/finish", { json, cookie: theirs })).toMatchObject({ status: 409 });
      expect(await call(finish, "/api/mfa/passkeys/finish", { json, cookie: begun.cookie })).toMatchObject({
        status: 401,
      });
      expect(await listFactors(world.db, user.workspaceId, user.id)).toHaveLength(1);
    });

    const malformed: [what: string, json: object][] = [
      ["nothing", {}],
      ["a list", []],
      ["no signature", { id: "x", rawId: "x", type: "public-key", response: {} }],
      ["another type", { id: "x", rawId: "x", type: "password", response: {} }],
    ];
    for (const [what, json] of malformed)
      test(`an answer with ${what} in it is malformed, and spends no challenge`, async () => {
        const { authenticator } = await addPersonWithPasskey(world);
        const { options, cookie } = await ask();
        expect(await call(verify, "/api/auth/mfa/verify/webauthn", { json, cookie })).toMatchObject({ status: 400 });
        expect(await call(finish, "/api/mfa/passkeys/finish", { json, cookie })).toMatchObject({ status: 400 });
        const signed = { json: authenticator.sign(options), cookie };
        expect(await call(verify, "/api/auth/mfa/verify/webauthn", signed)).toMatchObject({ status: 200 });
      });
  });
}
