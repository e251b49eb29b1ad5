import { achievedAal } from "#app/engine/assurance.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { noteSignIn } from "#db/sign-in-attempts.ts";
import type { Journal } from "#db/write.ts";
import { wrongProof } from "./refusals.ts";
import type { OpenedSession } from "./session.server.ts";

/**
 * Makes an opened session a sign-in, inside the write that opened it; the failures before it are forgotten.
 * @throws Refused when the session is below AAL2, or its person was barred in the meantime.
 */
export async function completeSignIn(
  tx: Db,
  { audit }: Journal,
  opened: OpenedSession,
  now: Instant,
): Promise<OpenedSession> {
  const { methods, userId } = opened.session;
  const aal = achievedAal(methods);
  if (aal < 2 || !(await noteSignIn(tx, opened.session, now))) throw wrongProof();
  audit("session.created", { kind: "user", id: userId }, { methods: methods.map(({ method }) => method), aal });
  return opened;
}
