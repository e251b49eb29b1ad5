// Loader data reaches a page as it was returned, not as JSON: the types have to be told (v3_singleFetch).
declare module "@remix-run/node" {
  interface Future {
    v3_singleFetch: true;
  }
}

export {};
