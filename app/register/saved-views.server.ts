import type { AuditActor } from "#app/audit/events.ts";
import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { newId } from "#db/ids.ts";
import { deleteSavedView, insertSavedView, listSavedViews, orderSavedViews, updateSavedView } from "#db/saved-views.ts";
import { inTransaction, type Journal, write } from "#db/write.ts";
import { Refused } from "./refused.ts";
import { isAdmin } from "./roles.ts";
import type { SavedView } from "./saved-view.ts";

type Asked = { workspaceId: string; userId: string; isAdmin: boolean; actor: AuditActor; now: Instant };

/** More tabs than this nobody finds anything in. */
const mostViews = 30;

/** Returns who keeps views, for the functions below. */
export function keeperOf(caller: Caller, now: Instant): Asked {
  return {
    workspaceId: caller.workspace.id,
    userId: caller.user.id,
    isAdmin: isAdmin(caller.roles),
    actor: caller.auditActor,
    now,
  };
}

/**
 * Saves filters under a name, for oneself or, as an admin, for everybody.
 * @throws Refused 403 not an admin, 409 the name is taken, 400 there are too many.
 */
export async function saveView(
  db: Db,
  asked: Asked,
  { name, query, isShared }: { name: string; query: string; isShared: boolean },
): Promise<SavedView> {
  const view: SavedView = { id: newId("svw"), ownerId: isShared ? null : asked.userId, name, query };
  return change(db, asked, view, async (tx, journal) => {
    const others = await siblings(tx, asked, view);
    if (others.length >= mostViews)
      throw new Refused(400, "too_many_views", `There are ${mostViews} views already. Remove one first.`);
    refuseTakenName(others, view);
    await insertSavedView(tx, asked.workspaceId, view, asked.now);
    journal?.audit("saved_view.created", subjectOf(view), { name, query });
    return view;
  });
}

/**
 * Gives a view another name or other filters.
 * @throws Refused 404 no such view, 403 not an admin, 409 the name is taken.
 */
export async function changeView(
  db: Db,
  asked: Asked,
  id: string,
  changes: Partial<Pick<SavedView, "name" | "query">>,
): Promise<void> {
  const view = { ...(await viewAt(db, asked, id)), ...changes };
  await change(db, asked, view, async (tx, journal) => {
    const others = await siblings(tx, asked, view);
    refuseTakenName(others, view);
    await updateSavedView(tx, asked.workspaceId, view, asked.now);
    const place = others.findIndex((other) => other.id === id) + 1;
    journal?.audit("saved_view.changed", subjectOf(view), { name: view.name, query: view.query, place });
  });
}

/** Moves a view a place up or down among those of the same owner; at an end it stays. */
export async function moveView(db: Db, asked: Asked, id: string, by: -1 | 1): Promise<void> {
  const view = await viewAt(db, asked, id);
  await change(db, asked, view, async (tx, journal) => {
    const ids = (await siblings(tx, asked, view)).map((other) => other.id);
    const from = ids.indexOf(id);
    const to = Math.min(Math.max(from + by, 0), ids.length - 1);
    await orderSavedViews(tx, asked.workspaceId, ids.toSpliced(from, 1).toSpliced(to, 0, id));
    const { name, query } = view;
    journal?.audit("saved_view.changed", subjectOf(view), { name, query, place: to + 1 });
  });
}

/** @throws Refused 404 no such view, 403 not an admin. */
export async function removeView(db: Db, asked: Asked, id: string): Promise<void> {
  const view = await viewAt(db, asked, id);
  await change(db, asked, view, async (tx, journal) => {
    await deleteSavedView(tx, asked.workspaceId, id);
    journal?.audit("saved_view.removed", subjectOf(view), { name: view.name, query: view.query });
  });
}

const subjectOf = ({ id }: SavedView) => ({ kind: "saved_view", id });

/** What everybody sees is changed by admins alone, and audited; one's own order of things is nobody's business. */
async function change<T>(
  db: Db,
  asked: Asked,
  { ownerId }: SavedView,
  work: (tx: Db, journal: Journal | null) => Promise<T>,
): Promise<T> {
  if (ownerId !== null) return inTransaction(db, (tx) => work(tx, null));
  if (!asked.isAdmin) throw new Refused(403, "not_admin", "Only admins keep the views that everybody sees.");
  return write(db, asked, work);
}

async function viewAt(db: Db, { workspaceId, userId }: Asked, id: string): Promise<SavedView> {
  const view = (await listSavedViews(db, workspaceId, userId)).find((each) => each.id === id);
  if (!view) throw new Refused(404, "not_found", "There is no such view.");
  return view;
}

/** The views of the same owner, in their order. */
async function siblings(tx: Db, { workspaceId, userId }: Asked, view: SavedView): Promise<SavedView[]> {
  const all = await listSavedViews(tx, workspaceId, userId);
  return all.filter(({ ownerId }) => ownerId === view.ownerId);
}

function refuseTakenName(others: readonly SavedView[], { id, name }: SavedView): void {
  const isTaken = others.some((other) => other.id !== id && other.name.toLowerCase() === name.toLowerCase());
  if (isTaken) throw new Refused(409, "view_name_taken", `There is a view “${name}” already.`);
}
