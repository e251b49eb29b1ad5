import type { Attachments } from "#app/attachments/attachment-store.ts";
import type { RelyingParty } from "#app/auth/relying-party.ts";
import type { SecretBox } from "#app/auth/secret-box.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { JobRunner } from "#app/job-runs/job-runner.server.ts";
import type { Mailbox } from "#app/mail/mailbox.server.ts";
import type { OwnDecider } from "#app/signins/own-decider.server.ts";
import type { Outside } from "#app/webhooks/outside.server.ts";
import type { Db } from "#db/connect.ts";

/** What the server hands to every loader and action; they reach for nothing global. */
export type RequestContext = {
  db: Db;
  /** Decides who may sign in to the register itself. */
  ownSignIns: OwnDecider;
  /** The instant at which the request arrived. */
  now: Instant;
  /** Scheme, host and port under which people reach the server. */
  publicUrl: URL;
  /** What passkeys are made for, and the pages that may ask for them. */
  relyingParty: RelyingParty;
  /** The caller's address as the trusted proxies report it; null when it cannot be told. */
  ip: string | null;
  /** Allows this page's scripts under the content security policy. */
  nonce: string;
  /** Encrypts what has to be read back, such as TOTP seeds. */
  secrets: SecretBox;
  /** Judges the addresses that webhooks are to be sent to. */
  outside: Outside;
  /** Where files that are added to records come in and are kept. */
  attachments: Attachments;
  /** Where the files of exports lie. */
  exportsFolder: string;
  /** What runs by the clock, to be shown and to be run now. */
  runner: JobRunner;
  /** Whether mail leaves the server; otherwise what it would say has to be handed over by people. */
  sendsMail: boolean;
  /** Whether exceptions may be asked for over the decision point's own interface. */
  takesAccessRequests: boolean;
  /** Whether the one-click people of the demo exist. */
  isDemo: boolean;
  /** Where the demo keeps its mail instead of sending it; null outside the demo. */
  mailbox: Mailbox | null;
  /** One line per fault, with the stack, for the log. */
  logFault(fault: unknown, where: string): void;
};

declare module "@remix-run/node" {
  // Remix asks for an interface here, since it is merged with its own.
  interface AppLoadContext extends RequestContext {}
}
