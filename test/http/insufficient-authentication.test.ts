import { expect, test } from "vitest";
import { stepUpRequired, wrongProof } from "#app/auth/refusals.ts";
import { answer } from "#app/http/api.server.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { Refused } from "#app/register/refused.ts";

const context = {} as RequestContext; // a refusal is no fault, so nothing of it is used
const refusedWith = (refused: Refused) =>
  answer(context, async () => {
    throw refused;
  });

test("a token whose factor is too old is challenged as RFC 9470 has it", async () => {
  const response = await refusedWith(stepUpRequired());
  expect(response.status).toBe(401);
  expect(response.headers.get("WWW-Authenticate")).toBe(
    'Bearer realm="MFA register", error="insufficient_user_authentication", ' +
      'error_description="This needs a second factor used in the last 15 minutes.", acr_values="nist-aal2", max_age="900"',
  );
  expect(await response.json()).toMatchObject({ code: "step_up_required", acr_values: "nist-aal2", max_age: 900 });
});

test("a refusal of the lifecycle for want of a factor is the same challenge, in its own words", async () => {
  const refused = new Refused(403, "step_up_required", "Deciding needs one.", { state: "assessed", moves: [] });
  const response = await refusedWith(refused);
  expect(response.headers.get("WWW-Authenticate")).toContain('error_description="Deciding needs one."');
  expect(await response.json()).toMatchObject({ status: 401, state: "assessed", moves: [] });
});

test("a script in a page is told where to send the person, and is not challenged", async () => {
  const response = await refusedWith(stepUpRequired({ redirect_browser_to: "https://register.example/step-up" }));
  expect([response.status, response.headers.get("WWW-Authenticate")]).toEqual([403, null]);
  expect(await response.json()).toMatchObject({ redirect_browser_to: "https://register.example/step-up" });
});

test("no other refusal is a challenge", async () => {
  const response = await refusedWith(wrongProof());
  expect([response.status, response.headers.get("WWW-Authenticate")]).toEqual([403, null]);
});
