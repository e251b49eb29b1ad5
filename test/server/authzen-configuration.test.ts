import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { replyWithConfiguration } from "#server/authzen-configuration.ts";

const get = { method: "GET" } as IncomingMessage; // all that is looked at

const configurationAt = (publicUrl: string, takesAccessRequests = false) =>
  replyWithConfiguration({ publicUrl: new URL(publicUrl), takesAccessRequests }, get);

test("the decision point announces itself under https, without query, fragment or a slash at the end", () => {
  const { status, body, cacheControl } = configurationAt("https://register.acme.example");
  const metadata = JSON.parse(body) as Record<string, string>;
  expect([status, cacheControl]).toEqual([200, "public, max-age=3600"]);
  expect(metadata.policy_decision_point).toBe("https://register.acme.example");
});

test("every endpoint is announced under its address", () => {
  const { policy_decision_point: base, ...endpoints } = JSON.parse(
    configurationAt("https://register.acme.example:8443").body,
  ) as Record<string, string>;
  expect(base).toBe("https://register.acme.example:8443");
  expect(endpoints).toEqual({
    access_evaluation_endpoint: `${base}/access/v1/evaluation`,
    access_evaluations_endpoint: `${base}/access/v1/evaluations`,
    search_subject_endpoint: `${base}/access/v1/search/subject`,
    search_resource_endpoint: `${base}/access/v1/search/resource`,
    search_action_endpoint: `${base}/access/v1/search/action`,
  });
});

test("what has no value is left out: no capability is claimed and nothing is signed", () => {
  const metadata = JSON.parse(configurationAt("https://register.acme.example").body) as object;
  expect(metadata).not.toHaveProperty("capabilities");
  expect(metadata).not.toHaveProperty("signed_metadata");
});

test("plain http is announced to nobody but oneself", () => {
  expect(configurationAt("http://register.acme.example").status).toBe(404);
  for (const own of ["http://localhost:3000", "http://127.0.0.1:3000", "http://[::1]:3000"])
    expect([own, configurationAt(own).status]).toEqual([own, 200]);
});

test("access requests are announced only where they are taken", () => {
  const { body } = configurationAt("https://register.acme.example", true);
  expect(JSON.parse(body)).toMatchObject({
    access_request_endpoint: "https://register.acme.example/access/v1/requests",
    capabilities: ["urn:openid:authzen:capability:access-request"],
  });
});
