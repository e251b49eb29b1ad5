import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect, onTestFinished, test } from "vitest";
import { openApi } from "#app/http/openapi.ts";
import { action as pseudonymise } from "#app/routes/api.v1.users.$id.pseudonymise.ts";
import { action as patchUser } from "#app/routes/api.v1.users.$id.ts";
import { loader as listUsers } from "#app/routes/api.v1.users.ts";
import { databases } from "#test/support/databases.ts";
import { addPeople } from "#test/support/people.ts";
import { call, contextFor, tokenFor } from "#test/support/routes.ts";

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: "openapi", components: openApi("https://register.example").components });
const isUser = ajv.compile({ $ref: "openapi#/components/schemas/User" });

for (const [name, open] of Object.entries(databases))
  test(`${name}: a name is taken out by a token with a fresh factor behind it, once and for good`, async () => {
    const base = await open();
    onTestFinished(() => base.close());
    const { admin, implementer } = await addPeople(base);
    const { userId: id } = implementer;
    const sent = { context: contextFor(base), params: { id } };
    const takeOut = async (token: string, reason = "Asked for by the person") => {
      const response = await call(pseudonymise, `/api/v1/users/${id}/pseudonymise`, {
        ...sent,
        token,
        body: { reason },
      });
      return { status: response.status, body: await response.json() };
    };
    const plain = await tokenFor(base, admin, ["read", "directory"]);
    const fresh = await tokenFor(base, admin, ["directory", "approve"]);
    const patch = (body: unknown) =>
      call(patchUser, `/api/v1/users/${id}`, { ...sent, method: "PATCH", token: plain, body });

    expect(await takeOut(fresh)).toMatchObject({ status: 409, body: { code: "not_disabled" } });
    expect((await patch({ disabled: true })).status).toBe(200);
    expect(await takeOut(plain)).toMatchObject({ status: 401, body: { code: "step_up_required" } });
    expect(await takeOut(fresh, "implementer@acme.example has left")).toMatchObject({
      status: 400,
      body: { code: "reason_names_person" },
    });
    const { status, body } = await takeOut(fresh);
    expect([status, isUser(body), isUser.errors]).toEqual([200, true, null]);
    expect(body).toMatchObject({ id, external_id: null, department: null, factors: [] });
    expect(body.user_name).toMatch(/@removed\.invalid$/);
    expect(await takeOut(fresh)).toEqual({ status: 200, body });
    expect(await (await patch({ disabled: false })).json()).toMatchObject({ code: "pseudonymised" });
    const found = await call(listUsers, "/api/v1/users?q=implementer", { context: contextFor(base), token: plain });
    expect((await found.json()).data).toEqual([]);
  });
