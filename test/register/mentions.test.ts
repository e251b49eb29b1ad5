import { expect, test } from "vitest";
import { mentionsIn, partsOf } from "#app/register/mentions.ts";

test.each([
  ["@jo.marsh could you look?", ["jo.marsh"]],
  ["Thanks, @Jo.Marsh@Acme.example.", ["jo.marsh@acme.example"]],
  ["(@jo) and @ana, twice @jo", ["jo", "ana"]],
  ["Ask jo.marsh@acme.example by mail", []],
  ["a lone @ and an @@", []],
  ["Ends with a full stop @jo.", ["jo"]],
  ["@ольга пишет", ["ольга"]],
])("%s", (text, names) => {
  expect(mentionsIn(text)).toEqual(names);
});

test("one comment tells at most 20 people", () => {
  expect(mentionsIn(Array.from({ length: 50 }, (_one, index) => `@p${index}`).join(" "))).toHaveLength(20);
});

test("a text is split where it names somebody who was told, and is whole again when put together", () => {
  const text = "@jo.marsh, ask @nobody or @jo.marsh@acme.example.";
  const parts = partsOf(text, ["jo.marsh@acme.example"]);
  expect(parts.filter(({ isMention }) => isMention).map((part) => part.text)).toEqual([
    "@jo.marsh",
    "@jo.marsh@acme.example",
  ]);
  expect(parts.map((part) => part.text).join("")).toBe(text);
  expect(partsOf("Nobody here", [])).toEqual([{ from: 0, text: "Nobody here", isMention: false }]);
});
