import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireCaller } from "#app/auth/caller.server.ts";
import { returnPath } from "#app/auth/return-path.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Card } from "#app/components/card.tsx";
import { ColumnChooser } from "#app/components/column-chooser.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { columns, inOrder, moved } from "#app/register/columns.ts";
import { pageSizes, usualSettings } from "#app/register/list-settings.ts";
import { findListSettings, saveListSettings } from "#db/list-settings.ts";

export const meta: MetaFunction = () => [{ title: "Columns of the register · MFA Register" }];

const Layout = z.object({
  to: z.string().catch("/exceptions"),
  order: z.string().transform((text) => inOrder(text.split(","))),
  shown: z.array(z.enum(columns).nullable().catch(null)),
  page_size: z.coerce
    .number()
    .pipe(z.literal([...pageSizes]))
    .catch(usualSettings.pageSize),
  move: z
    .templateLiteral([z.enum(columns), ".", z.enum(["up", "down"])])
    .optional()
    .catch(undefined),
});

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  return {
    shell: await shellOf(context.db, caller, context.now),
    settings: await findListSettings(context.db, caller.workspace.id, caller.user.id),
    to: listPath(new URL(request.url).searchParams.get("to")),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { workspace, user } = await requireCaller({ request, context });
  const form = await request.formData();
  const { to, order, shown, page_size, move } = Layout.parse({
    ...Object.fromEntries(form),
    order: String(form.get("order") ?? ""),
    shown: form.getAll("shown"),
  });
  const [column, way] = move?.split(".") ?? [];
  const wanted = columns.find((each) => each === column);
  const after = wanted ? moved(order, wanted, way === "up" ? -1 : 1) : order;
  const chosen = after.filter((each) => shown.includes(each));
  await saveListSettings(context.db, workspace.id, user.id, {
    ...(await findListSettings(context.db, workspace.id, user.id)),
    // A table of nothing but titles is nobody's wish: with no tick at all, everything comes back.
    columns: chosen.length > 0 ? chosen : columns,
    pageSize: page_size,
  });
  return redirect(wanted ? `/exceptions/columns?${new URLSearchParams({ to: listPath(to) })}` : listPath(to));
}

/** Back to the list that it was, from its first page on and with one's own columns, and nowhere else. */
function listPath(to: string | null): string {
  const path = returnPath(to);
  if (!path.startsWith("/exceptions?")) return "/exceptions";
  const search = new URLSearchParams(path.slice("/exceptions?".length));
  for (const key of ["cursor", "limit", "columns"]) search.delete(key);
  return `/exceptions?${search}`;
}

export default function Columns() {
  const { shell, settings, to } = useLoaderData<typeof loader>();
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Columns of the register"
        crumbs={[{ label: "Register", to }, { label: "Columns" }]}
        lede="They are yours alone, and the same wherever you sign in."
      />
      <Card title="Layout">
        <ColumnChooser key={settings.columns.join()} shown={settings.columns} pageSize={settings.pageSize} to={to} />
      </Card>
    </AppShell>
  );
}
