import { z } from "zod";
import { isFrontEndOrigin, isWithin } from "#app/auth/relying-party.ts";
import { isNetwork } from "#app/webhooks/allowed-address.server.ts";

const port = z.coerce.number().int().min(0).max(65_535);
/** Entries separated by commas. */
const list = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean),
  );
const url = (schemes: RegExp, hint: string) => z.string().regex(schemes, hint);

/** Every variable that the product reads, with its default; .env.example explains them. */
const EnvSchema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: port.default(3000),
  PUBLIC_URL: url(/^https?:\/\//, "has to begin with http:// or https://").optional(),
  WEBAUTHN_RP_ID: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/, "has to be a domain in small letters, without a port")
    .optional(),
  FRONT_END_ORIGINS: list,
  DATABASE_URL: url(/^(postgres(ql)?:\/\/|sqlite:)/, "has to begin with postgres:// or sqlite:").optional(),
  DATA_DIR: z.string().min(1).default("data"),
  SECRET_KEY_FILE: z.string().min(1).optional(),
  SMTP_URL: url(/^smtps?:\/\//, "has to begin with smtp:// or smtps://").optional(),
  MAIL_FROM: z.string().min(3).default("MFA Register <mfa-register@localhost>"),
  ATTACHMENT_SCAN_COMMAND: z.string().min(1).optional(),
  S3_ENDPOINT: url(/^https?:\/\//, "has to begin with http:// or https://").optional(),
  S3_BUCKET: z.string().min(1).optional(),
  S3_REGION: z.string().min(1).default("us-east-1"),
  S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  TRUSTED_PROXIES: list,
  WEBHOOK_ALLOWED_NETWORKS: list.refine((networks) => networks.every(isNetwork), "has to be networks as 10.20.0.0/16"),
  ACCESS_REQUESTS: z.enum(["on", "off"]).default("off"),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

/** What a bucket cannot be reached without. */
const s3Names = ["S3_ENDPOINT", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"] as const;

export type Env = Omit<
  z.output<typeof EnvSchema>,
  "PUBLIC_URL" | "WEBAUTHN_RP_ID" | "DATABASE_URL" | "SECRET_KEY_FILE"
> & {
  PUBLIC_URL: string;
  WEBAUTHN_RP_ID: string;
  DATABASE_URL: string;
  SECRET_KEY_FILE: string;
};

/** The environment is wrong; says every fault at once and never a value. */
export class EnvFault extends Error {
  constructor(faults: string[]) {
    super(
      `The environment has ${faults.length === 1 ? "a fault" : `${faults.length} faults`}:\n${faults.map((fault) => `  ${fault}`).join("\n")}`,
    );
    this.name = "EnvFault";
  }
}

/**
 * Reads the environment and fills in the defaults.
 * @throws EnvFault naming every variable that is wrong, without its value.
 */
export function readEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = EnvSchema.safeParse(given);
  if (!parsed.success)
    throw new EnvFault(parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`));
  const env = parsed.data;
  const publicUrl = new URL(env.PUBLIC_URL ?? `http://localhost:${env.PORT}`);
  const rpId = env.WEBAUTHN_RP_ID ?? publicUrl.hostname;
  const missing = env.S3_BUCKET ? s3Names.filter((name) => env[name] === undefined) : [];
  const faults = [
    ...missing.map((name) => `${name}: is needed with S3_BUCKET`),
    ...passkeyFaults(rpId, publicUrl, env.FRONT_END_ORIGINS),
  ];
  if (faults.length > 0) throw new EnvFault(faults);
  return {
    ...env,
    PUBLIC_URL: publicUrl.origin,
    WEBAUTHN_RP_ID: rpId,
    DATABASE_URL: env.DATABASE_URL ?? `sqlite:${env.DATA_DIR}/register.db`,
    SECRET_KEY_FILE: env.SECRET_KEY_FILE ?? `${env.DATA_DIR}/secret.key`,
  };
}

/** What browsers would refuse to make or use a passkey for. */
function passkeyFaults(rpId: string, publicUrl: URL, frontEnds: readonly string[]): string[] {
  const faults: string[] = [];
  if (!isWithin(publicUrl.hostname, rpId))
    faults.push("WEBAUTHN_RP_ID: has to be the host of PUBLIC_URL or a domain above it");
  if (!frontEnds.every((origin) => isFrontEndOrigin(origin, rpId)))
    faults.push("FRONT_END_ORIGINS: each has to be an https origin without a path, on a host within WEBAUTHN_RP_ID");
  return faults;
}
