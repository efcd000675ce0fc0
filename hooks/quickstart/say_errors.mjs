// Imported first by the scripts beside it. Node prints the source line of an uncaught error, which in
// Pyodide's script is a megabyte long; this prints the stack alone.
process.on("uncaughtException", (error) => {
  console.error(error?.stack ?? String(error));
  process.exitCode = 1;
});
