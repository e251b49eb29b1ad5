import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { requireAdmin, requireCaller } from "#app/auth/caller.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { DirectoryTabs } from "#app/components/directory-tabs.tsx";
import { DirectoryUserTable } from "#app/components/directory-user-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pager } from "#app/components/pager.tsx";
import { SearchField } from "#app/components/search-field.tsx";
import { UserFields } from "#app/components/user-fields.tsx";
import { addDirectoryUser } from "#app/directory/change-user.server.ts";
import { managingBy, requireDirectoryReader } from "#app/directory/directory-access.server.ts";
import { UserForm } from "#app/directory/directory-forms.ts";
import { laterOf } from "#app/directory/members.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { isAdmin } from "#app/register/roles.ts";
import { listDirectoryUsers } from "#db/directory-users.ts";
import { withForceSkips } from "#db/force-skips.ts";
import { gatherRecent } from "#db/gather-sign-ins.ts";
import { lastPermittedSignIns } from "#db/last-sign-ins.ts";

export const meta: MetaFunction = () => [{ title: "Directory · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireDirectoryReader({ request, context });
  const query = new URL(request.url).searchParams;
  const asked = {
    search: (query.get("q") ?? "").slice(0, 200),
    ssoRequired: query.get("sso") === "no" ? false : null,
    after: query.get("after"),
    limit: 50,
  };
  const workspaceId = caller.workspace.id;
  await gatherRecent(context.db, workspaceId);
  const { users, next, isCut } = await listDirectoryUsers(context.db, workspaceId, asked);
  const lastSignIns = await lastPermittedSignIns(
    context.db,
    workspaceId,
    users.map(({ id }) => id),
  );
  return {
    shell: await shellOf(context.db, caller, context.now),
    now: context.now,
    asked,
    users: (await withForceSkips(context.db, workspaceId, users, context.now)).map((user) => ({
      ...user,
      lastSignInAt: laterOf(user.lastSignInAt, lastSignIns.get(user.id) ?? null),
    })),
    next,
    isCut,
    mayManage: isAdmin(caller.roles),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const read = UserForm.safeParse(Object.fromEntries(await request.formData()));
  if (!read.success) return wrongFields(read.error);
  try {
    const { id } = await addDirectoryUser(context.db, { ...managingBy(caller, context), user: read.data });
    return redirect(`/directory/users/${id}`);
  } catch (caught) {
    return refusedForm(caught);
  }
}

export default function DirectoryPeople() {
  const { shell, now, asked, users, next, isCut, mayManage } = useLoaderData<typeof loader>();
  const errors = useActionData<typeof action>()?.errors;
  const { search, ssoRequired, after } = asked;
  const isFiltered = search !== "" || ssoRequired !== null;
  const address = (changes: Record<string, string>) =>
    `/directory?${new URLSearchParams({ ...(search && { q: search }), ...(ssoRequired === false && { sso: "no" }), ...changes })}`;
  return (
    <AppShell shell={shell}>
      <PageHeader title="Directory" lede="Whom and what sign-in decisions are about, as the login path names them." />
      <DirectoryTabs current="user" mayManage={mayManage} />
      {errors?.form && <Banner tone="danger">{errors.form}</Banner>}
      {mayManage && (
        <details className="card fold mb-4" open={errors !== undefined}>
          <summary>Add somebody</summary>
          <Form method="post" className="body" noValidate>
            <ErrorSummary errors={errors?.fields ?? {}} />
            <UserFields errors={errors?.fields ?? {}} />
            <Button look="primary">Add to the directory</Button>
          </Form>
        </details>
      )}
      <Form className="filters" role="search" method="get">
        <SearchField label="Search name, address or external id" placeholder="Search people" value={search} />
        <label className="small">
          <input type="checkbox" name="sso" value="no" defaultChecked={ssoRequired === false} /> Only who may sign in
          without the identity provider
        </label>
        <Button>Search</Button>
        {isFiltered && (
          <LinkButton look="plain" to="/directory">
            Reset
          </LinkButton>
        )}
      </Form>
      {isCut && (
        <p className="hint">More than 1,000 people are found; these are some of them. Type more of the name.</p>
      )}
      {users.length > 0 ? (
        <DirectoryUserTable users={users} now={now} />
      ) : (
        <EmptyState title="Nobody is found">
          Search for the beginning of a name, an address or an external id.
        </EmptyState>
      )}
      <Pager first={after && address({})} next={next && address({ after: next })} />
    </AppShell>
  );
}
