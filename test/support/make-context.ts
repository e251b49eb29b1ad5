import type { SecretBox } from "#app/auth/secret-box.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { noAttachments } from "./attachments.ts";
import { type TestDatabase, testStart } from "./databases.ts";
import { toLoopback } from "./job-context.ts";
import { runnerFor } from "./runner-for.ts";

type Given = { secrets: SecretBox; now?: Instant; publicUrl?: URL };

/** What the server hands to loaders and actions, over a test database; a fault ends the test. */
export function makeContext(
  { db, ownSignIns }: Pick<TestDatabase, "db" | "ownSignIns">,
  { secrets, now = testStart, publicUrl = new URL("http://localhost:3000") }: Given,
): RequestContext {
  return {
    db,
    ownSignIns,
    now,
    publicUrl,
    relyingParty: { id: publicUrl.hostname, origins: [publicUrl.origin] },
    ip: "192.0.2.7",
    nonce: "nonce",
    secrets,
    outside: toLoopback,
    attachments: noAttachments,
    exportsFolder: "/nowhere",
    runner: runnerFor({ db }),
    sendsMail: true,
    takesAccessRequests: true,
    isDemo: false,
    mailbox: null,
    logFault(fault) {
      throw fault;
    },
  };
}
