import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { endOfDay } from "#app/auth/access-end.ts";
import { type Caller, requireAdmin, requireAnyRole, requireCaller } from "#app/auth/caller.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { changeAccess } from "#app/auth/give-access.server.ts";
import { addUser, changeRoles, disableUser, enableUser, inviteUser } from "#app/auth/people.server.ts";
import { formBeforeStepUp, requireFreshFactor } from "#app/auth/step-up-for.server.ts";
import { AddPerson } from "#app/components/add-person.tsx";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { CameBack } from "#app/components/came-back.tsx";
import { CodeBlock } from "#app/components/code-block.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pager } from "#app/components/pager.tsx";
import { PeopleTable } from "#app/components/people-table.tsx";
import { exact } from "#app/components/relative-time.ts";
import { SearchField } from "#app/components/search-field.tsx";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { countedUpTo } from "#app/register/facets.ts";
import { everything } from "#app/register/list-query.ts";
import { openStates } from "#app/register/open-states.ts";
import { isAdmin, registerRoles } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import { countExceptions } from "#db/exception-list.ts";
import { withForceSkips } from "#db/force-skips.ts";
import { listPeople } from "#db/people-list.ts";

export const meta: MetaFunction = () => [{ title: "People · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAnyRole(caller);
  const search = new URL(request.url).searchParams;
  const asked = { search: search.get("q") ?? "", after: search.get("after"), limit: 50 };
  const mayManage = isAdmin(caller.roles);
  const form = await formBeforeStepUp({ request, context }, caller);
  const { people, next } = await listPeople(context.db, caller.workspace.id, asked);
  const managed = mayManage ? search.get("manage") : null;
  return {
    shell: await shellOf(context.db, caller, context.now),
    now: context.now,
    search: asked.search,
    after: asked.after,
    mayManage,
    returned: form && typedIn(form),
    managed,
    owned: managed ? await countOwned(context.db, caller.workspace.id, managed) : 0,
    people: await withForceSkips(context.db, caller.workspace.id, people, context.now),
    next,
  };
}

function countOwned(db: Db, workspaceId: string, userId: string): Promise<number> {
  return countExceptions(db, workspaceId, { ...everything, ownerIds: [userId], states: openStates }, countedUpTo);
}

/** What the forms of the page hold, for filling one of them in again. */
function typedIn(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? "");
  const typed = {
    userName: text("userName"),
    displayName: text("displayName"),
    roles: form.getAll("roles").map(String),
    accessUntil: text("accessUntil"),
  };
  return { intent: text("intent"), userId: text("userId"), ...typed };
}

const roles = z.array(z.enum(registerRoles));
const day = z.iso.date("Give a day, such as 2027-01-31.");

const PeopleForm = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("add"),
    userName: z.email("Enter an e-mail address."),
    displayName: z.string().trim().min(1, "Enter a name.").max(200),
    roles,
    accessUntil: z.union([z.literal("").transform(() => null), day]).default(null),
  }),
  z.object({ intent: z.literal("roles"), userId: z.string(), roles }),
  z.object({ intent: z.literal("invite"), userId: z.string() }),
  z.object({ intent: z.literal("disable"), userId: z.string() }),
  z.object({ intent: z.literal("enable"), userId: z.string() }),
  z.object({ intent: z.literal("access"), userId: z.string(), accessUntil: day }),
  z.object({ intent: z.literal("end_access"), userId: z.string() }),
]);

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const form = await request.formData();
  const read = PeopleForm.safeParse({ ...Object.fromEntries(form), roles: form.getAll("roles") });
  if (!read.success) return wrongFields(read.error);
  await requireFreshFactor({ request, context }, { caller, form });
  try {
    return data({ errors: null, ...(await manage(context, caller, read.data)) });
  } catch (caught) {
    return refusedForm(caught);
  }
}

type Done = { done: string; link: string | null };

async function manage(
  { db, now, publicUrl, secrets }: RequestContext,
  caller: Caller,
  form: z.output<typeof PeopleForm>,
): Promise<Done> {
  const managing = { workspaceId: caller.workspace.id, by: { userId: caller.user.id }, actor: caller.auditActor, now };
  switch (form.intent) {
    case "add": {
      const { userName, displayName, accessUntil } = form;
      const accessEndsAt = accessUntil && endOfDay(accessUntil, caller.workspace.timeZone);
      const user = await addUser(db, { ...managing, user: { userName, displayName }, roles: form.roles, accessEndsAt });
      const { url } = await inviteUser(db, { ...managing, userId: user.id, publicUrl, secrets });
      return { done: `${displayName} was added and is sent a link to set up their sign-in.`, link: url };
    }
    case "roles":
      await changeRoles(db, { ...managing, userId: form.userId, roles: form.roles });
      return { done: "The roles were changed. They count from the next page on.", link: null };
    case "invite": {
      const { url } = await inviteUser(db, { ...managing, userId: form.userId, publicUrl, secrets });
      return { done: "A new link was made and is sent to them; earlier ones stopped working.", link: url };
    }
    case "disable":
      await disableUser(db, { ...managing, userId: form.userId, reason: "Barred by an admin" });
      return { done: "They are barred, and their sessions and tokens have ended.", link: null };
    case "enable":
      await enableUser(db, { ...managing, userId: form.userId });
      return { done: "They may sign in again.", link: null };
    case "access": {
      const endsAt = endOfDay(form.accessUntil, caller.workspace.timeZone);
      await changeAccess(db, { ...managing, userId: form.userId, endsAt });
      return { done: `They may use the register until ${exact(endsAt)}.`, link: null };
    }
    case "end_access":
      await changeAccess(db, { ...managing, userId: form.userId, endsAt: now });
      return { done: "Their access has ended, and with it their sessions and tokens.", link: null };
    default:
      return form satisfies never;
  }
}

export default function People() {
  const { shell, now, search, after, managed, owned, returned, people, next, mayManage } =
    useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const address = (changes: Record<string, string>) =>
    `/settings/people?${new URLSearchParams({ ...(search && { q: search }), ...changes })}`;
  return (
    <AppShell shell={shell}>
      <PageHeader title="People" lede="Everyone may request. What somebody may do beside that, their roles say." />
      <CameBack isBack={returned !== null && !answer} />
      {answer?.errors?.form && <Banner tone="danger">{answer.errors.form}</Banner>}
      {answer && "done" in answer && <Done {...answer} />}
      {mayManage && (
        <AddPerson errors={answer?.errors?.fields ?? {}} typed={returned?.intent === "add" ? returned : null} />
      )}
      <Form className="filters" role="search" method="get">
        <SearchField label="Search name or address" placeholder="Search people" value={search} />
        <Button>Search</Button>
        {search && (
          <LinkButton look="plain" to="/settings/people">
            Reset
          </LinkButton>
        )}
      </Form>
      {people.length > 0 ? (
        <PeopleTable
          people={people}
          now={now}
          managed={managed}
          owned={owned}
          ticked={returned?.intent === "roles" && returned.userId === managed ? returned.roles : null}
          error={answer?.errors?.fields?.accessUntil}
          manageAt={mayManage ? (id) => address({ ...(after && { after }), manage: id }) : null}
        />
      ) : (
        <EmptyState title="Nobody is found by that name">Search for the beginning of a name or an address.</EmptyState>
      )}
      <Pager first={after && address({})} next={next && address({ after: next })} />
    </AppShell>
  );
}

function Done({ done, link }: Done) {
  return (
    <Banner tone="good">
      <p>{done}</p>
      {link && (
        <>
          <p className="hint">It is shown once, and works once:</p>
          <CodeBlock label="invitation link">{link}</CodeBlock>
        </>
      )}
    </Banner>
  );
}
