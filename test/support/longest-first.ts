import { BaseSequencer, type TestSpecification } from "vitest/node";

const longest = [
  "test/register/model.test.ts",
  "test/cli/commands.test.ts",
  "test/jobs/killed.test.ts",
  "test/jobs/died.test.ts",
  "test/db/isolation.test.ts",
  "test/jobs/two-years.test.ts",
  "test/e2e/every-page.test.ts",
  "test/e2e/every-page-of-records.test.ts",
  "test/e2e/pages-in-use.test.ts",
];

/** Begins with the files that take longest, in this order: begun last, they would leave the other workers idle at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const known = longest.findIndex((path) => moduleId.endsWith(path));
      return known === -1 ? longest.length : known;
    };
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}
