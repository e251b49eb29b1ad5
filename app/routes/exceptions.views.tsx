import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { type Caller, requireCaller } from "#app/auth/caller.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Card } from "#app/components/card.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { DefaultView, SavedViewTable, SaveView } from "#app/components/saved-views.tsx";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { readColumns, withColumns } from "#app/register/columns.ts";
import { filtersOf } from "#app/register/list-params.ts";
import { isAdmin } from "#app/register/roles.ts";
import { addressOf, type SavedView } from "#app/register/saved-view.ts";
import { changeView, keeperOf, moveView, removeView, saveView } from "#app/register/saved-views.server.ts";
import { views } from "#app/register/views.ts";
import { findListSettings, saveListSettings } from "#db/list-settings.ts";
import { listSavedViews } from "#db/saved-views.ts";

export const meta: MetaFunction = () => [{ title: "Views of the register · MFA Register" }];

const name = z.string({ error: "Give it a name." }).trim().min(1, "Give it a name.").max(60, "At most 60 characters.");
const query = z
  .string()
  .max(4000)
  .default("")
  .transform((text) => filtersOf(new URLSearchParams(text)).toString());

const ticked = z.literal("on").optional();

const ViewForm = z.discriminatedUnion("intent", [
  z
    .object({
      ...{ intent: z.literal("save"), name, query, shared: ticked, with_columns: ticked },
      columns: z.string().max(200).default(""),
    })
    .transform(({ columns, with_columns, ...form }) => ({
      ...form,
      query: with_columns ? withColumns(form.query, readColumns(`columns=${columns}`)) : form.query,
    })),
  z.object({ intent: z.literal("update"), id: z.string(), query }),
  z.object({ intent: z.literal("rename"), id: z.string(), name }),
  z.object({ intent: z.enum(["up", "down", "remove"]), id: z.string() }),
  z.object({ intent: z.literal("default"), view: z.string().max(100) }),
]);

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const { db, now } = context;
  const all = await listSavedViews(db, caller.workspace.id, caller.user.id);
  const { searchParams } = new URL(request.url);
  const settings = await findListSettings(db, caller.workspace.id, caller.user.id);
  return {
    shell: await shellOf(db, caller, now),
    query: filtersOf(searchParams).toString(),
    shown: readColumns(searchParams.toString()) ?? settings.columns,
    shared: all.filter(({ ownerId }) => ownerId === null),
    own: all.filter(({ ownerId }) => ownerId !== null),
    defaultView: settings.defaultView,
    mayShare: isAdmin(caller.roles),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  const read = ViewForm.safeParse(Object.fromEntries(await request.formData()));
  if (!read.success) return wrongFields(read.error);
  try {
    return redirect(await carryOut(context, caller, read.data));
  } catch (caught) {
    return refusedForm(caught);
  }
}

/** Does what the form asks and returns where to go on. */
async function carryOut({ db, now }: RequestContext, caller: Caller, form: z.output<typeof ViewForm>): Promise<string> {
  const keeper = keeperOf(caller, now);
  const page = "/exceptions/views";
  switch (form.intent) {
    case "save": {
      const view = await saveView(db, keeper, { ...form, isShared: form.shared === "on" });
      return addressOf(view);
    }
    case "update":
      await changeView(db, keeper, form.id, { query: form.query });
      return addressOf(form);
    case "rename":
      await changeView(db, keeper, form.id, { name: form.name });
      return page;
    case "up":
    case "down":
      await moveView(db, keeper, form.id, form.intent === "up" ? -1 : 1);
      return page;
    case "remove":
      await removeView(db, keeper, form.id);
      return page;
    case "default":
      await rememberDefault(db, caller, form.view);
      return page;
    default:
      return form satisfies never;
  }
}

/** Keeps what the register opens with; a view that is not there, or no more, is all records. */
async function rememberDefault(db: RequestContext["db"], { workspace, user }: Caller, view: string): Promise<void> {
  const saved = await listSavedViews(db, workspace.id, user.id);
  const isThere = views.some((each) => each === view && each !== "all") || saved.some(({ id }) => id === view);
  const settings = await findListSettings(db, workspace.id, user.id);
  await saveListSettings(db, workspace.id, user.id, { ...settings, defaultView: isThere ? view : null });
}

export default function Views() {
  const { shell, query: filters, shown, shared, own, defaultView, mayShare } = useLoaderData<typeof loader>();
  const errors = useActionData<typeof action>()?.errors;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Views of the register"
        crumbs={[{ label: "Register", to: "/exceptions" }, { label: "Views" }]}
        lede="Filters under a name, shown as tabs, each with its own columns where it keeps them. Set the filters in the register and save them there."
      />
      {errors?.form && <Banner tone="danger">{errors.form}</Banner>}
      <div className="cols">
        <div className="stack-wide">
          <ViewsCard title="Everybody’s" views={shared} mayChange={mayShare} nameError={errors?.fields.name} />
          <ViewsCard title="Mine" views={own} mayChange nameError={errors?.fields.name} />
        </div>
        <div className="rail">
          <Card title="Opens with">
            <DefaultView saved={[...shared, ...own]} chosen={defaultView} />
          </Card>
          <Card title="Save a view">
            <SaveView query={filters} shown={shown} mayShare={mayShare} errors={errors?.fields ?? {}} />
          </Card>
        </div>
      </div>
    </AppShell>
  );
}

type CardProps = { title: string; views: readonly SavedView[]; mayChange: boolean; nameError: string | undefined };

function ViewsCard({ title, views: listed, mayChange, nameError }: CardProps) {
  if (listed.length === 0)
    return (
      <EmptyState title={title}>No view yet. Set filters in the register, then save them under a name.</EmptyState>
    );
  return (
    <Card title={title} aside={listed.length} isFlush>
      <SavedViewTable label={title} views={listed} mayChange={mayChange} nameError={nameError} />
    </Card>
  );
}
