import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSession } from "#app/auth/session.server.ts";
import { createToken } from "#app/auth/token.server.ts";
import { openApi } from "#app/http/openapi.ts";
import { wallClockOf } from "#app/register/wall-clock.ts";
import * as rotationsOfOne from "#app/routes/api.v1.break-glass.$secrets.$id.rotations.ts";
import * as accounts from "#app/routes/api.v1.break-glass.accounts.ts";
import * as bypass from "#app/routes/api.v1.break-glass.bypass.ts";
import * as attestation from "#app/routes/api.v1.break-glass.rotations.$id.attest.ts";
import * as page from "#app/routes/break-glass.accounts.$id.tsx";
import { listRotations } from "#db/secret-rotations.ts";
import { emergencyAccount, withCustody } from "#test/support/break-glass.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { makeContext } from "#test/support/make-context.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { later, letIn, nobody, openTestSecrets } from "#test/support/sign-in.ts";
import { type RouteModule, type Visit, visit } from "#test/support/visit.ts";

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: "openapi", components: openApi("https://register.example").components });
const conforms = (schema: string) => ajv.compile({ $ref: `openapi#/components/schemas/${schema}` });
const [isRotation, isAccounts, isBypass] = [
  conforms("Rotation"),
  conforms("BreakGlassAccounts"),
  conforms("BypassAccount"),
];
const secrets = openTestSecrets();
const now = later(testStart, 3600);
const stale = later(now, -15 * 60 - 1);

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    let account: string;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      account = await withCustody(base, people, "north", { at: testStart });
    });
    afterAll(() => base.close());

    /** Somebody at a screen, whose factor was used then. */
    const onScreen = async (who: keyof People, usedAt = now) => {
      const { value } = await openSession(base.db, {
        ...{
          workspaceId: base.workspace.id,
          userId: people[who].userId,
          client: nobody,
          admission: letIn,
          now: usedAt,
        },
        methods: [{ method: "passkey", completedAt: usedAt, userVerified: true }],
      });
      return { context: makeContext(base, { secrets, now }), headers: { Cookie: `mfa_session=${value}` } };
    };
    const overApi = async (route: RouteModule, who: keyof People, asked: Visit) => {
      const { token } = await createToken(base.db, {
        ...{ workspaceId: base.workspace.id, kind: "personal", userId: people[who].userId, name: "mine", now },
        ...{ scopes: ["read", "approve"], expiresAt: null, factorUsedAt: now, createdBy: null },
        actor: { kind: "console", id: null },
      });
      const given = { context: makeContext(base, { secrets, now }), headers: { Authorization: `Bearer ${token}` } };
      const { answer, text } = await visit(route, asked.json ? "action" : "loader", asked, given);
      return { answer, body: JSON.parse(text) };
    };
    const path = () => `/break-glass/accounts/${account}`;
    const rotated = { cause: "interval", outcome: "rotated", reference: "Seal 0418", note: "" };
    const form = { ...rotated, intent: "rotate", rotatedAt: wallClockOf(now, "Europe/Berlin") };
    const send = async (who: keyof People, typed: Record<string, string>, usedAt = now) =>
      visit(page, "action", { path: path(), params: { id: account }, form: typed }, await onScreen(who, usedAt));
    const waiting = async () =>
      (await listRotations(base.db, base.workspace.id, { kind: "user", id: account }, 9)).find(
        ({ attestorId }) => attestorId === null,
      )?.id ?? "";

    test("whoever recorded a rotation on a screen cannot attest it there or over the API; somebody else can", async () => {
      expect((await send("requestor", form)).answer).toBe(`→ ${path()}`);
      const id = await waiting();
      const own = await send("requestor", { intent: "attest", rotationId: id, attestation: "confirmed", note: "" });
      expect([own.answer, own.text.includes("Somebody else has to attest it")]).toEqual([403, true]);
      const asked = { path: "/x", params: { id }, json: { attestation: "confirmed" } };
      expect((await overApi(attestation, "requestor", asked)).body).toMatchObject({ code: "own_rotation" });
      const attested = await overApi(attestation, "implementer", asked);
      expect([attested.answer, isRotation(attested.body), attested.body.attestor_id]).toEqual([
        200,
        true,
        people.implementer.userId,
      ]);
    });

    test("whoever recorded one over the API cannot attest it on a screen; somebody else can", async () => {
      const params = { secrets: "accounts", id: account };
      const json = { ...rotated, rotated_at: now };
      const sooner = await overApi(rotationsOfOne, "implementer", { path: "/x", params, json });
      expect(sooner.body).toMatchObject({ code: "rotation_time" });
      await base.db.updateTable("secretRotations").set({ rotatedAt: testStart }).execute();
      const recorded = await overApi(rotationsOfOne, "implementer", { path: "/x", params, json });
      expect([recorded.answer, isRotation(recorded.body)]).toEqual([201, true]);
      const attest = { intent: "attest", rotationId: recorded.body.id, attestation: "confirmed", note: "" };
      expect((await send("implementer", attest)).answer).toBe(403);
      expect((await send("admin", attest)).answer).toBe(`→ ${path()}`);
      const listed = await overApi(rotationsOfOne, "auditor", { path: "/x", params });
      expect(listed.body.data).toHaveLength(2);
    });

    test("a factor that was used too long ago is asked for, and the form waits meanwhile", async () => {
      expect((await send("requestor", form, stale)).answer).toBe("→ /step-up");
      expect(await waiting()).toBe("");
    });

    test("what is missing is said beside its field, and what was typed comes back", async () => {
      const { answer, text } = await send("requestor", { ...form, reference: "", note: "Sealed at noon" });
      expect(answer).toBe(400);
      expect(text).toContain("Name the change, ticket or seal number");
      expect(text).toContain("Sealed at noon");
      const pasted = await send("requestor", { ...form, reference: "k7Qf2mX9vLp4Tz8R" });
      expect(pasted.text).toContain("This looks like a secret");
    });

    test("the API answers as it is described, and a bypass account without MFA stands first, page by page", async () => {
      const listed = await overApi(accounts, "auditor", { path: "/api/v1/break-glass/accounts" });
      expect(isAccounts(listed.body)).toBe(true);
      for (const each of ["a-bypass", "z-bypass"]) await emergencyAccount(base, each);
      const { userId } = await emergencyAccount(base, "b-bypass");
      await base.db
        .insertInto("factors")
        .values({
          ...{ workspaceId: base.workspace.id, id: "fac_b", userId, kind: "totp", label: "App", createdAt: now },
          ...{ lastUsedAt: null, revokedAt: null, remaining: null, credentialId: null, publicKey: null },
          ...{ counter: null, transports: null, aaguid: null },
        })
        .execute();
      const names: string[] = [];
      for (let cursor: string | null = ""; cursor !== null; ) {
        const query = new URLSearchParams({ limit: "4", ...(cursor && { cursor }) });
        const { body } = await overApi(bypass, "auditor", { path: `/api/v1/break-glass/bypass?${query}` });
        expect(body.data.every((each: unknown) => isBypass(each))).toBe(true);
        names.push(...body.data.map((each: { name: string }) => each.name));
        cursor = body.next_cursor;
      }
      expect(new Set(names).size).toBe(names.length);
      expect(names.at(-1)).toBe("b-bypass");
      const refused = await overApi(bypass, "implementer", { path: "/api/v1/break-glass/bypass" });
      expect(refused.answer).toBe(403);
    });
  });
