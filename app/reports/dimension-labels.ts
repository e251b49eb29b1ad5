import type { Dimension } from "./dimensions.ts";

/** How a figure is taken apart, in a word or two. */
export const dimensionLabels: Readonly<Record<Dimension, string>> = {
  category: "by category",
  rating: "by risk",
  owner: "by owner",
  department: "by department",
  application: "by application",
};

/** What the parts are, over their column. */
export const dimensionTitles: Readonly<Record<Dimension, string>> = {
  category: "Category",
  rating: "Risk",
  owner: "Owner",
  department: "Department",
  application: "Application",
};
