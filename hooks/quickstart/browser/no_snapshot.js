// Published as start.js where the site has Pyodide's ordinary start alone.

export const start = undefined;
