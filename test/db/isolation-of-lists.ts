import { everything } from "#app/register/list-query.ts";
import { usualSettings } from "#app/register/list-settings.ts";
import { lastEvents } from "#db/audit-trail.ts";
import { barredAmong } from "#db/barred-among.ts";
import type { Db } from "#db/connect.ts";
import { countEach } from "#db/exception-counts.ts";
import { countExceptions, listExceptions, ownersAmong } from "#db/exception-list.ts";
import { findListSettings, saveListSettings } from "#db/list-settings.ts";
import { deleteSavedView, listSavedViews, orderSavedViews, updateSavedView } from "#db/saved-views.ts";
import type { Other } from "#test/support/other-workspace.ts";

type Ask = (db: Db, workspaceId: string, other: Other) => Promise<unknown>;

const now = "2026-11-20T10:30:00.000Z";

/** What each query of the register's list answers when it is asked for what another workspace has. */
export const listReads: Record<string, [ask: Ask, answer: unknown]> = {
  listExceptions: [(db, id) => listExceptions(db, id, everything), { records: [], next: null, isNewestFirst: false }],
  countExceptions: [(db, id) => countExceptions(db, id, { ...everything, search: "mail" }), 0],
  countEach: [(db, id) => countEach(db, id, [everything]), [{ count: 0, isAtLeast: false }]],
  ownersAmong: [(db, id) => ownersAmong(db, id, everything, 9), []],
  barredAmong: [(db, id, { barred }) => barredAmong(db, id, [barred]), new Set()],
  lastEvents: [
    (db, id, { exception }) =>
      lastEvents(db, id, { kind: "exception", ids: [exception.id], type: "exception.drafted" }),
    new Map(),
  ],
  listSavedViews: [(db, id, { userId }) => listSavedViews(db, id, userId), []],
  findListSettings: [(db, id, { userId }) => findListSettings(db, id, userId), usualSettings],
};

/** Changes that name what another workspace has. */
export const listChanges: Record<string, Ask> = {
  updateSavedView: (db, id, { savedView }) => updateSavedView(db, id, { ...savedView, name: "Taken over" }, now),
  orderSavedViews: (db, id, { savedView }) => orderSavedViews(db, id, [savedView.id]),
  deleteSavedView: (db, id, { savedView }) => deleteSavedView(db, id, savedView.id),
  saveListSettings: (db, id, { userId }) => saveListSettings(db, id, userId, { ...usualSettings, pageSize: 200 }),
};
