import type { ActionFunctionArgs } from "@remix-run/node";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hashPassword } from "#app/auth/password.server.ts";
import { defaultPolicy } from "#app/register/default-policy.ts";
import { loader as codesPage, action as makeCodes } from "#app/routes/account.recovery-codes.tsx";
import { action as signIn } from "#app/routes/sign-in.tsx";
import { setPasswordHash } from "#db/passwords.ts";
import { findRecoveryBatch } from "#db/recovery-codes.ts";
import type { User } from "#db/users.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { makeContext } from "#test/support/make-context.ts";
import { putPolicy } from "#test/support/put-policy.ts";
import { addPersonWithCodes, codesLeft } from "#test/support/recovery-codes.ts";
import { addPerson, addPersonWithTotp, later, openTestSecrets, password } from "#test/support/sign-in.ts";

const secrets = openTestSecrets();
const origin = "http://localhost:3000";
const now = later(testStart, 60);

type Route = (args: ActionFunctionArgs) => unknown;
type Sent = { body?: string | URLSearchParams; cookie?: string; now?: string; type?: string };
type Answered = { status: number; location: string | null; cookies: string[]; body: Record<string, unknown> };

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let world: TestDatabase;
    beforeAll(async () => {
      world = await open();
    });
    afterAll(() => world.close());
    beforeEach(() => {
      const { version: _version, ...policy } = defaultPolicy(testStart);
      return putPolicy(world, policy);
    });

    const call = async (route: Route, path: string, { body, cookie = "", now: at = now, type }: Sent = {}) => {
      const headers = new Headers({ Cookie: cookie, ...(type && { "Content-Type": type }) });
      const request = new Request(origin + path, body === undefined ? { headers } : { method: "POST", headers, body });
      const context = makeContext(world, { secrets, now: at });
      const answer = await Promise.resolve()
        .then(() => route({ request, params: {}, context } as ActionFunctionArgs))
        .catch((thrown: unknown) => thrown);
      return answered(answer);
    };
    const send = (form: Record<string, string>) => new URLSearchParams(form);
    const begin = async ({ userName }: User) =>
      cookieOf(await call(signIn, "/sign-in", { body: send({ intent: "password", userName, password }) }));
    const batchOf = async ({ workspaceId, id }: User) => (await findRecoveryBatch(world.db, workspaceId, id))?.id ?? "";
    const cookieFor = ({ value }: { value: string }) => `mfa_session=${value}`;

    test("codes stand in the answer to the form that makes them, and in no other answer", async () => {
      const { user, opened } = await addPersonWithTotp(world, secrets);
      const cookie = cookieFor(opened);
      const path = "/account/recovery-codes";
      expect(await call(codesPage, path, { cookie })).toMatchObject({ body: { view: { batch: null } } });
      const made = await call(makeCodes, path, { cookie, body: send({ replaces: "" }) });
      const { codes } = made.body as { codes: string[] };
      expect(codes).toHaveLength(10);
      const after = [
        await call(codesPage, path, { cookie }),
        // The form once more, as a browser sends it that reloads the page or goes back.
        await call(makeCodes, path, { cookie, body: send({ replaces: "" }) }),
      ];
      expect(after[1]).toMatchObject({ status: 409 });
      for (const answer of after) for (const code of codes) expect(JSON.stringify(answer)).not.toContain(code);
      expect(await codesLeft(world, user)).toBe(10);
    });

    test("whoever has not used a factor for 15 minutes is asked for one, and comes back", async () => {
      const { user, opened } = await addPersonWithTotp(world, secrets);
      const asked = { cookie: cookieFor(opened), body: send({ replaces: "" }), now: later(testStart, 16 * 60) };
      const answer = await call(makeCodes, "/account/recovery-codes?to=/approvals", asked);
      expect(answer.status).toBe(302);
      const onward = new URL(answer.location ?? "", origin);
      expect(onward.pathname).toBe("/step-up");
      const back = new URL(onward.searchParams.get("to") ?? "", origin);
      expect([back.pathname, back.searchParams.get("to")]).toEqual(["/account/recovery-codes", "/approvals"]);
      expect(await codesLeft(world, user)).toBeNull();
    });

    test("half a sign-in of somebody who has a factor makes and shows nothing", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      const cookie = await begin(user);
      const path = "/account/recovery-codes";
      expect(await call(codesPage, path, { cookie })).toMatchObject({
        status: 302,
        location: expect.stringMatching(/^\/sign-in/),
      });
      const body = send({ replaces: "" });
      expect(await call(makeCodes, path, { cookie, body })).toMatchObject({ status: 302, location: "/sign-in" });
      expect(await codesLeft(world, user)).toBeNull();
    });

    test("before the wall codes are made where they count, and lead back to the sign-in, which takes one", async () => {
      await putPolicy(world, { factorSet: "any", codesCountAsEnrollment: true, graceHours: 0 });
      const user = await addPerson(world);
      await setPasswordHash(world.db, user.workspaceId, user.id, await hashPassword(password));
      const cookie = await begin(user);
      const path = "/account/recovery-codes?to=/approvals";
      expect(await call(codesPage, path, { cookie })).toMatchObject({ body: { to: "/sign-in?to=%2Fapprovals" } });
      const made = await call(makeCodes, path, { cookie, body: send({ replaces: "" }) });
      expect(made).toMatchObject({ cookies: [] });
      const { codes } = made.body as { codes: string[] };
      // The page that shows them asks again who is there, and they have codes by now; it makes no others.
      expect(await call(codesPage, path, { cookie })).toMatchObject({ status: 200, body: { mayMake: false } });
      expect(await call(makeCodes, path, { cookie, body: send({ replaces: "" }) })).toMatchObject({ status: 403 });
      const body = send({ intent: "recovery_code", recoveryCode: codes[0] ?? "" });
      const done = await call(signIn, "/sign-in?to=/approvals", { cookie, body });
      expect(done).toMatchObject({ status: 302, location: "/account/recovery-codes?to=%2Fapprovals" });
      expect(await codesLeft(world, user)).toBe(9);
    });

    const malformed: Record<string, Sent> = {
      "no code at all": { body: "intent=recovery_code" },
      "an empty code": { body: "intent=recovery_code&recoveryCode=" },
      "a list by its name": { body: "intent=recovery_code&recoveryCode[]=x&recoveryCode[]=y" },
      "a code under another name": { body: "intent=recovery_code&code=7K3MQX2D9RTAHB4W" },
    };
    test.each(Object.entries(malformed))("%s is a mistake in the form and no try", async (_name, { body = "" }) => {
      const { user } = await addPersonWithCodes(world, secrets);
      const sent = { cookie: await begin(user), body, type: "application/x-www-form-urlencoded" };
      expect(await call(signIn, "/sign-in", sent)).toMatchObject({ status: 400, cookies: [] });
    });

    test("of two codes in one form one is looked at, and a wrong one beside a right one is no way in", async () => {
      const { user, codes } = await addPersonWithCodes(world, secrets);
      const body = `intent=recovery_code&recoveryCode=${codes[0]}&recoveryCode=0000000000000000`;
      const sent = { cookie: await begin(user), body, type: "application/x-www-form-urlencoded" };
      expect(await call(signIn, "/sign-in", sent)).toMatchObject({ status: 403, cookies: [] });
      expect(await codesLeft(world, user)).toBe(10);
    });

    test("a code without a sign-in that has begun is refused", async () => {
      const { user, codes } = await addPersonWithCodes(world, secrets);
      const body = send({ intent: "recovery_code", recoveryCode: codes[0] ?? "" });
      expect(await call(signIn, "/sign-in", { body })).toMatchObject({ status: 409, cookies: [] });
      expect(await codesLeft(world, user)).toBe(10);
    });

    test("a wrong code is answered in the words of every other wrong proof", async () => {
      const { user } = await addPersonWithCodes(world, secrets);
      const say = async (form: Record<string, string>) =>
        (await call(signIn, "/sign-in", { cookie: await begin(user), body: send(form) })).body.errors;
      const wrong = await say({ intent: "recovery_code", recoveryCode: "0000-0000-0000-0000" });
      expect(wrong).toEqual(await say({ intent: "totp", code: "000000" }));
    });

    test("a form that names the batch that is there replaces it once", async () => {
      const { user, opened } = await addPersonWithCodes(world, secrets);
      const cookie = cookieFor(opened);
      const body = send({ replaces: await batchOf(user) });
      expect((await call(makeCodes, "/account/recovery-codes", { cookie, body })).body.codes).toHaveLength(10);
      expect(await call(makeCodes, "/account/recovery-codes", { cookie, body })).toMatchObject({ status: 409 });
    });
  });

async function answered(answer: unknown): Promise<Answered> {
  if (answer instanceof Response)
    return {
      status: answer.status,
      location: answer.headers.get("Location"),
      cookies: answer.headers.getSetCookie(),
      body: {},
    };
  const { data, init } = (answer ?? {}) as { data?: object; init?: { status?: number } };
  const isWrapped = data !== undefined && init !== undefined;
  const body = (data ?? answer) as Record<string, unknown>; // cast: loaders and actions answer with objects
  return { status: isWrapped ? (init?.status ?? 200) : 200, location: null, cookies: [], body };
}

function cookieOf({ cookies }: Answered): string {
  return cookies.map((cookie) => cookie.split(";", 1)[0]).join("; ");
}
