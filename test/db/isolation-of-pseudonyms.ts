import { deleteTextsAbout, keptTextsBetween, textsAbout, textsTakenAway, withKeptTexts } from "#db/audit-personal.ts";
import type { Db } from "#db/connect.ts";
import { freeTextsNaming } from "#db/free-texts.ts";
import { clearWaysIn, setPseudonym } from "#db/pseudonyms.ts";
import { cancelMessagesTo, rewriteAnswers, rewriteMessages } from "#db/written-names.ts";
import type { Other } from "#test/support/other-workspace.ts";

const now = "2026-11-20T10:30:00.000Z";
const rewrite = () => "{}";

/** What each query about the names of people answers, as in the list of all queries. */
export const pseudonymReads: Record<
  string,
  [ask: (db: Db, workspaceId: string, other: Other) => Promise<unknown>, answer: unknown]
> = {
  keptTextsBetween: [async (db, id) => (await keptTextsBetween(db, id, { first: 1, last: 100 })).length, 0],
  withKeptTexts: [
    async (db, id, { created }) => (await withKeptTexts(db, id, [created])).filter(({ data }) => data.includes("@")),
    [],
  ],
  textsAbout: [async (db, id, { userId }) => (await textsAbout(db, id, userId)).length, 0],
  textsTakenAway: [async (db, id) => (await textsTakenAway(db, id)).size, 0],
  freeTextsNaming: [(db, id, { exception }) => freeTextsNaming(db, id, [exception.title]), []],
};

/** Changes that take the name of somebody of another workspace away. */
export const pseudonymChanges: Record<string, (db: Db, workspaceId: string, other: Other) => Promise<unknown>> = {
  deleteTextsAbout: (db, id, { userId, userName }) => deleteTextsAbout(db, id, { userId, addresses: [userName] }),
  setPseudonym: (db, id, { userId }) =>
    setPseudonym(db, id, { userId, userName: "x@removed.invalid", displayName: "X" }, now),
  clearWaysIn: (db, id, { userId }) => clearWaysIn(db, id, userId, now),
  cancelMessagesTo: (db, id, { message }) =>
    cancelMessagesTo(db, id, { userId: message.toUserId ?? "", address: message.toAddress }, now),
  rewriteMessages: (db, id, { message }) =>
    rewriteMessages(
      db,
      id,
      { userId: message.toUserId ?? "", address: message.toAddress, name: "a" },
      { newAddress: "x@removed.invalid", rewrite },
    ),
  rewriteAnswers: (db, id, { userName }) => rewriteAnswers(db, id, { address: userName, name: "a" }, rewrite),
};
