import { BaseSequencer, type TestSpecification } from "vitest/node";

const longest = [
  "test/register/model.test.ts",
  "test/cli/commands.test.ts",
  "test/e2e/every-page.test.ts",
  "test/e2e/every-page-of-records.test.ts",
  "test/e2e/pages-in-use.test.ts",
];

/** Begins with the files that take a minute or more: begun last, they would leave the other workers idle at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => longest.some((path) => moduleId.endsWith(path));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
