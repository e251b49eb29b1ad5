/** The tables of how people look at the register, as schema.ts has the others. */
export type ListTables = {
  savedViews: {
    workspaceId: string;
    id: string;
    ownerId: string | null;
    name: string;
    query: string;
    place: number;
    createdAt: string;
    updatedAt: string;
  };
  listSettings: {
    workspaceId: string;
    userId: string;
    columns: string;
    pageSize: number;
    defaultView: string | null;
  };
};
