import type { Db } from "#db/connect.ts";
import { listIdentityProviders } from "#db/identity-providers.ts";
import { isLinked } from "#db/linked-identities.ts";
import type { User } from "#db/users.ts";
import type { IdentityProvider } from "./identity-provider.ts";

type Choice = Pick<IdentityProvider, "id" | "name">;
const choiceOf = ({ id, name }: IdentityProvider): Choice => ({ id, name });

/** Returns the providers that people of a workspace sign in with. */
export async function ssoChoices(db: Db, workspaceId: string): Promise<Choice[]> {
  return (await listIdentityProviders(db, workspaceId)).filter(({ isEnabled }) => isEnabled).map(choiceOf);
}

/** Returns the providers at which somebody may prove a second factor: those that know them and are believed in it. */
export async function stepUpChoices(db: Db, { workspaceId, id: userId }: User): Promise<Choice[]> {
  const trusted = (await listIdentityProviders(db, workspaceId)).filter(
    ({ isEnabled, trustsMfa }) => isEnabled && trustsMfa,
  );
  const linked = await Promise.all(trusted.map(({ issuer }) => isLinked(db, { workspaceId, issuer, userId })));
  return trusted.filter((_provider, index) => linked[index]).map(choiceOf);
}
