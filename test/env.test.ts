import { expect, test } from "vitest";
import { EnvFault, readEnv } from "#app/env.server.ts";

function faultOf(source: Record<string, string>): string {
  try {
    readEnv(source);
  } catch (fault) {
    if (fault instanceof EnvFault) return fault.message;
    throw fault;
  }
  return "";
}

test("an empty environment is a register on this machine's port 3000, in data/", () => {
  expect(readEnv({})).toMatchObject({
    PORT: 3000,
    PUBLIC_URL: "http://localhost:3000",
    DATABASE_URL: "sqlite:data/register.db",
    SECRET_KEY_FILE: "data/secret.key",
  });
});

test("an empty value is as good as none", () => {
  expect(readEnv({ PORT: "", DATABASE_URL: "" })).toEqual(readEnv({}));
});

test("every fault is named at once", () => {
  const fault = faultOf({
    PORT: "many",
    PUBLIC_URL: "register.example",
    DATABASE_URL: "mysql://x",
    SMTP_URL: "mail",
    LOG_LEVEL: "loud",
  });
  for (const name of ["PORT", "PUBLIC_URL", "DATABASE_URL", "SMTP_URL", "LOG_LEVEL"]) expect(fault).toContain(name);
});

test("a fault never shows a value", () => {
  expect(faultOf({ DATABASE_URL: "mysql://root:hunter2@db", SMTP_URL: "hunter2", PORT: "hunter2" })).not.toContain(
    "hunter2",
  );
});

test("the public address is an origin, without a path", () => {
  expect(readEnv({ PUBLIC_URL: "https://mfa.example/register/" }).PUBLIC_URL).toBe("https://mfa.example");
});

test("passkeys are made for the host of the public address, or a domain above it", () => {
  const at = { PUBLIC_URL: "https://register.acme.example" };
  expect(readEnv(at).WEBAUTHN_RP_ID).toBe("register.acme.example");
  expect(readEnv({ ...at, WEBAUTHN_RP_ID: "acme.example" }).WEBAUTHN_RP_ID).toBe("acme.example");
  for (const rpId of [
    "other.example",
    "example",
    "cme.example",
    "https://acme.example",
    "ACME.example",
    "acme.example:443",
  ])
    expect(faultOf({ ...at, WEBAUTHN_RP_ID: rpId })).toContain("WEBAUTHN_RP_ID");
});

test("front ends are origins over TLS within the domain of the passkeys", () => {
  const at = { PUBLIC_URL: "https://register.acme.example", WEBAUTHN_RP_ID: "acme.example" };
  const both = "https://portal.acme.example, https://acme.example:8443";
  expect(readEnv({ ...at, FRONT_END_ORIGINS: both }).FRONT_END_ORIGINS).toEqual(both.split(", "));
  for (const origin of [
    "http://portal.acme.example",
    "https://portal.acme.example/",
    "https://portal.acme.example/login",
    "https://acme.example.evil.example",
    "https://evilacme.example",
    "https://user@portal.acme.example",
    "http://localhost:5000",
    "portal.acme.example",
    "null",
    "*",
  ])
    expect(faultOf({ ...at, FRONT_END_ORIGINS: origin })).toContain("FRONT_END_ORIGINS");
  expect(readEnv({ FRONT_END_ORIGINS: "http://localhost:5000" }).FRONT_END_ORIGINS).toEqual(["http://localhost:5000"]);
});
