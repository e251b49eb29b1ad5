import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { type Caller, requireAdmin, requireCaller } from "#app/auth/caller.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Badge } from "#app/components/badge.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Card } from "#app/components/card.tsx";
import { EditObject } from "#app/components/edit-object.tsx";
import { Facts } from "#app/components/facts.tsx";
import { LiveExceptions } from "#app/components/live-exceptions.tsx";
import { MemberTable } from "#app/components/member-table.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pager } from "#app/components/pager.tsx";
import { When } from "#app/components/when.tsx";
import { addMember, changeObject, removeMember } from "#app/directory/change-object.server.ts";
import { managingBy, requireDirectoryReader } from "#app/directory/directory-access.server.ts";
import { ObjectForm } from "#app/directory/directory-forms.ts";
import { type DirectoryKind, hasMembers, kindTexts } from "#app/directory/directory-kind.ts";
import { kindNamed, memberKindNamed } from "#app/directory/kind-named.server.ts";
import { objectView } from "#app/directory/object-view.server.ts";
import { personAt } from "#app/directory/person-at.server.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { isAdmin } from "#app/register/roles.ts";

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `${page?.view.entry.name ?? "Directory"} · MFA Register` },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireDirectoryReader({ request, context });
  const after = new URL(request.url).searchParams.get("after");
  const view = await pageOf(async () => {
    const which = { kind: kindNamed(params.kind), id: params.id ?? "" };
    return objectView(context.db, { workspaceId: caller.workspace.id, which, after, now: context.now });
  });
  return {
    shell: await shellOf(context.db, caller, context.now),
    now: context.now,
    after,
    view,
    mayManage: isAdmin(caller.roles),
  };
}

const person = z.string().trim().min(1, "Enter an e-mail address.").max(320);

const ObjectAction = z.discriminatedUnion("intent", [
  ObjectForm.omit({ id: true }).extend({ intent: z.literal("save") }),
  z.object({ intent: z.literal("join"), person }),
  z.object({ intent: z.literal("leave"), person }),
  z.object({ intent: z.literal("disable") }),
  z.object({ intent: z.literal("enable") }),
]);

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const kind = await pageOf(async () => kindNamed(params.kind));
  const read = ObjectAction.safeParse(Object.fromEntries(await request.formData()));
  if (!read.success) return wrongFields(read.error);
  try {
    return data({ errors: null, done: await change(context, caller, { kind, id: params.id ?? "" }, read.data) });
  } catch (caught) {
    return refusedForm(caught);
  }
}

type Which = { kind: DirectoryKind; id: string };

async function change(
  context: RequestContext,
  caller: Caller,
  which: Which,
  form: z.output<typeof ObjectAction>,
): Promise<string> {
  const { db } = context;
  const managing = managingBy(caller, context);
  switch (form.intent) {
    case "save": {
      const { name, externalId } = form;
      await changeObject(db, { ...managing, which, changes: { name, externalId } });
      return "The directory says so now.";
    }
    case "disable":
    case "enable":
      await changeObject(db, { ...managing, which, changes: { isDisabled: form.intent === "disable" } });
      return form.intent === "disable" ? "It is disabled." : "It is enabled again.";
    case "join":
    case "leave": {
      const { id: userId, displayName } = await personAt(db, caller.workspace.id, form.person);
      const kind = memberKindNamed(kindTexts[which.kind].path);
      const member = { ...managing, member: { kind, objectId: which.id, userId } };
      if (form.intent === "join") await addMember(db, member);
      else await removeMember(db, member);
      return form.intent === "join" ? `${displayName} is a member now.` : `${displayName} is no longer a member.`;
    }
    default:
      return form satisfies never;
  }
}

export default function DirectoryObjectPage() {
  const { shell, now, after, view, mayManage } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const errors = answer?.errors?.fields ?? {};
  const { entry, members } = view;
  const { one, many, path } = kindTexts[entry.kind];
  const address = `/directory/${path}/${encodeURIComponent(entry.id)}`;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={entry.name}
        crumbs={[
          { label: "Directory", to: "/directory" },
          { label: many, to: `/directory/${path}` },
          { label: entry.id, canCopy: true },
        ]}
        meta={entry.disabledAt ? <Badge>Disabled</Badge> : undefined}
      />
      {answer?.errors?.form && <Banner tone="danger">{answer.errors.form}</Banner>}
      {answer && "done" in answer && <Banner tone="good">{answer.done}</Banner>}
      <div className="cols">
        <div className="stack-wide">
          <LiveExceptions exceptions={view.exceptions} now={now} none="No exception in force names it." />
          {hasMembers(entry.kind) && view.exceptions.length > 0 && (
            <p className="hint">Whoever joins is covered by these exceptions from their next sign-in on.</p>
          )}
          {members && <MemberTable people={members.people} now={now} mayManage={mayManage} error={errors.person} />}
          {members && (
            <Pager
              first={after && address}
              next={members.next && `${address}?${new URLSearchParams({ after: members.next })}`}
            />
          )}
          {mayManage && <EditObject entry={entry} errors={errors} />}
        </div>
        <div className="rail">
          <Card title="Known">
            <Facts
              isTight
              facts={[
                { term: "Kind", detail: one },
                { term: "Id", detail: <code>{entry.id}</code> },
                { term: "External id", detail: entry.externalId && <code>{entry.externalId}</code> },
                { term: "Added", detail: <When at={entry.createdAt} now={now} /> },
                {
                  term: "The policy",
                  detail: view.asked.length > 0 ? <Asked asked={view.asked} /> : "Names it nowhere",
                },
              ]}
            />
          </Card>
        </div>
      </div>
    </AppShell>
  );
}

function Asked({ asked }: { asked: readonly string[] }) {
  return (
    <ul>
      {asked.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}
