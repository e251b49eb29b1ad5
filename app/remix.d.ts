// Loader data reaches a page as it was returned, not as JSON: the types have to be told (v3_singleFetch).
declare module "@remix-run/node" {
  // biome-ignore lint/style/useConsistentTypeDefinitions: it is merged with the framework's own, which only an interface can be
  interface Future {
    v3_singleFetch: true;
  }
}

export {};
