import { expect, test } from "vitest";
import { authenticatorModel } from "#app/auth/authenticator-model.server.ts";
import models from "#app/auth/authenticator-models.json" with { type: "json" };

test.each([
  ["2fc0579f-8113-47ea-b116-bb5a8db9202a", "YubiKey 5 Series with NFC"],
  ["FBFC3007-154E-4ECC-8C0B-6E020557D7BD", "Apple Passwords"],
  ["00000000-0000-0000-0000-000000000000", null],
  ["ffffffff-ffff-ffff-ffff-ffffffffffff", null],
  ["toString", null],
  ["", null],
])("the make %s is called %s", (aaguid, name) => {
  expect(authenticatorModel(aaguid)).toBe(name);
});

test("every make on the list has an AAGUID in small letters and a name of a line", () => {
  const entries = Object.entries(models);
  expect(entries.length).toBeGreaterThan(300);
  const odd = entries.filter(
    ([id, name]) => !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) || !/^\S.*\S$/.test(name),
  );
  expect(odd).toEqual([]);
});
