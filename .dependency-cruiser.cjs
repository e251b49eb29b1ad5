// Who may import what: engine ← pure rules ← db ← .server ← routes and jobs. Each comment says what to do instead.

const engine = "^app/engine/";
const pure = "^app/(?!routes/|components/)[^/]+/(?!.*\\.server\\.tsx?$)";
const server = "\\.server\\.tsx?$";
const shells = "^(bench|bin|cli|scripts|server|test)/";
const screens = "^app/(routes/|root\\.tsx$|entry\\.)";

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "engine-stands-alone",
      comment: "The decision is a function of its input: hand in what it needs, the time included.",
      severity: "error",
      from: { path: engine },
      to: { pathNot: engine },
    },
    {
      name: "rules-are-pure",
      comment:
        "Rules read no clock, file or table: move what touches the world to a .server.ts file that calls the rule.",
      severity: "error",
      from: { path: pure, pathNot: [engine, "^app/audit/chain\\.ts$"] },
      to: { pathNot: [pure, "^node_modules/zod/"] },
    },
    {
      name: "chain-only-hashes",
      comment: "The audit chain is the one pure file that may use node:crypto; it needs nothing else.",
      severity: "error",
      from: { path: "^app/audit/chain\\.ts$" },
      to: { pathNot: [pure, "^node_modules/zod/", "^(node:)?crypto$"] },
    },
    {
      name: "db-knows-only-rules",
      comment:
        "A query returns the domain's own types: it uses the rules, kysely and the drivers, and is called by the rest.",
      severity: "error",
      // The demo's register is played by the commands themselves, so that its audit chain is a true one.
      from: { path: "^db/", pathNot: "^db/(seed\\.ts$|demo/)" },
      to: {
        pathNot: ["^db/", pure, "^node_modules/(@types/)?(kysely|better-sqlite3|pg|zod)/"],
        dependencyTypesNot: ["core"],
      },
    },
    {
      name: "components-show-data",
      comment: "A component takes what it shows as props; a loader asks the database and the .server files.",
      severity: "error",
      from: { path: "^app/components/" },
      to: { path: ["^(db|jobs)/", server], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "nobody-imports-a-screen",
      comment:
        "A route is an end, not a library: move what two of them need to components/, to a rule or to a .server file.",
      severity: "error",
      from: { pathNot: [screens, "^test/"] },
      to: { path: screens },
    },
    {
      name: "routes-and-jobs-are-strangers",
      comment: "A job outlives every request: what a route and a job have in common is a .server file.",
      severity: "error",
      from: { path: "^app/" },
      to: { path: "^jobs/" },
    },
    {
      name: "shells-are-outermost",
      comment:
        "The command line and the server start everything else, so nothing below them may reach up to them or to a test.",
      severity: "error",
      from: { path: "^(app|db|jobs)/" },
      to: { path: shells },
    },
    {
      name: "tests-stay-out",
      comment: "What people run does not contain what only tests or measures it.",
      severity: "error",
      from: { path: "^(cli|server)/" },
      to: { path: "^(bench|scripts|test)/" },
    },
    {
      name: "no-circles",
      comment: "Two files that need each other are one file, or have a third in common.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "everything-is-found",
      comment: "An import that cannot be resolved would slip past every rule above.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "\\.css(\\?url)?$" },
    tsConfig: { fileName: "tsconfig.json" },
    // Types count too: a rule that names a table's row type knows the database.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ["import", "types", "node", "default"],
      exportsFields: ["exports"],
      extensions: [".ts", ".tsx", ".js", ".d.ts"],
    },
  },
};
