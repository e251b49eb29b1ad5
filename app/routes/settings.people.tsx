import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { Search } from "lucide-react";
import { z } from "zod";
import { type Caller, requireAdmin, requireAnyRole, requireCaller } from "#app/auth/caller.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { addUser, changeRoles, disableUser, enableUser, inviteUser } from "#app/auth/people.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Ticks } from "#app/components/choices.tsx";
import { CodeBlock } from "#app/components/code-block.tsx";
import { TextField } from "#app/components/field.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { exact, relative } from "#app/components/relative-time.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { isAdmin, registerRoles, roleLabels } from "#app/register/roles.ts";
import { listPeople, type PersonRow } from "#db/people-list.ts";

export const meta: MetaFunction = () => [{ title: "People · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAnyRole(caller);
  const search = new URL(request.url).searchParams;
  const asked = { search: search.get("q") ?? "", after: search.get("after"), limit: 50 };
  return {
    shell: await shellOf(context.db, caller),
    now: context.now,
    search: asked.search,
    mayManage: isAdmin(caller.roles),
    ...(await listPeople(context.db, caller.workspace.id, asked)),
  };
}

const roles = z.array(z.enum(registerRoles));

const PeopleForm = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("add"),
    userName: z.email("Enter an e-mail address."),
    displayName: z.string().trim().min(1, "Enter a name.").max(200),
    roles,
  }),
  z.object({ intent: z.literal("roles"), userId: z.string(), roles }),
  z.object({ intent: z.literal("invite"), userId: z.string() }),
  z.object({ intent: z.literal("disable"), userId: z.string() }),
  z.object({ intent: z.literal("enable"), userId: z.string() }),
]);

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const form = await request.formData();
  const read = PeopleForm.safeParse({ ...Object.fromEntries(form), roles: form.getAll("roles") });
  if (!read.success) return wrongFields(read.error);
  try {
    return data({ errors: null, ...(await manage(context, caller, read.data)) });
  } catch (caught) {
    return refusedForm(caught);
  }
}

type Done = { done: string; link: string | null };

async function manage(
  { db, now, publicUrl }: RequestContext,
  caller: Caller,
  form: z.output<typeof PeopleForm>,
): Promise<Done> {
  const managing = { workspaceId: caller.workspace.id, by: { userId: caller.user.id }, actor: caller.auditActor, now };
  switch (form.intent) {
    case "add": {
      const { userName, displayName } = form;
      const user = await addUser(db, { ...managing, user: { userName, displayName }, roles: form.roles });
      const { url } = await inviteUser(db, { ...managing, userId: user.id, publicUrl });
      return { done: `${displayName} was added and is sent a link to set up their sign-in.`, link: url };
    }
    case "roles":
      await changeRoles(db, { ...managing, userId: form.userId, roles: form.roles });
      return { done: "The roles were changed. They count from the next page on.", link: null };
    case "invite": {
      const { url } = await inviteUser(db, { ...managing, userId: form.userId, publicUrl });
      return { done: "A new link was made; earlier ones stopped working.", link: url };
    }
    case "disable":
      await disableUser(db, { ...managing, userId: form.userId, reason: "Barred by an admin" });
      return { done: "They are barred, and their sessions and tokens have ended.", link: null };
    case "enable":
      await enableUser(db, { ...managing, userId: form.userId });
      return { done: "They may sign in again.", link: null };
    default:
      return form satisfies never;
  }
}

const roleChoices = registerRoles.map((value) => ({ value, label: roleLabels[value] }));

export default function People() {
  const { shell, now, search, people, next, mayManage } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const errors = answer?.errors?.fields ?? {};
  return (
    <AppShell shell={shell}>
      <PageHeader title="People" lede="Everyone may request. What somebody may do beside that, their roles say." />
      {answer?.errors?.form && <Banner tone="danger">{answer.errors.form}</Banner>}
      {answer && "done" in answer && (
        <Banner tone="good">
          <p>{answer.done}</p>
          {answer.link && (
            <>
              <p className="hint">It is shown once, and works once:</p>
              <CodeBlock label="invitation link">{answer.link}</CodeBlock>
            </>
          )}
        </Banner>
      )}
      {mayManage && (
        <details className="card mb-4" open={Object.keys(errors).length > 0}>
          <summary className="btn plain m-2">Add somebody</summary>
          <Form method="post" className="body" noValidate>
            <input type="hidden" name="intent" value="add" />
            <div className="pair">
              <TextField name="userName" type="email" label="E-mail address" error={errors.userName} />
              <TextField name="displayName" label="Name" error={errors.displayName} />
            </div>
            <Ticks
              name="roles"
              legend="Roles"
              hint="An auditor can hold no other role."
              choices={roleChoices}
              chosen={[]}
            />
            <button className="btn primary" type="submit">
              Add and invite
            </button>
          </Form>
        </details>
      )}
      <Form className="filters" role="search" method="get">
        <div className="search">
          <Search aria-hidden="true" />
          <input
            type="search"
            name="q"
            aria-label="Search name or address"
            placeholder="Search people"
            defaultValue={search}
          />
        </div>
        <button className="btn" type="submit">
          Search
        </button>
      </Form>
      <ul className="stack">
        {people.map((person) => (
          <li key={person.id}>
            <PersonCard person={person} now={now} mayManage={mayManage} />
          </li>
        ))}
      </ul>
      {people.length === 0 && <p className="empty">Nobody is found by that name.</p>}
      <nav className="pager" aria-label="Pages">
        {next && (
          <Link
            className="btn small"
            rel="next"
            to={`/settings/people?${new URLSearchParams({ q: search, after: next })}`}
          >
            Next page
          </Link>
        )}
      </nav>
    </AppShell>
  );
}

function PersonCard({ person, now, mayManage }: { person: PersonRow; now: string; mayManage: boolean }) {
  const { id, displayName, userName, lastSignInAt, disabledAt } = person;
  return (
    <article className="card" aria-labelledby={`p-${id}`}>
      <header>
        <h2 id={`p-${id}`}>{displayName}</h2>
        <span className="hint">{userName}</span>
        <span className="push row">
          {disabledAt && <span className="badge tone-danger">Barred</span>}
          {person.roles.map((role) => (
            <span key={role} className="badge text">
              {roleLabels[role]}
            </span>
          ))}
        </span>
      </header>
      <div className="body row small">
        <span className="muted">
          {person.factors === 1 ? "1 factor" : `${person.factors} factors`},{" "}
          {lastSignInAt ? (
            <span title={exact(lastSignInAt)}>signed in {relative(lastSignInAt, now)}</span>
          ) : (
            "never signed in here"
          )}
        </span>
        {mayManage && <Manage person={person} />}
      </div>
    </article>
  );
}

function Manage({ person: { id, displayName, roles: held, disabledAt } }: { person: PersonRow }) {
  return (
    <details className="push">
      <summary className="btn small" aria-label={`Manage ${displayName}`}>
        Manage
      </summary>
      <Form method="post" className="mt-3">
        <input type="hidden" name="userId" value={id} />
        <fieldset>
          <legend>Roles</legend>
          <div className="ticks">
            {roleChoices.map(({ value, label }) => (
              <label key={value}>
                <input type="checkbox" name="roles" value={value} defaultChecked={held.includes(value)} /> {label}
              </label>
            ))}
          </div>
        </fieldset>
        <p className="row mt-3">
          <button className="btn small" type="submit" name="intent" value="roles">
            Save roles
          </button>
          <button className="btn small" type="submit" name="intent" value="invite">
            New sign-in link
          </button>
          {disabledAt ? (
            <button className="btn small" type="submit" name="intent" value="enable">
              Let in again
            </button>
          ) : (
            <button className="btn small danger-quiet" type="submit" name="intent" value="disable">
              Bar from signing in
            </button>
          )}
        </p>
      </Form>
    </details>
  );
}
