import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterAll, beforeAll, expect, test } from "vitest";
import { limitBodies } from "#server/limit-bodies.ts";

let server: Server;
let wasRead = false;

beforeAll(async () => {
  const app = express();
  app.use(limitBodies);
  app.use((incoming, response) => {
    wasRead = true;
    incoming.resume().on("end", () => response.send("read"));
  });
  server = createServer(app);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
});
afterAll(() => new Promise((closed) => server.close(closed)));

function post(headers: Record<string, string>, body: string, path = "/"): Promise<number | undefined> {
  wasRead = false;
  const { port } = server.address() as AddressInfo; // listening on a port
  return new Promise((resolve, reject) => {
    const call = request({ port, host: "127.0.0.1", method: "POST", path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    call.on("error", reject);
    call.end(body);
  });
}

test("a body of usual length is read", async () => {
  expect([await post({ "Content-Length": "5" }, "hello"), wasRead]).toEqual([200, true]);
});

test("a body that is announced as too large is refused before it is read", async () => {
  const large = "x".repeat(1_000_001);
  expect([await post({ "Content-Length": String(large.length) }, large), wasRead]).toEqual([413, false]);
});

test.each(["/exceptions/EXC-2026-0001/evidence", "/api/v1/exceptions/EXC-2026-0001/attachments"])(
  "%s takes a file of 25 MB and no more",
  async (path) => {
    const file = "x".repeat(25 * 1024 * 1024);
    expect(await post({ "Content-Length": String(file.length) }, file, path)).toBe(200);
    const tooLarge = "x".repeat(27_500_000);
    expect(await post({ "Content-Length": String(tooLarge.length) }, tooLarge, path)).toBe(413);
    const form = "x".repeat(1_000_001);
    expect(await post({ "Content-Length": String(form.length) }, form, `${path}/withdraw`)).toBe(413);
  },
);

test("a body of unannounced length is refused before it is read", async () => {
  expect([await post({ "Transfer-Encoding": "chunked" }, "hello"), wasRead]).toEqual([411, false]);
});
