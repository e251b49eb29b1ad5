import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { requireCaller, requirePolicyReader } from "#app/auth/caller.server.ts";
import { limitText, silenceTexts, stagesText } from "#app/categories/category-texts.ts";
import { categoriesView } from "#app/categories/category-view.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Badge } from "#app/components/badge.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { TableBox } from "#app/components/table-box.tsx";
import { shellOf } from "#app/http/shell.server.ts";

export const meta: MetaFunction = () => [{ title: "Categories · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requirePolicyReader(caller);
  const { db, now } = context;
  return { shell: await shellOf(db, caller, now), categories: await categoriesView(db, caller, now) };
}

export default function Categories() {
  const { shell, categories } = useLoaderData<typeof loader>();
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Categories"
        crumbs={[{ label: "Settings" }, { label: "Categories" }]}
        lede="What each kind of exception may do, who has to approve it and how often it is reviewed."
      />
      <TableBox label="Categories">
        <table>
          <caption className="sr">Categories of exceptions</caption>
          <thead>
            <tr>
              <th scope="col">Category</th>
              <th scope="col">Term</th>
              <th scope="col" className="off-phone">
                Lifetime
              </th>
              <th scope="col">Review every</th>
              <th scope="col" className="off-phone">
                Unanswered
              </th>
              <th scope="col" className="off-phone">
                Approval, low to critical
              </th>
              <th scope="col" className="end">
                In force
              </th>
            </tr>
          </thead>
          <tbody>
            {categories.map((category) => (
              <tr key={category.id}>
                <th scope="row">
                  <Link to={`/settings/categories/${category.id}`}>{category.label}</Link>{" "}
                  {!category.isEnabled && <Badge>Closed</Badge>}
                  <span className="two">Version {category.version}</span>
                </th>
                <td>
                  {limitText(category.defaultTermDays, "days")}
                  <span className="two">at most {category.mostTermDays}</span>
                </td>
                <td className="off-phone">{limitText(category.lifetimeDays, "days")}</td>
                <td>{cadenceText(category.reviewEveryDays)}</td>
                <td className="off-phone">
                  {silenceTexts[category.silence].label}
                  <span className="two">after {limitText(category.graceDays, "days")}</span>
                </td>
                <td className="off-phone">
                  {stagesText(category.stages.low)}
                  <span className="two">to {stagesText(category.stages.critical)}</span>
                </td>
                <td className="end">
                  {category.use.live}
                  {category.use.pending > 0 && <span className="two">{category.use.pending} wait</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
    </AppShell>
  );
}

function cadenceText(days: Record<string, number>): string {
  return `${[...new Set(Object.values(days))].join(" / ")} d`;
}
