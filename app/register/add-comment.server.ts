import { sha256 } from "#app/audit/chain.ts";
import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { insertComment } from "#db/comments.ts";
import type { Db } from "#db/connect.ts";
import { newId } from "#db/ids.ts";
import { usersMentioned } from "#db/mentioned.ts";
import { write } from "#db/write.ts";
import type { Comment } from "./comment.ts";
import { mentionsIn } from "./mentions.ts";
import { readersAmong } from "./readers.server.ts";
import { refuseAuditor } from "./refuse-auditor.ts";
import { rulesFor } from "./rules-for.server.ts";
import { sightOf } from "./show.server.ts";
import { tellWatchers } from "./tell-watchers.server.ts";

type Saying = { caller: Caller; id: string; body: string; now: Instant };

/**
 * Says something about a record, for good, and tells whom it names and who watches.
 * @throws Refused 404 for a record that the caller may not see, 403 for an auditor.
 */
export async function addComment(db: Db, { caller, id: exceptionId, body, now }: Saying): Promise<Comment> {
  const { workspace, user, auditActor } = caller;
  const workspaceId = workspace.id;
  return write(db, { workspaceId, actor: auditActor, now }, async (tx, journal) => {
    const { record } = await sightOf(tx, caller, exceptionId, now);
    refuseAuditor(caller.roles);
    const named = await usersMentioned(tx, workspaceId, mentionsIn(body));
    const mentioned = await readersAmong(
      tx,
      record,
      named.filter(({ id }) => id !== user.id),
      now,
    );
    const mentions = mentioned.map(({ id }) => id);
    const comment = { workspaceId, exceptionId, id: newId("cmt"), authorId: user.id, body, mentions, at: now };
    await insertComment(tx, comment);
    // The log proves what was said without repeating it.
    const said = { commentId: comment.id, sha256: sha256(body), mentions };
    journal.audit("exception.commented", { kind: "exception", id: exceptionId }, said);

    // A mail is forwarded, so what only approvers may read stays on the page.
    const isPrivate = (await rulesFor(tx, record)).reasonIsPrivate;
    const data = { author: user.displayName, text: isPrivate ? "" : body };
    for (const { id, userName } of mentioned)
      journal.notify({
        template: "mentioned_in_comment",
        toUserId: id,
        toAddress: userName,
        data: { id: exceptionId, title: record.title, ...data },
      });
    const except = new Set([user.id, ...mentions]);
    await tellWatchers(tx, journal, { template: "comment_added", record, data, except, now });
    return comment;
  });
}
