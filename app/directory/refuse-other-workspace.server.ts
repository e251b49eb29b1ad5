import { Refused } from "#app/register/refused.ts";
import type { Workspace } from "#db/workspaces.ts";

/**
 * A token belongs to one workspace, which an address may name by its id or its short name.
 * @throws Refused 404 for any other, whether there is one or not.
 */
export function refuseOtherWorkspace({ id, slug }: Workspace, named: string | undefined): void {
  if (named !== id && named !== slug) throw new Refused(404, "not_found", "This token is not for such a workspace.");
}
