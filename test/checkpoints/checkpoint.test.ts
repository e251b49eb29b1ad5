import { expect, test } from "vitest";
import { checkpointText, readCheckpointText } from "#app/checkpoints/checkpoint.ts";

const hash = "00ff".repeat(16);
const checkpoint = {
  origin: "register.example/acme",
  size: 42,
  hash,
  at: "2026-11-22T00:10:00.000Z",
  streams: [{ stream: "str_1", seq: 7, hash: "a1".repeat(32) }],
};

test("its first three lines are those that transparency logs have", () => {
  const lines = checkpointText(checkpoint).split("\n");
  expect(lines.slice(0, 3)).toEqual(["register.example/acme", "42", Buffer.from(hash, "hex").toString("base64")]);
  expect(lines[3]).toBe("chain sha256 linear");
});

test("what is written is read", () => {
  expect(readCheckpointText(checkpointText(checkpoint))).toEqual(checkpoint);
  const bare = { ...checkpoint, size: 0, streams: [] };
  expect(readCheckpointText(checkpointText(bare))).toEqual(bare);
});

const text = checkpointText(checkpoint);

test.each([
  ["nothing", ""],
  ["a line less", text.split("\n").slice(0, 4).join("\n")],
  ["a size with a zero before it", text.replace("\n42\n", "\n042\n")],
  ["a size below zero", text.replace("\n42\n", "\n-42\n")],
  ["the root of a tree", text.replace("chain sha256 linear\n", "")],
  ["a hash that is too short", text.replace(/\n[^\n]+=\nchain/, "\nAAAA\nchain")],
  ["a hash in another spelling of base64", text.replace("P8A/wD/", "P8A_wD/")],
  ["an instant of another zone", text.replace(".000Z", "+01:00")],
  ["a line that nobody knows", `${text}and more\n`],
  ["an empty line", `${text}\n`],
])("%s is no checkpoint", (_what, wrong) => {
  expect(wrong).not.toBe(text);
  expect(readCheckpointText(wrong)).toBeNull();
});
