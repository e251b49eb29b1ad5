import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireCaller, requirePolicyReader } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pager } from "#app/components/pager.tsx";
import { TableBox } from "#app/components/table-box.tsx";
import { When } from "#app/components/when.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { dialTexts, factorSetTexts, graceText } from "#app/policy/policy-texts.ts";
import { listPolicyVersions } from "#db/policies.ts";
import { findUsers } from "#db/users.ts";

export const meta: MetaFunction = () => [{ title: "Versions of the MFA policy · MFA Register" }];

const Query = z.object({
  before: z.coerce.number().int().positive().max(2_147_483_647).nullable().catch(null).default(null),
});

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requirePolicyReader(caller);
  const { db, now } = context;
  const { before } = Query.parse(Object.fromEntries(new URL(request.url).searchParams));
  const { versions, next } = await listPolicyVersions(db, caller.workspace.id, { before, limit: 50 });
  const authors = await findUsers(
    db,
    caller.workspace.id,
    versions.flatMap(({ authorId }) => authorId ?? []),
  );
  return {
    shell: await shellOf(db, caller, now),
    now,
    before,
    next,
    versions: versions.map(({ policy, reason, authorId, createdAt }) => ({
      version: policy.version,
      dial: policy.dial,
      factorSet: policy.factorSet,
      graceHours: policy.graceHours,
      reason,
      author: authorId === null ? null : (authors.get(authorId)?.displayName ?? authorId),
      createdAt,
    })),
  };
}

export default function PolicyVersions() {
  const { shell, now, before, next, versions } = useLoaderData<typeof loader>();
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Versions of the MFA policy"
        crumbs={[
          { label: "Settings" },
          { label: "Security" },
          { label: "MFA policy", to: "/settings/policy" },
          { label: "Versions" },
        ]}
        lede="Every save is a version, and none is ever changed."
      />
      <TableBox label="Versions">
        <table>
          <caption className="sr">Versions, the newest first</caption>
          <thead>
            <tr>
              <th scope="col">Version</th>
              <th scope="col">Since</th>
              <th scope="col">Reason</th>
              <th scope="col">Set by</th>
              <th scope="col" className="off-phone">
                MFA
              </th>
              <th scope="col" className="off-phone">
                Factors
              </th>
              <th scope="col" className="off-phone">
                Grace
              </th>
            </tr>
          </thead>
          <tbody>
            {versions.map(({ version, dial, factorSet, graceHours, reason, author, createdAt }) => (
              <tr key={version}>
                <th scope="row">
                  <Link to={`/settings/policy/versions/${version}`}>Version {version}</Link>
                </th>
                <td>
                  <When at={createdAt} now={now} />
                </td>
                <td>{reason}</td>
                <td>{author ?? "–"}</td>
                <td className="off-phone">{dialTexts[dial].label}</td>
                <td className="off-phone">{factorSetTexts[factorSet].label}</td>
                <td className="off-phone">{graceText(graceHours)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
      <Pager
        first={before === null ? null : "/settings/policy/versions"}
        next={next === null ? null : `/settings/policy/versions?before=${next}`}
      />
    </AppShell>
  );
}
