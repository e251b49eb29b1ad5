import { blankProvider, ProviderForm } from "#app/auth/provider-form.ts";
import { saveProvider } from "#app/auth/save-provider.server.ts";
import type { SecretBox } from "#app/auth/secret-box.server.ts";
import { addDays } from "#app/register/days.ts";
import { demoCompany } from "./cast.ts";
import { actorOf, type Stage, type Step } from "./play-story.ts";

/** An identity provider that waits for its day; in use it would keep everybody out of the demo. */
export function singleSignOnPrepared(stage: Stage, secrets: SecretBox): Step[] {
  const { workspaceId, now } = stage;
  const at = addDays(now, -5);
  const form = ProviderForm.parse({
    ...blankProvider,
    name: "Marlow Finch Login",
    issuer: `https://login.${demoCompany.domain}`,
    clientId: "mfa-register",
    clientSecret: "made up for the demo",
    domains: demoCompany.domain,
  });
  return [
    {
      at,
      run: async (db) => {
        const { actor: by, auditActor: actor } = actorOf(stage, "siobhan.kearney", at);
        await saveProvider({ db, secrets, now: at }, { workspaceId, by, actor, id: null, form });
      },
    },
  ];
}
