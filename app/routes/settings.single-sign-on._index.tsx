import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { CircleCheck, CircleSlash } from "lucide-react";
import { requireCaller, requirePolicyReader } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Badge } from "#app/components/badge.tsx";
import { LinkButton } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { TableBox } from "#app/components/table-box.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { isAdmin } from "#app/register/roles.ts";
import { listIdentityProviders } from "#db/identity-providers.ts";

export const meta: MetaFunction = () => [{ title: "Single sign-on · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requirePolicyReader(caller);
  const providers = await listIdentityProviders(context.db, caller.workspace.id);
  return {
    shell: await shellOf(context.db, caller, context.now),
    mayChange: isAdmin(caller.roles),
    providers: providers.map(({ id, name, issuer, isEnabled, addsPeople, trustsMfa }) => ({
      ...{ id, name, issuer, isEnabled, addsPeople, trustsMfa },
    })),
  };
}

const add = (
  <LinkButton to="/settings/single-sign-on/new" look="primary">
    Add a provider
  </LinkButton>
);

export default function IdentityProviders() {
  const { shell, providers, mayChange } = useLoaderData<typeof loader>();
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Single sign-on"
        crumbs={[{ label: "Settings" }, { label: "Single sign-on" }]}
        lede="Whose word for who somebody is counts here, by OpenID Connect."
        actions={mayChange && providers.length > 0 && add}
      />
      {providers.length === 0 ? (
        <EmptyState title="No identity provider yet" action={mayChange && add}>
          People sign in with what they have set up here: a passkey, or a password and a second factor.
        </EmptyState>
      ) : (
        <TableBox label="Identity providers">
          <table>
            <caption className="sr">Identity providers</caption>
            <thead>
              <tr>
                <th scope="col">Provider</th>
                <th scope="col">In use</th>
                <th scope="col" className="off-phone">
                  Adds people
                </th>
                <th scope="col" className="off-phone">
                  Believed in MFA
                </th>
              </tr>
            </thead>
            <tbody>
              {providers.map(({ id, name, issuer, isEnabled, addsPeople, trustsMfa }) => (
                <tr key={id}>
                  <th scope="row">
                    <Link to={`/settings/single-sign-on/${id}`}>{name}</Link>
                    <span className="two">{issuer}</span>
                  </th>
                  <td>
                    <Badge isBare tone={isEnabled ? "good" : "neutral"} icon={isEnabled ? CircleCheck : CircleSlash}>
                      {isEnabled ? "In use" : "Off"}
                    </Badge>
                  </td>
                  <td className="off-phone">{addsPeople ? "Yes" : "No"}</td>
                  <td className="off-phone">{trustsMfa ? "Yes" : "No"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
      <p className="hint mt-4">
        Signing out of the register ends the session here only; at the provider people stay signed in until they sign
        out there.
      </p>
    </AppShell>
  );
}
