import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { type Caller, requireAdmin, requireCaller, requirePolicyReader } from "#app/auth/caller.server.ts";
import { asksForStepUp, formBeforeStepUp, stepUpFor } from "#app/auth/step-up-for.server.ts";
import type { CategoryContent } from "#app/categories/category-content.ts";
import { type CategoryTyped, contentOfCategoryForm, readCategoryForm } from "#app/categories/category-form.ts";
import { categoryView, reviewOfCategory } from "#app/categories/category-view.server.ts";
import { saveCategory } from "#app/categories/save-category.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button } from "#app/components/button.tsx";
import { CameBack } from "#app/components/came-back.tsx";
import { CategoryFields } from "#app/components/category-fields.tsx";
import { CategoryReview, type CategoryReviewData } from "#app/components/category-review.tsx";
import { CategorySummary } from "#app/components/category-summary.tsx";
import { CategoryVersions } from "#app/components/category-versions.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { SaveBar } from "#app/components/save-bar.tsx";
import type { RequestContext } from "#app/http/load-context.server.ts";
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
  const id = idOf(params);
  const isSaved = new URL(request.url).searchParams.has("saved");
  const form = await formBeforeStepUp({ request, context }, caller);
  return {
    shell: await shellOf(db, caller, now),
    isSaved,
    returned: form && (await lookAt(context, caller, id, form)).answer,
    ...(await categoryView(db, caller, id, now)),
  };
}

type Answer = { typed: CategoryTyped; errors: Record<string, string>; review: CategoryReviewData | null };
type Looked = { answer: Answer; status: number; content: CategoryContent | null };

/** Says what saving the form would change, without saving it. */
async function lookAt({ db, now }: RequestContext, caller: Caller, id: CategoryId, form: FormData): Promise<Looked> {
  const typed = readCategoryForm(form);
  const read = contentOfCategoryForm(typed);
  if (!read.ok) return { answer: { typed, errors: read.errors, review: null }, status: 400, content: null };
  const { content } = read;
  try {
    const { basedOn } = Saving.parse(Object.fromEntries(form));
    const review = await reviewOfCategory(db, caller, { id, basedOn, content, now });
    return { answer: { typed, errors: {}, review: { ...review, isChangedSince: false } }, status: 200, content };
  } catch (caught) {
    if (!(caught instanceof Refused)) throw caught;
    return { answer: { typed, errors: { label: caught.message }, review: null }, status: caught.status, content };
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const id = idOf(params);
  const { db, now } = context;
  const form = await request.formData();
  const { answer, status, content } = await lookAt(context, caller, id, form);
  const { intent, basedOn, reviewed, reason } = Saving.parse(Object.fromEntries(form));
  const { review } = answer;
  if (intent === "review" || review === null || content === null) return data(answer, { status });
  if (reviewed !== review.seal)
    return data<Answer>({ ...answer, review: { ...review, isChangedSince: true } }, { status: 400 });
  if (reason === "")
    return data<Answer>({ ...answer, errors: { reason: "Say why; it stays with the version." } }, { status: 400 });
  try {
    const saving = { workspaceId: caller.workspace.id, by: caller.actor, actor: caller.auditActor, now };
    await saveCategory(db, { ...saving, id, basedOn, content, reason });
  } catch (caught) {
    if (asksForStepUp(caught)) throw await stepUpFor({ request, context }, { caller, form });
    if (!(caught instanceof Refused)) throw caught;
    return data<Answer>({ ...answer, errors: { label: caught.message }, review: null }, { status: caught.status });
  }
  return redirect(`/settings/categories/${id}?saved`);
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.content.label ?? "Category"} · MFA Register` },
];

export default function CategoryPage() {
  const { shell, isSaved, returned, version, content, mayEdit, use, versions, ...view } =
    useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() ?? returned;
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
            <CameBack isBack={returned !== null && answer === returned} />
            <ErrorSummary errors={answer?.errors ?? {}} title="This was not saved" />
            <input type="hidden" name="basedOn" value={version} />
            {answer?.review && (
              <CategoryReview
                review={answer.review}
                reason={typed.fields.reason ?? ""}
                error={answer.errors.reason}
                version={version}
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
