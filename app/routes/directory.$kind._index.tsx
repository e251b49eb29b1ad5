import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { requireAdmin, requireCaller } from "#app/auth/caller.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { DirectoryTabs } from "#app/components/directory-tabs.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { TextField } from "#app/components/field.tsx";
import { ObjectTable } from "#app/components/object-table.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pager } from "#app/components/pager.tsx";
import { SearchField } from "#app/components/search-field.tsx";
import { addObject } from "#app/directory/change-object.server.ts";
import { readCursor, writeCursor } from "#app/directory/cursor.ts";
import { managingBy, requireDirectoryReader } from "#app/directory/directory-access.server.ts";
import { ObjectForm } from "#app/directory/directory-forms.ts";
import { kindTexts } from "#app/directory/directory-kind.ts";
import { kindNamed } from "#app/directory/kind-named.server.ts";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { isAdmin } from "#app/register/roles.ts";
import { listDirectoryEntries } from "#db/directory-objects.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data ? kindTexts[data.kind].many : "Directory"} · MFA Register` },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireDirectoryReader({ request, context });
  const kind = await pageOf(async () => kindNamed(params.kind));
  const query = new URL(request.url).searchParams;
  const search = (query.get("q") ?? "").slice(0, 200);
  const place = readCursor(query.get("after") ?? "", 2);
  const after = place ? { name: place[0] ?? "", id: place[1] ?? "" } : null;
  const page = await listDirectoryEntries(context.db, caller.workspace.id, { kind, search, after, limit: 50 });
  return {
    shell: await shellOf(context.db, caller, context.now),
    kind,
    search,
    isFirst: after === null,
    entries: page.entries,
    isCut: page.isCut,
    next: writeCursor(page.next && [page.next.name, page.next.id]),
    mayManage: isAdmin(caller.roles),
  };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const kind = await pageOf(async () => kindNamed(params.kind));
  const read = ObjectForm.safeParse(Object.fromEntries(await request.formData()));
  if (!read.success) return wrongFields(read.error);
  try {
    const { id } = await addObject(context.db, { ...managingBy(caller, context), object: { kind, ...read.data } });
    return redirect(`/directory/${kindTexts[kind].path}/${encodeURIComponent(id)}`);
  } catch (caught) {
    return refusedForm(caught);
  }
}

export default function DirectoryObjects() {
  const { shell, kind, search, isFirst, entries, isCut, next, mayManage } = useLoaderData<typeof loader>();
  const errors = useActionData<typeof action>()?.errors;
  const { one, many, path, lede } = kindTexts[kind];
  const address = (changes: Record<string, string>) =>
    `/directory/${path}?${new URLSearchParams({ ...(search && { q: search }), ...changes })}`;
  return (
    <AppShell shell={shell}>
      <PageHeader title={many} lede={lede} />
      <DirectoryTabs current={kind} mayManage={mayManage} />
      {errors?.form && <Banner tone="danger">{errors.form}</Banner>}
      {mayManage && (
        <details className="card fold mb-4" open={errors !== undefined} key={kind}>
          <summary>Add a {one.toLowerCase()}</summary>
          <Form method="post" className="body" noValidate>
            <ErrorSummary errors={errors?.fields ?? {}} />
            <div className="pair">
              <TextField name="name" label="Name" error={errors?.fields.name} />
              <TextField
                name="id"
                label="Id"
                hint="As the login path and the identity provider send it; it cannot be changed later."
                error={errors?.fields.id}
              />
            </div>
            <TextField
              name="externalId"
              label="External id"
              hint="Where the identity provider has another one for it"
              error={errors?.fields.externalId}
            />
            <Button look="primary">Add {one.toLowerCase()}</Button>
          </Form>
        </details>
      )}
      <Form className="filters" role="search" method="get">
        <SearchField label={`Search ${many.toLowerCase()}`} value={search} key={kind} />
        <Button>Search</Button>
        {search && (
          <LinkButton look="plain" to={`/directory/${path}`}>
            Reset
          </LinkButton>
        )}
      </Form>
      {isCut && <p className="hint">More than 1,000 are found; these are some of them. Type more of the name.</p>}
      {entries.length > 0 ? (
        <ObjectTable kind={kind} entries={entries} />
      ) : (
        <EmptyState title={search ? "Nothing is found" : "Nothing here yet"}>
          {search ? "Search for the beginning of a name or an id." : "Add the first one, or import a file."}
        </EmptyState>
      )}
      <Pager first={isFirst ? null : address({})} next={next && address({ after: next })} />
    </AppShell>
  );
}
