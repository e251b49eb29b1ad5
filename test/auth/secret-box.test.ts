import { chmodSync, existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openSecretBox } from "#app/auth/secret-box.server.ts";
import { makeFolder } from "#test/support/make-folder.ts";

const newFolder = () => makeFolder("box");
const newFile = () => join(newFolder(), "keys", "secret.key");

test("what was sealed can be opened, also after a restart", () => {
  const file = newFile();
  const sealed = openSecretBox(file).seal("JBSWY3DPEHPK3PXP");
  expect(openSecretBox(file).open(sealed)).toBe("JBSWY3DPEHPK3PXP");
});

test("the same secret is sealed differently each time", () => {
  const box = openSecretBox(newFile());
  expect(box.seal("same")).not.toBe(box.seal("same"));
});

test("the key file is made for its owner alone, and nothing is left beside it", () => {
  const file = newFile();
  openSecretBox(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(file, ".."))).toEqual(["secret.key"]);
});

test("a key file that others can read is refused", () => {
  const file = newFile();
  openSecretBox(file);
  chmodSync(file, 0o640);
  expect(() => openSecretBox(file)).toThrow("expected 600");
});

test("a key file that holds no key of 32 bytes is refused and not replaced", () => {
  const file = join(newFolder(), "secret.key");
  writeFileSync(file, "c2hvcnQ=\n", { mode: 0o600 });
  expect(() => openSecretBox(file)).toThrow("expected 32");
  expect(existsSync(file)).toBe(true);
});

test("a secret sealed under another key is refused by name", () => {
  const sealed = openSecretBox(newFile()).seal("secret");
  expect(() => openSecretBox(newFile()).open(sealed)).toThrow("right key file");
});

test("an altered secret is refused", () => {
  const box = openSecretBox(newFile());
  const parts = box.seal("secret").split(".");
  const body = parts[3] ?? "";
  const altered = [...parts.slice(0, 3), (body.startsWith("A") ? "B" : "A") + body.slice(1)].join(".");
  expect(() => box.open(altered)).toThrow();
  expect(() => box.open([...parts.slice(0, 3), ""].join("."))).toThrow();
});
