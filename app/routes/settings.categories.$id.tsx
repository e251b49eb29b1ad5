import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireAdmin, requireCaller, requirePolicyReader } from "#app/auth/caller.server.ts";
import { contentOfCategoryForm, readCategoryForm } from "#app/categories/category-form.ts";
import { categoryView, reviewOfCategory } from "#app/categories/category-view.server.ts";
import { saveCategory } from "#app/categories/save-category.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button } from "#app/components/button.tsx";
import { CategoryFields } from "#app/components/category-fields.tsx";
import { CategoryReview } from "#app/components/category-review.tsx";
import { CategorySummary } from "#app/components/category-summary.tsx";
import { CategoryVersions } from "#app/components/category-versions.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { SaveBar } from "#app/components/save-bar.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { type CategoryId, categoryIds } from "#app/register/category.ts";
import { Refused } from "#app/register/refused.ts";

const Params = z.object({ id: z.enum(categoryIds) });
const Saving = z.object({
  intent: z.enum(["review", "save"]).catch("review"),
  basedOn: z.coerce.number().int().positive().max(2_147_483_647).catch(0),
  reviewed: z.string().catch(""),
  reason: z.string().trim().max(2000, "At most 2,000 letters.").catch(""),
});

function idOf(params: unknown): CategoryId {
  const parsed = Params.safeParse(params);
  if (!parsed.success) throw new Response("There is no such category.", { status: 404 });
  return parsed.data.id;
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requirePolicyReader(caller);
  const { db, now } = context;
  const isSaved = new URL(request.url).searchParams.has("saved");
  return {
    shell: await shellOf(db, caller, now),
    isSaved,
    ...(await categoryView(db, caller, idOf(params), now)),
  };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const id = idOf(params);
  const { db, now } = context;
  const form = await request.formData();
  const typed = readCategoryForm(form);
  const { intent, basedOn, reviewed, reason } = Saving.parse(Object.fromEntries(form));
  const read = contentOfCategoryForm(typed);
  if (!read.ok) return data({ typed, errors: read.errors, review: null }, { status: 400 });
  const { content } = read;
  try {
    const review = await reviewOfCategory(db, caller, { id, basedOn, content, now });
    const isReviewed = reviewed === review.seal;
    if (intent === "save" && isReviewed && reason !== "") {
      const saving = { workspaceId: caller.workspace.id, by: caller.actor, actor: caller.auditActor, now };
      await saveCategory(db, { ...saving, id, basedOn, content, reason });
      return redirect(`/settings/categories/${id}?saved`);
    }
    const errors: Record<string, string> =
      intent === "save" && isReviewed ? { reason: "Say why; it stays with the version." } : {};
    const isChangedSince = intent === "save" && !isReviewed;
    return data({ typed, errors, review: { ...review, isChangedSince } }, { status: intent === "save" ? 400 : 200 });
  } catch (caught) {
    if (!(caught instanceof Refused)) throw caught;
    const needsFactor = caught.code === "step_up_required";
    const review = needsFactor
      ? { ...(await reviewOfCategory(db, caller, { id, basedOn, content, now })), isChangedSince: false }
      : null;
    const errors: Record<string, string> = { [needsFactor ? "reason" : "label"]: caught.message };
    return data({ typed, errors, review }, { status: caught.status });
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.content.label ?? "Category"} · MFA Register` },
];

export default function CategoryPage() {
  const { shell, isSaved, version, content, mayEdit, use, versions, id, ...view } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const typed = answer?.typed ?? view.typed;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={content.label}
        crumbs={[{ label: "Settings" }, { label: "Categories", to: "/settings/categories" }, { label: content.label }]}
        lede={content.summary}
        meta={
          <>
            <span className="badge text">Version {version}</span>
            <span>{use.live} in force</span>
            <span>{use.pending} waiting</span>
          </>
        }
      />
      {isSaved && !answer && (
        <Banner tone="good">
          Version {version} holds for new exceptions. Those submitted before keep the stricter of both.
        </Banner>
      )}
      <div className="cols">
        {mayEdit ? (
          <Form method="post" noValidate id="policy" key={version}>
            <ErrorSummary errors={answer?.errors ?? {}} title="This was not saved" />
            <input type="hidden" name="basedOn" value={version} />
            {answer?.review && (
              <CategoryReview
                review={answer.review}
                reason={typed.fields.reason ?? ""}
                error={answer.errors.reason}
                version={version}
                stepUp={`/step-up?to=/settings/categories/${id}`}
              />
            )}
            <CategoryFields typed={typed} errors={answer?.errors ?? {}} />
            <SaveBar note={`Nothing is saved yet. Version ${version} holds.`}>
              <Button look={answer?.review ? "normal" : "primary"} name="intent" value="review">
                {answer?.review ? "Review again" : "Review the changes"}
              </Button>
            </SaveBar>
          </Form>
        ) : (
          <CategorySummary title={`Version ${version}`} content={content} />
        )}
        <div className="rail">
          <CategoryVersions versions={versions} />
        </div>
      </div>
    </AppShell>
  );
}
