// Imported first by the scripts beside it: an error that ends one is shown without the line of the
// megabyte in which it happened.
process.on("uncaughtException", (error) => {
  console.error(error?.stack ?? String(error));
  process.exitCode = 1;
});
