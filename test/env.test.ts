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
