/**
 * The one place where Remix is configured; vite.config.ts hands it to the plugin.
 *
 * @type {import("@remix-run/dev").VitePluginConfig}
 */
const remixConfig = {
  serverModuleFormat: "esm",
  future: {
    v3_fetcherPersist: true,
    v3_lazyRouteDiscovery: true,
    v3_relativeSplatPath: true,
    v3_singleFetch: true,
    v3_throwAbortReason: true,
  },
};

export default remixConfig;
