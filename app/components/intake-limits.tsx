import type { Category } from "#app/register/category.ts";
import { limitsOf } from "#app/register/category-words.ts";
import { Card } from "./card.tsx";

/** What the chosen category allows and asks for, in words. */
export function IntakeLimits({ category }: { category: Category | undefined }) {
  if (!category)
    return (
      <Card title="Limits">
        <p className="small muted">The category sets how long it may run and what it has to carry. Choose one.</p>
      </Card>
    );
  const needed = category.mustCarry.filter(({ isRequired }) => isRequired).map(({ label }) => label.toLowerCase());
  return (
    <Card title={`Limits: ${category.label}`}>
      <div className="stack small" role="status">
        {limitsOf(category).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        {needed.length > 0 && <p>You will be asked for: {needed.join(", ")}.</p>}
      </div>
    </Card>
  );
}
