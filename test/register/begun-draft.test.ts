import { expect, test } from "vitest";
import { begunDraft } from "#app/register/begun-draft.ts";

test("an address begins a draft for a person, a role or an application", () => {
  const begun = begunDraft(new URLSearchParams("role=helpdesk&application=mail&user=usr_1&effect=waive_mfa"));
  expect(begun).toMatchObject({
    category: "",
    effect: "waive_mfa",
    scope: { roles: ["helpdesk"], applications: ["mail"], users: ["usr_1"] },
  });
});

test("what a draft cannot hold is left out", () => {
  const begun = begunDraft(new URLSearchParams("effect=everything&category=made_up&role="));
  expect(begun).toMatchObject({ category: "", effect: "waive_mfa", scope: { roles: [] } });
});
