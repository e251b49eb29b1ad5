import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireAdmin, requireCaller, requirePolicyReader } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { SelectField, TextAreaField } from "#app/components/field.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { PolicyChanges } from "#app/components/policy-changes.tsx";
import { PolicySummary } from "#app/components/policy-summary.tsx";
import { exact } from "#app/components/relative-time.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { contentOf } from "#app/policy/policy-content.ts";
import { savePolicy } from "#app/policy/save-policy.server.ts";
import { versionView } from "#app/policy/version-view.server.ts";
import { Refused } from "#app/register/refused.ts";
import { findPolicyVersion } from "#db/policies.ts";

const number = z.coerce.number().int().positive().max(2_147_483_647);
const Query = z.object({ with: number.nullable().catch(null).default(null) });
const Restoring = z.object({
  basedOn: number,
  reason: z.string().trim().min(1, "Say why; it stays with the version.").max(2000),
});

function versionOf(params: { version?: string | undefined }): number {
  const parsed = number.safeParse(params.version);
  if (!parsed.success) throw new Response(null, { status: 404 });
  return parsed.data;
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requirePolicyReader(caller);
  const { db, now } = context;
  const query = Query.parse(Object.fromEntries(new URL(request.url).searchParams));
  const view = await versionView(db, caller, { version: versionOf(params), ...query });
  if (!view) throw new Response("The policy has no such version.", { status: 404 });
  return { shell: await shellOf(db, caller, now), ...view };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const { db, now } = context;
  const version = await findPolicyVersion(db, caller.workspace.id, versionOf(params));
  if (!version) throw new Response("The policy has no such version.", { status: 404 });
  const read = Restoring.safeParse(Object.fromEntries(await request.formData()));
  if (!read.success) return data({ errors: { reason: read.error.issues[0]?.message ?? "Say why." } }, { status: 400 });
  try {
    const { draft, inForce } = await savePolicy(db, {
      workspaceId: caller.workspace.id,
      ...read.data,
      content: contentOf(version.policy),
      forcesReenrollment: false,
      by: caller.actor,
      actor: caller.auditActor,
      now,
    });
    return redirect(draft ? `/settings/policy/drafts/${draft.id}` : `/settings/policy/versions/${inForce.version}`);
  } catch (caught) {
    if (!(caught instanceof Refused)) throw caught;
    return data({ errors: { reason: caught.message } }, { status: caught.status });
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded ? `MFA policy, version ${loaded.version}` : "MFA policy"} · MFA Register` },
];

export default function PolicyVersionPage() {
  const view = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { shell, version, current, isInForce, author, createdAt, reason, beside, changes, content, names } = view;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={`MFA policy, version ${version}`}
        crumbs={[
          { label: "MFA policy", to: "/settings/policy" },
          { label: "Versions", to: "/settings/policy/versions" },
          { label: `Version ${version}` },
        ]}
        meta={
          <>
            <span className={isInForce ? "badge text tone-good" : "badge text"}>
              {isInForce ? "In force" : "Superseded"}
            </span>
            <span>
              since <time dateTime={createdAt}>{exact(createdAt)}</time>
            </span>
            {author && <span>set by {author}</span>}
          </>
        }
        lede={reason}
      />
      <div className="cols">
        <div className="stack-wide">
          {view.numbers.length > 1 && (
            <Form method="get" className="compare">
              <SelectField key={beside} name="with" label="Compare with" defaultValue={beside ?? ""}>
                {beside === null && <option value="">Choose a version</option>}
                {view.numbers
                  .filter((other) => other !== version)
                  .map((other) => (
                    <option key={other} value={other}>
                      Version {other}
                    </option>
                  ))}
              </SelectField>
              <Button>Compare</Button>
            </Form>
          )}
          {beside !== null && (
            <Card title={`From version ${beside} to version ${version}`} isFlush>
              <PolicyChanges caption={`From version ${beside} to version ${version}`} changes={changes} />
            </Card>
          )}
          <PolicySummary title={`Version ${version}`} content={content} names={names} />
        </div>
        <div className="rail">
          {view.mayRestore && !isInForce && <Restore view={view} errors={answer?.errors ?? {}} />}
        </div>
      </div>
      <p className="row">
        <LinkButton look="plain" to="/settings/policy">
          To version {current}, which is in force
        </LinkButton>
      </p>
    </AppShell>
  );
}

type View = Pick<Awaited<ReturnType<typeof useLoaderData<typeof loader>>>, "version" | "current" | "restoring">;

function Restore({ view: { version, current, restoring }, errors }: { view: View; errors: Record<string, string> }) {
  return (
    <Card title="Restore it" isAct>
      <Form method="post" noValidate>
        <ErrorSummary errors={errors} title="This was not done" />
        <input type="hidden" name="basedOn" value={current} />
        <p className="small">
          {restoring.isWeaker
            ? `It is weaker than version ${current}, so a second admin has to confirm it.`
            : `It takes effect at once, as version ${current + 1}.`}
        </p>
        <ul className="small my-3">
          {restoring.changes.map(({ what, before, after }) => (
            <li key={what + before + after}>
              {what}: {before ?? "–"} → {after ?? "–"}
            </li>
          ))}
        </ul>
        <TextAreaField name="reason" label="Reason" error={errors.reason} className="short" rows={2} />
        <p className="row">
          <Button look="primary">Restore version {version}</Button>
          <LinkButton look="plain" to={`/settings/policy?version=${version}`}>
            Change it first
          </LinkButton>
        </p>
      </Form>
    </Card>
  );
}
