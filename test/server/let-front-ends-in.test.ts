import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isOfFrontEnd, letFrontEndsIn } from "#server/let-front-ends-in.ts";

const portal = "https://portal.acme.example";
const verify = "/api/auth/mfa/verify/webauthn";

let server: Server;
let url: string;

beforeAll(async () => {
  const app = express();
  app.use(letFrontEndsIn([portal]));
  app.use((request, response) => response.json({ mayPass: isOfFrontEnd(request, [portal]) }));
  server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // cast: it listens on a port
});

afterAll(() => server.close());

const call = (path: string, method: string, origin?: string) =>
  fetch(url + path, { method, headers: origin === undefined ? {} : { Origin: origin } });

test("a listed front end may call the factor endpoints with the visitor's cookies", async () => {
  const preflight = await call(verify, "OPTIONS", portal);
  expect(preflight.status).toBe(204);
  expect(Object.fromEntries(preflight.headers)).toMatchObject({
    "access-control-allow-origin": portal,
    "access-control-allow-credentials": "true",
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": "Content-Type",
    vary: "Origin",
  });
  const answer = await call(verify, "POST", portal);
  expect(await answer.json()).toEqual({ mayPass: true });
  expect(answer.headers.get("access-control-allow-origin")).toBe(portal);
});

for (const [what, origin] of [
  ["another site", "https://evil.example"],
  ["a sister site that is not listed", "https://wiki.acme.example"],
  ["the same host without TLS", "http://portal.acme.example"],
  ["the same host on another port", `${portal}:8443`],
  ["an origin that begins like it", `${portal}.evil.example`],
  ["a sandboxed frame", "null"],
  ["nobody", undefined],
] as const)
  test(`${what} is told nothing and passes nothing`, async () => {
    const answer = await call(verify, "POST", origin);
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    expect(answer.headers.get("vary")).toBe("Origin");
    expect(await answer.json()).toEqual({ mayPass: false });
  });

for (const path of ["/sign-in", "/account/security", "/api/v1/exceptions", `${verify}/`, "/api/mfa/passkeys"])
  test(`a listed front end may not call ${path}`, async () => {
    const answer = await call(path, "POST", portal);
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    expect(await answer.json()).toEqual({ mayPass: false });
  });
