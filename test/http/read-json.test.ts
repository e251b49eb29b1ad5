import { expect, test } from "vitest";
import { z } from "zod";
import { readJson } from "#app/http/api.server.ts";

const Body = z.object({ title: z.string() });

const read = (body: string) => {
  const headers = { "Content-Type": "application/json" };
  return readJson(new Request("http://localhost/", { method: "POST", headers, body }), Body);
};

test.each(["\\u0000", "a\\u0000b", "\\\\\\u0000"])("refused: a text with a NUL, as %j", async (title) => {
  const refusal: unknown = await read(`{"title":"${title}"}`).catch((thrown: unknown) => thrown);
  expect(refusal).toMatchObject({ status: 400 });
});

test("a text that speaks of a NUL is read", async () => {
  const title = "Ends with \\u0000";
  expect((await read(JSON.stringify({ title }))).body).toEqual({ title });
});
