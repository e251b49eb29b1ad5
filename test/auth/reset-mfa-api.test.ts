import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect, onTestFinished, test } from "vitest";
import { openApi } from "#app/http/openapi.ts";
import { action as resetMfa } from "#app/routes/api.v1.users.$id.reset-mfa.ts";
import { databases } from "#test/support/databases.ts";
import { addPeople } from "#test/support/people.ts";
import { call, contextFor, tokenFor } from "#test/support/routes.ts";

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const { paths } = openApi("https://register.example") as { paths: Record<string, unknown> };
const described = paths["/api/v1/users/{id}/reset-mfa"] as {
  post: { responses: { "200": { content: { "application/json": { schema: object } } } } };
};
const isAnswer = ajv.compile(described.post.responses["200"].content["application/json"].schema);

for (const [name, open] of Object.entries(databases))
  test(`${name}: factors are reset by an owner's token with a fresh factor behind it, and an answer holds no link`, async () => {
    const base = await open();
    onTestFinished(() => base.close());
    const { boss, admin, implementer, auditor } = await addPeople(base);
    const proof = { video_call: "Seen at noon, with a badge", email: implementer.userName };
    const reset = async (token: string, body: object = proof, key?: string) => {
      const response = await call(resetMfa, `/api/v1/users/${implementer.userId}/reset-mfa`, {
        context: contextFor(base),
        params: { id: implementer.userName },
        token,
        body,
        headers: key ? { "Idempotency-Key": key } : {},
      });
      return { status: response.status, body: await response.json() };
    };
    const fresh = await tokenFor(base, boss, ["directory", "approve"]);
    expect(await reset(await tokenFor(base, auditor, ["directory"]))).toMatchObject({ status: 403 });
    const byAdmin = await tokenFor(base, admin, ["directory", "approve"]);
    expect(await reset(byAdmin)).toMatchObject({ status: 403, body: { code: "not_mfa_resetter" } });
    const plain = await tokenFor(base, boss, ["directory"]);
    expect(await reset(plain)).toMatchObject({ status: 401, body: { code: "step_up_required" } });
    expect(await reset(fresh, { email: implementer.userName })).toMatchObject({ status: 400 });
    const wrong = { ...proof, email: "mallory@acme.example" };
    expect(await reset(fresh, wrong)).toMatchObject({ status: 400, body: { code: "proof_mismatch" } });

    const first = await reset(fresh, proof, "once");
    expect([first.status, isAnswer(first.body), isAnswer.errors]).toEqual([200, true, null]);
    expect(JSON.stringify(first.body)).not.toContain("/setup/");
    expect(await reset(fresh, proof, "once")).toEqual(first);
    const resets = await base.db
      .selectFrom("auditEvents")
      .select("actorKind")
      .where("type", "=", "mfa.reset_by_admin")
      .execute();
    expect(resets).toEqual([{ actorKind: "token" }]);
  });
