import type { Command } from "commander";
import type { Db } from "#db/connect.ts";
import { findWorkspace, listWorkspaces, type Workspace } from "#db/workspaces.ts";
import { WrongUse } from "./wrong-use.ts";

/** Adds --workspace to a command. */
export function withWorkspaceOption(command: Command): Command {
  return command.option("-w, --workspace <id or slug>", "which workspace; may be left out when there is only one");
}

/**
 * Returns the workspace that was named, or the only one there is.
 * @throws WrongUse when it is unknown, or none was named and there are several or none.
 */
export async function chooseWorkspace(db: Db, idOrSlug: string | undefined): Promise<Workspace> {
  if (idOrSlug !== undefined) {
    const named = await findWorkspace(db, idOrSlug);
    if (!named) throw new WrongUse(`there is no workspace "${idOrSlug}"`);
    return named;
  }
  const all = await listWorkspaces(db);
  const [only] = all;
  if (!only) throw new WrongUse("there is no workspace yet; `mfa-register start` makes the first one");
  if (all.length > 1)
    throw new WrongUse(`name one of the workspaces with --workspace: ${all.map(({ slug }) => slug).join(", ")}`);
  return only;
}
