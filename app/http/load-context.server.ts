import type { Attachments } from "#app/attachments/attachment-store.ts";
import type { SecretBox } from "#app/auth/secret-box.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";

/** What the server hands to every loader and action; they reach for nothing global. */
export type RequestContext = {
  db: Db;
  /** The instant at which the request arrived. */
  now: Instant;
  /** Scheme, host and port under which people reach the server; the origin and relying party of WebAuthn. */
  publicUrl: URL;
  /** The caller's address as the trusted proxies report it; null when it cannot be told. */
  ip: string | null;
  /** Allows this page's scripts under the content security policy. */
  nonce: string;
  /** Encrypts what has to be read back, such as TOTP seeds. */
  secrets: SecretBox;
  /** Where files that are added to records come in and are kept. */
  attachments: Attachments;
  /** Whether exceptions may be asked for over the decision point's own interface. */
  takesAccessRequests: boolean;
  /** Whether the one-click people of the demo exist. */
  isDemo: boolean;
  /** One line per fault, with the stack, for the log. */
  logFault(fault: unknown, where: string): void;
};

declare module "@remix-run/node" {
  // Remix asks for an interface here, since it is merged with its own.
  interface AppLoadContext extends RequestContext {}
}
